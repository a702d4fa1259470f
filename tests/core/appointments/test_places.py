"""Places are exact, whoever books, moves and cancels at the same moment."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from core.appointments import service
from core.appointments.models import BookingRow, SlotRow, TicketRow
from core.contract import BookingStep, BookingView, TicketCall, TicketTake
from service.problems import ProblemError
from tests.core.appointments.conftest import HOUSE, House

SLOTS = [f"general.202611{day}T{hour}" for day in (24, 25, 26) for hour in ("0900", "1400")]
TEN = SLOTS[0]
CAPACITY = 10


def mobile(number: int) -> str:
    return f"154{number:08d}"


def held(house: House, slot: str) -> int:
    """Open bookings of a slot, counted one by one."""
    with house.core() as core:
        these = BookingRow.slot == slot, BookingRow.state == "booked"
        return core.db.scalar(select(func.count()).select_from(BookingRow).where(*these)) or 0


def test_two_hundred_at_once_get_ten_places(house: House) -> None:
    start = threading.Barrier(50)

    def try_to_book(number: int) -> str:
        if number < 50:
            start.wait(30)
        try:
            house.book(f"s{number}", TEN, item=HOUSE, mobile=mobile(number))
        except ProblemError as error:
            assert error.status == 409, error.detail
            return "full"
        return "booked"

    with ThreadPoolExecutor(50) as people:
        results = Counter(people.map(try_to_book, range(200)))
    assert results == {"booked": CAPACITY, "full": 190}
    assert house.taken(TEN) == held(house, TEN) == CAPACITY


def test_the_same_key_at_once_is_one_booking(house: House) -> None:
    with ThreadPoolExecutor(8) as people:
        made = list(people.map(lambda _: house.book(slot=TEN, item=HOUSE, key="k"), range(8)))
    assert len({one.booking for one in made}) == 1
    assert house.taken(TEN) == 1


def test_no_more_than_three_open_ones_at_once(house: House) -> None:
    def try_to_book(number: int) -> bool:
        try:
            house.book("s1", SLOTS[number], item=HOUSE)
        except ProblemError:
            return False
        return True

    with ThreadPoolExecutor(6) as people:
        assert sum(people.map(try_to_book, range(6))) == 3


def test_moves_against_each_other_end_and_lose_nothing(house: House) -> None:
    made = [
        house.book(f"s{n}", SLOTS[n % 2], item=HOUSE, mobile=mobile(n)) for n in range(CAPACITY)
    ]

    def to_and_fro(number: int) -> None:
        for turn in range(1, 5):
            slot = SLOTS[(number + turn) % 2]
            asked = BookingStep(session=f"s{number}", do="move", slot=slot)
            house.call(service.step, made[number].booking, asked)

    with ThreadPoolExecutor(CAPACITY) as people:
        list(people.map(to_and_fro, range(CAPACITY)))
    assert [house.taken(slot) for slot in SLOTS[:2]] == [5, 5]
    assert [held(house, slot) for slot in SLOTS[:2]] == [5, 5]


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["book", "move", "cancel"]),
        st.integers(0, 11),
        st.sampled_from(SLOTS[:3]),
    ),
    max_size=40,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ACTS)
def test_free_and_open_are_always_the_capacity(
    house: House, acts: list[tuple[str, int, str]]
) -> None:
    house.empty()
    made: dict[int, BookingView] = {}
    for turn, (act, who, slot) in enumerate(acts):
        try:
            if act == "book":
                seen = house.book(f"s{who}", slot, item=HOUSE, mobile=mobile(who), key=f"k{turn}")
                made[who] = seen
            elif who in made:
                asked = {"session": f"s{who}", "do": act, "slot": slot}
                house.call(service.step, made[who].booking, BookingStep.model_validate(asked))
        except ProblemError as error:
            assert error.status == 409
    for slot in SLOTS[:3]:
        when = f"11月{slot[14:16]}日{slot[-4:-2]}点"
        free = next(one.free for one in house.find(when, item=HOUSE).slots if one.slot == slot)
        assert free + held(house, slot) == CAPACITY


def test_a_count_never_falls_below_none(house: House) -> None:
    made = house.book(slot=TEN, item=HOUSE)
    with house.engine.begin() as connection:
        connection.execute(SlotRow.__table__.update().values(taken=0))  # type: ignore[attr-defined]
    with pytest.raises(RuntimeError, match="no place taken"):
        house.call(service.step, made.booking, BookingStep(session="s1", do="cancel"))
    assert house.row(made.booking).state == "booked"


def test_tickets_at_once_have_numbers_of_their_own(house: House) -> None:
    house.at(24, 9)

    def take(number: int) -> str:
        ticket = service.take_ticket
        seen = house.call(ticket, TicketTake(session=f"s{number // 2}", key=f"k{number}"))
        return str(seen.ticket)

    with ThreadPoolExecutor(10) as people:
        numbers = set(people.map(take, range(40)))
    assert len(numbers) == 20  # two calls a session
    with house.core() as core:
        assert core.db.scalar(select(func.count()).select_from(TicketRow)) == 20

    def call_one(number: int) -> str:
        seen = house.call(service.call_next, "general", TicketCall(window=f"{number}号"))
        return str(seen.ticket)

    with ThreadPoolExecutor(10) as windows:
        assert len(set(windows.map(call_one, range(20)))) == 20
