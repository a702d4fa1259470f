"""Cases on a fresh database, with real rules, registers in memory, and people signed in."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import select, text
from sqlalchemy.orm import Session, sessionmaker

from core.approvals.calendar import Calendar
from core.approvals.rulebook import Rulebook
from core.cases import clerk, routes
from core.cases.models import CaseRow
from core.cases.service import submit
from core.context import Core
from core.context import now as clock
from core.contract import Assurance, CaseView, News
from core.database import make_engine, migrate, write_session
from core.identity import service as identity
from core.identity.issuer import Claims
from core.identity.models import SessionRow
from core.identity.people import person_signing_in
from core.items.definitions import Definitions
from core.outbox.models import OutboxRow
from core.parts import Parts
from core.registers.base import Record, Registers, RegisterUnavailable
from core.security import Caller
from core.settings import CoreSettings
from core.vault.cipher import Cipher
from service import problems
from tests.databases import KINDS, fresh_database

TOKENS = {"dialogue": "dialogue-token", "gateway": "gateway-token", "clerk": "clerk-token"}
NOW = dt.datetime(2026, 11, 23, 4, tzinfo=dt.UTC)
"""A Monday noon in Shenzhen."""
ANNA, BERT, CARA = "440399195001010214", "440399198105210281", "440399199007080199"
"""Made up: 440399 is nobody's region."""
TABLES = (
    "case_tries",
    "case_follows",
    "case_events",
    "cases",
    "draft_steps",
    "draft_answers",
    "drafts",
    "decisions",
    "outbox",
    "vault_files",
    "vault_tokens",
    "sessions",
    "consents",
    "people",
)
PHONES: dict[str, str | None] = {ANNA: "15400000101", BERT: "15400000202", CARA: None}

ITEM = """
item: old-age-allowance
title: 高龄老人津贴
audience: person
assurance: real_name
for_whom: [self, parent]
time_limit_days: 5
fields:
  - {id: months, label: 居住月数, type: integer, ask: 住了几个月？}
  - {id: card, label: 银行卡号, type: bank_card, ask: 发到哪张卡？}
  - {id: alone, label: 是否独居, type: yes_no, ask: 您一个人住吗？}
materials:
  - {id: photo, name: 户口本照片, how: upload}
registers: [household]
inputs:
  city: {of: register.household.city}
  months: {of: field.months}
consent: 您同意核对户籍信息。
approved_says: 津贴按月发到您填的银行卡。
"""
OFTEN = """
item: stamp
title: 盖章
audience: person
fields:
  - {id: why, label: 用途, type: text, ask: 用来做什么？}
consent: 您同意提交。
approved_says: 可以领取。
unique: false
"""
RULES: list[dict[str, str]] = [
    {"city": '!= "深圳市"', "verdict": "refuse", "reason": "户籍不在深圳。", "source": "law"},
    {"months": ">= 12", "verdict": "approve", "reason": "户籍和居住时间都符合。", "source": "law"},
    {"verdict": "person", "reason": "居住时间需要核对。", "source": "law"},
]


def jdm() -> dict[str, Any]:
    """The rules as a JDM file."""
    columns = ("city", "months", "verdict", "reason", "source")
    rows = [
        {"_id": f"r{number}", "_description": "示例第一条"}
        | {
            name: json.dumps(value, ensure_ascii=False)
            if name in ("verdict", "reason", "source")
            else value
            for name, value in one.items()
        }
        for number, one in enumerate(RULES)
    ]
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": one, "field": one, "name": one} for one in columns[:2]],
        "outputs": [{"id": one, "field": one, "name": one} for one in columns[2:]],
        "rules": [dict.fromkeys(columns, "") | row for row in rows],
    }
    source = {"id": "law", "title": "示例办法", "trust": "statute"}
    inputs = {
        "city": {"type": "string", "label": "户籍"},
        "months": {"type": "number", "label": "居住月数"},
    }
    return {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in"},
            {"id": "table", "type": "decisionTableNode", "name": "table", "content": table},
            {"id": "out", "type": "outputNode", "name": "out"},
        ],
        "edges": [
            {"id": "a", "sourceId": "in", "targetId": "table", "type": "edge"},
            {"id": "b", "sourceId": "table", "targetId": "out", "type": "edge"},
        ],
        "meta": {
            "item": "old-age-allowance",
            "version": "1",
            "effective_from": "2020-01-01",
            "demo": True,
            "sources": [source],
            "inputs": inputs,
        },
    }


class Memory:
    """A register of one dictionary, which can be away."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}
        self.away = False
        self.asked = 0

    def find(self, key: str) -> Record | None:
        self.asked += 1
        if self.away:
            raise RegisterUnavailable("away")
        return self.records.get(key)


@dataclass
class House:
    """Core's cases over one database. `now` is the clock of every call."""

    url: str
    folder: Path
    now: dt.datetime = NOW
    register: Memory = field(default_factory=Memory)

    def __post_init__(self) -> None:
        items, rules = self.folder / "items", self.folder / "rules"
        items.mkdir()
        rules.mkdir()
        (items / "old-age-allowance.yml").write_text(ITEM, encoding="utf-8")
        (items / "stamp.yml").write_text(OFTEN, encoding="utf-8")
        (rules / "old-age-allowance.json").write_text(json.dumps(jdm()), encoding="utf-8")
        self.settings = CoreSettings(
            env="test",
            database_url=self.url,
            token=SecretStr(TOKENS["dialogue"]),
            gateway_token=SecretStr(TOKENS["gateway"]),
            clerk_token=SecretStr(TOKENS["clerk"]),
            vault_keys=SecretStr("t:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="),
            outbox_token=SecretStr("outbox-token"),
            oidc_client_secret=SecretStr("a-client-secret"),
            public_url="https://hall.example",
        )
        self.parts = Parts(
            settings=self.settings,
            cipher=Cipher.from_settings(self.settings),
            definitions=Definitions(items),
            rulebook=Rulebook(rules),
            calendar=Calendar(None),
            registers=Registers({"household": self.register}, timeout_s=2.0),
            issuer=cast(Any, None),
        )
        self.engine = make_engine(self.url)
        self.maker: sessionmaker[Session] = sessionmaker(self.engine, expire_on_commit=False)
        self.http = TestClient(self._app())

    def _app(self) -> FastAPI:
        app = FastAPI()
        problems.install(app)
        app.include_router(routes.router, prefix="/v1")
        app.include_router(clerk.router)
        app.state.settings, app.state.sessions = self.settings, self.maker
        app.state.parts = self.parts
        app.dependency_overrides[clock] = lambda: self.now
        return app

    def empty(self) -> None:
        """Without rows, with the clock and the registers as at the beginning."""
        self.now = NOW
        self.register.away, self.register.asked = False, 0
        self.register.records = {one: {"city": "深圳市"} for one in (ANNA, BERT, CARA)}
        with self.engine.begin() as connection:
            for table in TABLES:
                connection.execute(text(f"DELETE FROM {table}"))

    @contextmanager
    def core(self) -> Iterator[Core]:
        """One call, not yet committed."""
        with write_session(self.maker) as db:
            yield Core(db, self.parts, Caller("gateway", "gateway"), now=self.now)

    def call(self, function: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """One call of a service function, committed."""
        with self.core() as core:
            result = function(core, *given, **named)
            core.db.commit()
            return result

    def sign_in(self, session: str, id_number: str, assurance: str = "real_name") -> str:
        """Sign a session in; the person's opaque id."""
        with self.core() as core:
            level = cast(Assurance, assurance)
            claims = Claims(f"人{id_number[-4:]}", id_number, PHONES[id_number], level)
            person = person_signing_in(core, claims)
            core.db.merge(
                SessionRow(
                    session=session,
                    person=person,
                    assurance=assurance,
                    signed_in_at=core.now,
                    expires_at=core.now + dt.timedelta(days=3650),
                )
            )
            core.db.commit()
            return person

    def submit(
        self,
        session: str = "s1",
        *,
        who: str = ANNA,
        draft: str = "d1",
        months: str = "3",
        item: str = "old-age-allowance",
        materials: dict[str, str] | None = None,
        beneficiary: str | None = None,
    ) -> CaseView:
        """Sign in and hand an application in. Three months go to a person, twelve are approved."""
        self.sign_in(session, who)
        definition = self.parts.definitions.get(item)
        assert definition is not None
        acting = {
            "for_whom": "parent",
            "beneficiary_name": f"人{(beneficiary or who)[-4:]}",
            "beneficiary_id": beneficiary or who,
            "acting_consent": "yes",
        }
        if beneficiary in (None, who):
            acting = {}
        with self.core() as core:
            person = identity.require(core, session, "phone")
            seen = submit(
                core,
                draft_id=draft,
                session=session,
                definition=definition,
                person=person,
                beneficiary=beneficiary or who,
                answers={"months": months, "card": "6222020000000000", "alone": "yes", **acting},
                materials=materials or {},
                relation="self" if beneficiary in (None, who) else "parent",
                key=f"key-{draft}",
                consent="C-a-consent",
            )
            core.db.commit()
            return seen

    def row(self, number: str) -> CaseRow:
        with self.core() as core:
            return core.db.scalars(select(CaseRow).where(CaseRow.number == number)).one()

    def news(self) -> list[News]:
        """All that was published, oldest first."""
        with self.core() as core:
            rows = core.db.scalars(select(OutboxRow).order_by(OutboxRow.id))
            return [News.model_validate_json(one.payload) for one in rows]

    def ask(self, method: str, path: str, scope: str = "dialogue", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {TOKENS[scope]}"}
        return self.http.request(method, f"/v1/cases{path}", headers=headers, **more)


@pytest.fixture(scope="module", params=KINDS)
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("cases")
    with fresh_database(request.param, folder) as url:
        migrate(url)
        built = House(url, folder)
        yield built
        built.engine.dispose()


@pytest.fixture
def house(database: House) -> House:
    database.empty()
    return database
