"""Asking by number and the last four digits, through the routes."""

import datetime as dt
from typing import Any

import pytest

from core import guessing
from core.work_orders import look_up
from tests.core.work_orders.conftest import MOBILE, Desk


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "FLOOR_S", 0.0)


def asked(house: Desk, number: str, proof: str | None, session: str = "s9") -> Any:
    body = {"session": session, "number": number, "proof": proof}
    return house.ask("POST", "/look-up", json=body)


def filed(house: Desk) -> str:
    return house.file(mobile=house.token("s1", "PHONE", MOBILE)).number


def test_the_last_four_digits_prove_it(house: Desk) -> None:
    number = filed(house)
    assert asked(house, number.lower(), MOBILE[-4:]).json()["number"] == number
    token = house.token("s9", "PHONE", MOBILE)
    assert asked(house, number, token).status_code == 200


def test_its_own_session_needs_no_proof(house: Desk) -> None:
    assert asked(house, filed(house), None, "s1").status_code == 200


def test_without_proof_it_is_asked_for(house: Desk) -> None:
    assert asked(house, filed(house), None).status_code == 403


def test_a_wrong_number_and_a_wrong_proof_get_the_same_answer(house: Desk) -> None:
    number = filed(house)
    wrong, unknown = asked(house, number, "9999"), asked(house, "G20261123ZZZZZZ", MOBILE[-4:])
    assert wrong.status_code == unknown.status_code == 404
    assert wrong.json() == unknown.json()


def test_guessing_is_stopped_and_forgotten(house: Desk) -> None:
    number = filed(house)
    for _ in range(guessing.TRIES_A_SESSION):
        assert asked(house, number, "9999").status_code == 404
    stopped = asked(house, number, MOBILE[-4:])
    assert stopped.status_code == 429
    assert int(stopped.headers["Retry-After"]) > 0
    assert asked(house, number, MOBILE[-4:], "s8").status_code == 200
    house.now += dt.timedelta(days=3650)
    assert house.call(look_up.purge, dry_run=True) == house.call(look_up.purge) > 0
    assert house.call(look_up.purge) == 0
