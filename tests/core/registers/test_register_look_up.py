"""Look-ups: on the record, in time, and without a private value anywhere else."""

import json
import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from core.audit.models import AuditRow
from core.context import Core
from core.database import make_engine, migrate, write_session
from core.parts import Parts
from core.registers.base import WORKERS, Record, Register, Registers, RegisterUnavailable
from core.registers.fields import RegisterName
from core.registers.service import look_up
from core.security import Caller
from tests.databases import KINDS, fresh_database

KEY = "440399194405170226"
TIMEOUT_S = 0.2


class Answers:
    """Knows one key."""

    def __init__(self, record: Any) -> None:
        self.record = record

    def find(self, key: str) -> Record | None:
        return cast(Record, self.record) if key == KEY else None


class Hangs:
    """Answers nobody until told to stop."""

    def __init__(self) -> None:
        self.stop = threading.Event()

    def find(self, key: str) -> Record | None:
        self.stop.wait(30)
        return None


class Breaks:
    def find(self, key: str) -> Record | None:
        raise ConnectionError(f"no answer for {key}")


@dataclass
class Desk:
    """Looks up as a service of core would: one transaction a call, committed."""

    maker: sessionmaker[Session]

    def look_up(self, registers: Registers, register: RegisterName = "disability") -> Any:
        with write_session(self.maker) as db:
            parts = cast(Parts, type("Parts", (), {"registers": registers}))
            core = Core(db, parts, Caller("dialogue", "dialogue"))
            try:
                return look_up(
                    core,
                    register,
                    KEY,
                    person="p1",
                    purpose="高龄老人津贴",
                    consent="consent-1",
                )
            finally:
                db.commit()

    def audited(self) -> list[AuditRow]:
        with self.maker() as db:
            return list(db.scalars(select(AuditRow).order_by(AuditRow.id)))


@pytest.fixture(params=KINDS)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    with fresh_database(request.param, tmp_path) as url:
        migrate(url)
        engine = make_engine(url)
        yield Desk(sessionmaker(engine, expire_on_commit=False))
        engine.dispose()


@pytest.fixture
def hanging() -> Iterator[Hangs]:
    register = Hangs()
    yield register
    register.stop.set()


def registers(**by_name: Register) -> Registers:
    return Registers(cast(dict[RegisterName, Register], by_name), TIMEOUT_S)


RECORD = {"certificate_number": "SC1234567890", "level": 2, "kind": "肢体残疾"}


@pytest.mark.parametrize(
    ("record", "outcome"), [(RECORD, "found"), (None, "none"), ({"level": "二"}, "unavailable")]
)
def test_what_came_of_a_look_up_is_audited(desk: Desk, record: Any, outcome: str) -> None:
    asked = registers(disability=Answers(record))
    if outcome == "unavailable":
        with pytest.raises(RegisterUnavailable):
            desk.look_up(asked)
    else:
        assert desk.look_up(asked) == record
    (entry,) = desk.audited()
    assert (entry.action, entry.person, entry.purpose, entry.caller) == (
        "register.look_up",
        "p1",
        "高龄老人津贴",
        "dialogue",
    )
    assert json.loads(entry.detail) == {
        "register": "disability",
        "consent": "consent-1",
        "outcome": outcome,
    }


def test_neither_key_nor_values_are_audited(desk: Desk) -> None:
    desk.look_up(registers(disability=Answers(RECORD)))
    (entry,) = desk.audited()
    kept = repr([getattr(entry, column.key) for column in AuditRow.__table__.columns])
    assert not [value for value in (KEY, "SC1234567890", "肢体残疾") if value in kept]


def test_a_slow_register_holds_nobody(desk: Desk, hanging: Hangs) -> None:
    asked = registers(disability=hanging)
    began = time.monotonic()
    with pytest.raises(RegisterUnavailable):
        desk.look_up(asked)
    assert TIMEOUT_S <= time.monotonic() - began < TIMEOUT_S + 2
    assert json.loads(desk.audited()[0].detail)["outcome"] == "unavailable"


def test_a_register_that_hangs_for_many_takes_nothing_from_the_others(hanging: Hangs) -> None:
    asked = registers(disability=hanging, marriage=Answers({"status": "已婚"}))

    def hang(_: int) -> bool:
        with pytest.raises(RegisterUnavailable):
            asked.find("disability", KEY)
        return True

    with ThreadPoolExecutor(3 * WORKERS) as crowd:
        waiting = crowd.map(hang, range(3 * WORKERS))
        found = asked.find("marriage", KEY)
        assert found is not None and found["status"] == "已婚"
        assert all(waiting)


def test_a_register_answers_again_after_it_hung(hanging: Hangs) -> None:
    asked = registers(disability=hanging)
    for _ in range(WORKERS + 1):
        with pytest.raises(RegisterUnavailable):
            asked.find("disability", KEY)
    hanging.stop.set()
    assert asked.find("disability", KEY) is None


def test_an_error_of_the_other_side_tells_no_key(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(RegisterUnavailable) as raised:
        desk.look_up(registers(disability=Breaks()))
    assert raised.value.__suppress_context__
    assert "ConnectionError" in str(raised.value)
    logged = " ".join(str(vars(record)) for record in caplog.records)
    assert "register unavailable" in logged
    assert KEY not in logged + str(raised.value)
