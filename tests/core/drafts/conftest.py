"""Drafts on a fresh database, with small definitions, registers in memory, and people signed in."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy.orm import Session, sessionmaker

from core.approvals.calendar import Calendar
from core.approvals.rulebook import Rulebook
from core.context import Core
from core.context import now as clock
from core.contract import Assurance, DraftCreate, DraftStep, DraftView, StepResult
from core.database import make_engine, migrate, write_session
from core.drafts import routes, service
from core.identity.issuer import Claims
from core.identity.models import SessionRow
from core.identity.people import person_signing_in
from core.items.definitions import Definitions
from core.parts import Parts
from core.registers.base import Record, Registers, RegisterUnavailable
from core.registers.fields import FIELDS, RegisterName
from core.security import Caller
from core.settings import CoreSettings
from core.vault import service as vault
from core.vault.cipher import Cipher
from core.vault.files import keep_file
from service import problems
from tests.databases import KINDS, fresh_database
from text.value_checks import id_check_digit

TOKENS = {"dialogue": "dialogue-token", "gateway": "gateway-token", "clerk": "clerk-token"}
NOW = dt.datetime(2026, 11, 23, 4, tzinfo=dt.UTC)
ANNA, BERT, CARA = (
    first + id_check_digit(first)
    for first in ("44039919500101021", "44039919810521028", "44039919900708019")
)
"""Made up: 440399 is nobody's region."""
NAMES = {ANNA: "陈样例", BERT: "林样例", CARA: "黄样例"}
PHONE, OTHER_PHONE = "15400000101", "13800138000"
CARD, OTHER_CARD = "4111111111111111", "6200000000000000000"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)
TABLES = (
    "draft_steps", "draft_answers", "drafts", "case_follows", "case_events", "cases", "decisions",
    "outbox", "vault_files", "vault_tokens", "sessions", "consents", "people",
)  # fmt: skip

ALLOWANCE = """
item: old-age
title: 高龄津贴
audience: person
for_whom: [self, parent]
fields:
  - {id: hukou, label: 户籍, type: yes_no, ask: 老人的户口在深圳吗？, screen: true,
     must: '"yes"', otherwise: 户口不在深圳的在这里领不了。}
  - {id: age, label: 年龄, type: integer, ask: 老人今年多少周岁？, example: '71', also: [岁数],
     least: 0, most: 130, screen: true, must: '>= 70', otherwise: 从70周岁起领。}
  - {id: applicant_name, label: 申请人姓名, type: name, ask: 您叫什么名字？, prefill: person.name}
  - {id: applicant_id, label: 申请人身份证号码, type: id_number, ask: 您的身份证号码？,
     prefill: person.id_number}
  - {id: mobile, label: 联系电话, type: mobile, ask: 联系电话是多少？, also: [电话, 手机号],
     prefill: person.mobile}
  - {id: address, label: 户籍地址, type: address, ask: 户籍地址是哪里？, also: [地址],
     prefill: register.household.address}
  - {id: card, label: 银行账号, type: bank_card, ask: 银行账号是多少？, also: [卡号]}
  - {id: way, label: 领取方式, type: choice, ask: 怎么领？, optional: true,
     options: [{value: card, label: 打到卡上, also: [打卡]}, {value: window, label: 到窗口领}]}
  - {id: window, label: 窗口, type: text, ask: 到哪个窗口领？, longest: 20, when: {way: window}}
  - {id: pay, label: 月收入, type: money, ask: 每月收入多少？, optional: true}
materials:
  - {id: id_card, name: 身份证, how: waived, why: 登录时已经核验}
  - {id: book, name: 户口簿, how: licence, licence: household}
  - {id: photo, name: 近照, how: upload}
  - {id: proof, name: 窗口约定, how: later, when: {way: window}}
registers: [population, household]
consent: 我同意查询老人的户籍信息。
approved_says: 津贴按月发放。
unique: false
"""
SHOP = """
item: shop
title: 开店登记
audience: business
fields:
  - {id: owner, label: 经营者姓名, type: name, ask: 您叫什么名字？}
  - {id: phone, label: 手机号, type: mobile, ask: 您的手机号？}
  - {id: shop_name, label: 店名, type: company_name, ask: 店叫什么名字？}
  - {id: since, label: 开业日期, type: date, ask: 哪天开业？}
  - {id: note, label: 备注, type: text, ask: 有什么要补充的？, optional: true}
consent: 我同意登记。
approved_says: 可以领执照。
unique: false
"""


class Shelf:
    """A register in memory."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}
        self.asked: list[str] = []
        self.away = False

    def find(self, key: str) -> Record | None:
        self.asked.append(key)
        if self.away:
            raise RegisterUnavailable("away")
        return self.records.get(key)


def household(address: str, members: list[str] | None = None) -> Record:
    return {
        "city": "深圳市",
        "district": "罗湖区",
        "street": "东门街道",
        "address": address,
        "registered_on": "2000-01-01",
        "members": [{"relation": "母", "id_number": one} for one in members or []],
        "minors": [],
    }


def resident(id_number: str) -> Record:
    return {
        "name": NAMES[id_number],
        "id_number": id_number,
        "sex": "女",
        "birth_date": "1950-01-01",
        "alive": True,
        "mobile": PHONE,
    }


@dataclass
class House:
    """Core with drafts: service calls as one request each, and the routes."""

    settings: CoreSettings
    parts: Parts
    maker: sessionmaker[Session]
    items: Path
    shelves: dict[RegisterName, Shelf]
    now: dt.datetime = NOW
    http: TestClient = field(init=False)

    def __post_init__(self) -> None:
        app = FastAPI()
        problems.install(app)
        app.include_router(routes.router, prefix="/v1")
        app.state.settings, app.state.sessions = self.settings, self.maker
        app.state.parts = self.parts
        app.dependency_overrides[clock] = lambda: self.now
        self.http = TestClient(app)

    def call(self, function: Any, *arguments: Any, **named: Any) -> Any:
        """One call of a service function, committed."""
        with write_session(self.maker) as db:
            core = Core(db, self.parts, Caller("dialogue", "dialogue"), now=self.now)
            result = function(core, *arguments, **named)
            db.commit()
            return result

    def rows(self, table: str) -> list[Any]:
        with self.maker() as db:
            return list(db.connection().exec_driver_sql(f"SELECT * FROM {table}").mappings())

    def sign_in(
        self, session: str, id_number: str = ANNA, assurance: Assurance = "real_name"
    ) -> None:
        """The session is this person's, as after a sign-in."""

        def work(core: Core) -> None:
            claims = Claims(NAMES[id_number], id_number, PHONE, assurance)
            row = SessionRow(
                session=session,
                person=person_signing_in(core, claims),
                assurance=assurance,
                signed_in_at=core.now,
                expires_at=core.now + dt.timedelta(hours=12),
            )
            core.db.merge(row)

        self.call(work)

    def open(self, item: str = "old-age", session: str = "s1") -> DraftView:
        return cast(
            DraftView, self.call(service.open_draft, DraftCreate(session=session, item=item))
        )

    def read(self, draft: str, session: str = "s1") -> DraftView:
        return cast(DraftView, self.call(service.read_draft, draft, session))

    def step(self, draft: str, do: str, session: str = "s1", **more: Any) -> StepResult:
        step = DraftStep.model_validate({"session": session, "do": do} | more)
        return cast(StepResult, self.call(service.take_step, draft, step))

    def say(self, draft: str, text: str, session: str = "s1", **more: Any) -> StepResult:
        return self.step(draft, "answer", session, text=text, **more)

    def token(self, kind: Any, value: str, session: str = "s1") -> str:
        return cast(str, self.call(vault.tokenise, session, kind, value))

    def file(self, session: str = "s1") -> str:
        return cast(str, self.call(keep_file, session, "照片.png", PNG).token)

    def opened(self, text: str, session: str = "s1") -> str:
        return cast(str, self.call(vault.open_text, session, text, "test"))

    def define(self, item: str, text: str) -> None:
        """Write a definition and let the house see it at once."""
        (self.items / f"{item}.yml").write_text(text, encoding="utf-8")
        self.parts.definitions._read(strict=True)

    def to_sign_in(self, session: str = "s1") -> DraftView:
        """A draft for oneself up to the sign-in."""
        draft = self.open(session=session)
        for words in ("本人", "是", "76"):
            draft = self.say(draft.id, words, session).draft
        assert draft.step == "sign_in"
        return draft

    def to_review(self, session: str = "s1") -> DraftView:
        """A whole draft for oneself, signed in as ANNA, up to the review."""
        draft = self.to_sign_in(session)
        self.sign_in(session)
        self.say(draft.id, CARD, session)
        self.step(draft.id, "skip", session)
        self.step(draft.id, "skip", session)
        draft = self.say(draft.id, self.file(session), session).draft
        assert draft.step == "review"
        return draft


@pytest.fixture(scope="module", params=KINDS)
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with fresh_database(request.param, tmp_path_factory.mktemp("drafts")) as url:
        migrate(url)
        yield url


@pytest.fixture
def house(database: str, tmp_path: Path) -> Iterator[House]:
    """An empty house in which ANNA lives with a household record of her own."""
    items, rules = tmp_path / "items", tmp_path / "rules"
    items.mkdir()
    rules.mkdir()
    (items / "old-age.yml").write_text(ALLOWANCE, encoding="utf-8")
    (items / "shop.yml").write_text(SHOP, encoding="utf-8")
    settings = CoreSettings(
        env="development",
        database_url=database,
        token=SecretStr(TOKENS["dialogue"]),
        gateway_token=SecretStr(TOKENS["gateway"]),
        clerk_token=SecretStr(TOKENS["clerk"]),
    )
    shelves: dict[RegisterName, Shelf] = {name: Shelf() for name in FIELDS}
    shelves["household"].records[ANNA] = household("深圳市罗湖区东门中路1号")
    shelves["population"].records[ANNA] = resident(ANNA)
    engine = make_engine(database)
    parts = Parts(
        settings=settings,
        cipher=Cipher.from_settings(settings),
        definitions=Definitions(items),
        rulebook=Rulebook(rules),
        calendar=Calendar(None),
        registers=Registers(shelves, 1.0),
        issuer=cast(Any, None),
    )
    with engine.begin() as connection:
        for table in TABLES:
            connection.exec_driver_sql(f"DELETE FROM {table}")
    yield House(settings, parts, sessionmaker(engine, expire_on_commit=False), items, shelves)
    engine.dispose()
