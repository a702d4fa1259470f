"""`python -m channels.gateway` serves the gateway on its configured address."""

import uvicorn

from channels.gateway.app import create_app
from channels.gateway.settings import GatewaySettings
from service import logs


def main() -> None:
    """Serve until stopped. Open event streams are cut after two seconds."""
    settings = GatewaySettings()
    logs.set_up(settings.log_level)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        timeout_graceful_shutdown=2,
    )


if __name__ == "__main__":
    main()
