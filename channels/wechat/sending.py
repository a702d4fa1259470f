"""Sending what the outbox holds by the customer-service interface, within the quota.

WeChat gives a message no key of its own, so a message that was under way when a process died may
have arrived or not. Then WeChat's own record of what was sent is read
(https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Obtain_chat_transcript.html);
where an account has no such record, it is sent again: rather twice than never.
"""

import datetime as dt
import logging
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
from channels.wechat.outgoing import Choices, Image, MiniProgramCard, News, Outgoing, Text
from channels.wechat.showing import Showing
from channels.wechat.templates import Templates
from channels.wechat.users import User, Users
from channels.wechat.working import rest, work_off

log = logging.getLogger("luoxiaozheng.wechat.sending")

MAX_TRIES = 200
RETRY_AFTER_S = 2.0
RETRY_AT_MOST_S = 60.0
SLACK = dt.timedelta(seconds=5)


@dataclass(frozen=True)
class Sending:
    """One for the process; several `work` at a time."""

    dispatch: Dispatch
    users: Users
    showing: Showing
    api: WeChatApi
    templates: Templates
    kf_account: str

    async def run(self, at_once: int) -> None:
        """Send for ever, so many at once."""
        await work_off(self._next, self._send, at_once)

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
            while sent < len(messages):
                if not await self._send_part(user, delivery, messages, sent):
                    return
                sent += 1
        except Exception:  # it stays in the outbox, whatever it was
            log.exception("a delivery failed", extra={"delivery": delivery.id})
            await self._later(delivery, "ready")

    async def _send_part(
        self, user: User, delivery: Delivery, messages: list[Outgoing], part: int
    ) -> bool:
        """Whether it is with WeChat now."""
        if not user.follows:
            await self.dispatch.give_up(delivery)
            return False
        left = await self.dispatch.under_way(delivery)
        if left is None:
            await self._by_template(user, delivery)
            return False
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
