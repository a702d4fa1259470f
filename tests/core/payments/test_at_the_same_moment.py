"""Two calls at the same moment: one order, one credit."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from core.payments.models import EventRow
from service.problems import ProblemError
from tests.core.payments.conftest import House


def together(*calls: Callable[[], Any]) -> list[Any]:
    """What each came to; a problem as its status."""
    ready = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        ready.wait(10)
        try:
            return call()
        except ProblemError as error:
            return error.status

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_two_people_cannot_both_pay_a_notice(house: House) -> None:
    came = together(*(lambda s=s: house.place(s, key=s).state for s in ("s1", "s2", "s3")))  # type: ignore[misc]
    assert sorted(map(str, came)) == ["409", "409", "awaiting"]


def test_the_same_key_at_the_same_moment_is_one_order(house: House) -> None:
    came = together(*[lambda: house.place().order] * 3)
    assert len(set(came)) == 1 and len(house.bank.accounts) == 1


def test_the_same_notification_at_the_same_moment_is_one_credit(house: House) -> None:
    order = house.place().order
    house.bank.pay(order)
    letter = house.bank.payment_notice(order, house.now.timestamp())
    assert together(*[lambda: house.notify(*letter)] * 4) == [204] * 4
    assert len(house.news()) == 1
    with house.core() as core:
        assert core.db.query(EventRow).count() == 1
