"""GET and POST /wechat/callback: what the account's server URL (服务器地址) points to.

WeChat waits five seconds for the answer to a POST and sends the message again up to twice. So a
message is kept first; the reply is given here if it is there in time, else the message is
acknowledged and the reply follows by the customer-service interface.
https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Passive_user_reply_message.html
"""

import logging
import time
from contextlib import suppress
from dataclasses import dataclass, field

from fastapi import APIRouter, Request, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.background import BackgroundTask

from channels.wechat import replies
from channels.wechat.api import WeChatApi
from channels.wechat.api_errors import WeChatError
from channels.wechat.inbox import Inbox
from channels.wechat.keeping import Taken
from channels.wechat.outbox import Outbox
from channels.wechat.outgoing import Text
from channels.wechat.receiving.envelope import Envelope, NotProven, Proof, Unreadable
from channels.wechat.receiving.incoming import Incoming, parse
from channels.wechat.receiving.reply import SILENCE, passive
from channels.wechat.showing import Showing
from channels.wechat.slots import Passive, Slots
from channels.wechat.turns import Pace
from channels.wechat.users import Users

log = logging.getLogger("luoxiaozheng.wechat.callback")

GRACE_S = 0.6
"""A reply that is being stored when the time is up gets this much more."""
CROWD_S = 12.0
"""From this wait on the citizen is told that it takes a while."""
TELL_EVERY_S = 60.0


@dataclass
class Callback:
    """The two routes and what they need."""

    envelope: Envelope
    inbox: Inbox
    outbox: Outbox
    slots: Slots
    showing: Showing
    users: Users
    pace: Pace
    workers: int
    passive_within_s: float
    api: WeChatApi | None = None
    _told: dict[str, float] = field(default_factory=dict)

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/wechat", include_in_schema=False)
        router.add_api_route("/callback", self.verify, methods=["GET"], response_class=Response)
        router.add_api_route("/callback", self.take, methods=["POST"], response_class=Response)
        return router

    async def verify(self, request: Request) -> Response:
        """Answer the check that WeChat makes when the server URL is saved."""
        try:
            self.envelope.prove(Proof.of(request.query_params))
        except NotProven:
            return Response(status_code=403)
        return Response(request.query_params.get("echostr", ""), media_type="text/plain")

    async def take(self, request: Request) -> Response:
        """Keep a message, and answer it here if that is quick."""
        arrived = time.monotonic()
        proof = Proof.of(request.query_params)
        try:
            incoming = parse(self.envelope.open(proof, await request.body()))
        except NotProven as error:
            log.warning("a callback was not proven", extra={"reason": str(error)})
            return Response(status_code=403)
        except Unreadable as error:
            log.warning("a callback cannot be read", extra={"reason": str(error)})
            return Response(status_code=400)
        try:
            taken = await self.inbox.take(incoming)
        except (SQLAlchemyError, OSError):
            return Response(status_code=503)  # WeChat sends it again
        reply = await self._reply(incoming, taken, arrived)
        if reply is None:
            return Response(SILENCE, background=BackgroundTask(self._typing, incoming, taken))
        if await request.is_disconnected():
            if reply.delivery_id:
                await self.outbox.not_written(reply.delivery_id)
            return Response(SILENCE)
        xml = passive(reply.part, incoming.openid, incoming.account) or SILENCE
        return Response(self.envelope.close(xml, proof), media_type="text/xml")

    async def _typing(self, incoming: Incoming, taken: Taken) -> None:
        """Show that an answer is on its way (对方正在输入…), once a message; not in a crowd, where
        it would not be true for long."""
        soon = self._expected_wait() <= CROWD_S
        if self.api is not None and soon and taken.new and not taken.done:
            with suppress(WeChatError):
                await self.api.typing(incoming.openid)

    async def _reply(self, incoming: Incoming, taken: Taken, arrived: float) -> Passive | None:
        retried = not taken.new and not self.slots.is_copy(taken.id)
        if taken.new:
            self.slots.is_copy(taken.id)
        if taken.done:
            return await self._once_more(taken.id, incoming) if retried else None
        wait = self._expected_wait()
        if wait > CROWD_S and taken.new:
            return self._patience(incoming, wait)
        left = self.passive_within_s - (time.monotonic() - arrived)
        reply = await self.slots.wait(taken.id, left, GRACE_S)
        if reply is None and retried:  # the connection that was answered may be the broken one
            return await self._once_more(taken.id, incoming)
        return reply

    async def _once_more(self, inbox_id: int, incoming: Incoming) -> Passive | None:
        """WeChat tries again what was answered passively: the answer did not reach it."""
        again = await self.outbox.passive_again(inbox_id)
        user = await self.users.by_openid(incoming.openid) if again else None
        if again is None or user is None:
            return None
        parts = await self.showing.messages(user, again[1])
        return Passive(again[0], parts[0]) if parts else None

    def _expected_wait(self) -> float:
        """Seconds."""
        return self.inbox.unfinished * self.pace.seconds / self.workers

    def _patience(self, incoming: Incoming, wait: float) -> Passive | None:
        """Tell who writes now how long it takes, once a minute; it costs no quota."""
        now = time.monotonic()
        if now - self._told.get(incoming.openid, -TELL_EVERY_S) < TELL_EVERY_S:
            return None
        if len(self._told) > 100_000:
            self._told.clear()
        self._told[incoming.openid] = now
        return Passive(0, Text(replies.wait(wait)))
