"""What all parts of the store need: the database, the row that a writer locks, the time."""

import datetime as dt

from sqlalchemy.ext.asyncio import AsyncSession

from channels.gateway.database import Database
from channels.gateway.models import Conversation


class Access:
    """A part of the store."""

    def __init__(self, database: Database) -> None:
        self._database = database


async def locked(session: AsyncSession, conversation_id: str) -> Conversation:
    """The conversation, its row held until the transaction ends."""
    return await session.get_one(Conversation, conversation_id, with_for_update=True)


def now() -> dt.datetime:
    """The time, UTC."""
    return dt.datetime.now(dt.UTC)
