"""Answering: a message goes from the inbox along the gateway's road, its reply to the outbox."""

import logging
import time
from dataclasses import dataclass, replace

from channels.gateway.doors import Door
from channels.gateway.services import Services
from channels.gateway.wire import ChatReply, ChatRequest
from channels.wechat import replies
from channels.wechat.binding import Binding
from channels.wechat.inbox import Inbox, Work
from channels.wechat.media import Media, NotUnderstood
from channels.wechat.menu import PAGE
from channels.wechat.outbox import Cards, Outbox
from channels.wechat.receiving.reply import can_be_passive
from channels.wechat.sending import Sending
from channels.wechat.showing import Showing
from channels.wechat.slots import Passive, Slot, Slots
from channels.wechat.understanding import (
    Said,
    chosen,
    is_answered_by,
    language_of,
    names_an_option,
    said_by,
)
from channels.wechat.users import User, Users
from channels.wechat.working import Crew, rest
from messages import Act, Option, TextCard
from service.problems import ProblemError

log = logging.getLogger("luoxiaozheng.wechat.turns")

TRIES = 4
RETRY_AFTER_S = 3.0


@dataclass
class Pace:
    """How long a turn takes on the average, for telling how long it will be."""

    seconds: float = 0.3

    def took(self, seconds: float) -> None:
        self.seconds += 0.1 * (seconds - self.seconds)


@dataclass(frozen=True)
class Turns:
    """One for the process; several `work` at a time."""

    services: Services
    inbox: Inbox
    outbox: Outbox
    slots: Slots
    users: Users
    showing: Showing
    sending: Sending
    media: Media
    binding: Binding
    pace: Pace
    door: Door

    async def run(self, at_once: int) -> None:
        """Answer messages for ever, so many at once."""
        await Crew(at_once).work_off(self._next, self._answer)

    async def _next(self) -> Work | None:
        self.inbox.bell.clear()
        work = await self.inbox.claim()
        if work is None:
            await rest(self.inbox.bell)
        return work

    async def _answer(self, work: Work) -> None:
        began = time.perf_counter()
        try:
            user = await self.users.get(work.user_id)
            await self._deliver(work, *await self._reply(work, user))
            self.pace.took(time.perf_counter() - began)
        except _Again:
            await self.inbox.later(work, RETRY_AFTER_S * work.tries)
        except Exception:  # whatever it was, the citizen is not left without an answer
            log.exception("a message failed", extra={"inbox": work.id, "tries": work.tries})
            if work.tries < TRIES:
                await self.inbox.later(work, RETRY_AFTER_S * work.tries)
            else:
                failed = Cards(words=replies.FAILED)
                await self._deliver(work, await self.users.get(work.user_id), failed)
        finally:
            self.inbox.release(work)

    async def _deliver(self, work: Work, user: User, cards: Cards | None) -> None:
        taken: list[Slot] = []

        def may_be_passive() -> bool:
            slot = self.slots.take(work.id) if passive is not None else None
            taken.extend([slot] if slot else [])
            return slot is not None

        parts = await self.showing.messages(user, cards) if cards else []
        passive = parts[0] if parts and can_be_passive(parts[0]) else None
        given = await self.outbox.answer(
            work.id, user.id, cards, len(parts), may_be_passive, self.sending.may_begin
        )
        if cards and given and given.way == "service":
            self.sending.begin(user, cards, parts, given)
            given = None
        if not taken and (unused := self.slots.take(work.id)):
            taken.append(unused)  # nobody must wait for what goes the other way, or never comes
        for slot in taken:
            if given is None or passive is None:
                _give(slot, None)
            elif not _give(slot, Passive(given.delivery_id, passive)):
                await self.outbox.not_written(given.delivery_id)

    async def _reply(self, work: Work, user: User) -> tuple[User, Cards | None]:
        """What answers a message (None for what needs no answer), and the user in the language of
        the answer. Raises _Again."""
        if work.incoming.kind == "click" and work.incoming.words == PAGE:
            return user, Cards(words=replies.page(self.showing.addresses.of(user).page()))
        try:
            said = said_by(work.incoming) or await self.media.said(user, work.incoming)
        except NotUnderstood as error:
            return user, Cards(words=error.says)
        if said is None:
            return user, None
        if said.words is not None and (own := await self.binding.words(user, said.words)):
            return user, Cards(words=own)
        user = replace(user, locale=language_of(said.words or "", user.locale))
        return user, await self._replied(work, user, said)

    async def _replied(self, work: Work, user: User, said: Said) -> Cards:
        try:
            reply = await self._ask(work, user, said)
        except ProblemError as error:  # too many messages: the only one that is left here
            return Cards(words=error.detail)
        last = max(reply.event_ids, default=0)
        if not last:  # an emergency that could not be stored
            return Cards(words="\n\n".join(card.text for card in reply.cards))
        if await self.binding.signs_in(user, reply):
            after = await self.showing.last_event(user)
            if after > last:  # the question that waited for the sign-in, in place of asking for it
                return Cards(first=last + 1, last=after, lead=said.lead)
        return Cards(first=user.seen_event + 1, last=last, lead=said.lead)

    async def _ask(self, work: Work, user: User, said: Said) -> ChatReply:
        choice = self._guide(user, said)
        if choice is None:
            choice = await self._chosen(work, user)
        request = ChatRequest(
            conversation_id=user.conversation_id,
            client_message_id=self.users.keys.digest(work.incoming.key),
            text=None if choice else said.words,
            choice=choice,
            locale=user.locale,
        )
        address = f"wechat:{user.id}"
        reply = await self.services.road.travel(request, user.identity, address, door=self.door)
        if reply.outcome == "failed" and work.tries < TRIES:
            await self.outbox.skip(user.id, max(reply.event_ids, default=0))
            raise _Again
        return reply

    async def _chosen(self, work: Work, user: User) -> str | None:
        """What a typed number or a tapped menu stands for: numbers begin anew in each delivery."""
        if not names_an_option(work.incoming):
            return None
        for cards in await self.outbox.latest(user.id):
            stored = await self.showing.stored(user, cards.first, cards.last)
            if (choice := chosen(work.incoming, stored)) is not None:
                return choice
            if is_answered_by(work.incoming, stored):
                return None
        return None

    def _guide(self, user: User, said: Said) -> str | None:
        """The choice of a guide that was scanned."""
        if said.guide is None:
            return None
        option = Option(label="扫码", act=Act(item=said.guide))
        card = TextCard(text="", options=[option])
        sealed = self.services.sealer.seal(card, user.conversation_id)
        return sealed.options[0].choice if isinstance(sealed, TextCard) else None


class _Again(Exception):
    """The road could not answer now; the same message is tried again."""


def _give(slot: Slot, passive: Passive | None) -> bool:
    """Whether the connection still waited."""
    if slot.reply.done():
        return False
    slot.reply.set_result(passive)
    return True
