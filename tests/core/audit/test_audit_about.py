"""What a person is told about the use of their data, and the `core audit verify` command."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy.orm import Session, sessionmaker
from typer.testing import CliRunner

from cli.core import app as command
from core.audit.routes import router
from core.audit.service import record
from core.audit.words import WORDS, what_was_done
from core.cases.states import STEPS
from core.context import Core
from core.contract import AUDIT_PATH, AuditEntry, Page
from core.database import make_engine, migrate, write_session
from core.identity import service as identity
from core.parts import Parts
from core.security import Caller
from core.settings import CoreSettings
from service import problems
from tests.databases import KINDS, fresh_database

TOKEN = "a-token-of-the-dialogue"
MOMENT = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)


def note(maker: sessionmaker[Session], person: str | None, action: str, **more: str) -> None:
    with write_session(maker) as db:
        core = Core(db, cast(Parts, None), Caller("dialogue", "dialogue"), MOMENT)
        detail: dict[str, str | int | bool] = {"register": "household"}
        record(core, action, person=person, detail=detail, **more)
        db.commit()


@pytest.fixture(params=KINDS)
def maker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sessionmaker[Session]]:
    with fresh_database(request.param, tmp_path) as url:
        migrate(url)
        engine = make_engine(url)
        yield sessionmaker(engine)
        engine.dispose()


@pytest.fixture
def client(maker: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """Core with the audit alone; in session `s1` the person P-1 is signed in."""

    def person_of(_core: Core, session: str) -> SimpleNamespace | None:
        return SimpleNamespace(id="P-1") if session == "s1" else None

    monkeypatch.setattr(identity, "person_of", person_of)
    app = FastAPI()
    app.state.settings = CoreSettings(env="development", token=SecretStr(TOKEN))
    app.state.sessions = maker
    app.state.parts = None
    problems.install(app)
    app.include_router(router, prefix="/v1")
    return TestClient(app, headers={"Authorization": f"Bearer {TOKEN}"})


def test_a_person_sees_what_was_looked_up_about_them_and_nobody_else(
    client: TestClient, maker: sessionmaker[Session]
) -> None:
    note(maker, "P-1", "register.look_up", purpose="核对是不是本区户籍")
    note(maker, "P-2", "register.look_up", purpose="别人的事")
    note(maker, None, "vault.open", purpose="与人无关")
    note(maker, "P-1", "case.approve", subject="LH202611227K3Q9XYZ")
    answer = client.get(f"{AUDIT_PATH}/about", params={"session": "s1"})
    page = Page[AuditEntry].model_validate(answer.json())
    assert [(one.what, one.purpose, one.at) for one in page.items] == [
        ("通过办件 LH202611227K3Q9XYZ", "", MOMENT),
        ("查询户籍库里您的记录", "核对是不是本区户籍", MOMENT),
    ]


def test_the_pages_hold_every_entry_once(client: TestClient, maker: sessionmaker[Session]) -> None:
    for number in range(5):
        note(maker, "P-1", "register.look_up", purpose=str(number))
    seen: list[str] = []
    params = {"session": "s1", "limit": "2"}
    while True:
        answer = client.get(f"{AUDIT_PATH}/about", params=params)
        page = Page[AuditEntry].model_validate(answer.json())
        seen += [one.purpose for one in page.items]
        if page.next is None:
            break
        params["after"] = page.next
    assert seen == ["4", "3", "2", "1", "0"]


def test_nobody_is_told_without_a_sign_in(client: TestClient) -> None:
    answer = client.get(f"{AUDIT_PATH}/about", params={"session": "s2"})
    assert answer.status_code == 403
    assert "登录" in answer.json()["detail"]


@pytest.mark.parametrize("after", ["x", "-1", "¹", "9" * 20])
def test_a_made_up_page_of_the_audit_is_a_problem(client: TestClient, after: str) -> None:
    answer = client.get(f"{AUDIT_PATH}/about", params={"session": "s1", "after": after})
    assert answer.status_code == 422


def test_the_largest_page_number_is_no_error(client: TestClient) -> None:
    answer = client.get(f"{AUDIT_PATH}/about", params={"session": "s1", "after": "9" * 18})
    assert (answer.status_code, answer.json()["items"]) == (200, [])


def test_a_stranger_is_told_nothing(client: TestClient) -> None:
    path = f"{AUDIT_PATH}/about?session=s1"
    assert client.get(path, headers={"Authorization": "Bearer x"}).status_code == 401
    clerk = client.app.state.settings.clerk_token.get_secret_value()  # type: ignore[attr-defined]
    assert client.get(path, headers={"Authorization": f"Bearer {clerk}"}).status_code == 403


def test_private_data_in_a_purpose_is_masked(
    client: TestClient, maker: sessionmaker[Session]
) -> None:
    note(maker, "P-1", "vault.open", purpose="打给\0 13800138000")
    answer = client.get(f"{AUDIT_PATH}/about", params={"session": "s1"})
    assert answer.json()["items"][0]["purpose"] == "打给 [PHONE_1]"


def test_every_step_of_a_case_has_words_of_its_own() -> None:
    assert {f"case.{step}" for step in STEPS} <= WORDS.keys()


def test_an_action_without_words_is_told_by_its_module() -> None:
    assert what_was_done("case.something", "LH1", {}) == "处理办件 LH1"
    assert what_was_done("something_else", "", {}) == "处理您的信息"


@pytest.fixture
def on_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The database that the command reads, with three entries."""
    path = tmp_path / "core.db"
    monkeypatch.setenv("LXZ_CORE_DATABASE_URL", f"sqlite:///{path}")
    migrate(f"sqlite:///{path}")
    engine = make_engine(f"sqlite:///{path}")
    for number in range(3):
        note(sessionmaker(engine), f"P-{number}", "identity.sign_in")
    engine.dispose()
    return path


def test_the_command_says_ok_with_the_number_of_entries(on_sqlite: Path) -> None:
    result = CliRunner().invoke(command, ["audit", "verify"])
    assert (result.exit_code, result.output[:13]) == (0, "ok: 3 entries")
    noted = result.output.split()[-1]
    assert CliRunner().invoke(command, ["audit", "verify", "--noted", noted]).exit_code == 0
    assert CliRunner().invoke(command, ["audit", "verify", "--noted", "f" * 64]).exit_code == 1


def test_the_command_names_the_first_broken_entry(on_sqlite: Path) -> None:
    with sqlite3.connect(on_sqlite) as connection:
        connection.execute("DROP TRIGGER audit_no_update")
        connection.execute("UPDATE audit SET person = 'P-9' WHERE id = 2")
    result = CliRunner().invoke(command, ["audit", "verify"])
    assert (result.exit_code, result.output) == (1, "broken at entry 2: changed\n")
