"""Web authorisation (网页授权): who opened a page in WeChat's browser.

https://developers.weixin.qq.com/doc/service/guide/h5/auth.html
https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html
The phone's user is named by the cookie that its chat page sets.
"""

import secrets
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import unquote, urlencode, urlsplit

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from sandbox.wechat_account import page
from sandbox.wechat_account.interfaces import Fault, interface
from sandbox.wechat_account.store import Document, User
from sandbox.wechat_account.world import World

COOKIE = "wechat_sandbox_user"
SCOPES = ("snsapi_base", "snsapi_userinfo")
CODE_LIVES_S = 300
TOKEN_LIVES_S = 7200


@dataclass
class _Grant:
    openid: str
    scope: str
    until: float
    used: bool = False


@dataclass(frozen=True)
class Asked:
    """What an authorisation link says."""

    appid: Annotated[str, Query()] = ""
    redirect_uri: Annotated[str, Query()] = ""
    response_type: Annotated[str, Query()] = ""
    scope: Annotated[str, Query()] = ""
    state: Annotated[str, Query(max_length=128)] = ""

    def fault(self, world: World) -> str | None:
        """Why there is nobody to send back to, or None."""
        if self.appid != world.settings.appid:
            return "appid 参数错误"
        if not world.settings.may_return_to(self.redirect_uri):
            return "redirect_uri 域名与后台配置不一致，错误码：10003"
        if self.response_type != "code" or self.scope not in SCOPES:
            return "Scope 参数错误或没有 Scope 权限，错误码：10005"
        return None


AskedDep = Annotated[Asked, Depends()]


def phone_user(world: World, request: Request) -> User | None:
    """Whose phone the browser is."""
    name = unquote(request.cookies.get(COOKIE, ""))
    return world.store.users.get(name)


def router(world: World) -> APIRouter:
    routes = APIRouter()
    codes: dict[str, _Grant] = {}
    tokens: dict[str, _Grant] = {}

    def back(asked: Asked, user: User) -> Response:
        code = secrets.token_hex(16)
        codes[code] = _Grant(user.openid, asked.scope, world.now + CODE_LIVES_S)
        joint = "&" if urlsplit(asked.redirect_uri).query else "?"
        told = urlencode({"code": code, "state": asked.state})
        headers = {"Cache-Control": "no-store"}
        return RedirectResponse(f"{asked.redirect_uri}{joint}{told}", 302, headers=headers)

    def refused(asked: Asked, user: User | None) -> Response | None:
        fault = asked.fault(world)
        if fault:
            return page.told("不能打开", fault, 400)
        if user is None:
            says = "请在微信客户端打开链接：先打开沙盒手机的页面 /phone，再从那里点链接。"
            return page.told("不能打开", says, 400)
        return None

    @routes.get("/connect/oauth2/authorize")
    async def authorize(asked: AskedDep, request: Request) -> Response:
        user = phone_user(world, request)
        no = refused(asked, user)
        if no is not None or user is None:
            return no or Response(status_code=400)
        if asked.scope == "snsapi_base":
            return back(asked, user)
        return page.consent(world.settings.account_name, user.name)

    @routes.post("/connect/oauth2/authorize")
    async def answer(asked: AskedDep, request: Request, answer: Annotated[str, Form()]) -> Response:
        user = phone_user(world, request)
        no = refused(asked, user)
        if no is not None or user is None:
            return no or Response(status_code=400)
        if answer != "allow":
            return page.told("没有同意", "可以关掉这个页面。")
        return back(asked, user)

    def trade(world: World, request: Request, _asked: Document) -> Document:
        """GET /sns/oauth2/access_token"""
        given = request.query_params
        if given.get("appid") != world.settings.appid:
            raise Fault(40013, "invalid appid")
        secret = world.settings.secret.get_secret_value()
        if not secrets.compare_digest(given.get("secret", "").encode(), secret.encode()):
            raise Fault(40125, "invalid appsecret")
        grant = codes.get(given.get("code", ""))
        if given.get("grant_type") != "authorization_code":
            raise Fault(40002, "invalid grant_type")
        if grant is None or grant.until <= world.now:
            raise Fault(40029, "invalid code")
        if grant.used:
            raise Fault(40163, "code been used")
        grant.used = True
        token = secrets.token_urlsafe(64)
        tokens[token] = _Grant(grant.openid, grant.scope, world.now + TOKEN_LIVES_S)
        return {
            "access_token": token,
            "expires_in": TOKEN_LIVES_S,
            "refresh_token": secrets.token_urlsafe(64),
            "openid": grant.openid,
            "scope": grant.scope,
        }

    def userinfo(world: World, request: Request, _asked: Document) -> Document:
        """GET /sns/userinfo"""
        grant = tokens.get(request.query_params.get("access_token", ""))
        if grant is None:
            raise Fault(40001, "invalid credential, access_token is invalid or not latest")
        if grant.until <= world.now:
            raise Fault(42001, "access_token expired")
        if grant.openid != request.query_params.get("openid"):
            raise Fault(40003, "invalid openid")
        user = world.store.by_openid(grant.openid)
        if grant.scope != "snsapi_userinfo" or user is None:
            raise Fault(48001, "api unauthorized")
        about = {"openid": user.openid, "nickname": user.name, "sex": 0, "privilege": []}
        return about | dict.fromkeys(("province", "city", "country", "headimgurl"), "")

    for path, endpoint in (("/sns/oauth2/access_token", trade), ("/sns/userinfo", userinfo)):
        routes.add_api_route(path, interface(world, endpoint, with_token=False), methods=["GET"])
    return routes
