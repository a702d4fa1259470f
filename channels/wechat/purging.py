"""Forgetting what is over: messages that were answered and deliveries that are done."""

import asyncio
import datetime as dt
import logging

from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError

from channels.gateway.database import Database
from channels.wechat.models import DeliveryRow, InboxRow

log = logging.getLogger("luoxiaozheng.wechat.purging")

KEPT = dt.timedelta(days=3)
"""WeChat repeats a message within seconds; customer-service messages end after 48 hours."""
EVERY_S = 3600


async def purge(database: Database) -> None:
    """Each hour, for ever."""
    while True:
        try:
            await purge_once(database, dt.datetime.now(dt.UTC))
        except SQLAlchemyError:
            log.exception("old messages cannot be deleted now")
        await asyncio.sleep(EVERY_S)


async def purge_once(database: Database, now: dt.datetime) -> None:
    """Delete what is older than KEPT. What still waits for its user then may not be sent any more:
    it stays in the conversation itself."""
    async with database.write() as session:
        await session.execute(delete(DeliveryRow).where(DeliveryRow.created_at < now - KEPT))
        old = (InboxRow.arrived_at < now - KEPT, InboxRow.state == "done")
        await session.execute(delete(InboxRow).where(*old))
