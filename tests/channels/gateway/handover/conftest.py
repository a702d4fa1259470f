"""Citizens and an agent of one gateway, whose desk keeps a time of its own."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio

from channels.gateway.app import create_app
from tests.channels.gateway.conftest import Gateway, Make
from tests.channels.gateway.handover.people import Agent, Citizen, Clock

HOURS = """
week:
  mon: ["09:00-12:00", "14:00-18:00"]
  tue: ["09:00-12:00"]
"""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time of the desk, in every gateway that is built from now on."""
    clock = Clock()
    monkeypatch.setattr(
        "tests.channels.gateway.conftest.create_app", partial(create_app, clock=clock)
    )
    return clock


@pytest_asyncio.fixture
async def citizen(clock: Clock, each_gateway: Gateway) -> AsyncIterator[Citizen]:
    """A citizen of a gateway on each database."""
    async with each_gateway.client() as http:
        yield Citizen(each_gateway, http)


@pytest_asyncio.fixture
async def agent(citizen: Citizen) -> AsyncIterator[Agent]:
    """小李, signed in to the same gateway."""
    async with citizen.gateway.client() as http:
        agent = Agent(http)
        assert (await agent.sign_in()).status_code == 303
        yield agent


@pytest_asyncio.fixture
async def closed(clock: Clock, make_gateway: Make, tmp_path: Path) -> AsyncIterator[Citizen]:
    """A citizen of a gateway whose people have lunch."""
    (tmp_path / "hours.yml").write_text(HOURS, encoding="utf-8")
    gateway = await make_gateway(desk_hours_file=tmp_path / "hours.yml")
    gateway.core.away = False
    async with gateway.client() as http:
        yield Citizen(gateway, http)
