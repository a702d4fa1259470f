"""The modules of channels that live in the gateway's process, each a door.

A door is a Python package. It may offer

- `install(app, services, settings)`, which mounts its routes, adds its abilities to
  `services.doors` and returns None, or an asynchronous context manager that is entered while the
  gateway serves;
- `migrate(settings)`, which brings a database of its own to its newest form.

`settings` are those of the gateway; a door reads its own by itself, and one that is not configured
installs nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from importlib import import_module
from types import ModuleType
from typing import Any

from fastapi import FastAPI

from channels.gateway.services import Services
from channels.gateway.settings import GatewaySettings

Running = AbstractAsyncContextManager[Any]


def install(app: FastAPI, services: Services, settings: GatewaySettings) -> list[Running]:
    """Install the doors of the settings, in order; what to enter while the gateway serves."""
    found = [hook(app, services, settings) for hook in _offered("install", settings)]
    return [one for one in found if one is not None]


def migrate(settings: GatewaySettings) -> None:
    """Bring the databases of the doors to their newest form. Safe to repeat."""
    for hook in _offered("migrate", settings):
        hook(settings)


def _offered(name: str, settings: GatewaySettings) -> Iterator[Callable[..., Any]]:
    for module in _modules(settings):
        hook = getattr(module, name, None)
        if hook is not None:
            yield hook


def _modules(settings: GatewaySettings) -> list[ModuleType]:
    """Raises ModuleNotFoundError for a door that is not there."""
    names = (one.strip() for one in settings.doors.split(","))
    return [import_module(name) for name in names if name]
