"""The real definitions and rules over registers in memory, and people signed in."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy.orm import Session, sessionmaker

from core.approvals.calendar import Calendar
from core.approvals.rulebook import Rulebook
from core.context import Core
from core.contract import DraftCreate, DraftStep, DraftView, Match, StepResult
from core.database import make_engine, migrate, write_session
from core.drafts import service as drafts
from core.entitlements import service
from core.identity import service as identity
from core.identity.issuer import Claims
from core.identity.models import SessionRow
from core.identity.people import person_signing_in
from core.items.definitions import Definitions
from core.parts import ERRANDS, Parts
from core.registers.base import Record, Registers, RegisterUnavailable
from core.registers.fields import FIELDS, RegisterName
from core.security import Caller
from core.settings import HERE, CoreSettings
from core.vault.cipher import Cipher
from tests.core_settings import core_settings
from tests.databases import KINDS, fresh_database

NOW = dt.datetime(2026, 11, 23, 4, tzinfo=dt.UTC)
ANNA, BABY = "440399195001010214", "440399202505010018"
"""Made up: 440399 is nobody's region."""
DEFINITIONS = Definitions(HERE / "items" / "definitions", ERRANDS)
RULEBOOK = Rulebook(HERE / "approvals" / "rules")
FIRM = "深圳市样例贸易有限公司"
TABLES = (
    "draft_steps", "draft_answers", "drafts", "decisions", "outbox", "vault_tokens", "sessions",
    "pushes", "push_choices", "push_campaigns", "consents", "people",
)  # fmt: skip


def people(**changes: Any) -> dict[RegisterName, Record]:
    """Records of somebody of 76 in Luohu who draws a pension."""
    own: dict[RegisterName, Record] = {
        "population": {"name": "陈样例", "sex": "女", "birth_date": "1950-01-01", "alive": True},
        "household": {"city": "深圳市", "district": "罗湖区", "members": [], "minors": []},
        "social_security": {
            "insured": False,
            "type": "职工",
            "months_in_shenzhen": 240,
            "pension": True,
            "pension_verified_on": "2026-05-01",
            "unemployed_registered": False,
        },
    }
    for name, fields in changes.items():
        register = cast(RegisterName, name)
        own[register] = own.get(register, {}) | fields
    return own


class Shelf:
    """A register in memory, which can be away."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}
        self.away = False

    def find(self, key: str) -> Record | None:
        if self.away:
            raise RegisterUnavailable("away")
        return self.records.get(key)


@dataclass
class House:
    settings: CoreSettings
    parts: Parts
    maker: sessionmaker[Session]
    shelves: dict[RegisterName, Shelf]
    now: dt.datetime = NOW

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

    def lives(self, records: dict[RegisterName, Record], number: str = ANNA) -> None:
        for name, record in records.items():
            self.shelves[name].records[number] = record

    def sign_in(self, session: str = "s1", number: str = ANNA) -> str:
        def work(core: Core) -> str:
            person = person_signing_in(core, Claims("陈样例", number, None, "real_name"))
            ends = core.now + dt.timedelta(days=3650)
            row = SessionRow(
                session=session,
                person=person,
                assurance="real_name",
                signed_in_at=core.now,
                expires_at=ends,
            )
            core.db.merge(row)
            return person

        return cast(str, self.call(work))

    def match(self, about: str | None = None) -> dict[str, Match]:
        """By matter."""
        self.sign_in()

        def work(core: Core) -> list[Match]:
            person = identity.require(core, "s1", "real_name")
            return service.match(core, person, about, consent="C-1")

        return {one.item: one for one in self.call(work)}

    def open(self) -> DraftView:
        asked = DraftCreate(session="s1", item="entitlements", fresh=True)
        return cast(DraftView, self.call(drafts.open_draft, asked))

    def step(self, draft: str, do: str, **more: Any) -> StepResult:
        step = DraftStep.model_validate({"session": "s1", "do": do} | more)
        return cast(StepResult, self.call(drafts.take_step, draft, step))


@pytest.fixture(scope="module", params=KINDS)
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with fresh_database(request.param, tmp_path_factory.mktemp("entitlements")) as url:
        migrate(url)
        yield url


@pytest.fixture
def house(database: str, tmp_path: Path) -> Iterator[House]:
    settings = core_settings(database, tmp_path)
    shelves: dict[RegisterName, Shelf] = {name: Shelf() for name in FIELDS}
    parts = Parts(
        settings=settings,
        cipher=Cipher.from_settings(settings),
        definitions=DEFINITIONS,
        rulebook=RULEBOOK,
        calendar=Calendar(None),
        registers=Registers(shelves, 1.0),
        issuer=cast(Any, None),
    )
    engine = make_engine(database)
    with engine.begin() as connection:
        for table in TABLES:
            connection.exec_driver_sql(f"DELETE FROM {table}")
    built = House(settings, parts, sessionmaker(engine, expire_on_commit=False), shelves)
    built.lives(people())
    yield built
    engine.dispose()
