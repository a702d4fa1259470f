"""A wish to book: the matter by search, the way by its words; a queue ticket is taken at once."""

from typing import Any

import pytest

from actions.book import WAYS, book_move
from messages import TextCard
from showing.bookings import queue_card
from tests.actions.conftest import (
    ToldBase,
    failure,
    fills,
    remembered,
    resolution,
    tracker,
)
from tests.actions.fake_core import Away, FakeCore, No, draft, result
from tests.core_views import ticket

BOOK: dict[str, Any] = {"kind": "booking", "item": "book", "title": "预约"}
TICKETS = "/v1/appointments/tickets"
MATTER = ("matter", "deng-ji|纸鸢登记")


@pytest.fixture
def opens(core: FakeCore) -> FakeCore:
    core.on("POST", "/v1/drafts", draft(**BOOK))
    core.on("POST", "/v1/drafts/D-1/steps", result(draft(**BOOK, about="deng-ji")))
    return core


def offered(core: FakeCore) -> list[tuple[str, str]]:
    return [(one["field"], one["text"]) for one in core.steps]


async def test_the_matter_that_was_named_and_the_words_on_when(
    base: ToldBase, opens: FakeCore
) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    said = "预约下周三上午办纸鸢登记"
    move = await book_move(tracker(said, "book_appointment"))
    assert offered(opens) == [MATTER, ("when", said)]
    assert (move.turn.outcome, move.turn.trace.item) == ("collecting", "deng-ji")
    assert move.slots == fills() + remembered("deng-ji")


@pytest.mark.parametrize("decision", ["decline", "ask_back", "which_matter"])
async def test_else_the_matter_that_was_talked_of(
    decision: Any, base: ToldBase, opens: FakeCore
) -> None:
    base.found = resolution(decision, ("ling", 0.3))
    slots = {"current_item": "deng-ji"}
    await book_move(tracker("帮我约周三", "book_appointment", slots=slots))
    assert offered(opens) == [MATTER, ("when", "帮我约周三")]


async def test_a_matter_that_nobody_named_is_asked(base: ToldBase, core: FakeCore) -> None:
    base.found = resolution("decline")
    core.on("POST", "/v1/drafts", draft(**BOOK))
    core.on("POST", "/v1/drafts/D-1/steps", result(draft(**BOOK)))
    move = await book_move(tracker("我想预约", "book_appointment"))
    assert offered(core) == [("when", "我想预约")]
    assert move.slots == fills()


async def test_a_matter_chosen_on_a_card_is_not_searched_for(
    base: ToldBase, opens: FakeCore
) -> None:
    chosen = {"item": "deng-ji"}
    await book_move(tracker("/book_appointment{...}", "book_appointment", entities=chosen))
    assert (offered(opens), base.asked) == ([MATTER], [])


@pytest.mark.parametrize(("word", "way"), WAYS.items())
async def test_another_way_than_a_window(
    word: str, way: str, base: ToldBase, opens: FakeCore
) -> None:
    base.found = resolution("decline")
    said = f"预约{word.upper()}服务"
    await book_move(tracker(said, "book_appointment"))
    assert offered(opens) == [("way", way), ("when", said)]


@pytest.mark.parametrize(
    "said", ["我要取号办登记", "现在排队办登记", "攞籌辦登記", "帮我拿个号办登记"]
)
async def test_a_queue_ticket_is_taken_at_once(said: str, base: ToldBase, core: FakeCore) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    core.on("POST", TICKETS, ticket())
    move = await book_move(tracker(said, "book_appointment"))
    assert core.to("POST", TICKETS) == [{"session": "c-1", "item": "deng-ji", "key": "m-1"}]
    assert (move.turn.outcome, move.turn.cards) == ("booked", [queue_card(ticket(), "取好了。")])
    assert (move.turn.trace.item, move.slots) == ("deng-ji", [])


async def test_without_a_matter_it_is_for_the_general_windows(
    base: ToldBase, core: FakeCore
) -> None:
    base.found = resolution("decline")
    core.on("POST", TICKETS, ticket())
    await book_move(tracker("取号", "book_appointment"))
    assert core.to("POST", TICKETS) == [{"session": "c-1", "item": None, "key": "m-1"}]


async def test_no_ticket_outside_office_hours(base: ToldBase, core: FakeCore) -> None:
    base.found = resolution("decline")
    core.on("POST", TICKETS, No(409, "现在没有叫号，上班时间再来取。"))
    move = await book_move(tracker("取号", "book_appointment"))
    says = "现在没有叫号，上班时间再来取。"
    assert move.turn.outcome == "directed"
    assert move.turn.cards == [TextCard(text=says, speech=says)]


async def test_no_ticket_while_core_is_away(base: ToldBase, core: FakeCore) -> None:
    base.found = resolution("decline")
    core.on("POST", TICKETS, Away())
    move = await book_move(tracker("取号", "book_appointment"))
    assert move.turn.outcome == "failed"
    assert move.turn.cards == [failure("没有取号，可以再说一次，或者到大厅的取号机上取。")]
