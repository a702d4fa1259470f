"""The hash chain of the audit: what joins it, and that no change of it goes unseen."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from core.audit import chain
from core.audit.models import AuditHead, AuditRow
from core.audit.service import holds, record, verify
from core.context import Core
from core.database import make_engine, migrate, write_session
from core.parts import Parts
from core.security import Caller
from tests.databases import KINDS, fresh_database

MOMENT = dt.datetime(2026, 11, 22, 8, 0, 0, 120000, dt.UTC)
COLUMNS = [column.key for column in AuditRow.__table__.columns]


def call(db: Session) -> Core:
    return Core(db, cast(Parts, None), Caller("dialogue", "dialogue"), MOMENT)


def fill(engine: Engine, entries: int) -> None:
    for number in range(entries):
        with write_session(sessionmaker(engine)) as db:
            record(
                call(db),
                "register.look_up",
                person=f"P-{number % 3}" if number % 4 else None,
                subject=f"LH20261122{number:08d}",
                purpose="核对是不是本区户籍",
                detail={"register": "household", "found": bool(number % 2), "count": number},
            )
            db.commit()


def allow_changes(engine: Engine) -> None:
    """What only the owner of the database can do."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_no_update"))
            connection.execute(text("DROP TRIGGER audit_no_delete"))
        else:
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A migrated database with an empty audit."""
    with fresh_database(request.param, tmp_path) as url:
        migrate(url)
        engine = make_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture
def open_to_changes(engine: Engine) -> Engine:
    """Twelve entries that the database no longer protects."""
    fill(engine, 12)
    allow_changes(engine)
    return engine


def verdict(engine: Engine) -> chain.Verdict:
    with Session(engine) as db:
        return verify(db)


def test_an_empty_chain_is_whole(engine: Engine) -> None:
    assert verdict(engine) == chain.Verdict(0, chain.GENESIS)


def test_entries_are_chained_and_say_what_was_recorded(engine: Engine) -> None:
    fill(engine, 5)
    found = verdict(engine)
    assert (found.ok, found.entries) == (True, 5)
    with Session(engine) as db:
        rows = list(db.scalars(select(AuditRow).order_by(AuditRow.id)))
    assert [row.previous for row in rows] == [chain.GENESIS, *(row.hash for row in rows[:-1])]
    assert found.hash == rows[-1].hash
    assert (rows[1].at, rows[1].person) == ("2026-11-22T08:00:00.120000+00:00", "P-1")
    assert json.loads(rows[1].detail) == {"register": "household", "found": True, "count": 1}
    assert rows[1].caller == "dialogue"


def test_a_long_chain_is_read_in_pages(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "PAGE", 4)
    fill(engine, 9)
    assert verdict(engine).entries == 9


def test_what_is_rolled_back_leaves_no_entry(engine: Engine) -> None:
    with write_session(sessionmaker(engine)) as db:
        record(call(db), "kept")
        db.commit()
        record(call(db), "rolled back")
        db.rollback()
        record(call(db), "kept too")
        db.commit()
        record(call(db), "never committed")
    with Session(engine) as db:
        assert list(db.scalars(select(AuditRow.action))) == ["kept", "kept too"]
    assert verdict(engine).ok


def test_a_savepoint_takes_its_own_entries_with_it(engine: Engine) -> None:
    with write_session(sessionmaker(engine)) as db:
        record(call(db), "before")
        outer = db.begin_nested()
        with db.begin_nested():
            record(call(db), "inner, kept by its savepoint")
        outer.rollback()
        with db.begin_nested():
            record(call(db), "kept")
        record(call(db), "after")
        db.commit()
    with Session(engine) as db:
        rows = db.scalars(select(AuditRow.action).order_by(AuditRow.id))
        assert list(rows) == ["before", "kept", "after"]


def test_writers_at_once_make_one_chain(engine: Engine) -> None:
    def write(_: int) -> None:
        fill(engine, 5)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    found = verdict(engine)
    assert (found.ok, found.entries) == (True, 20)


def test_entries_that_arrive_during_a_verification_do_no_harm(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine, 3)
    real, late = chain._after, iter([2])

    def entries(db: Session, count: int) -> Iterator[Any]:
        yield from real(db, count)
        fill(engine, next(late, 0))

    monkeypatch.setattr(chain, "_after", entries)
    assert verdict(engine).ok


@pytest.mark.parametrize(
    "statement", [update(AuditRow).values(purpose="x"), delete(AuditRow).where(AuditRow.id == 2)]
)
def test_the_database_refuses_to_change_an_entry(engine: Engine, statement: Any) -> None:
    fill(engine, 3)
    with Session(engine) as db, pytest.raises(DBAPIError, match="append-only"):
        db.execute(statement)
    assert verdict(engine).entries == 3


@pytest.mark.parametrize("kind", KINDS)
def test_one_changed_character_of_any_column_is_found(kind: str, tmp_path: Path) -> None:
    with fresh_database(kind, tmp_path) as url:
        migrate(url)
        engine = make_engine(url)
        fill(engine, 12)
        allow_changes(engine)

        @settings(max_examples=150, deadline=None, database=None)
        @given(st.integers(1, 12), st.sampled_from(COLUMNS), st.data())
        def change_one(entry: int, column: str, data: st.DataObject) -> None:
            with Session(engine) as db:
                row = db.get_one(AuditRow, entry)
                value = getattr(row, column)
                if isinstance(value, int):
                    changed: int | str = data.draw(st.integers(-1, 99).filter(lambda n: n != entry))
                elif value:
                    place = data.draw(st.integers(0, len(value) - 1))
                    letters = st.characters(codec="utf-8", exclude_characters=["\0", value[place]])
                    changed = value[:place] + data.draw(letters) + value[place + 1 :]
                else:
                    changed = "x"
                try:
                    db.execute(
                        update(AuditRow).where(AuditRow.id == entry).values({column: changed})
                    )
                except DBAPIError:  # the number of another entry
                    return
                found = verify(db)
                db.rollback()
            assert not found.ok
            assert found.broken is not None and found.broken <= entry

        change_one()
        assert verdict(engine).ok
        engine.dispose()


def test_one_changed_byte_of_the_file_is_found(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'core.db'}"
    migrate(url)
    engine = make_engine(url)
    fill(engine, 6)
    with Session(engine) as db:
        rows = [
            "".join(str(value) for value in row[1:] if value is not None).encode()
            for row in db.execute(select(AuditRow.__table__).order_by(AuditRow.id))
        ]
    engine.dispose()
    whole = (tmp_path / "core.db").read_bytes()
    starts = [whole.index(row) for row in rows]
    copy = tmp_path / "copy.db"

    @settings(max_examples=150, deadline=None, database=None)
    @given(st.integers(0, 5), st.integers(0, 10_000), st.integers(1, 255))
    def change_one(row: int, place: int, bits: int) -> None:
        tampered = bytearray(whole)
        tampered[starts[row] + place % len(rows[row])] ^= bits
        copy.write_bytes(tampered)
        other = make_engine(f"sqlite:///{copy}")
        found = verdict(other)
        other.dispose()
        assert found.broken == row + 1

    change_one()


@pytest.mark.parametrize(("entry", "broken"), [(1, 1), (6, 6), (12, 12)])
def test_a_deleted_entry_is_missed(open_to_changes: Engine, entry: int, broken: int) -> None:
    with open_to_changes.begin() as connection:
        connection.execute(delete(AuditRow).where(AuditRow.id == entry))
    found = verdict(open_to_changes)
    assert (found.broken, found.entries, found.why) == (broken, broken - 1, "missing")


def forge_an_entry(connection: Any) -> None:
    row = connection.execute(select(AuditRow.__table__).where(AuditRow.id == 12)).one()
    values = {**row._mapping, "id": 13, "previous": row.hash}
    values["hash"] = chain.hash_of([values[column] for column in COLUMNS[:-1]])
    connection.execute(AuditRow.__table__.insert().values(values))


def swap_two_entries(connection: Any) -> None:
    for old, new in ((5, 99), (6, 5), (99, 6)):
        connection.execute(update(AuditRow).where(AuditRow.id == old).values(id=new))


def lose_the_head(connection: Any) -> None:
    connection.execute(delete(AuditHead))


def turn_the_head_back(connection: Any) -> None:
    connection.execute(update(AuditHead).values(entries=11))


def give_the_head_another_hash(connection: Any) -> None:
    connection.execute(update(AuditHead).values(hash="f" * 64))


def empty_the_audit(connection: Any) -> None:
    connection.execute(delete(AuditRow))


@pytest.mark.parametrize(
    ("tamper", "broken"),
    [
        (forge_an_entry, 13),
        (swap_two_entries, 5),
        (lose_the_head, 13),
        (turn_the_head_back, 12),
        (give_the_head_another_hash, 12),
        (empty_the_audit, 1),
    ],
)
def test_other_tampering_is_found(
    open_to_changes: Engine, tamper: Callable[[Any], None], broken: int
) -> None:
    with open_to_changes.begin() as connection:
        tamper(connection)
    assert verdict(open_to_changes).broken == broken


def test_a_chain_written_anew_does_not_hold_a_hash_noted_before(engine: Engine) -> None:
    fill(engine, 3)
    noted = verdict(engine).hash
    fill(engine, 1)
    with Session(engine) as db:
        assert holds(db, noted)
        assert not holds(db, "0" * 64)
