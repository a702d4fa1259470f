"""The interfaces of WeChat's server that the channel uses.

Every method raises Away (the caller tries again) or a Refused, see api_errors.py. Nothing is
logged: what travels are tokens, openids and citizens' words.
"""

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from channels.gateway.database import Database
from channels.wechat.access_token import AccessTokens
from channels.wechat.api_errors import Away, Refused
from channels.wechat.calling import Caller, Tokens
from channels.wechat.outgoing import Outgoing
from channels.wechat.records import Record, read_records
from channels.wechat.service_message import picture_of, service_message
from channels.wechat.settings import WeChatSettings
from channels.wechat.token_server import TokenServer
from channels.wechat.token_store import TokenStore
from channels.wechat.wire import exchange, is_json, read_answer

TIMEOUT_S = 5.0
NO_MENU = 46003
TYPING_ALREADY = frozenset({45080, 45081})
"""Nothing was said for 30 seconds; it shows already."""
QR_LIVES_S = 30 * 24 * 3600


@dataclass(frozen=True)
class QrCode:
    """`url` is what the picture of the code says; `ticket` is for showqrcode."""

    ticket: str
    url: str


class WeChatApi:
    """One account's interfaces."""

    def __init__(self, client: httpx.AsyncClient, tokens: Tokens, settings: WeChatSettings) -> None:
        """`client` has WeChat's address as its base address, see `open_api`."""
        self._client = client
        self._caller = Caller(client, tokens)
        self._appid = settings.appid
        self._secret = settings.app_secret

    async def send(self, openid: str, message: Outgoing, kf_account: str = "") -> None:
        """Send a service message (客服消息). QuotaSpent, OutOfTime: the user has to write first.
        https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage
        """
        media_id = ""
        picture = picture_of(message)
        if picture is not None:
            try:
                media_id = await self.upload_image(picture)
            except Away as error:
                raise Away(error.errmsg, errcode=error.errcode) from None  # nothing was sent
        body = service_message(message, openid, media_id=media_id, kf_account=kf_account)
        await self._caller.post("/cgi-bin/message/custom/send", body)

    async def typing(self, openid: str) -> None:
        """Show 对方正在输入 for up to 15 seconds.
        https://developers.weixin.qq.com/doc/service/api/customer/message/api_typing
        """
        try:
            body = {"touser": openid, "command": "Typing"}
            await self._caller.post("/cgi-bin/message/custom/typing", body)
        except Refused as error:
            if error.errcode not in TYPING_ALREADY:
                raise

    async def sent_records(self, since: dt.datetime, until: dt.datetime) -> list[Record]:
        """What was sent and received from `since` to `until`, at most 24 hours, oldest first.
        https://developers.weixin.qq.com/doc/service/api/customer/message/api_getmsglist
        """
        return await read_records(self._caller, since, until)

    async def template(
        self, openid: str, template_id: str, data: Mapping[str, str], url: str, key: str = ""
    ) -> None:
        """Send a template message. The same `key` to the same user is sent once in 10 minutes.
        https://developers.weixin.qq.com/doc/service/api/notify/template/api_sendtemplatemessage
        """
        body: dict[str, Any] = {
            "touser": openid,
            "template_id": template_id,
            "data": {name: {"value": value} for name, value in data.items()},
        }
        body |= {"url": url} if url else {}
        body |= {"client_msg_id": key} if key else {}
        await self._caller.post("/cgi-bin/message/template/send", body)

    async def media(self, media_id: str) -> tuple[bytes, str]:
        """A picture or voice message that a user sent (kept for 3 days): content, content type.
        Refused(40007): it is gone, or it is a video, which WeChat does not give over HTTPS.
        https://developers.weixin.qq.com/doc/service/api/material/temporary/api_getmedia
        """
        response = await self._caller.download("/cgi-bin/media/get", {"media_id": media_id})
        if is_json(response):
            raise Refused(40007, "no picture or voice message")
        return response.content, response.headers.get("Content-Type", "application/octet-stream")

    async def upload_image(self, content: bytes) -> str:
        """The media id, good for 3 days, of a PNG or JPEG of at most 10 MiB.
        https://developers.weixin.qq.com/doc/service/api/material/temporary/api_uploadtempmedia
        """
        kind = "jpeg" if content.startswith(b"\xff\xd8") else "png"
        file = (f"picture.{kind}", content, f"image/{kind}")
        answer = await self._caller.upload("/cgi-bin/media/upload", {"type": "image"}, file)
        return _text(answer, "media_id")

    async def create_menu(self, menu: Mapping[str, Any]) -> None:
        """Put the account's menu in force; phones show it within 5 minutes of being looked at.
        https://developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu
        """
        await self._caller.post("/cgi-bin/menu/create", menu)

    async def get_menu(self) -> dict[str, Any] | None:
        """The menu in force, as it was created; None when there is none.
        https://developers.weixin.qq.com/doc/service/api/custommenu/api_getmenu
        """
        try:
            answer = await self._caller.get("/cgi-bin/menu/get")
        except Refused as error:
            if error.errcode == NO_MENU:
                return None
            raise
        menu = answer.get("menu")
        return menu if isinstance(menu, dict) else None

    async def create_qr(self, scene: str, *, permanent: bool = False) -> QrCode:
        """A code that tells the account `scene` (1 to 64 characters). Permanent ones: 100,000 an
        account, never given back; others live 30 days.
        https://developers.weixin.qq.com/doc/service/api/qrcode/qrcodes/api_createqrcode
        """
        body: dict[str, Any] = {
            "action_name": "QR_LIMIT_STR_SCENE" if permanent else "QR_STR_SCENE",
            "action_info": {"scene": {"scene_str": scene}},
        }
        body |= {} if permanent else {"expire_seconds": QR_LIVES_S}
        answer = await self._caller.post("/cgi-bin/qrcode/create", body)
        return QrCode(_text(answer, "ticket"), _text(answer, "url"))

    async def callback_ips(self) -> Sequence[str]:
        """Addresses and networks that WeChat calls the account's server from; they change.
        https://developers.weixin.qq.com/doc/service/api/base/api_getcallbackip
        """
        answer = await self._caller.get("/cgi-bin/getcallbackip")
        return [str(one) for one in answer.get("ip_list") or []]

    async def openid_of(self, code: str) -> str:
        """Who opened a page, from the code that web authorisation gave it. Raises BadCode.
        https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken
        """
        query = {
            "appid": self._appid,
            "secret": self._secret.get_secret_value(),
            "code": code,
            "grant_type": "authorization_code",
        }
        answer = await exchange(self._client, "GET", "/sns/oauth2/access_token", params=query)
        return _text(read_answer(answer), "openid")


@asynccontextmanager
async def open_api(
    settings: WeChatSettings,
    database: Database,
    transport: httpx.AsyncBaseTransport | None = None,
) -> AsyncIterator[WeChatApi]:
    """The account's interfaces with the token that all processes share through `database`;
    `transport` replaces the network."""
    async with httpx.AsyncClient(
        base_url=settings.api_url, timeout=TIMEOUT_S, transport=transport
    ) as client:
        server = TokenServer(client, settings.appid, settings.app_secret)
        store = TokenStore(database, settings.appid, settings.app_secret)
        yield WeChatApi(client, AccessTokens(server, store), settings)


def _text(answer: Mapping[str, Any], name: str) -> str:
    if not answer.get(name):
        raise Away(f"an answer without {name}", maybe_done=True)
    return str(answer[name])
