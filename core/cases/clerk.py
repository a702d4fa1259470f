"""The clerks' page (审核页): a list, a case, a decision. HTML from the server, no JavaScript.

Sign in by HTTP Basic (RFC 7617) as `clerk` with the clerk token. A browser sends those by itself,
so a decision is taken only from a page of the same origin, by the Origin header
(https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html).
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.security import HTTPBasic, HTTPBasicCredentials
from mako.lookup import TemplateLookup  # type: ignore[import-untyped]
from pydantic import ValidationError
from sqlalchemy.orm import Session

from core.cases import deadlines, review
from core.cases.states import clerk_steps
from core.cases.views import day, labels
from core.context import SHENZHEN, Core, Now
from core.contract import STATE_LABELS, CaseReview
from core.database import session, writing
from core.security import Caller
from service.problems import ProblemError

TEMPLATES = Path(__file__).parent / "templates"
STYLE = (TEMPLATES / "clerk.css").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
PAGE = 50
RELATIONS = {"self": "本人", "parent": "父母", "child": "子女", "spouse": "配偶"}
ACTORS = {"citizen": "申请人", "clerk": "审核人员", "rules": "规则"}


@dataclass(frozen=True)
class Button:
    """`does`: what pressing it does, said before it is pressed."""

    label: str
    does: str


BUTTONS: dict[str, Button] = {
    "accept": Button("受理", "告诉申请人：材料已收下，正在办理。之后还要作决定。"),
    "approve": Button("通过", "批准申请，申请人马上收到通知，可以下载结果文件。不能撤销。"),
    "refuse": Button("不予通过", "驳回申请，申请人会看到您写的理由。必须写理由，不能撤销。"),
    "correct": Button(
        "要求补正", "退给申请人改：勾选要改的内容，说明里写清楚怎么改。期限重新计算。"
    ),
    "deliver": Button("标记已送达", "记录结果已经送到申请人手里。"),
    "close": Button("办结", "结束这件。之后申请人可以再次申请同一事项。不能撤销。"),
}

_basic = HTTPBasic(auto_error=False, realm="clerk")
_templates = TemplateLookup(
    directories=[TEMPLATES], default_filters=["h"], strict_undefined=True, input_encoding="utf-8"
)

router = APIRouter(prefix="/clerk", include_in_schema=False)


def require_clerk(
    request: Request, given: Annotated[HTTPBasicCredentials | None, Depends(_basic)]
) -> Caller:
    """The clerk, by user name and token; else a 401 problem."""
    name, token = (given.username, given.password) if given else ("", "")
    wanted = request.app.state.settings.tokens["clerk"]
    known = secrets.compare_digest(name.encode(), b"clerk")
    if not (secrets.compare_digest(token.encode(), wanted.encode()) and known and wanted):
        challenge = {"WWW-Authenticate": 'Basic realm="clerk", charset="UTF-8"'}
        raise ProblemError(401, "请用审核人员的账号登录。", challenge)
    return Caller("clerk", "clerk")


def same_origin(request: Request) -> None:
    """A 403 problem for a form that another site sent."""
    origin = urlsplit(request.headers.get("origin", "")).netloc
    if not origin or origin != request.headers.get("host"):
        raise ProblemError(403, "这次提交不是从审核页发出的，没有执行。请回到审核页再试。")


def _reading(
    request: Request,
    db: Annotated[Session, Depends(session)],
    caller: Annotated[Caller, Depends(require_clerk)],
    now: Now,
) -> Core:
    return Core(db, request.app.state.parts, caller, now)


def _changing(
    request: Request,
    db: Annotated[Session, Depends(writing)],
    caller: Annotated[Caller, Depends(require_clerk)],
    now: Now,
) -> Core:
    return Core(db, request.app.state.parts, caller, now)


Reading = Annotated[Core, Depends(_reading)]
Changing = Annotated[Core, Depends(_changing)]


@router.get("")
def list_cases(
    core: Reading, after: Annotated[str | None, Query(max_length=32)] = None
) -> HTMLResponse:
    """What waits first."""
    page = review.queue(core, PAGE, after)
    return _page("list.html", page=page, urgent=deadlines.marks(core), wrong="")


@router.get("/{number}")
def show_case(number: str, core: Changing, done: bool = False) -> HTMLResponse:
    """One case with its opened answers. Audited."""
    try:
        shown = _shown(core, number, said="已经执行，申请人会收到通知。" if done else "")
    except ProblemError as error:
        page = review.queue(core, PAGE, None)
        urgent = deadlines.marks(core)
        return _page("list.html", error.status, page=page, urgent=urgent, wrong=error.detail)
    core.db.commit()
    return shown


@router.get("/{number}/materials/{material}")
def show_material(number: str, material: str, core: Changing) -> Response:
    """A paper, as it was uploaded. Audited."""
    content = review.open_material(core, number, material)
    core.db.commit()
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=media_type(content), headers=headers)


@router.post("/{number}", dependencies=[Depends(same_origin)])
def decide(
    number: str,
    core: Changing,
    verdict: Annotated[str, Form()],
    version: Annotated[int, Form()],
    note: Annotated[str, Form()] = "",
    fields: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Carry a decision out, or show the case again with what was wrong."""
    try:
        decision = CaseReview.model_validate(
            {"verdict": verdict, "note": note, "fields": fields or [], "version": version}
        )
        decided = review.review(core, number, decision)
    except ValidationError:
        return _again(core, number, 422, "没有执行：说明最多 500 字。", note)
    except ProblemError as error:
        return _again(core, number, error.status, f"没有执行：{error.detail}", note)
    core.db.commit()
    return RedirectResponse(f"/clerk/{decided.number}?done=true", status_code=303)


def _again(core: Core, number: str, status: int, wrong: str, note: str) -> HTMLResponse:
    core.db.rollback()
    shown = _shown(core, number, wrong=wrong, note=note, status=status)
    core.db.commit()
    return shown


def _shown(
    core: Core, number: str, *, said: str = "", wrong: str = "", note: str = "", status: int = 200
) -> HTMLResponse:
    file = review.open_case(core, number)
    definition = core.parts.definitions.get(file.case.item)
    return _page(
        "case.html",
        status,
        file=file,
        said=said,
        wrong=wrong,
        note=note,
        buttons=[(step, BUTTONS[step]) for step in clerk_steps(file.case.state)],
        correctable=labels(definition) if definition else {},
    )


def _page(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Every value is escaped, except the style, which is a file of ours."""
    html = _templates.get_template(template).render_unicode(
        style=STYLE,
        day=day,
        moment=lambda at: f"{at.astimezone(SHENZHEN):%Y-%m-%d %H:%M}",
        states=STATE_LABELS,
        actors=ACTORS,
        relations=RELATIONS,
        **values,
    )
    return HTMLResponse(html, status, headers=HEADERS)


def media_type(content: bytes) -> str:
    """What the vault accepts, by its first bytes."""
    if content.startswith(b"%PDF"):
        return "application/pdf"
    return "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
