"""The door to WeChat: an official account (服务号) and the gateway, nothing else.

`install` and `migrate` are what channels/gateway/door_modules.py asks of a door. They load the rest
when they are called: commands that read a setting of the channel need none of it.
"""

from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from channels.gateway.services import Services
    from channels.gateway.settings import GatewaySettings


def install(
    app: "FastAPI", services: "Services", settings: "GatewaySettings"
) -> AbstractAsyncContextManager[None] | None:
    """Mount the routes; what to enter while serving. None where there is no account."""
    from channels.wechat.installing import install as install_door

    return install_door(app, services, settings)


def migrate(_settings: "GatewaySettings") -> None:
    """Bring the door's database to its newest form, where there is an account."""
    from channels.wechat.database import migrate as migrate_database

    migrate_database()
