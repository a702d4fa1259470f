"""Keeping a sign-in for a WeChat account (绑定), which is core's business: here are the words and
the moments."""

import datetime as dt
import logging
from dataclasses import dataclass

from channels.gateway.database import Database
from channels.gateway.services import Services
from channels.gateway.sign_in_client import SignInFailed
from channels.gateway.wire import ChatReply
from channels.wechat import replies
from channels.wechat.addresses import Addresses
from channels.wechat.models import UserRow
from channels.wechat.outbox import Outbox
from channels.wechat.users import User
from messages import SignInCard

log = logging.getLogger("luoxiaozheng.wechat.binding")

ASKS = {"绑定", "绑定身份", "绑定微信", "解绑", "解除绑定", "取消绑定"}
AGREED = "登录后记住这个微信，以后用它办事不用再登录，随时可以解除。"
WISH_LIVES = dt.timedelta(minutes=30)


@dataclass(frozen=True)
class Binding:
    database: Database
    services: Services
    addresses: Addresses
    outbox: Outbox

    async def words(self, user: User, words: str) -> str | None:
        """The answer to who asks to bind or unbind by words; None for anything else."""
        if words.strip(" 。！!") not in ASKS:
            return None
        return replies.account(self.addresses.link(user.id, "account"), await self.is_bound(user))

    async def is_bound(self, user: User) -> bool:
        """Whether this account is bound; false where core does not say."""
        try:
            return (await self.services.sign_in.binding(user.conversation_id)).bound
        except SignInFailed:
            return False

    async def signs_in(self, user: User, reply: ChatReply) -> bool:
        """Sign a bound account in by itself where a reply asks for a sign-in, and let the dialogue
        go on. False where a person has to."""
        asked = [card.wanted for card in reply.cards if isinstance(card, SignInCard)]
        if not asked or "face" in asked:
            return False
        try:
            view = await self.services.sign_in.renew(user.conversation_id)
        except SignInFailed:
            return False
        if not view.signed_in:
            return False
        conversation = await self.services.store.find(user.conversation_id, user.identity.owners)
        await self.services.road.after_sign_in(conversation)
        return True

    async def wish(self, user: User) -> None:
        """The user wants the sign-in that follows to be kept."""
        await self._set(user, dt.datetime.now(dt.UTC) + WISH_LIVES)

    async def keep(self, user: User) -> None:
        """After something happened in the conversation: bind, where that was wished and somebody
        is signed in now."""
        async with self.database.read() as session:
            until = (await session.get_one(UserRow, user.id)).binds_until
        if until is None:
            return
        if until > dt.datetime.now(dt.UTC):
            try:
                if not (await self.services.sign_in.session(user.conversation_id)).signed_in:
                    return
                await self.services.sign_in.bind(user.conversation_id, AGREED)
            except SignInFailed as error:
                log.warning("not bound", extra={"status": error.status})
                return
            await self.outbox.say(user.id, replies.BOUND)
        await self._set(user, None)

    async def unbind(self, user: User) -> None:
        """Forget the account's person. Raises SignInFailed."""
        await self.services.sign_in.unbind(user.conversation_id)
        await self._set(user, None)

    async def _set(self, user: User, until: dt.datetime | None) -> None:
        async with self.database.write() as session:
            row = await session.get_one(UserRow, user.id, with_for_update=True)
            row.binds_until = until
