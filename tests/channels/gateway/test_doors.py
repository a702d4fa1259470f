"""Doors: their modules, their abilities on the road and after a sign-in, their databases."""

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import create_engine, inspect, text

from channels.gateway import door_modules
from channels.gateway.app import create_app
from channels.gateway.database import migrate
from channels.gateway.doors import WEB, Door, Doors
from channels.gateway.identity import Identity
from channels.gateway.settings import GatewaySettings
from channels.gateway.wire import ChatReply, ChatRequest
from tests.channels.gateway.conftest import FakeCore, FakeRasa, Gateway, Make
from tests.databases import KINDS, fresh_database

NAME = "a_door_for_tests"
PIGEON = Door("pigeon", buttons=False, pay=True, spoken=True, timeout_s=0.2)
WHO = Identity(("owner-of-a-pigeon",))

ENV = """
from alembic import context

context.configure(
    connection=context.config.attributes["connection"], version_table="alembic_version_pigeon"
)
with context.begin_transaction():
    context.run_migrations()
"""
VERSION = """
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table("pigeons", sa.Column("id", sa.Integer(), primary_key=True))
"""


class FakeDoor(ModuleType):
    """A door's module that keeps account of what happened to it."""

    def __init__(self) -> None:
        super().__init__(NAME)
        self.events: list[str] = []
        self.runs = True

    def install(self, app: FastAPI, services: Any, settings: GatewaySettings) -> Any:
        app.add_api_route("/pigeon", lambda: {"pigeon": settings.env})
        services.doors.add(PIGEON)
        self.events.append("installed")
        return self._running() if self.runs else None

    @asynccontextmanager
    async def _running(self) -> AsyncIterator[None]:
        self.events.append("entered")
        yield
        self.events.append("left")

    def migrate(self, settings: GatewaySettings) -> None:
        self.events.append(f"migrated {settings.env}")


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeDoor]:
    module = FakeDoor()
    monkeypatch.setitem(sys.modules, NAME, module)
    yield module


async def travelled(gateway: Gateway, door: Door = PIGEON, **said: Any) -> ChatReply:
    request = ChatRequest(**({"text": "你好"} | said))
    reply = await gateway.app.state.services.road.travel(request, WHO, "an-address", door)
    return reply  # type: ignore[no-any-return]


async def test_a_door_is_installed_before_the_web_page_and_runs_while_it_serves(
    make_gateway: Make, door: FakeDoor, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text("<title>罗小政</title>", encoding="utf-8")
    gateway = await make_gateway(doors=f" {NAME} ,", web_dir=tmp_path)
    assert door.events == ["installed"]
    async with gateway.app.router.lifespan_context(gateway.app), gateway.client() as anybody:
        assert door.events == ["installed", "entered"]
        assert (await anybody.get("/pigeon")).json() == {"pigeon": "test"}
        assert "罗小政" in (await anybody.get("/")).text
    assert door.events == ["installed", "entered", "left"]


async def test_a_door_that_is_not_configured_installs_nothing(
    make_gateway: Make, door: FakeDoor
) -> None:
    door.runs = False
    gateway = await make_gateway(doors=NAME)
    async with gateway.app.router.lifespan_context(gateway.app):
        assert door.events == ["installed"]


async def test_no_door_but_the_web(make_gateway: Make) -> None:
    gateway = await make_gateway(doors="")
    async with gateway.client() as citizen:
        reply = await citizen.post("/api/chat", json={"text": "你好"})
    assert reply.json()["outcome"] == "answered"


def test_a_door_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    settings = GatewaySettings(env="development", var_dir=tmp_path, doors="no_such_door")
    with pytest.raises(ModuleNotFoundError, match="no_such_door"):
        create_app(settings, FakeRasa(), FakeCore())


def test_doors_migrate_their_own_databases(door: FakeDoor, tmp_path: Path) -> None:
    door_modules.migrate(GatewaySettings(env="development", var_dir=tmp_path, doors=NAME))
    assert door.events == ["migrated development"]


def test_a_door_is_found_by_its_name_and_the_web_for_one_that_is_gone() -> None:
    doors = Doors()
    doors.add(PIGEON)
    assert (doors.of("pigeon"), doors.of("web"), doors.of("gone")) == (PIGEON, WEB, WEB)
    with pytest.raises(ValueError, match="1 to 16"):
        doors.add(Door("a-name-that-is-too-long"))


async def test_rasa_is_told_what_the_door_can_do(each_gateway: Gateway) -> None:
    web = await travelled(each_gateway, WEB)
    pigeon = await travelled(each_gateway)
    told = [heard["metadata"] for heard in each_gateway.rasa.heard]
    abilities = [(one["buttons"], one["pay"], one["spoken"]) for one in told]
    assert abilities == [(True, False, False), (False, True, True)]
    names = []
    for reply in (web, pigeon):
        kept = await each_gateway.store.find(reply.conversation_id, WHO.owners)
        names.append(kept.door)
    assert names == ["web", "pigeon"]


async def test_after_a_sign_in_the_conversations_own_door_counts(
    make_gateway: Make, door: FakeDoor
) -> None:
    gateway = await make_gateway(doors=NAME)
    reply = await travelled(gateway)
    conversation = await gateway.store.find(reply.conversation_id, WHO.owners)
    road = gateway.app.state.services.road
    await road.after_sign_in(conversation)
    await road.after_sign_in(conversation, WEB)
    heard = gateway.rasa.heard[1:]
    assert [one["message"] for one in heard] == ["/signed_in"] * 2
    assert [one["metadata"]["spoken"] for one in heard] == [True, False]


async def test_a_door_has_its_own_patience(gateway: Gateway) -> None:
    first = await travelled(gateway, Door("slow", timeout_s=30))
    gateway.rasa.delay_s = 5
    reply = await travelled(gateway, conversation_id=first.conversation_id)
    assert (reply.outcome, reply.failure) == ("failed", "timeout")


async def test_a_message_that_failed_is_sent_again_and_the_reason_stays_inside(
    gateway: Gateway,
) -> None:
    first = await travelled(gateway)
    said = {"conversation_id": first.conversation_id, "client_message_id": "m1"}
    gateway.rasa.down = True
    failed = await travelled(gateway, **said)
    gateway.rasa.down = False
    again = await travelled(gateway, **said)
    assert (first.failure, failed.failure, again.failure) == (None, "unreachable", None)
    assert (failed.outcome, again.outcome) == ("failed", "answered")
    assert "unreachable" not in failed.model_dump_json()
    assert "failure" not in ChatReply.model_json_schema()["properties"]


async def test_a_failure_that_the_dialogue_tells_has_a_reason_too(gateway: Gateway) -> None:
    card = {"type": "notice", "text": "出错了", "level": "warning"}
    gateway.rasa.body = [{"custom": {"outcome": "failed", "cards": [card]}}]
    assert (await travelled(gateway)).failure == "turn"


@pytest.mark.parametrize("kind", KINDS)
def test_a_door_may_keep_tables_in_the_gateways_database(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text(ENV, encoding="utf-8")
    (folder / "versions" / "0001_pigeons.py").write_text(VERSION, encoding="utf-8")
    with fresh_database(kind, tmp_path, asynchronous=True) as url:
        for _ in range(2):
            migrate(url)
            migrate(url, folder=folder)
        engine = create_engine(url.replace("+aiosqlite", ""))
        tables = set(inspect(engine).get_table_names())
        with engine.connect() as connection:
            version = connection.scalar(text("SELECT version_num FROM alembic_version_pigeon"))
        engine.dispose()
    assert {"pigeons", "conversations", "alembic_version"} <= tables and version == "0001"
