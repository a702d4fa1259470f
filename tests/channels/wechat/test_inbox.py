"""What came is kept once, in order, and forgotten when it is done."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import func, select, text, update

from channels.wechat.models import InboxRow, UserRow
from channels.wechat.outbox import Cards
from channels.wechat.purging import KEPT, purge_once
from tests.channels.wechat.queues import Queues, message
from tests.channels.wechat.world import eventually

Two = tuple[Queues, Queues]


@pytest_asyncio.fixture
async def two(url: str) -> AsyncIterator[Two]:
    """Two processes on one database."""
    async with AsyncExitStack() as stack:
        made = Queues.on(url), Queues.on(url)
        for one in made:
            stack.push_async_callback(one.database.close)
            stack.push_async_callback(_end, asyncio.create_task(one.inbox.run()))
        yield made


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_a_message_is_kept_once(two: Two) -> None:
    first = await two[0].inbox.take(message(1))
    again = await two[0].inbox.take(message(1, words="another body"))
    assert (first.new, again.new, again.id) == (True, False, first.id)


async def test_two_processes_keep_one_row(two: Two) -> None:
    taken = await asyncio.gather(
        *(one.inbox.take(message(number)) for number in range(20) for one in two)
    )
    assert sum(one.new for one in taken) == 20
    assert len({one.id for one in taken}) == 20
    async with two[0].database.read() as session:
        assert await session.scalar(select(func.count(UserRow.id))) == 1


async def test_messages_of_one_user_are_worked_on_in_order(two: Two) -> None:
    for number in (1, 2):
        await two[0].inbox.take(message(number))
    await two[0].inbox.take(message(3, openid="o2"))
    claims = [await two[at % 2].inbox.claim() for at in range(3)]
    assert [one.incoming.key if one else None for one in claims] == ["m:1", "m:3", None]
    first = claims[0]
    assert first is not None
    await two[0].outbox.answer(first.id, first.user_id, None, 0, lambda: False)
    second = await two[1].inbox.claim()
    assert second is not None and second.incoming.key == "m:2"


async def test_a_message_of_a_process_that_died_is_taken_over(two: Two) -> None:
    work = await two[0].work(1)
    assert await two[1].inbox.claim() is None
    await _lease_is_over(two[0])
    again = await two[1].inbox.claim()
    assert again is not None and (again.id, again.tries) == (work.id, 2)


async def test_a_living_process_keeps_what_it_works_on(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("channels.wechat.inbox.HEARTBEAT_S", 0.02)
    work = await two[0].work(1)
    beating = asyncio.create_task(two[0].inbox.beat())
    await _lease_is_over(two[0])
    await eventually(lambda: _is_leased(two[1]))
    assert await two[1].inbox.claim() is None
    two[0].inbox.release(work)
    await _end(beating)


async def test_the_heart_beats_on_after_a_fault(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channels.wechat.inbox.HEARTBEAT_S", 0.02)
    monkeypatch.setattr("channels.wechat.inbox.COUNT_S", 0.02)
    await two[0].work(1)
    rename = "ALTER TABLE {} RENAME TO {}"
    async with two[1].database.write() as session:
        await session.execute(text(rename.format("wechat_inbox", "away")))
    tasks = [asyncio.create_task(one) for one in (two[0].inbox.beat(), two[0].inbox.count())]
    await asyncio.sleep(0.1)
    async with two[1].database.write() as session:
        await session.execute(text(rename.format("away", "wechat_inbox")))
    await _lease_is_over(two[0])
    await eventually(lambda: _is_leased(two[1]))

    async def is_counted() -> bool:
        return two[0].inbox.unfinished == 1

    await eventually(is_counted)
    for task in tasks:
        await _end(task)


async def test_words_are_sealed_and_gone_when_done(two: Two, tmp_path: Path) -> None:
    work = await two[0].work(1, words="我叫赵钱孙李", openid="oVerySecret")
    async with two[0].database.read() as session:
        row = await session.get_one(InboxRow, work.id)
        user = await session.get_one(UserRow, work.user_id)
    kept = f"{row.sealed} {row.key_digest} {user.sealed_openid} {user.openid_digest}"
    assert row.sealed and "赵钱孙李" not in kept and "oVerySecret" not in kept and "m:1" not in kept
    await two[0].outbox.answer(work.id, work.user_id, Cards(words="好"), 1, lambda: False)
    async with two[1].database.read() as session:
        row = await session.get_one(InboxRow, work.id)
    assert (row.state, row.sealed, row.leased_until) == ("done", None, None)


async def test_what_needs_no_answer_is_done_at_once(two: Two) -> None:
    taken = await two[0].inbox.take(message(1, kind="unfollow"))
    assert (taken.new, taken.done) == (True, True)
    assert await two[0].inbox.claim() is None
    async with two[0].database.read() as session:
        assert not (await session.scalars(select(UserRow))).one().follows


async def test_old_messages_are_deleted_once_they_are_done(two: Two) -> None:
    await two[0].answered(1)
    await two[0].work(2)
    later = dt.datetime.now(dt.UTC) + KEPT
    await purge_once(two[0].database, later - dt.timedelta(minutes=1))
    assert await _states(two[1]) == ["done", "working"]
    await purge_once(two[0].database, later + dt.timedelta(minutes=1))
    assert await _states(two[1]) == ["working"]


async def _states(queues: Queues) -> list[str]:
    async with queues.database.read() as session:
        return [str(one) for one in await session.scalars(select(InboxRow.state))]


async def _is_leased(queues: Queues) -> bool:
    async with queues.database.read() as session:
        until = await session.scalar(select(InboxRow.leased_until))
    return until is not None and until > dt.datetime.now(dt.UTC)


async def _lease_is_over(queues: Queues) -> None:
    past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
    async with queues.database.write() as session:
        await session.execute(update(InboxRow).values(leased_until=past))
