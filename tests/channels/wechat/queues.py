"""Inbox and outbox alone, on one database, with messages made up."""

from dataclasses import dataclass
from typing import Any

from channels.gateway.database import Database
from channels.wechat.dispatch import Dispatch
from channels.wechat.inbox import Inbox, Work
from channels.wechat.outbox import Cards, Outbox
from channels.wechat.receiving.incoming import Incoming
from channels.wechat.secrets import Keys
from channels.wechat.seen import Seen

SECRET = "a-secret-for-tests"


def message(number: int, words: str = "你好", openid: str = "o1", **changed: Any) -> Incoming:
    told = {"key": f"m:{number}", "openid": openid, "account": "gh", "kind": "text", "at": 1}
    return Incoming.model_validate(told | {"words": words} | changed)


@dataclass
class Queues:
    """What one process has of them."""

    database: Database
    inbox: Inbox
    outbox: Outbox

    @property
    def dispatch(self) -> Dispatch:
        return Dispatch(self.outbox)

    @classmethod
    def on(cls, url: str) -> "Queues":
        database, keys = Database(url), Keys(SECRET)
        return cls(database, Inbox(database, keys, Seen("")), Outbox(database, keys))

    async def work(self, number: int, **changed: Any) -> Work:
        """A message that was taken and is in work."""
        await self.inbox.take(message(number, **changed))
        work = await self.inbox.claim()
        assert work is not None
        return work

    async def answered(self, number: int, words: str = "好", parts: int = 1) -> int:
        """A message that was taken, and answered by the service route; its user."""
        work = await self.work(number)
        cards = Cards(words=words)
        await self.outbox.answer(work.id, work.user_id, cards, parts, lambda: False)
        return work.user_id
