"""Settings, migrations, headers, guides, health, metrics and the published contract."""

import asyncio
import contextlib
import os
import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pydantic import ValidationError
from sqlalchemy import create_engine

from channels.gateway.app import create_app
from channels.gateway.database import Base, migrate
from channels.gateway.guides import Shelf
from channels.gateway.settings import DEVELOPMENT_SECRETS, GatewaySettings
from core.settings import CoreSettings
from tests.channels.gateway.conftest import Gateway, Make
from tests.databases import KINDS, fresh_database

SECRETS = dict.fromkeys(DEVELOPMENT_SECRETS, "sixteen-characters") | {
    "LXZ_GATEWAY_DESK_AGENTS": "小李:sixteen-characters"
}
GUIDE = Path("knowledge_base/guides/yanglao/gaoling-jintie.yml")


@pytest.mark.parametrize("kind", KINDS)
def test_the_migrations_build_what_the_models_say(kind: str, tmp_path: Path) -> None:
    with fresh_database(kind, tmp_path, asynchronous=True) as url:
        migrate(url)
        migrate(url)
        engine = create_engine(url.replace("+aiosqlite", ""))
        with engine.connect() as connection:
            context = MigrationContext.configure(connection)
            assert compare_metadata(context, Base.metadata) == []
        engine.dispose()


@pytest.mark.parametrize("env", ["test", "production"])
@pytest.mark.parametrize("missing", DEVELOPMENT_SECRETS)
def test_a_default_secret_is_refused_outside_development(
    env: str, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LXZ_ENV", env)
    for variable, secret in SECRETS.items():
        monkeypatch.setenv(variable, secret)
    GatewaySettings()
    monkeypatch.delenv(missing)
    with pytest.raises(ValidationError, match=missing):
        GatewaySettings()


def test_the_default_secrets_are_those_of_core() -> None:
    core = CoreSettings(env="development")
    gateway = GatewaySettings(env="development")
    assert gateway.core_token == core.gateway_token
    assert gateway.news_token == core.outbox_token
    assert core.outbox_url == f"http://127.0.0.1:{gateway.port}/internal/news"


def test_settings_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LXZ_ENV", "production")
    for variable, secret in SECRETS.items():
        monkeypatch.setenv(variable, secret)
    monkeypatch.setenv("LXZ_TRACE_TOKEN", "tracing")
    monkeypatch.setenv("LXZ_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("LXZ_RASA_URL", "http://rasa:5005")
    monkeypatch.delenv("LXZ_GATEWAY_DATABASE_URL", raising=False)
    settings = GatewaySettings()
    assert settings.url == f"sqlite+aiosqlite:///{tmp_path}/gateway.db"
    assert settings.rasa_url == "http://rasa:5005"
    assert settings.cookie_secure
    assert "sixteen-characters" not in repr(settings) and "tracing" not in repr(settings)


def test_a_limit_that_cannot_be_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LXZ_GATEWAY_LIMIT_ADDRESS", "many")
    with pytest.raises(ValidationError):
        GatewaySettings()


def test_every_setting_is_described_and_the_gateway_stays_on_loopback() -> None:
    assert all(field.description for field in GatewaySettings.model_fields.values())
    assert GatewaySettings.model_fields["host"].default == "127.0.0.1"


def test_the_published_contract_is_typed(tmp_path: Path) -> None:
    page = create_app(GatewaySettings(var_dir=tmp_path, env="development")).openapi()
    chat = page["paths"]["/api/chat"]["post"]
    reply = chat["responses"]["200"]["content"]["application/json"]["schema"]
    assert reply == {"$ref": "#/components/schemas/ChatReply"}
    assert list(chat["responses"]["429"]["content"]) == ["application/problem+json"]
    trace = page["components"]["schemas"]["ChatReply"]["properties"]["trace"]
    assert {"$ref": "#/components/schemas/Trace"} in trace["anyOf"]
    stream = page["paths"]["/api/conversations/{conversation_id}/events"]["get"]
    assert "text/event-stream" in stream["responses"]["200"]["content"]


@pytest.mark.asyncio
async def test_the_web_page_is_served_with_headers_that_guard_it(
    make_gateway: Make, tmp_path: Path
) -> None:
    web = tmp_path / "dist"
    web.mkdir()
    (web / "index.html").write_text("<title>罗小政</title>", encoding="utf-8")
    gateway = await make_gateway(web_dir=web)
    async with gateway.client() as browser:
        page = await browser.get("/")
        api = await browser.post("/api/chat", json={"text": "你好"})
        missing = await browser.get("/nothing.js")
    assert "罗小政" in page.text
    for answer in (page, api, missing):
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert api.headers["cache-control"] == "no-store"
    assert missing.status_code == 404


@pytest.mark.asyncio
async def test_health_tells_what_is_down(gateway: Gateway) -> None:
    async with gateway.client() as operator:
        well = await operator.get("/health")
        gateway.rasa.down = True
        alone = await operator.get("/health")
    assert well.json() == {"status": "ok", "database": "ok", "rasa": "ok"}
    assert (alone.status_code, alone.json()["status"]) == (200, "degraded")


@pytest.mark.asyncio
async def test_health_fails_without_the_database(make_gateway: Make, tmp_path: Path) -> None:
    gateway = await make_gateway()
    await gateway.app.state.services.database.close()
    for name in ("test.db", "test.db-wal", "test.db-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.remove(tmp_path / name)
    async with gateway.client() as operator:
        answer = await operator.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (503, "down")


@pytest.mark.asyncio
async def test_metrics_count_outcomes_and_failures(gateway: Gateway) -> None:
    async with gateway.client() as client:
        await client.post("/api/chat", json={"text": "你好"})
        gateway.rasa.down = True
        await client.post("/api/chat", json={"text": "你好"})
        page = (await client.get("/metrics")).text
    assert 'lxz_turns_total{outcome="answered"} 1.0' in page
    assert 'lxz_turns_total{outcome="failed"} 1.0' in page
    assert 'lxz_rasa_failures_total{reason="unreachable"} 1.0' in page
    assert 'lxz_step_seconds_count{step="ask"} 2.0' in page


@pytest.mark.asyncio
async def test_guides_are_shown_without_what_stays_inside(
    make_gateway: Make, tmp_path: Path
) -> None:
    shutil.copy(GUIDE, tmp_path)
    gateway = await make_gateway(guides_dir=tmp_path)
    async with gateway.client() as screen:
        listed = (await screen.get("/api/guides")).json()
        guide = (await screen.get("/api/guides/gaoling-jintie")).json()
        missing = await screen.get("/api/guides/none")
    assert [one["id"] for one in listed] == ["gaoling-jintie"]
    assert "asks" not in guide and guide["facts"]
    assert all(fact["source"] in {None, *guide["sources"]} for fact in guide["facts"])
    assert missing.status_code == 404
    assert missing.headers["content-type"] == "application/problem+json"


@pytest.mark.asyncio
async def test_a_changed_folder_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("channels.gateway.guides.LOOK_EVERY_S", 0)
    shelf = Shelf(tmp_path)
    assert await shelf.guides() == {}
    shutil.copy(GUIDE, tmp_path)
    before = (await shelf.guides())["gaoling-jintie"]
    assert (await shelf.guides())["gaoling-jintie"] is before
    _rename(tmp_path / GUIDE.name, before.name, "换了名字")
    after, same = await asyncio.gather(shelf.guides(), shelf.guides())
    assert after["gaoling-jintie"].name == same["gaoling-jintie"].name == "换了名字"


def _rename(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
