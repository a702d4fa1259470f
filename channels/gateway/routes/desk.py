"""/desk: the page of the people who answer, and signing in to it.

The cookie is HttpOnly and SameSite=Strict, and what changes something must come from a page of
this origin, by the Origin header
(https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html).
"""

from html import escape
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Cookie, Depends, Form, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from channels.gateway.handover.agents import COOKIE, SIGNED_IN_S
from channels.gateway.services import ServicesDep
from channels.gateway.settings import GatewaySettings
from service.problems import ProblemError

FILES = Path(__file__).resolve().parents[1] / "desk"
FRESH = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
"""With no-referrer a browser would send `Origin: null` with the forms of the page
(https://fetch.spec.whatwg.org/#append-a-request-origin-header)."""

WRONG = "名字或令牌不对，没有登录。"

router = APIRouter(prefix="/desk", include_in_schema=False)


def same_origin(request: Request) -> None:
    """A 403 problem for what another site sent."""
    settings: GatewaySettings = request.app.state.settings
    origin = urlsplit(request.headers.get("origin", "")).netloc
    own = {request.headers.get("host"), urlsplit(settings.public_url).netloc}
    if not origin or origin not in own:
        raise ProblemError(403, "这次操作不是从坐席页发出的，没有执行。请回到坐席页再试。")


def agent_of(services: ServicesDep, lxz_desk: Annotated[str | None, Cookie()] = None) -> str | None:
    """Who is signed in to the desk."""
    return services.agents.who(lxz_desk)


def require_agent(agent: Annotated[str | None, Depends(agent_of)]) -> str:
    """Who is signed in; else a 401 problem."""
    if agent is None:
        raise ProblemError(401, "请先登录坐席页。")
    return agent


SignedIn = Annotated[str | None, Depends(agent_of)]
AgentDep = Annotated[str, Depends(require_agent)]


@router.get("")
async def show(agent: SignedIn) -> Response:
    """The desk, or where to sign in to it."""
    if agent is None:
        return _sign_in_page()
    return FileResponse(FILES / "desk.html", headers=FRESH)


@router.get("/{name}.{kind}")
async def file(name: str, kind: str) -> Response:
    """The script and the style of the page."""
    if (name, kind) not in {("desk", "js"), ("desk", "css")}:
        raise ProblemError(404, "没有这个文件。")
    return FileResponse(FILES / f"{name}.{kind}", headers={"Cache-Control": "no-cache"})


@router.post("/sign-in", dependencies=[Depends(same_origin)])
async def sign_in(
    request: Request,
    services: ServicesDep,
    name: Annotated[str, Form(max_length=80)] = "",
    token: Annotated[str, Form(max_length=400)] = "",
) -> Response:
    """Sit down at the desk."""
    await services.limits.check(request.client.host if request.client else "unknown", None)
    cookie = services.agents.sign_in(name.strip(), token.strip())
    if cookie is None:
        return _sign_in_page(WRONG, 403)
    settings: GatewaySettings = request.app.state.settings
    response = RedirectResponse("/desk", status_code=303)
    response.set_cookie(
        COOKIE,
        cookie,
        max_age=SIGNED_IN_S,
        path="/desk",
        httponly=True,
        samesite="strict",
        secure=settings.cookie_secure,
    )
    return response


@router.post("/sign-out", dependencies=[Depends(same_origin)])
async def sign_out(services: ServicesDep, agent: SignedIn) -> Response:
    """Leave the desk; whom one was talking to is put first in the queue."""
    if agent is not None:
        await services.desk.leave(agent)
    response = RedirectResponse("/desk", status_code=303)
    response.delete_cookie(COOKIE, path="/desk")
    return response


def _sign_in_page(wrong: str = "", status: int = 200) -> HTMLResponse:
    html = (FILES / "sign_in.html").read_text(encoding="utf-8")
    return HTMLResponse(html.replace("{wrong}", escape(wrong)), status, headers=FRESH)
