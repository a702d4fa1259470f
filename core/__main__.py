"""`python -m core` serves core on its configured address."""

import threading

import uvicorn

from core.app import create_app
from core.settings import CoreSettings
from core.work_orders.trained import trained
from service import logs


def main() -> None:
    """Serve until stopped."""
    settings = CoreSettings()
    logs.set_up(settings.log_level)
    warm_up = threading.Thread(target=trained, args=(settings.var_dir,), daemon=True)
    warm_up.start()  # so that nobody waits for the routing of the first work order
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_config=None)


if __name__ == "__main__":
    main()
