"""Queue tickets of today."""

import datetime as dt

import pytest

from core.appointments import service
from core.contract import TicketTake, TicketView
from service.problems import ProblemError
from tests.core.appointments.conftest import MARRIAGE, House


def take(house: House, session: str, key: str = "k", item: str | None = None) -> TicketView:
    seen: TicketView = house.call(
        service.take_ticket, TicketTake(session=session, item=item, key=key)
    )
    return seen


def call(house: House, queue: str = "general", window: str = "3号窗口") -> dict[str, str] | None:
    answer = house.ask("POST", f"/queues/{queue}/next", scope="clerk", json={"window": window})
    assert answer.status_code == 200
    called: dict[str, str] | None = answer.json()
    return called


def end(house: House, ticket: str, do: str = "serve") -> int:
    path = f"/queues/general/tickets/{ticket}"
    return int(house.ask("POST", path, scope="clerk", json={"do": do}).status_code)


def test_numbers_count_by_queue_and_day(house: House) -> None:
    house.at(24, 9)
    assert [take(house, one).ticket for one in ("s1", "s2")] == ["A001", "A002"]
    assert take(house, "s1", "m", MARRIAGE).ticket == "C001"
    house.at(25, 9)
    assert take(house, "s1", "new").ticket == "A001"


def test_one_open_ticket_a_session_and_queue(house: House) -> None:
    house.at(24, 9)
    first = take(house, "s1", "a")
    assert take(house, "s1", "b").ticket == first.ticket
    call(house)
    assert end(house, "A001") == 200
    assert take(house, "s1", "a").state == "served"  # the same key is the same ticket
    assert take(house, "s1", "c").ticket == "A002"
    with pytest.raises(ProblemError, match="内容却不一样"):
        take(house, "s1", "a", MARRIAGE)


def test_ahead_and_minutes_come_from_what_was_served(house: House) -> None:
    house.at(24, 9)
    for number in range(6):
        assert take(house, f"s{number}").minutes is None
    for _ in range(3):
        called = call(house)
        assert called is not None
        house.now += dt.timedelta(minutes=4)
        assert end(house, called["ticket"]) == 200
    (fourth,) = house.call(service.my_tickets, "s3")
    (last,) = house.call(service.my_tickets, "s5")
    assert (fourth.ahead, fourth.minutes) == (0, 4)
    assert (last.ahead, last.minutes) == (2, 12)
    assert "前面还有 2 位，大约还要等 12 分钟" in last.says


def test_called_passed_and_nobody_left(house: House) -> None:
    house.at(24, 9)
    take(house, "s1")
    assert end(house, "A001") == 409
    called = call(house)
    assert called is not None and called["window"] == "3号窗口"
    (seen,) = house.ask("GET", "/tickets?session=s1").json()
    assert seen["says"] == "叫到您了：A001 号，请到3号窗口。"
    assert end(house, "A001", "pass") == 200
    assert call(house) is None
    assert end(house, "A009") == 404
    assert (
        house.ask("POST", "/queues/none/next", scope="clerk", json={"window": "1"}).status_code
        == 404
    )
    assert house.ask("POST", "/queues/general/next", json={"window": "1"}).status_code == 403


@pytest.mark.parametrize(
    ("day", "hour", "words"), [(28, 9, "今天不办理"), (24, 8, "现在不取号"), (24, 16, "现在不取号")]
)
def test_no_tickets_while_it_is_closed(house: House, day: int, hour: int, words: str) -> None:
    house.at(day, hour)
    with pytest.raises(ProblemError, match=words):
        take(house, "s1")


def test_over_http(house: House) -> None:
    house.at(24, 9)
    body = {"session": "s1", "key": "k"}
    answer = house.ask("POST", "/tickets", json=body)
    assert (answer.status_code, answer.json()["ticket"]) == (201, "A001")
