"""What goes out: one way each, in order, and what becomes of it after a crash."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from channels.wechat.dispatch import Delivery
from channels.wechat.models import DeliveryRow, UserRow
from channels.wechat.outbox import Cards, Given
from channels.wechat.quotas import Grants
from tests.channels.wechat.queues import Queues


@pytest_asyncio.fixture
async def queues(url: str) -> AsyncIterator[Queues]:
    made = Queues.on(url)
    writing = asyncio.create_task(made.inbox.run())
    yield made
    writing.cancel()
    await made.database.close()


async def test_a_reply_goes_one_way(queues: Queues) -> None:
    work = await queues.work(1)
    cards = Cards(words="好")
    given = await queues.outbox.answer(work.id, work.user_id, cards, 1, lambda: True)
    assert given is not None
    assert await queues.outbox.answer(work.id, work.user_id, cards, 1, lambda: True) is None
    assert await queues.dispatch.claim() is None
    assert [row.route for row in await _rows(queues)] == ["passive"]


async def test_what_waits_goes_first_so_the_next_reply_is_no_passive_one(queues: Queues) -> None:
    await queues.answered(1, words="一")
    work = await queues.work(2)
    asked: list[bool] = []

    def may() -> bool:
        asked.append(True)
        return True

    assert await queues.outbox.answer(work.id, work.user_id, Cards(words="二"), 1, may) is None
    assert asked == []
    first = await _claim(queues)
    assert first.cards.words == "一" and await queues.dispatch.claim() is None
    await queues.dispatch.sent(first, 1, 1)
    assert (await _claim(queues)).cards.words == "二"


async def test_a_passive_reply_that_was_not_given_goes_the_other_way(queues: Queues) -> None:
    work = await queues.work(1)
    given = await queues.outbox.answer(work.id, work.user_id, Cards(words="好"), 1, lambda: True)
    assert given is not None
    await queues.outbox.not_written(given.delivery_id)
    delivery = await _claim(queues)
    assert (delivery.id, delivery.unsure) == (given.delivery_id, False)


async def test_the_rest_of_a_passive_reply_follows(queues: Queues) -> None:
    work = await queues.work(1)
    await queues.outbox.answer(work.id, work.user_id, Cards(words="好"), 2, lambda: True)
    assert await queues.dispatch.claim() is None
    await _lease_is_over(queues)
    delivery = await _claim(queues)
    assert (delivery.parts_sent, delivery.unsure) == (1, False)


async def test_a_passive_reply_is_given_again_to_who_did_not_get_it(queues: Queues) -> None:
    work = await queues.work(1)
    cards = Cards(words="好")
    given = await queues.outbox.answer(work.id, work.user_id, cards, 1, lambda: True)
    assert given is not None
    assert await queues.outbox.passive_again(work.id) == (given.delivery_id, cards)
    other = await queues.work(2)
    await queues.outbox.answer(other.id, other.user_id, cards, 1, lambda: False)
    assert await queues.outbox.passive_again(other.id) is None


async def test_a_part_under_way_at_a_crash_is_asked_about(queues: Queues) -> None:
    await queues.answered(1)
    delivery = await _claim(queues)
    assert not delivery.unsure
    assert await queues.dispatch.under_way(delivery) == 4
    assert await queues.dispatch.claim() is None
    await _lease_is_over(queues)
    again = await _claim(queues)
    assert again.unsure and again.sending_since is not None and again.tries == 2


async def test_the_quota_is_counted_and_what_is_too_much_waits(queues: Queues) -> None:
    await queues.answered(1)
    delivery = await _claim(queues)
    for sent in range(1, 6):
        assert await queues.dispatch.under_way(delivery) == 5 - sent
        await queues.dispatch.sent(delivery, sent, 6)
    assert await queues.dispatch.under_way(delivery) is None
    assert [(row.state, row.parts_sent) for row in await _rows(queues)] == [("waiting", 5)]
    await queues.answered(2)
    assert (await _claim(queues)).parts_sent == 5


async def test_a_reply_that_may_go_now_is_stored_as_under_way(queues: Queues) -> None:
    work = await queues.work(1)
    cards, never = Cards(words="好"), lambda: False
    given = await queues.outbox.answer(work.id, work.user_id, cards, 1, never, lambda: True)
    assert given == Given(1, "service", left=4)
    assert await queues.dispatch.claim() is None
    await _lease_is_over(queues)
    assert (await _claim(queues)).unsure


@pytest.mark.parametrize("why", ["another one is first", "nothing is left", "left us", "no part"])
async def test_a_reply_that_may_not_go_now_waits_its_turn(queues: Queues, why: str) -> None:
    if why == "another one is first":
        await queues.answered(1)
    work = await queues.work(2)
    if why == "nothing is left":
        await _set(queues, UserRow, grants=[])
    if why == "left us":
        await _set(queues, UserRow, follows=False)
    asked: list[bool] = []

    def may() -> bool:
        asked.append(True)
        return True

    parts = 0 if why == "no part" else 1
    cards, never = Cards(words="好"), lambda: False
    assert await queues.outbox.answer(work.id, work.user_id, cards, parts, never, may) is None
    assert asked == [] and (await _rows(queues))[-1].state == "ready"


async def test_wechats_word_about_the_quota_is_the_last(queues: Queues) -> None:
    await queues.answered(1)
    await queues.dispatch.waits(await _claim(queues))
    async with queues.database.read() as session:
        grants = (await session.scalars(select(UserRow.grants))).one()
    assert Grants.read(grants).left(0) == 0
    assert [row.state for row in await _rows(queues)] == ["waiting"]


async def test_news_waits_for_the_answer_that_is_in_work(queues: Queues) -> None:
    user = await queues.answered(1)
    work = await queues.work(2)
    assert not await queues.outbox.news(user, 9, 8)
    await queues.outbox.answer(work.id, user, Cards(first=1, last=9), 1, lambda: False)
    assert not await queues.outbox.news(user, 9, 8)
    assert await queues.outbox.news(user, 11, 8)
    assert [(row.first_event, row.last_event) for row in await _rows(queues)][1:] == [
        (1, 9),
        (10, 11),
    ]


async def test_what_was_heard_is_sealed(queues: Queues) -> None:
    work = await queues.work(1)
    cards = Cards(first=1, last=2, lead="我听到的是“赵钱孙李”")
    await queues.outbox.answer(work.id, work.user_id, cards, 1, lambda: False)
    [row] = await _rows(queues)
    assert row.sealed_lead and "赵钱孙李" not in row.sealed_lead
    assert (await _claim(queues)).cards == cards


async def _claim(queues: Queues) -> Delivery:
    delivery = await queues.dispatch.claim()
    assert delivery is not None
    return delivery


async def _rows(queues: Queues) -> list[DeliveryRow]:
    async with queues.database.read() as session:
        return list(await session.scalars(select(DeliveryRow).order_by(DeliveryRow.id)))


async def _lease_is_over(queues: Queues) -> None:
    await _set(queues, DeliveryRow, leased_until=dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1))


async def _set(queues: Queues, kind: type[Any], **values: Any) -> None:
    async with queues.database.write() as session:
        await session.execute(update(kind).values(**values))
