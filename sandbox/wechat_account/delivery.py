"""A user's message on its way to the account's server, up to three times, and what comes back.

https://developers.weixin.qq.com/doc/service/guide/product/message/Receiving_standard_messages.html:
an answer within five seconds, or the same message again, three times in all. The pages do not say
how long WeChat waits after a refused connection; here as long as after a missing answer.
"""

import asyncio
import logging
import time
from collections import deque
from typing import Any, Literal

import httpx
from pydantic import BaseModel

from sandbox.wechat_account import replies
from sandbox.wechat_account.envelopes import Fields, wrap
from sandbox.wechat_account.store import Document, User
from sandbox.wechat_account.world import World

log = logging.getLogger("luoxiaozheng.sandbox.wechat")

FAILED = "该公众号提供的服务出现故障，请稍后再试"
OVERTAKEN_WITHIN_S = 2.0
KEPT = 2000
UNSEEN = {"unsubscribe", "VIEW", "LOCATION", "TEMPLATESENDJOBFINISH", "view_miniprogram"}
"""Events whose failure no user sees."""


class Try(BaseModel):
    """One attempt. Times are seconds since the first one began."""

    began_s: float
    took_s: float
    status: int | None = None
    error: str = ""


class Delivery(BaseModel):
    """A message and what became of it."""

    openid: str
    msg_id: str
    fields: dict[str, Any]
    tries: list[Try] = []
    outcome: Literal["under way", "answered", "silence", "failure", "lost"] = "under way"
    why: str = ""


class Post:
    """The post office. Messages of one user may overtake each other, as with WeChat."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._sent = asyncio.Event()
        self._tasks: set[asyncio.Task[Delivery]] = set()
        self.deliveries: deque[Delivery] = deque(maxlen=KEPT)

    def begin(self, user: User, fields: Fields) -> asyncio.Task[Delivery]:
        """Deliver while the caller goes on."""
        task = asyncio.create_task(self.deliver(user, fields))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def stop(self) -> None:
        """Give up what is under way."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def deliver(self, user: User, fields: Fields) -> Delivery:
        """Send a message until it is answered; shows what came in the chat."""
        world, failures = self._world, self._world.failures
        about = Delivery(openid=user.openid, msg_id=_key(fields), fields=fields)
        self.deliveries.append(about)
        if failures.take("lose"):
            about.outcome = "lost"
            return about
        if failures.delay_s:
            await asyncio.sleep(failures.delay_s)
        if failures.take("overtake"):
            await _within(self._sent, OVERTAKEN_WITHIN_S)
        query, body = wrap(fields, user.openid, world.settings, world.now)
        if failures.take("duplicate"):
            start = time.monotonic()
            twice = await asyncio.gather(*(self._once(query, body, start) for _ in range(2)))
            about.tries += [tried for tried, _ in twice]
            answer = max((one for _, one in twice if one is not None), key=len, default=None)
        else:
            answer = await self._until_answered(about, query, body)
        self._take(user, about, answer)
        return about

    async def _until_answered(
        self, about: Delivery, query: dict[str, str], body: bytes
    ) -> bytes | None:
        wait_s, start = self._world.settings.retry_after_s, time.monotonic()
        for number in range(self._world.settings.tries):
            if number:
                late = time.monotonic() - start - about.tries[-1].began_s
                await asyncio.sleep(max(0.0, wait_s - late))
            tried, answer = await self._once(query, body, start)
            about.tries.append(tried)
            if answer is not None:
                return answer
        return None

    async def _once(
        self, query: dict[str, str], body: bytes, start: float
    ) -> tuple[Try, bytes | None]:
        """One POST; the body of an answer that counts."""
        settings, began = self._world.settings, time.monotonic()
        status, error, answer = None, "", None
        self._announce()
        try:
            async with asyncio.timeout(settings.retry_after_s):
                reply = await self._world.http.post(
                    settings.callback_url,
                    params=query,
                    content=body,
                    headers={"Content-Type": "text/xml"},
                )
            status = reply.status_code
            answer = reply.content if status == 200 else None
            if self._world.failures.take("drop_answers"):
                error, answer = "dropped", None
        except (httpx.HTTPError, TimeoutError) as trouble:
            error = type(trouble).__name__
        took = time.monotonic() - began
        tried = Try(began_s=began - start, took_s=took, status=status, error=error)
        return tried, answer

    def _take(self, user: User, about: Delivery, answer: bytes | None) -> None:
        world = self._world
        shown: Document | None = None
        try:
            if answer is None:
                raise ValueError("no answer")
            shown = replies.read(answer, user.openid, world.settings, world.media)
        except ValueError as error:
            about.outcome, about.why = "failure", str(error)
            log.warning("a message failed: %s", error)
            if about.fields.get("Event") not in UNSEEN and user.follows:
                self._show(user, about, {"kind": "text", "text": FAILED}, "failure")
            return
        about.outcome = "silence" if shown is None else "answered"
        if shown is not None and user.follows:
            self._show(user, about, shown, "passive")

    def _show(self, user: User, about: Delivery, shown: Document, via: str) -> None:
        at = self._world.now
        user.add(at=at, side="account", via=via, in_reply_to=about.msg_id, **shown)

    def _announce(self) -> None:
        self._sent.set()
        self._sent = asyncio.Event()


def _key(fields: Fields) -> str:
    """What tells a message apart: its id, of an event sender and time."""
    number = fields.get("MsgId") or fields.get("MsgID")
    return str(number or f"{fields['FromUserName']}{fields['CreateTime']}")


async def _within(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass
