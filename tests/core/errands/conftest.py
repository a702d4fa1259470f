"""Errands on a fresh database: their real definitions, a small schedule of appointments, a
register of three notices, a bank that takes every order."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, cast

import pytest
from sqlalchemy.orm import Session, sessionmaker

from core.appointments.schedule import ScheduleFile
from core.approvals.calendar import Calendar
from core.approvals.rulebook import Rulebook
from core.context import Core
from core.contract import DraftCreate, DraftStep, DraftView, PayMethod, StepResult
from core.database import Base, make_engine, migrate, write_session
from core.drafts import service
from core.items.definitions import Definitions
from core.parts import ERRANDS, Parts
from core.payments.desk import Desk
from core.payments.notices import Notice
from core.payments.providers.base import (
    Answer,
    BillLine,
    Notification,
    Payment,
    Placed,
    Placing,
    Provider,
    Refund,
)
from core.registers.base import Registers
from core.security import Caller
from core.vault import service as vault
from core.vault.cipher import Cipher
from core.vault.files import keep_file
from tests.core_settings import core_settings
from tests.databases import KINDS, fresh_database

NOW = dt.datetime(2026, 11, 23, 4, tzinfo=dt.UTC)
"""A Monday noon in Shenzhen."""
NOTICE, PAID, VOID = "9926000000000001", "9926000000000002", "9926000000000003"
UNIT = "103027"
MOBILE = "15400000101"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)
SCHEDULE = """
demo: true
slot_minutes: 30
days_ahead: 14
closed: []
halls: [{id: hall, name: 示例大厅, address: 示例路1号}]
hours: {office: ["09:00-10:00", "14:00-15:00"]}
queues:
  - {id: general, name: 综合窗口, hall: hall, letter: A, hours: office, capacity: 2, default: true}
helps:
  - {id: home, kind: home, name: 上门办, place: 您家, hours: office, capacity: 1, notice_hours: 24}
rules:
  open_bookings: 3
  check_in_before_minutes: 30
  check_in_after_minutes: 15
  missed_times: 3
  missed_in_days: 90
  closed_for_days: 30
"""


def notice(number: str, state: Any) -> Notice:
    return Notice(number, UNIT, "示范教育局", "保教费", "张三丰", 125050, "2026-12-31", state)


class Notices:
    """A register of three notices: one open, one paid, one void."""

    def __init__(self) -> None:
        states = {NOTICE: "open", PAID: "paid", VOID: "closed"}
        self._known = {number: notice(number, state) for number, state in states.items()}

    def find(self, number: str) -> Notice | None:
        return self._known.get(number)


class Bank(Provider):
    """Takes every order; nobody has paid."""

    name: ClassVar[str] = "wechat"
    methods: ClassVar[frozenset[PayMethod]] = frozenset({"native"})
    lives: ClassVar[dt.timedelta] = dt.timedelta(hours=2)

    def __init__(self) -> None:
        self.placed: list[str] = []
        self.openids: list[str | None] = []

    @property
    def account(self) -> str:
        return "mch-1"

    def place(self, asked: Placing) -> Placed:
        self.placed.append(asked.order)
        self.openids.append(asked.openid)
        if asked.method == "jsapi":
            return Placed(prepay_id=f"prepay-{asked.order}")
        return Placed(code_url=f"weixin://pay/{asked.order}")

    def query(self, order: str) -> Payment:
        return Payment(order, "waiting")

    def close(self, order: str) -> None:
        return None

    def refund(self, order: str, refund: str, amount_fen: int, reason: str) -> Refund:
        return Refund(refund, order, "waiting", amount_fen)

    def query_refund(self, order: str, refund: str) -> Refund:
        return Refund(refund, order, "waiting")

    def read_notification(self, headers: Mapping[str, str], body: bytes) -> Notification | None:
        return None

    def answer(self, taken: bool) -> Answer:
        return Answer(200 if taken else 500)

    def page_parameters(self, prepay_id: str) -> dict[str, str]:
        return {"package": f"prepay_id={prepay_id}"}

    def daily_bill(self, day: dt.date) -> list[BillLine]:
        return []


@dataclass
class Office:
    """Core with errands: service calls as one request each."""

    parts: Parts
    bank: Bank
    maker: sessionmaker[Session]
    now: dt.datetime = field(default=NOW)

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

    def open(self, item: str, session: str = "s1", fresh: bool = True) -> DraftView:
        create = DraftCreate(session=session, item=item, fresh=fresh)
        return cast(DraftView, self.call(service.open_draft, create))

    def read(self, draft: str, session: str = "s1") -> DraftView:
        return cast(DraftView, self.call(service.read_draft, draft, session))

    def step(self, draft: str, do: str, session: str = "s1", **more: Any) -> StepResult:
        step = DraftStep.model_validate({"session": session, "do": do} | more)
        return cast(StepResult, self.call(service.take_step, draft, step))

    def say(self, draft: str, text: str, session: str = "s1", **more: Any) -> StepResult:
        return self.step(draft, "answer", session, text=text, **more)

    def opening(self, draft: str, text: str, field: str | None = None, **more: Any) -> StepResult:
        return self.step(draft, "opening", text=text, field=field, **more)

    def token(self, kind: Any, value: str, session: str = "s1") -> str:
        return cast(str, self.call(vault.tokenise, session, kind, value))

    def file(self, session: str = "s1") -> str:
        return cast(str, self.call(keep_file, session, "照片.png", PNG).token)

    def opened(self, text: str, session: str = "s1") -> str:
        return cast(str, self.call(vault.open_text, session, text, "test"))

    def booked(self, session: str = "s1", when: str = "周三上午9点", mobile: str = MOBILE) -> str:
        """A booking made by its errand; its number."""
        draft = self.open("book", session).id
        self.step(draft, "opening", session, text="nianjian|车辆年检", field="matter")
        self.step(draft, "opening", session, text=when, field="when")
        self.say(draft, "林样例", session, field="name")
        self.say(draft, self.token("PHONE", mobile, session), session, field="mobile")
        made = self.step(draft, "submit", session).booking
        assert made is not None
        return made.booking


def asks(draft: DraftView) -> str | None:
    """The field that is asked now."""
    return draft.question.field if draft.question else None


def filled(draft: DraftView) -> dict[str, str]:
    return {one.id: one.value for one in draft.fields}


@pytest.fixture(scope="module", params=KINDS)
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with fresh_database(request.param, tmp_path_factory.mktemp("errands")) as url:
        migrate(url)
        yield url


@pytest.fixture
def office(database: str, tmp_path: Path) -> Iterator[Office]:
    (tmp_path / "rules").mkdir()
    schedule = tmp_path / "schedule.yml"
    schedule.write_text(SCHEDULE, encoding="utf-8")
    settings, bank = core_settings(database, tmp_path), Bank()
    engine = make_engine(database)
    parts = Parts(
        settings=settings,
        cipher=Cipher.from_settings(settings),
        definitions=Definitions(ERRANDS),
        rulebook=Rulebook(tmp_path / "rules"),
        calendar=Calendar(None),
        registers=Registers({}, timeout_s=1.0),
        issuer=cast(Any, None),
        schedule=ScheduleFile(schedule),
        payments=Desk(Notices(), {"wechat": bank}),
    )
    with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            if not table.name.startswith("audit"):
                connection.execute(table.delete())
    yield Office(parts, bank, sessionmaker(engine, expire_on_commit=False))
    engine.dispose()
