"""Everything the routes need, built once from the settings."""

from dataclasses import dataclass
from typing import Annotated

import httpx
from fastapi import Depends, Request

from channels.gateway.database import Database
from channels.gateway.guides import Shelf
from channels.gateway.limits import Limits
from channels.gateway.metrics import Metrics
from channels.gateway.notifier import Notifier
from channels.gateway.rasa_client import RasaClient
from channels.gateway.safety import screen
from channels.gateway.sealing import Sealer
from channels.gateway.settings import GatewaySettings
from channels.gateway.store import Store
from channels.gateway.turn import Road


@dataclass(frozen=True)
class Services:
    """The parts of one running gateway."""

    database: Database
    store: Store
    rasa: RasaClient
    limits: Limits
    notifier: Notifier
    metrics: Metrics
    shelf: Shelf
    road: Road

    async def close(self) -> None:
        """Give connections back."""
        await self.rasa.close()
        await self.database.close()


def build(settings: GatewaySettings, rasa: httpx.AsyncBaseTransport | None = None) -> Services:
    """Build all parts. `rasa` replaces the network to Rasa, for tests."""
    database = Database(settings.url)
    store = Store(database)
    client = RasaClient(settings.rasa_url, rasa)
    limits = Limits(settings.limit_conversation, settings.limit_address, settings.redis_url)
    notifier = Notifier()
    metrics = Metrics()
    road = Road(
        store=store,
        rasa=client,
        sealer=Sealer(settings.secret_key.get_secret_value()),
        limits=limits,
        screen=screen(),
        notifier=notifier,
        metrics=metrics,
        timeout_s=settings.turn_timeout_s,
    )
    shelf = Shelf(settings.guides_dir)
    return Services(database, store, client, limits, notifier, metrics, shelf, road)


def services(request: Request) -> Services:
    """The parts of the application that serves the request."""
    built: Services = request.app.state.services
    return built


ServicesDep = Annotated[Services, Depends(services)]
