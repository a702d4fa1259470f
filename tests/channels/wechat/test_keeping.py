"""Messages that arrived together are kept in one go, each once."""

from collections.abc import AsyncIterator

import pytest_asyncio
from sqlalchemy import select

from channels.gateway.database import Database
from channels.wechat.keeping import Taken, keep
from channels.wechat.models import InboxRow, UserRow
from channels.wechat.receiving.incoming import Incoming
from channels.wechat.secrets import Keys
from tests.channels.wechat.queues import SECRET, message

KEYS = Keys(SECRET)


@pytest_asyncio.fixture
async def database(url: str) -> AsyncIterator[Database]:
    made = Database(url)
    yield made
    await made.close()


async def kept(database: Database, *batch: Incoming) -> list[Taken]:
    async with database.write() as session:
        return await keep(session, KEYS, batch)


async def users(database: Database) -> list[UserRow]:
    async with database.read() as session:
        return list(await session.scalars(select(UserRow).order_by(UserRow.id)))


async def test_order_users_and_words_of_a_batch(database: Database) -> None:
    batch = [message(n, words=f"第{n}句", openid=f"o{n % 3}") for n in range(9)]
    taken = await kept(database, *batch)
    assert [one.new for one in taken] == [True] * 9
    assert [one.id for one in taken] == sorted(one.id for one in taken)
    assert len(await users(database)) == 3
    async with database.read() as session:
        rows = list(await session.scalars(select(InboxRow).order_by(InboxRow.id)))
    words = [Incoming.model_validate_json(KEYS.open(str(row.sealed))).words for row in rows]
    assert words == [f"第{n}句" for n in range(9)]


async def test_a_copy_in_the_same_batch_is_no_new_message(database: Database) -> None:
    first, copy, other = await kept(database, message(1), message(1), message(2))
    assert (first.new, copy.new, other.new) == (True, False, True)
    assert copy.id == first.id != other.id


async def test_a_copy_of_an_earlier_batch_is_known(database: Database) -> None:
    [first] = await kept(database, message(1))
    again, new = await kept(database, message(1), message(2))
    assert (again.new, again.id, new.new) == (False, first.id, True)


async def test_what_needs_no_answer_is_done_at_once(database: Database) -> None:
    [taken] = await kept(database, message(1, kind="ignored"))
    assert (taken.new, taken.done) == (True, True)


async def test_touches_and_following_of_a_known_user_are_stored(database: Database) -> None:
    await kept(database, message(1, kind="follow"))
    await kept(database, message(2, kind="click"), message(3), message(4, kind="unfollow"))
    [user] = await users(database)
    assert {grant["touch"]: grant["left"] for grant in user.grants} == {
        "follow": 3,
        "click": 3,
        "message": 5,
    }
    assert not user.follows


async def test_an_empty_batch_is_nothing(database: Database) -> None:
    assert await kept(database) == []
