"""Sending what the outbox holds by the customer-service interface, within the quota.

WeChat gives a message no key of its own, so a message that was under way when a process died may
have arrived or not. Then WeChat's own record of what was sent is read
(https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Obtain_chat_transcript.html);
where an account has no such record, it is sent again: rather twice than never.
"""

import datetime as dt
import logging
import time
from dataclasses import dataclass, replace

from channels.wechat import replies
from channels.wechat.api import WeChatApi
from channels.wechat.api_errors import (
    Away,
    NotFollowing,
    OutOfTime,
    QuotaSpent,
    Refused,
    WeChatError,
)
from channels.wechat.dispatch import Delivery, Dispatch
from channels.wechat.outbox import Cards, Given
from channels.wechat.outgoing import Choices, Image, MiniProgramCard, News, Outgoing, Text
from channels.wechat.showing import Showing
from channels.wechat.templates import Templates
from channels.wechat.users import User, Users
from channels.wechat.working import Crew, rest

log = logging.getLogger("luoxiaozheng.wechat.sending")

MAX_TRIES = 200
RETRY_AFTER_S = 2.0
RETRY_AT_MOST_S = 60.0
SLACK = dt.timedelta(seconds=5)
IN_HAND_S = 10.0
"""What is in our hands longer, because WeChat is slow, is sent by nobody until its lease is over:
well before that, so that it is not sent by two."""


@dataclass(frozen=True)
class Sending:
    """One for the process. The crew sends what a turn puts into its hands, and what the outbox
    holds."""

    dispatch: Dispatch
    users: Users
    showing: Showing
    api: WeChatApi
    templates: Templates
    kf_account: str
    crew: Crew

    async def run(self) -> None:
        """Send for ever."""
        await self.crew.work_off(self._next, self._send)

    def may_begin(self) -> bool:
        """Whether what is put into our hands now is sent now."""
        return self.crew.is_free

    def begin(self, user: User, cards: Cards, messages: list[Outgoing], given: Given) -> None:
        """Send a delivery that was stored as under way just now."""
        delivery = Delivery(given.delivery_id, user.id, cards, 0, 1, False, None, is_news=False)
        until = time.monotonic() + IN_HAND_S
        self.crew.begin(self._send_in_hand(user, delivery, messages, given.left, until))

    async def _next(self) -> Delivery | None:
        self.dispatch.outbox.bell.clear()
        delivery = await self.dispatch.claim()
        if delivery is None:
            await rest(self.dispatch.outbox.bell)
        return delivery

    async def _send(self, delivery: Delivery) -> None:
        try:
            user = await self.users.get(delivery.user_id)
            messages = await self.showing.messages(user, delivery.cards)
            sent = delivery.parts_sent
            if delivery.unsure and sent < len(messages):
                sent += await self._arrived(user, delivery, messages[sent])
            if sent > delivery.parts_sent or sent >= len(messages):
                await self.dispatch.sent(delivery, sent, len(messages))
        except Exception:  # it stays in the outbox, whatever it was
            log.exception("a delivery failed", extra={"delivery": delivery.id})
            await self._later(delivery, "ready")
            return
        await self._send_all(user, replace(delivery, parts_sent=sent), messages)

    async def _send_in_hand(
        self, user: User, delivery: Delivery, messages: list[Outgoing], left: int, until: float
    ) -> None:
        if time.monotonic() < until:  # else it is found again when its lease is over
            await self._send_all(user, delivery, messages, left)

    async def _send_all(
        self, user: User, delivery: Delivery, messages: list[Outgoing], left: int | None = None
    ) -> None:
        """What is not sent yet. `left`: how many more the quota allows after the next part, where
        that is marked as under way already."""
        try:
            for part in range(delivery.parts_sent, len(messages)):
                if left is None:
                    left = await self._under_way(user, delivery)
                if left is None or not await self._send_part(user, delivery, messages, part, left):
                    return
                left = None
        except Exception:  # it stays in the outbox, whatever it was
            log.exception("a delivery failed", extra={"delivery": delivery.id})
            await self._later(delivery, "ready")

    async def _send_part(
        self, user: User, delivery: Delivery, messages: list[Outgoing], part: int, left: int
    ) -> bool:
        """Whether it is with WeChat now."""
        last = part + 1 == len(messages)
        message = messages[part] if last or left else _with_hint(messages[part])
        try:
            await self.api.send(user.openid, message, self.kf_account)
        except (QuotaSpent, OutOfTime):
            await self.dispatch.waits(delivery)
            await self._by_template(user, delivery)
            return False
        except NotFollowing:
            await self.dispatch.give_up(delivery)
            return False
        except Away as away:
            await self._later(delivery, "sending" if away.maybe_done else "ready")
            return False
        except Refused as error:
            log.error("WeChat refused a message", extra={"errcode": error.errcode})
            await self.dispatch.give_up(delivery)
            return False
        await self.dispatch.sent(delivery, part + 1, len(messages))
        return True

    async def _under_way(self, user: User, delivery: Delivery) -> int | None:
        """Mark the next part as being sent; how many more may follow it, None when it may not."""
        if not user.follows:
            await self.dispatch.give_up(delivery)
            return None
        left = await self.dispatch.under_way(delivery)
        if left is None:
            await self._by_template(user, delivery)
        return left

    async def _by_template(self, user: User, delivery: Delivery) -> None:
        """News that may not be sent as a message now goes as a template message, where the
        account has one for it; the cards themselves wait."""
        if not delivery.is_news or delivery.cards.words is not None:
            return
        cards = await self.showing.cards(user, delivery.cards.first, delivery.cards.last)
        for card in cards:
            news = self.templates.of(card, self.showing.addresses.of(user))
            if news is None:
                continue
            try:
                await self.api.template(user.openid, news.template_id, news.data, news.url)
            except WeChatError as error:
                log.warning("no template message", extra={"error": str(error)})

    async def _arrived(self, user: User, delivery: Delivery, message: Outgoing) -> int:
        """1 if WeChat's record holds the message that was under way, else 0."""
        if delivery.sending_since is None:
            return 0
        now = dt.datetime.now(dt.UTC)
        try:
            records = await self.api.sent_records(delivery.sending_since - SLACK, now + SLACK)
        except WeChatError:
            return 0
        start = _recorded(message)
        mine = (one for one in records if one.sent and one.openid == user.openid)
        return int(any(start and one.text.startswith(start) for one in mine))

    async def _later(self, delivery: Delivery, state: str) -> None:
        if delivery.tries >= MAX_TRIES:
            await self.dispatch.give_up(delivery)
        else:
            wait = min(RETRY_AT_MOST_S, RETRY_AFTER_S * delivery.tries)
            await self.dispatch.again(delivery, wait, state)


def _with_hint(message: Outgoing) -> Outgoing:
    """The last message that the quota allows, though there is more."""
    if isinstance(message, Text):
        return replace(message, content=f"{message.content}\n{replies.LATER_PART}")
    return message


def _recorded(message: Outgoing) -> str:
    """How a message begins in WeChat's record; pictures stand there as [image]."""
    match message:
        case Text(content=words) | Choices(head=words):
            return words[:60]
        case News(title=title) | MiniProgramCard(title=title):
            return title
        case Image():
            return "[image]"
