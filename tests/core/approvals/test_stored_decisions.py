"""Decisions in the database: what is kept, tried again, forgotten; the list of matters."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import select, text
from sqlalchemy.orm import Session, sessionmaker

from core.approvals.dryrun import dry_run_over_past
from core.approvals.models import DecisionRow
from core.approvals.routes import router
from core.approvals.rulebook import Rulebook, read_rules
from core.approvals.service import NO_RULES, Decision, decide, forget
from core.context import Core
from core.contract import ITEMS_PATH, ItemSummary
from core.database import make_engine, migrate, write_session
from core.items.definitions import Definitions
from core.parts import Parts
from core.security import Caller
from core.settings import HERE, CoreSettings
from core.vault.cipher import Cipher
from service import problems
from tests.core.approvals.small_rules import rows_of, small, write
from tests.databases import KINDS, fresh_database

TOKEN = "a-token-of-the-dialogue"
MOMENT = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)
BIRTH = "1956-11-22"
DEFINITION = """
item: shifan
title: 示范
audience: person
consent: 同意。
approved_says: 好。
registers: [population]
fields:
  - {id: local, label: 本地户籍, type: yes_no, ask: 是本地户籍吗？}
inputs:
  age: {of: register.population.birth_date, fn: years}
  local: {of: field.local}
  note: {of: register.population.birth_date}
"""


@pytest.fixture(params=KINDS)
def maker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sessionmaker[Session]]:
    with fresh_database(request.param, tmp_path) as url:
        migrate(url)
        engine = make_engine(url)
        yield sessionmaker(engine)
        engine.dispose()


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    folder = tmp_path / "rules"
    folder.mkdir()
    write(folder, small())
    (tmp_path / "shifan.yml").write_text(DEFINITION, encoding="utf-8")
    return cast(
        Parts,
        SimpleNamespace(
            cipher=Cipher.from_settings(CoreSettings(env="development")),
            rulebook=Rulebook(folder),
            definitions=Definitions(tmp_path),
        ),
    )


def decided(core: Core, as_of: dt.date | None = None, case: str | None = "LH1") -> Decision:
    definition = core.parts.definitions.get("shifan")
    assert definition is not None
    records: dict[str, dict[str, Any] | None] = {"population": {"birth_date": BIRTH}}
    as_of = as_of or core.today
    return decide(core, definition, {"local": "yes"}, records, "real_name", as_of, case=case)


def core_of(db: Session, parts: Parts) -> Core:
    return Core(db, parts, Caller("dialogue", "dialogue"), MOMENT)


def test_a_decision_is_kept_with_sealed_inputs(maker: sessionmaker[Session], parts: Parts) -> None:
    with write_session(maker) as db:
        decision = decided(core_of(db, parts))
        db.commit()
    with maker() as db:
        row = db.get_one(DecisionRow, decision.id)
        whole = json.dumps([dict(one._mapping) for one in db.execute(_ALL)], default=str)
    assert (row.verdict, row.rule_version, row.case_number) == ("approve", "1", "LH1")
    assert (row.as_of, row.decided_at) == (dt.date(2026, 11, 22), MOMENT)
    assert row.trace == {"row": "good", "basis": "依据good"}
    assert row.input_digest == decision.input_digest
    assert BIRTH not in whole


_ALL = text("SELECT * FROM decisions")


def test_equal_inputs_have_equal_digests(maker: sessionmaker[Session], parts: Parts) -> None:
    with write_session(maker) as db:
        core = core_of(db, parts)
        one, two = decided(core), decided(core)
        other = decided(core, dt.date(2027, 11, 22))
    assert one.input_digest == two.input_digest != other.input_digest
    assert one.id != two.id


def test_without_rules_a_person_decides(maker: sessionmaker[Session], parts: Parts) -> None:
    with write_session(maker) as db:
        decision = decided(core_of(db, parts), dt.date(2025, 12, 31))
        db.flush()
        row = db.get_one(DecisionRow, decision.id)
        assert (row.verdict, row.rule_version) == ("person", "")
    assert decision.reasons == [NO_RULES]


def test_a_new_version_is_tried_over_the_past(
    maker: sessionmaker[Session], parts: Parts, tmp_path: Path
) -> None:
    data = small()
    rows_of(data)[2]["a"] = ">= 75"
    with write_session(maker) as db:
        core = core_of(db, parts)
        decided(core)
        decided(core, dt.date(2031, 11, 22), "LH2")
        decided(core, case="LH3")
        forget(core, "LH3")
        db.flush()
        summary = dry_run_over_past(core, read_rules(write(tmp_path, data)))
        assert len(list(db.scalars(select(DecisionRow)))) == 3
    assert (summary.tried, summary.untried) == (2, 1)
    assert summary.moves == {("approve", "person"): 1}
    assert summary.changed[0].which == "LH1"


def test_rules_that_want_more_than_was_known_cannot_be_tried(
    maker: sessionmaker[Session], parts: Parts, tmp_path: Path
) -> None:
    data = small()
    data["meta"]["inputs"]["income"] = {"type": "number"}
    with write_session(maker) as db:
        core = core_of(db, parts)
        decided(core)
        db.flush()
        summary = dry_run_over_past(core, read_rules(write(tmp_path, data)))
    assert (summary.tried, summary.untried) == (0, 1)


def test_what_is_forgotten_keeps_its_verdict(maker: sessionmaker[Session], parts: Parts) -> None:
    with write_session(maker) as db:
        core = core_of(db, parts)
        first, second = decided(core), decided(core, case="LH2")
        db.flush()
        forget(core, "LH1")
        db.commit()
    with maker() as db:
        gone, kept = db.get_one(DecisionRow, first.id), db.get_one(DecisionRow, second.id)
        assert (gone.sealed_inputs, gone.verdict) == (None, "approve")
        assert kept.sealed_inputs is not None


@pytest.fixture
def client(maker: sessionmaker[Session]) -> TestClient:
    app = FastAPI()
    app.state.settings = CoreSettings(env="development", token=SecretStr(TOKEN))
    app.state.sessions = maker
    app.state.parts = SimpleNamespace(
        rulebook=Rulebook(HERE / "approvals" / "rules"),
        definitions=Definitions(HERE / "items" / "definitions"),
    )
    problems.install(app)
    app.include_router(router, prefix="/v1")
    return TestClient(app, headers={"Authorization": f"Bearer {TOKEN}"})


def test_matters_are_listed_with_what_rules_can_do(client: TestClient) -> None:
    listed = [ItemSummary.model_validate(one) for one in client.get(ITEMS_PATH).json()]
    by_item = {one.item: one for one in listed}
    assert list(by_item) == sorted(by_item)
    allowance, permit = by_item["gaoling-jintie"], by_item["juzhuzheng-qianzhu"]
    assert (allowance.title, allowance.instant, allowance.demo) == ("高龄老人津贴", True, True)
    assert (allowance.time_limit_days, permit.demo) == (1, False)


def test_strangers_and_clerks_are_refused(client: TestClient) -> None:
    clerk = {"Authorization": "Bearer development-only-clerk-token"}
    assert client.get(ITEMS_PATH, headers={"Authorization": ""}).status_code == 401
    assert client.get(ITEMS_PATH, headers=clerk).status_code == 403
