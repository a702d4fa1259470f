"""`python -m sandbox.wechat_pay` serves the sandbox for payments on its configured address."""

import sys

import uvicorn
from pydantic import ValidationError

from sandbox.wechat_pay.app import create_app
from sandbox.wechat_pay.settings import PaySettings


def main() -> None:
    """Serve until stopped. Says in one line why it does not start."""
    try:
        settings = PaySettings()
    except ValidationError as error:
        sys.exit("; ".join(problem["msg"] for problem in error.errors()))
    app = create_app(settings)
    uvicorn.run(
        app,
        host=settings.pay_host,
        port=settings.pay_port,
        log_level=settings.log_level.lower(),
        access_log=False,
    )


if __name__ == "__main__":
    main()
