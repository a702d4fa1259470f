"""`python -m sandbox.issuer` serves the sandbox issuer on its configured address."""

import sys

import uvicorn
from pydantic import ValidationError

from sandbox.issuer.app import create_app
from sandbox.issuer.settings import IssuerSettings


def main() -> None:
    """Serve until stopped. Says in one line why it does not start."""
    try:
        settings = IssuerSettings()
    except ValidationError as error:
        sys.exit("; ".join(problem["msg"] for problem in error.errors()))
    app = create_app(settings)
    uvicorn.run(
        app,
        host=settings.issuer_host,
        port=settings.issuer_port,
        log_level=settings.log_level.lower(),
        access_log=False,
    )


if __name__ == "__main__":
    main()
