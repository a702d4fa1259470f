"""Dead letters, counts, the commands of the outbox, and what retention deletes."""

import datetime as dt
import sys
from types import ModuleType

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker
from typer.testing import CliRunner

from cli import core as commands
from core import retention
from core.audit.models import AuditRow
from core.context import Core
from core.contract import News
from core.database import write_session
from core.outbox import service
from core.outbox.models import OutboxRow
from core.outbox.routes import router
from core.settings import CoreSettings
from service import problems
from tests.core.outbox.posting import START, core_of

TOKEN = "a-token-of-the-clerks"


def set_up(maker: sessionmaker[Session]) -> dict[str, int]:
    """Three dead letters, one waiting, one delivered lately, one long ago; ids by key."""
    with write_session(maker) as db:
        for key in ("dead-1", "dead-2", "dead-3", "waiting", "lately", "long-ago"):
            news = News(key=key, session="s1", kind="deadline_near", says="快到期了。")
            service.publish(core_of(db), news)
        change = update(OutboxRow)
        dead = {"dead_at": START, "attempts": 20, "failure": "503"}
        db.execute(change.where(OutboxRow.key.like("dead-%")).values(dead))
        for key, days in (("lately", 29), ("long-ago", 31)):
            at = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
            db.execute(change.where(OutboxRow.key == key).values(delivered_at=at))
        db.commit()
        return {row.key: row.id for row in db.scalars(select(OutboxRow))}


@pytest.fixture
def client(maker: sessionmaker[Session]) -> TestClient:
    app = FastAPI()
    app.state.settings = CoreSettings(env="development", clerk_token=SecretStr(TOKEN))
    app.state.sessions = maker
    app.state.parts = None
    problems.install(app)
    app.include_router(router, prefix="/v1")
    return TestClient(app, headers={"Authorization": f"Bearer {TOKEN}"})


def actions(maker: sessionmaker[Session]) -> list[tuple[str, str]]:
    with maker() as db:
        rows = db.scalars(select(AuditRow).order_by(AuditRow.id))
        return [(row.action, row.subject) for row in rows]


def test_dead_letters_are_listed_without_what_they_say(
    client: TestClient, maker: sessionmaker[Session]
) -> None:
    ids = set_up(maker)
    first = client.get("/v1/outbox/dead", params={"limit": 2})
    second = client.get("/v1/outbox/dead", params={"after": first.json()["next"]})
    assert [one["key"] for one in first.json()["items"]] == ["dead-3", "dead-2"]
    assert second.json() == {
        "items": [
            {
                "id": ids["dead-1"],
                "key": "dead-1",
                "session": "s1",
                "kind": "deadline_near",
                "attempts": 20,
                "failure": "503",
                "created_at": "2026-11-22T08:00:00Z",
                "dead_at": "2026-11-22T08:00:00Z",
            }
        ],
        "next": None,
    }


def test_a_dead_letter_is_tried_again_from_the_beginning(
    client: TestClient, maker: sessionmaker[Session]
) -> None:
    ids = set_up(maker)
    path = f"/v1/outbox/dead/{ids['dead-2']}/retry"
    assert client.post(path).status_code == 204
    assert client.post(path).status_code == 404
    with maker() as db:
        row = db.get_one(OutboxRow, ids["dead-2"])
        assert (row.dead_at, row.attempts) == (None, 0)
    assert actions(maker) == [("outbox.retried", "dead-2")]


@pytest.mark.parametrize("key", ["waiting", "lately"])
def test_only_a_dead_letter_can_be_retried(
    client: TestClient, maker: sessionmaker[Session], key: str
) -> None:
    ids = set_up(maker)
    assert client.post(f"/v1/outbox/dead/{ids[key]}/retry").status_code == 404


@pytest.mark.parametrize(
    ("event", "status"), [("0", 422), ("x", 422), (str(2**63), 422), (str(2**63 - 1), 404)]
)
def test_a_made_up_letter_is_a_problem(client: TestClient, event: str, status: int) -> None:
    assert client.post(f"/v1/outbox/dead/{event}/retry").status_code == status


@pytest.mark.parametrize("after", ["x", "-1", "9" * 20])
def test_a_made_up_page_of_letters_is_a_problem(client: TestClient, after: str) -> None:
    assert client.get("/v1/outbox/dead", params={"after": after}).status_code == 422


@pytest.mark.parametrize(
    ("token", "status"), [("unknown", 401), ("development-only-core-token", 403)]
)
def test_only_clerks_see_dead_letters(client: TestClient, token: str, status: int) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/v1/outbox/dead", headers=headers).status_code == status
    assert client.post("/v1/outbox/dead/1/retry", headers=headers).status_code == status


@pytest.fixture
def operator(url: str, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The commands on this database."""
    monkeypatch.setenv("LXZ_CORE_DATABASE_URL", url)
    monkeypatch.setattr(commands, "build_parts", lambda _settings: None)
    return CliRunner()


def test_the_status_command_counts(operator: CliRunner, maker: sessionmaker[Session]) -> None:
    set_up(maker)
    lines = operator.invoke(commands.app, ["outbox", "status"]).output.splitlines()
    assert lines[:3] == ["waiting 1, oldest since 2026-11-22 08:00 UTC", "delivered 2", "dead 3"]
    assert lines[3].endswith("deadline_near, 20 attempts, last: 503")


def test_the_retry_command_takes_one_or_all(
    operator: CliRunner, maker: sessionmaker[Session]
) -> None:
    ids = set_up(maker)
    one = operator.invoke(commands.app, ["outbox", "retry", str(ids["dead-1"])])
    again = operator.invoke(commands.app, ["outbox", "retry", str(ids["dead-1"])])
    rest = operator.invoke(commands.app, ["outbox", "retry"])
    assert (one.exit_code, again.exit_code, rest.exit_code) == (0, 1, 0)
    assert (one.output, rest.output) == ("1 to be sent again\n", "2 to be sent again\n")
    with maker() as db:
        assert service.counts(core_of(db)).dead == 0
    assert actions(maker) == [("outbox.retried", "dead-1"), ("outbox.retried", "all")]


def test_news_delivered_more_than_thirty_days_ago_is_deleted(
    maker: sessionmaker[Session],
) -> None:
    set_up(maker)
    with write_session(maker) as db:
        core = core_of(db, dt.datetime.now(dt.UTC))
        assert service.purge(core, dry_run=True) == 1
        assert service.purge(core) == 1
        assert service.purge(core) == 0
        db.commit()
        left = set(db.scalars(select(OutboxRow.key)))
    assert left == {"dead-1", "dead-2", "dead-3", "waiting", "lately"}


class Purging(ModuleType):
    """A module with three rows whose time is over."""

    def purge(self, core: Core, dry_run: bool = False) -> int:
        service.publish(core, News(key=self.__name__, session="s2", kind="deadline_near"))
        return 3


def test_retention_does_every_job_and_a_dry_run_changes_nothing(
    operator: CliRunner, maker: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(maker)
    for job in retention.JOBS[:-1]:
        monkeypatch.setitem(sys.modules, job.module, Purging(job.name))
    dry = operator.invoke(commands.app, ["retention", "--dry-run"]).output
    with maker() as db:
        assert service.counts(core_of(db)).delivered == 2
        assert service.counts(core_of(db)).waiting == 1
    assert actions(maker) == []
    real = operator.invoke(commands.app, ["retention"]).output
    numbers = [line.partition(" (")[0] for line in real.splitlines()]
    assert numbers == [*(f"{job.name}: 3" for job in retention.JOBS[:-1]), "outbox: 1"]
    assert dry == real
    with maker() as db:
        assert service.counts(core_of(db)).delivered == 1
        assert service.counts(core_of(db)).waiting == len(retention.JOBS)
    assert actions(maker) == [("retention.purged", job.name) for job in retention.JOBS]
