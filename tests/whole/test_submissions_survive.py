"""Applications are handed in while every process is killed: none is lost, none is doubled.

LXZ_TEST_SUBMISSIONS says how many; 500 take some ten minutes.
"""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from itertools import cycle

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from core.audit.chain import verify
from tests.conversations.people import people_of
from tests.stack import Stack
from tests.whole.applicant import MATTERS, Applicant
from tests.whole.clerk import clerk

SUBMISSIONS = int(os.environ.get("LXZ_TEST_SUBMISSIONS", "40"))
PROCESSES = ("core", "actions", "rasa", "gateway")
KILLS = len(PROCESSES) * max(1, SUBMISSIONS // 100)
AT_ONCE = 4
MATTER_OF = ["insurance", "unemployment", *["pension"] * 8]
RECOVERY_WITHIN_S = 120

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600 + 5 * SUBMISSIONS)]

ROWS = text(
    "SELECT drafts.session, drafts.state, cases.number,"
    " (SELECT count(*) FROM case_events WHERE case_id = cases.id AND from_state = '') AS begun,"
    " (SELECT count(*) FROM decisions WHERE case_number = cases.number) AS decided"
    " FROM drafts LEFT JOIN cases ON cases.draft_id = drafts.id"
)


@pytest.fixture(scope="module")
def engine(stack: Stack) -> Iterator[Engine]:
    """Core's own database."""
    engine = create_engine(stack.variables["LXZ_CORE_DATABASE_URL"])
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def applicants(stack: Stack) -> list[Applicant]:
    """All who applied, after every process was killed several times in the middle."""
    people, submitting = people_of(stack), threading.Event()
    all_of_them = [
        Applicant(stack, people.pick(matter.role), matter, submitting.set)
        for matter, _ in zip(cycle(MATTERS[name] for name in MATTER_OF), range(SUBMISSIONS))
    ]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        futures = [pool.submit(one.apply) for one in all_of_them]
        for number in range(KILLS):
            _wait_for(futures, SUBMISSIONS * (number + 1) // (KILLS + 1))
            _kill_amid(stack, PROCESSES[number % len(PROCESSES)], submitting)
        wait(futures)
    resent = Counter(why for one in all_of_them for why in one.resent)
    print(f"\n{SUBMISSIONS} submissions, {KILLS} kills, sent again: {dict(resent)}")
    return [future.result() for future in futures]


def test_what_was_acknowledged_is_there_once(applicants: list[Applicant], engine: Engine) -> None:
    acknowledged = {one.conversation: one.number for one in applicants}
    with engine.connect() as connection:
        rows = [row for row in connection.execute(ROWS) if row.session in acknowledged]
    assert len(acknowledged) == SUBMISSIONS
    assert len(set(acknowledged.values())) == SUBMISSIONS
    assert {row.session: row.number for row in rows} == acknowledged
    assert len(rows) == SUBMISSIONS, "a conversation has two drafts, or a draft two cases"
    assert {(row.state, row.begun, row.decided) for row in rows} == {("submitted", 1, 1)}


def test_nobody_has_a_second_case(applicants: list[Applicant], engine: Engine) -> None:
    query = text("SELECT owner, item, count(*) AS cases FROM cases GROUP BY owner, item")
    owners = text("SELECT owner FROM cases WHERE number = :number")
    with engine.connect() as connection:
        counts = {(row.owner, row.item): row.cases for row in connection.execute(query)}
        for one in applicants:
            owner = connection.scalar(owners, {"number": one.number})
            assert counts[owner, one.matter.item] == 1


def test_every_confirmed_field_is_in_the_case(stack: Stack, applicants: list[Applicant]) -> None:
    with clerk(stack) as reader:
        for one in applicants:
            reply = reader.get(f"/{one.number}").raise_for_status().json()
            read = {field["id"]: field["value"] for field in reply["fields"]}
            told = {id: as_read for id, (_, as_read) in one.matter.answers.items()}
            wanted = {id: value.format_map(one.someone.words) for id, value in told.items()}
            assert one.confirmed >= wanted.keys()
            assert {id: read.get(id) for id in wanted} == wanted
            assert reply["applicant_id"] == one.someone.id_number


def test_the_audit_chain_is_whole(applicants: list[Applicant], engine: Engine) -> None:
    with Session(engine) as session:
        verdict = verify(session)
    assert verdict.ok and verdict.entries > SUBMISSIONS
    assert any(one.resent for one in applicants), "no kill was noticed"


def _wait_for(futures: list[Future[Applicant]], done: int) -> None:
    while sum(future.done() for future in futures) < done:
        time.sleep(0.05)


def _kill_amid(stack: Stack, name: str, submitting: threading.Event) -> None:
    """SIGKILL a moment after somebody hands in; return when all is up again."""
    dead = stack.pid(name)
    submitting.clear()
    submitting.wait(timeout=30)
    time.sleep(random.random() * 0.25)
    os.kill(dead, signal.SIGKILL)
    deadline = time.monotonic() + RECOVERY_WITHIN_S
    while stack.pid(name) in (0, dead) or stack.health() != "ok":
        assert time.monotonic() < deadline, f"{name} did not come back"
        time.sleep(0.3)
