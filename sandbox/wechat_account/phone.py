"""The page that plays a citizen's phone, and what it asks for."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse, Response

from sandbox.wechat_account import page
from sandbox.wechat_account.actions import Action, Impossible, perform
from sandbox.wechat_account.delivery import Post
from sandbox.wechat_account.files import PAGES
from sandbox.wechat_account.oauth import COOKIE
from sandbox.wechat_account.store import Document
from sandbox.wechat_account.waiting import arrived
from sandbox.wechat_account.world import World

NAME = "小明"
FILES = {"phone.css": "text/css", "phone.js": "text/javascript", "chat.js": "text/javascript"}
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; img-src * data: blob:; media-src 'self'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
UserName = Annotated[str, Query(alias="user", min_length=1, max_length=40)]


def router(world: World, post: Post) -> APIRouter:
    routes = APIRouter()

    @routes.get("/phone")
    async def phone(user: UserName = NAME) -> Response:
        world.store.user(user)
        answer = FileResponse(PAGES / "phone.html", media_type="text/html", headers=HEADERS)
        answer.set_cookie(COOKIE, quote(user), httponly=True, samesite="lax")
        return answer

    @routes.get("/phone/files/{name}")
    async def file(name: str) -> Response:
        if name not in FILES:
            return Response(status_code=404)
        headers = {"Cache-Control": "no-cache"}
        return FileResponse(PAGES / name, media_type=FILES[name], headers=headers)

    @routes.get("/phone/chat")
    async def chat(user: UserName, after: int = 0, wait_s: float = 0) -> Document:
        one = world.store.user(user)
        await arrived(one, after, 1, min(wait_s, 30), lambda item: True)
        return {
            "account": world.settings.account_name,
            "follows": one.follows,
            "menu": world.store.menu,
            "items": one.after(after),
        }

    @routes.post("/phone/act")
    async def act(user: UserName, action: Action) -> JSONResponse:
        one = world.store.user(user)
        try:
            for fields in perform(world, one, action):
                post.begin(one, fields)
        except Impossible as no:
            return JSONResponse({"message": str(no)}, 409)
        return JSONResponse({"message": "ok"}, 202)

    @routes.get("/q/{ticket}")
    async def scan(ticket: str) -> Response:
        about = world.store.tickets.get(ticket)
        if about is None or 0 < about["until"] <= world.now:
            return page.told("二维码不能用", "这个二维码已经过期，或者不是这个服务号的。", 404)
        return RedirectResponse(f"/phone?scene={quote(about['scene'])}", 303)

    return routes
