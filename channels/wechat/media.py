"""Messages that are not words: speech is heard, photos and files are kept for forms."""

import asyncio
import logging
from dataclasses import dataclass

from channels.gateway.core_client import FileNotKept
from channels.gateway.services import Services
from channels.voice.hearing import BadAudio, CannotHear, Recogniser
from channels.wechat import replies
from channels.wechat.api import WeChatApi
from channels.wechat.api_errors import WeChatError
from channels.wechat.receiving.incoming import Incoming
from channels.wechat.understanding import Said
from channels.wechat.users import User

log = logging.getLogger("luoxiaozheng.wechat.media")


class NotUnderstood(Exception):
    """Nothing can be made of it; `says` tells the citizen, and what to do."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


@dataclass(frozen=True)
class Media:
    api: WeChatApi
    services: Services
    recogniser: Recogniser
    sure_above: float

    async def said(self, user: User, incoming: Incoming) -> Said | None:
        """The words of speech, the token of a photo. None for what needs no answer."""
        if incoming.kind == "voice":
            return await self._heard(incoming)
        if incoming.kind == "image":
            return await self._photo(user, incoming)
        if incoming.kind == "video":
            raise NotUnderstood(replies.CANNOT_WATCH)
        return None

    async def _heard(self, incoming: Incoming) -> Said:
        """WeChat's own words where it sent some (it may stop doing so, and sends none for more
        than 60 seconds); else the recording is fetched and heard here."""
        if incoming.heard:
            return Said(words=incoming.heard)
        audio, kind = await self._fetch(incoming.media)
        try:
            heard = await self.recogniser.hear(audio, kind)
        except (BadAudio, CannotHear) as error:
            raise NotUnderstood(str(error)) from None
        if not heard.words:
            raise NotUnderstood(replies.CANNOT_HEAR)
        unsure = heard.sure < self.sure_above
        return Said(words=heard.words, lead=replies.heard(heard.words) if unsure else None)

    async def _photo(self, user: User, incoming: Incoming) -> Said:
        """Kept by core, as an upload on the page is; its token is the answer to the form."""
        photo, kind = await self._fetch(incoming.media)
        name = f"photo.{kind.partition('/')[2] or 'jpg'}"
        try:
            kept = await self.services.core.keep_file(user.conversation_id, name, photo)
        except FileNotKept as error:
            raise NotUnderstood(error.detail) from None
        return Said(words=kept.token)

    async def _fetch(self, media: str) -> tuple[bytes, str]:
        for again in (1.0, 0.0):
            try:
                return await self.api.media(media)
            except WeChatError as error:
                log.warning("media not fetched", extra={"error": type(error).__name__})
                await asyncio.sleep(again)
        raise NotUnderstood(replies.CANNOT_FETCH)
