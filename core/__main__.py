"""`python -m core` serves core on its configured address."""

import threading

import uvicorn

from core.app import create_app
from core.settings import CoreSettings
from core.work_orders.routing import warm_up
from service import logs


def main() -> None:
    """Serve until stopped."""
    settings = CoreSettings()
    logs.set_up(settings.log_level)
    threading.Thread(target=warm_up, args=(settings.var_dir,), daemon=True).start()
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_config=None)


if __name__ == "__main__":
    main()
