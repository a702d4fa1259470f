"""/wechat/…: pages that open from a chat, in WeChat's browser, with the conversation's context.

A link says where to; who opened it is asked of WeChat (web authorisation, snsapi_base, which shows
nothing to the user). Only then the browser gets the cookie that owns the conversation.
https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html
"""

import hmac
import logging
import secrets
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import FileResponse, RedirectResponse

from channels.gateway.identity import COOKIE
from channels.gateway.pages import page
from channels.gateway.services import Services
from channels.gateway.settings import GatewaySettings
from channels.gateway.sign_in_client import SignInFailed
from channels.wechat.addresses import Addresses, BadLink, Target
from channels.wechat.api import WeChatApi
from channels.wechat.api_errors import WeChatError
from channels.wechat.binding import AGREED, Binding
from channels.wechat.paying import pay_page, payment_of
from channels.wechat.secrets import Keys, Unsealable
from channels.wechat.settings import WeChatSettings
from channels.wechat.users import User, Users

log = logging.getLogger("luoxiaozheng.wechat.pages")

STATE = "lxz_wechat_state"
STATE_LIVES_S = 600
SCRIPT = Path(__file__).parent / "pay.js"
BACK = "回到对话"
OLD = ("这个链接已经失效，没有办任何事。", "请回到微信里的对话，再点一次新的链接。")
NOT_YOURS = (
    "这个链接是发给另一个微信的，所以没有打开。",
    "请在自己的微信里打开罗小政的公众号，对它说您想办的事。",
)
AWAY = ("微信现在没有回应，什么都没有改动。", "请过一会儿，回到对话再点一次链接。")


@dataclass
class Pages:
    """The routes and what they need; `api` is set while the gateway serves."""

    settings: WeChatSettings
    gateway: GatewaySettings
    services: Services
    users: Users
    addresses: Addresses
    binding: Binding
    keys: Keys
    api: WeChatApi | None = None

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/wechat", include_in_schema=False)
        router.add_api_route("/open", self.open, methods=["GET"])
        router.add_api_route("/back", self.back, methods=["GET"])
        router.add_api_route("/sign-in", self.sign_in, methods=["GET"])
        router.add_api_route("/account", self.unbind, methods=["POST"])
        router.add_api_route("/pay.js", self.script, methods=["GET"])
        return router

    async def open(self, request: Request, t: str = "") -> Response:
        """Lead to where a link points; by WeChat first, where the browser is not known yet."""
        try:
            target = self.addresses.read(t)
        except BadLink:
            return page("链接已经失效", OLD, BACK, 410)
        user = await self.users.get(target.user_id)
        if self._is_here(request, user):
            return await self._lead(target, user, t)
        nonce = secrets.token_urlsafe(16)
        asked = {
            "appid": self.settings.appid,
            "redirect_uri": f"{self.addresses.public_url}/wechat/back",
            "response_type": "code",
            "scope": "snsapi_base",
            "state": nonce,
        }
        address = f"{self.settings.authorize_url}/connect/oauth2/authorize"
        response = RedirectResponse(f"{address}?{urlencode(asked)}#wechat_redirect", 302)
        begun = self.keys.sign(f"{nonce} {t}")
        self._set_cookie(response, STATE, begun, STATE_LIVES_S)
        return response

    async def back(self, request: Request, code: str = "", state: str = "") -> Response:
        """WeChat says who opened the link; it opens for who it was made for, nobody else."""
        try:
            nonce, _, t = self.keys.signed(request.cookies.get(STATE, "")).partition(" ")
            target = self.addresses.read(t)
        except (Unsealable, BadLink):
            return page("链接已经失效", OLD, BACK, 410)
        if not (code and hmac.compare_digest(nonce.encode(), state.encode())) or self.api is None:
            return page("链接已经失效", OLD, BACK, 410)
        try:
            openid = await self.api.openid_of(code)
        except WeChatError as error:
            log.warning("no openid for a code", extra={"error": type(error).__name__})
            return page("没有打开", AWAY, BACK, 502)
        user = await self.users.get(target.user_id)
        if not hmac.compare_digest(openid.encode(), user.openid.encode()):
            return page("没有打开", NOT_YOURS, BACK, 403)
        response = RedirectResponse(f"/wechat/open?t={quote(t)}", 303)
        self._set_cookie(response, COOKIE, user.token, self.gateway.cookie_days * 86_400)
        response.delete_cookie(STATE)
        return response

    async def _lead(self, target: Target, user: User, t: str) -> Response:
        kind, _, value = target.to.partition(":")
        if kind == "sign_in":
            return await self._ask_to_keep(user, value, t)
        if kind == "account":
            return await self._account(user, t)
        if kind == "pay":
            card = await payment_of(self.services, user.conversation_id, value)
            return pay_page(card, self.settings.js_url)
        if kind == "paper" and value.startswith("/") and not value.startswith(("//", "/\\")):
            return RedirectResponse(_of_conversation(value, user), 303)
        return RedirectResponse(f"/?conversation={user.conversation_id}", 303)

    async def _ask_to_keep(self, user: User, wanted: str, t: str) -> Response:
        here = f"/wechat/sign-in?t={quote(t)}"
        links = _links(
            (f"{here}&keep=yes", "登录并记住这个微信"), (f"{here}&keep=no", "只登录这一次")
        )
        told = ("办这件事要先核验是您本人。", f"选“记住”：{AGREED}")
        return page("登录", told, BACK, body=links)

    async def sign_in(self, request: Request, t: str = "", keep: str = "no") -> Response:
        """On to the sign-in, with or without the wish that it be kept."""
        try:
            target = self.addresses.read(t)
        except BadLink:
            return page("链接已经失效", OLD, BACK, 410)
        user = await self.users.get(target.user_id)
        kind, _, wanted = target.to.partition(":")
        if not self._is_here(request, user) or kind not in ("sign_in", "account"):
            return RedirectResponse(f"/wechat/open?t={quote(t)}", 303)
        if keep == "yes":
            await self.binding.wish(user)
        asked = {"conversation_id": user.conversation_id, "wanted": wanted or "real_name"}
        return RedirectResponse(f"/api/sign-in?{urlencode(asked)}", 303)

    async def _account(self, user: User, t: str) -> Response:
        if not await self.binding.is_bound(user):
            link = _links((f"/wechat/sign-in?t={quote(t)}&keep=yes", "登录并绑定"))
            return page("绑定身份", (AGREED,), BACK, body=link)
        form = (
            f'<form method="post" action="/wechat/account"><input type="hidden" name="t" '
            f'value="{escape(t)}"><button>解除绑定</button></form>'
        )
        told = ("这个微信已经绑定您的身份。", "解除以后，办事要重新登录；办过的事都还在。")
        return page("已经绑定", told, BACK, body=form)

    async def unbind(self, request: Request, t: Annotated[str, Form()] = "") -> Response:
        """End the binding of the account that opened the page."""
        try:
            user = await self.users.get(self.addresses.read(t).user_id)
        except BadLink:
            return page("链接已经失效", OLD, BACK, 410)
        if not self._is_here(request, user):
            return page("没有打开", NOT_YOURS, BACK, 403)
        try:
            await self.binding.unbind(user)
        except SignInFailed:
            told = ("现在没有解除成，绑定还在。", "请过一会儿再点一次。")
            return page("没有解除", told, BACK, 503)
        told = ("这个微信不再记着您的身份，也已经退出登录。", "办过的事和对话都还在。")
        return page("已经解除绑定", told, BACK)

    async def script(self) -> FileResponse:
        """What the payment page runs."""
        return FileResponse(SCRIPT, media_type="text/javascript")

    def _is_here(self, request: Request, user: User) -> bool:
        return hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), user.token.encode())

    def _set_cookie(self, response: Response, name: str, value: str, seconds: int) -> None:
        response.set_cookie(
            name,
            value,
            max_age=seconds,
            httponly=True,
            samesite="lax",
            secure=self.gateway.cookie_secure,
        )


def _of_conversation(path: str, user: User) -> str:
    """A document of the gateway is asked for by its conversation."""
    if not path.startswith("/api/") or "conversation_id=" in path:
        return path
    mark = "&" if "?" in path else "?"
    return f"{path}{mark}{urlencode({'conversation_id': user.conversation_id})}"


def _links(*links: tuple[str, str]) -> str:
    return "".join(f'<p><a href="{escape(href)}">{escape(says)}</a></p>' for href, says in links)
