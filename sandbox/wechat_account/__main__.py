"""`python -m sandbox.wechat_account` serves the sandbox for WeChat on its configured address."""

import sys

import uvicorn
from pydantic import ValidationError

from sandbox.wechat_account.app import create_app
from sandbox.wechat_account.settings import AccountSettings


def main() -> None:
    """Serve until stopped. Says in one line why it does not start."""
    try:
        settings = AccountSettings()
    except ValidationError as error:
        sys.exit("; ".join(problem["msg"] for problem in error.errors()))
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_level=settings.log_level.lower(),
        access_log=False,
    )


if __name__ == "__main__":
    main()
