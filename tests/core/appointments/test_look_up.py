"""Finding a booking by number and the end of the mobile."""

import datetime as dt

import pytest

from core import guessing
from core.appointments import look_up
from core.contract import BookingView
from tests.core.appointments.conftest import House


def ask(house: House, made: BookingView | str, proof: str | None, session: str = "s9") -> int:
    number = made if isinstance(made, str) else made.booking
    body = {"session": session, "booking": number, "proof": proof}
    return int(house.ask("POST", "/look-up", json=body).status_code)


@pytest.fixture(autouse=True)
def no_wait(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []
    monkeypatch.setattr(guessing.time, "sleep", waited.append)
    return waited


def test_the_proof_opens_it_also_for_changes(house: House) -> None:
    made = house.book()
    spelled = f"{made.booking[:9]} - {made.booking[9:].lower()}"
    assert ask(house, spelled, "０１０１") == 200
    step = {"session": "s9", "do": "cancel"}
    assert house.ask("POST", f"/{made.booking}/steps", json=step).json()["state"] == "cancelled"


def test_wrong_number_and_wrong_proof_are_the_same_after_the_same_time(
    house: House, no_wait: list[float]
) -> None:
    made = house.book()
    answers = [
        house.ask("POST", "/look-up", json={"session": "s9", "booking": number, "proof": proof})
        for number, proof in ((made.booking, "9999"), ("B20261123ZZZZZZ", "0101"))
    ]
    assert {one.status_code for one in answers} == {404}
    assert answers[0].json()["detail"] == answers[1].json()["detail"]
    assert len(no_wait) == 2


def test_without_a_proof_only_its_own_session_sees_it(house: House) -> None:
    made = house.book()
    assert ask(house, made, None, "s1") == 200
    assert ask(house, made, None) == 403


def test_guessing_is_stopped_and_starts_again_later(house: House) -> None:
    made = house.book()
    assert [ask(house, made, "9999") for _ in range(6)] == [404] * 5 + [429]
    assert ask(house, made, "0101") == 429
    assert ask(house, made, "0101", "s8") == 200
    tries = [ask(house, made, f"{n:04d}", f"many{n}") for n in range(20, 40)]
    assert tries == [404] * 15 + [429] * 5


def test_later_one_may_try_again(house: House) -> None:
    with house.core() as core:
        core.db.add_all(
            look_up.BookingTryRow(
                who=core.parts.cipher.digest("s9", "booking_tries.session"),
                at=house.now - dt.timedelta(minutes=minutes),
            )
            for minutes in (14, 15, 16, 17, 18)
        )
        core.db.commit()
        assert look_up.forget_tries(core, dry_run=True) == 4
    assert ask(house, house.book(), "9999") == 404
