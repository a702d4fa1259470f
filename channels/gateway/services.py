"""Everything the routes need, built once from the settings."""

from dataclasses import dataclass
from typing import Annotated

import httpx
from fastapi import Depends, Request

from channels.gateway.core_client import CoreClient
from channels.gateway.database import Database
from channels.gateway.guides import Shelf
from channels.gateway.limits import Limits
from channels.gateway.metrics import Metrics
from channels.gateway.notifier import Notifier
from channels.gateway.rasa_client import RasaClient
from channels.gateway.safety import screen
from channels.gateway.sealing import Sealer
from channels.gateway.settings import GatewaySettings
from channels.gateway.sign_in_client import SignInClient
from channels.gateway.store import Store
from channels.gateway.turn import Road
from channels.gateway.vault import Vault


@dataclass(frozen=True)
class Services:
    """The parts of one running gateway."""

    database: Database
    store: Store
    rasa: RasaClient
    core: CoreClient
    vault: Vault
    sign_in: SignInClient
    sealer: Sealer
    limits: Limits
    notifier: Notifier
    metrics: Metrics
    shelf: Shelf
    road: Road

    async def close(self) -> None:
        """Give connections back."""
        await self.rasa.close()
        await self.core.close()
        await self.sign_in.close()
        await self.database.close()


def build(
    settings: GatewaySettings,
    rasa: httpx.AsyncBaseTransport | None = None,
    core: httpx.AsyncBaseTransport | None = None,
) -> Services:
    """Build all parts. `rasa` and `core` replace the network to them, for tests."""
    database = Database(settings.url)
    store = Store(database)
    client = RasaClient(settings.rasa_url, rasa)
    token = settings.core_token.get_secret_value()
    core_client = CoreClient(settings.core_url, token, core)
    sign_in = SignInClient(settings.core_url, token, core)
    vault = Vault(core_client)
    sealer = Sealer(settings.secret_key.get_secret_value())
    limits = Limits(settings.limit_conversation, settings.limit_address, settings.redis_url)
    notifier = Notifier()
    metrics = Metrics()
    road = Road(
        store=store,
        rasa=client,
        sealer=sealer,
        vault=vault,
        limits=limits,
        screen=screen(),
        notifier=notifier,
        metrics=metrics,
        timeout_s=settings.turn_timeout_s,
    )
    shelf = Shelf(settings.guides_dir)
    return Services(
        database=database,
        store=store,
        rasa=client,
        core=core_client,
        vault=vault,
        sign_in=sign_in,
        sealer=sealer,
        limits=limits,
        notifier=notifier,
        metrics=metrics,
        shelf=shelf,
        road=road,
    )


def services(request: Request) -> Services:
    """The parts of the application that serves the request."""
    built: Services = request.app.state.services
    return built


ServicesDep = Annotated[Services, Depends(services)]
