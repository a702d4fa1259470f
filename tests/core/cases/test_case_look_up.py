"""Asking by number and proof: equal answers, equal time, few tries."""

import datetime as dt
import statistics
import time
from typing import Any

import pytest
from sqlalchemy import select

from core import guessing
from core.cases.look_up import purge
from core.cases.models import TryRow
from core.guessing import TRIES_A_NUMBER, TRIES_A_SESSION, WINDOW
from core.vault.service import tokenise
from tests.core.cases.conftest import ANNA, BERT, CARA, PHONES, House

UNKNOWN = "LH20261122ABCDEFGH"


def ask(house: House, number: str, proof: str | None = None, session: str = "stranger") -> Any:
    body = {"session": session, "number": number, "proof": proof}
    return house.ask("POST", "/look-up", json=body)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "FLOOR_S", 0.0)


@pytest.mark.parametrize("proof", ["0101", "０１０１", "15400000101", ANNA[-4:], f" {ANNA} "])
def test_the_second_proof_shows_the_case(house: House, proof: str) -> None:
    seen = house.submit("s1")
    answer = ask(house, seen.number.lower(), proof)
    assert answer.status_code == 200
    assert answer.json()["number"] == seen.number
    assert answer.json()["followed"] is False


def test_a_small_x_at_the_end_is_the_same_as_a_large_one(house: House, quick: None) -> None:
    id_number = "11010519491231002X"
    PHONES[id_number] = None
    seen = house.submit("s1", who=id_number)
    assert ask(house, seen.number, "002x").status_code == 200
    assert ask(house, seen.number, "0020").status_code == 404


def test_a_token_of_the_vault_is_a_proof(house: House) -> None:
    seen = house.submit("s1")
    token = house.call(tokenise, "stranger", "PHONE", PHONES[ANNA])
    assert ask(house, seen.number, token).status_code == 200
    assert ask(house, seen.number, token, session="another").status_code == 404


def test_who_is_signed_in_needs_no_proof(house: House) -> None:
    seen = house.submit("s1", who=BERT, beneficiary=ANNA)
    house.sign_in("s2", ANNA)
    assert ask(house, seen.number, session="s1").status_code == 200
    assert ask(house, seen.number, session="s2").status_code == 200


def test_nobody_without_proof_learns_whether_there_is_a_case(house: House) -> None:
    known = ask(house, house.submit("s1").number)
    unknown = ask(house, UNKNOWN)
    assert known.status_code == unknown.status_code == 403
    assert known.json() == unknown.json()


@pytest.mark.parametrize("proof", ["", "1", "101", "9999", "没有"])
def test_a_wrong_proof_and_a_wrong_number_are_one_answer(
    house: House, quick: None, proof: str
) -> None:
    seen = house.submit("s1", who=CARA)
    house.sign_in("s2", BERT)
    wrong_proof = ask(house, seen.number, proof, "s2")
    wrong_number = ask(house, UNKNOWN, "0101", "s2")
    assert wrong_proof.status_code == wrong_number.status_code == 404
    assert wrong_proof.json() == wrong_number.json()
    assert wrong_proof.headers == wrong_number.headers


def test_a_wrong_proof_and_a_wrong_number_take_the_same_time(house: House) -> None:
    number = house.submit("s1").number
    took: dict[str, list[float]] = {number: [], UNKNOWN: []}
    for turn in range(9):
        for asked, times in took.items():
            began = time.perf_counter()
            assert ask(house, asked, "9999", f"{asked}-{turn}").status_code == 404
            times.append(time.perf_counter() - began)
    medians = [statistics.median(times) for times in took.values()]
    assert min(medians) >= guessing.FLOOR_S
    assert abs(medians[0] - medians[1]) < 0.03


def test_a_waiting_answer_holds_no_lock(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.submit("s1")
    wrote: list[str] = []

    def sleep(_seconds: float) -> None:
        wrote.append(house.submit("s2", who=BERT, draft="d2").number)

    monkeypatch.setattr(time, "sleep", sleep)
    assert ask(house, UNKNOWN, "9999").status_code == 404
    assert len(wrote) == 1


def test_a_session_has_few_tries(house: House, quick: None) -> None:
    number = house.submit("s1").number
    for _ in range(TRIES_A_SESSION):
        assert ask(house, UNKNOWN, "9999").status_code == 404
    answer = ask(house, number, "0101")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= WINDOW.total_seconds() + 1
    assert ask(house, number, "0101", "another").status_code == 200


@pytest.mark.parametrize("real", [True, False])
def test_a_number_has_few_tries_from_all_sessions(house: House, quick: None, real: bool) -> None:
    number = house.submit("s1").number if real else UNKNOWN
    for turn in range(TRIES_A_NUMBER):
        assert ask(house, number, "9999", f"t{turn}").status_code == 404
    assert ask(house, number, "0101", "fresh").status_code == 429
    if real:
        assert ask(house, number, session="s1").status_code == 200


def test_tries_are_forgotten_after_the_window(
    house: House, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = house.submit("s1").number
    for _ in range(TRIES_A_SESSION):
        ask(house, UNKNOWN, "9999")
    with house.core() as core:
        for row in core.db.scalars(select(TryRow)):
            row.at -= WINDOW + dt.timedelta(seconds=1)
        core.db.commit()
    assert house.call(purge, dry_run=True) == 2 * TRIES_A_SESSION
    assert house.call(purge) == 2 * TRIES_A_SESSION
    assert house.call(purge) == 0
    assert ask(house, number, "0101").status_code == 200


def test_what_was_typed_is_not_kept(house: House, quick: None) -> None:
    ask(house, ANNA, "0101", "stranger")
    with house.engine.connect() as connection:
        stored = str(connection.exec_driver_sql("SELECT * FROM case_tries").all())
    assert ANNA not in stored
    assert "stranger" not in stored


def test_the_look_up_is_on_record(house: House) -> None:
    number = house.submit("s1").number
    ask(house, number, "0101")
    with house.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT action, subject FROM audit ORDER BY id DESC")
        assert tuple(rows.first() or ()) == ("case.look_up", number)
