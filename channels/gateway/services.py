"""Everything the routes need, built once from the settings."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import httpx
from fastapi import Depends, Request

from channels.gateway.core_client import CoreClient
from channels.gateway.database import Database
from channels.gateway.documents import Documents
from channels.gateway.doors import Doors
from channels.gateway.guides import Shelf
from channels.gateway.handover.agents import Agents, parse_agents
from channels.gateway.handover.citizen import Citizen
from channels.gateway.handover.desk import Desk
from channels.gateway.handover.hours import Hours
from channels.gateway.handover.sweeper import Sweeper
from channels.gateway.handover.views import Views
from channels.gateway.limits import Limits
from channels.gateway.metrics import Metrics
from channels.gateway.notifier import Notifier
from channels.gateway.rasa_client import RasaClient
from channels.gateway.safety import screen
from channels.gateway.sealing import Sealer
from channels.gateway.settings import GatewaySettings
from channels.gateway.sign_in_client import SignInClient
from channels.gateway.store import Store
from channels.gateway.turn.road import Road
from channels.gateway.vault import Vault


@dataclass(frozen=True)
class Services:
    """The parts of one running gateway."""

    database: Database
    store: Store
    rasa: RasaClient
    core: CoreClient
    documents: Documents
    vault: Vault
    sign_in: SignInClient
    sealer: Sealer
    limits: Limits
    notifier: Notifier
    metrics: Metrics
    shelf: Shelf
    agents: Agents
    desk: Desk
    views: Views
    sweeper: Sweeper
    doors: Doors
    road: Road

    async def close(self) -> None:
        """Give connections back."""
        await self.rasa.close()
        await self.core.close()
        await self.documents.close()
        await self.sign_in.close()
        await self.database.close()


def utc_now() -> dt.datetime:
    """The time."""
    return dt.datetime.now(dt.UTC)


def build(
    settings: GatewaySettings,
    rasa: httpx.AsyncBaseTransport | None = None,
    core: httpx.AsyncBaseTransport | None = None,
    clock: Callable[[], dt.datetime] = utc_now,
) -> Services:
    """Build all parts. `rasa` and `core` replace the network to them and `clock` the desk's
    time, for tests."""
    database = Database(settings.url)
    store = Store(database)
    client = RasaClient(settings.rasa_url, rasa)
    token = settings.core_token.get_secret_value()
    core_client = CoreClient(settings.core_url, token, core)
    documents = Documents(settings.core_url, token, core)
    sign_in = SignInClient(settings.core_url, token, core)
    vault = Vault(core_client)
    secret_key = settings.secret_key.get_secret_value()
    sealer = Sealer(secret_key)
    limits = Limits(settings.limit_conversation, settings.limit_address, settings.redis_url)
    notifier = Notifier()
    metrics = Metrics()
    agents = Agents(parse_agents(settings.desk_agents.get_secret_value()), secret_key)
    hours = Hours(settings.desk_hours_file)
    citizen = Citizen(database, sealer, hours, bool(agents), clock)
    doors = Doors()
    road = Road(
        store=store,
        rasa=client,
        sealer=sealer,
        vault=vault,
        limits=limits,
        screen=screen(),
        citizen=citizen,
        notifier=notifier,
        metrics=metrics,
        doors=doors,
        timeout_s=settings.turn_timeout_s,
    )
    shelf = Shelf(settings.guides_dir)
    return Services(
        database=database,
        store=store,
        rasa=client,
        core=core_client,
        documents=documents,
        vault=vault,
        sign_in=sign_in,
        sealer=sealer,
        limits=limits,
        notifier=notifier,
        metrics=metrics,
        shelf=shelf,
        agents=agents,
        desk=Desk(database, core_client, vault, sealer, notifier, clock),
        views=Views(database, hours, clock),
        sweeper=Sweeper(database, core_client, sealer, notifier, hours, clock),
        doors=doors,
        road=road,
    )


def services(request: Request) -> Services:
    """The parts of the application that serves the request."""
    built: Services = request.app.state.services
    return built


ServicesDep = Annotated[Services, Depends(services)]
