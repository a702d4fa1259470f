"""Appointments on a fresh database, with a small schedule of their own and people signed in."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from core.appointments import routes, service
from core.appointments.models import BookingRow, SlotRow
from core.appointments.schedule import ScheduleFile
from core.approvals.calendar import Calendar
from core.approvals.rulebook import Rulebook
from core.context import Core
from core.context import now as clock
from core.contract import BookingCreate, BookingView, News, SlotsAsked, SlotsFound
from core.database import make_engine, migrate, write_session
from core.identity.issuer import Claims
from core.identity.models import SessionRow
from core.identity.people import person_signing_in
from core.items.definitions import Definitions
from core.outbox.models import OutboxRow
from core.parts import Parts
from core.registers.base import Registers
from core.security import Caller
from core.vault.cipher import Cipher
from service import problems
from tests.core_settings import TOKENS, core_settings
from tests.databases import KINDS, fresh_database

NOW = dt.datetime(2026, 11, 23, 4, tzinfo=dt.UTC)
"""A Monday noon in Shenzhen."""
WED_9 = "marriage.20261125T0900"
WED_930 = "marriage.20261125T0930"
THU_9 = "marriage.20261126T0900"
MARRIAGE, HOUSE = "jiehun-dengji", "gongzufang-lunhou"
MOBILE = "15400000101"
TABLES = (
    "booking_steps",
    "booking_sessions",
    "booking_tries",
    "bookings",
    "appointment_slots",
    "queue_tickets",
    "queue_days",
    "outbox",
    "vault_tokens",
    "sessions",
    "people",
)
SCHEDULE = """
demo: true
slot_minutes: 30
days_ahead: 14
closed: [2026-12-01]
halls: [{id: hall, name: 示例大厅, address: 示例路1号}]
hours: {office: ["09:00-10:00", "14:00-15:40"]}
queues:
  - {id: general, name: 综合窗口, hall: hall, letter: A, hours: office, capacity: 10, default: true}
  - id: marriage
    name: 婚姻窗口
    hall: hall
    letter: C
    hours: office
    capacity: 2
    matters: {jiehun-dengji: 结婚登记}
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


@dataclass
class House:
    """Core's appointments over one database. `now` is the clock of every call."""

    url: str
    folder: Path
    now: dt.datetime = NOW

    def __post_init__(self) -> None:
        (self.folder / "items").mkdir()
        (self.folder / "rules").mkdir()
        self.schedule = self.folder / "schedule.yml"
        self.schedule.write_text(SCHEDULE, encoding="utf-8")
        self.settings = core_settings(self.url, self.folder)
        self.parts = Parts(
            settings=self.settings,
            cipher=Cipher.from_settings(self.settings),
            definitions=Definitions(self.folder / "items"),
            rulebook=Rulebook(self.folder / "rules"),
            calendar=Calendar(None),
            registers=Registers({}, timeout_s=1.0),
            issuer=cast(Any, None),
            schedule=ScheduleFile(self.schedule),
        )
        self.engine = make_engine(self.url)
        self.maker: sessionmaker[Session] = sessionmaker(self.engine, expire_on_commit=False)
        app = FastAPI()
        problems.install(app)
        app.include_router(routes.router, prefix="/v1")
        app.state.settings, app.state.sessions, app.state.parts = (
            self.settings,
            self.maker,
            self.parts,
        )
        app.dependency_overrides[clock] = lambda: self.now
        self.http = TestClient(app)

    def empty(self) -> None:
        """Without rows, at NOW."""
        self.now = NOW
        with self.engine.begin() as connection:
            for table in TABLES:
                connection.exec_driver_sql(f"DELETE FROM {table}")

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

    def at(self, day: int, hour: int, minute: int = 0, month: int = 11) -> None:
        """Set the clock to a moment of Shenzhen in 2026."""
        self.now = dt.datetime(2026, month, day, hour, minute, tzinfo=dt.UTC) - dt.timedelta(
            hours=8
        )

    def create(self, session: str = "s1", slot: str = WED_9, **more: Any) -> BookingCreate:
        given = {
            "session": session,
            "item": MARRIAGE,
            "slot": slot,
            "name": "陈小明",
            "mobile": MOBILE,
            "key": f"key-{session}-{slot}",
        }
        return BookingCreate(**given | more)

    def book(self, session: str = "s1", slot: str = WED_9, **more: Any) -> BookingView:
        made: BookingView = self.call(service.book, self.create(session, slot, **more))
        return made

    def find(self, when: str, **more: Any) -> SlotsFound:
        given = {"session": "s1", "item": MARRIAGE, "when": when}
        found: SlotsFound = self.call(service.find_slots, SlotsAsked(**given | more))
        return found

    def sign_in(self, session: str, id_number: str = "440399195001010214") -> str:
        """Sign a session in; the person's opaque id."""
        with self.core() as core:
            claims = Claims("陈小明", id_number, MOBILE, "real_name")
            person = person_signing_in(core, claims)
            signed_in = {"person": person, "assurance": "real_name", "signed_in_at": NOW}
            core.db.merge(
                SessionRow(session=session, expires_at=NOW + dt.timedelta(days=3650), **signed_in)
            )
            core.db.commit()
            return person

    def taken(self, slot: str) -> int:
        with self.core() as core:
            return core.db.scalar(select(SlotRow.taken).where(SlotRow.slot == slot)) or 0

    def row(self, number: str) -> BookingRow:
        with self.core() as core:
            return core.db.scalars(select(BookingRow).where(BookingRow.number == number)).one()

    def news(self) -> list[News]:
        """All that was published, oldest first."""
        with self.core() as core:
            rows = core.db.scalars(select(OutboxRow).order_by(OutboxRow.id))
            return [News.model_validate_json(one.payload) for one in rows]

    def ask(self, method: str, path: str, scope: str = "dialogue", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {TOKENS[cast(Any, scope)]}"}
        return self.http.request(method, f"/v1/appointments{path}", headers=headers, **more)


@pytest.fixture(scope="module", params=KINDS)
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("appointments")
    with fresh_database(request.param, folder) as url:
        migrate(url)
        built = House(url, folder)
        yield built
        built.engine.dispose()


@pytest.fixture
def house(database: House) -> House:
    database.empty()
    return database
