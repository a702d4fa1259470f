"""`python -m sandbox.parking` serves the sandbox's parking feed on its configured address."""

import sys

import uvicorn
from pydantic import ValidationError

from sandbox.parking.app import create_app
from sandbox.parking.settings import ParkingSettings


def main() -> None:
    """Serve until stopped. Says in one line why it does not start."""
    try:
        settings = ParkingSettings()
    except ValidationError as error:
        sys.exit("; ".join(problem["msg"] for problem in error.errors()))
    uvicorn.run(
        create_app(),
        host=settings.parking_host,
        port=settings.parking_port,
        log_level=settings.log_level.lower(),
        access_log=False,
    )


if __name__ == "__main__":
    main()
