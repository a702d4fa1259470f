"""GET /api/cases/{number}/result, and GET /verify/{code} for whoever holds the document."""

import re
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from channels.gateway.core_wire import CoreUnavailable
from channels.gateway.documents import NoResult
from channels.gateway.identity import IdentityDep
from channels.gateway.pages import page
from channels.gateway.services import ServicesDep
from channels.gateway.store.conversations import NotYours
from core.contract import ResultCheck
from service import problems
from service.problems import ProblemError

router = APIRouter(tags=["cases"])

SHENZHEN = ZoneInfo("Asia/Shanghai")
CODE = re.compile(r"[0-9A-Fa-f]{32}")
LINK = "打开罗小政"
DEMO = "这是演示环境里的办件，不是正式公文，不能作为办事凭证。"


@router.get(
    "/api/cases/{number}/result",
    response_class=Response,
    responses=problems.responses(401, 403, 404, 409, 422, 429, 503)
    | {200: {"content": {"application/pdf": {}}, "description": "the result document"}},
)
async def read_result(
    number: Annotated[str, Path(pattern=r"^[0-9A-Za-z]{1,40}$")],
    conversation_id: Annotated[str, Query(max_length=64)],
    request: Request,
    identity: IdentityDep,
    services: ServicesDep,
) -> Response:
    """The result document of an approved case, to who is signed in to a conversation of theirs."""
    if not identity.traced:
        await services.limits.check(_address(request), conversation_id)
    try:
        conversation = await services.store.find(conversation_id, identity.owners)
    except NotYours:
        raise ProblemError(404, "没有这个对话。") from None
    try:
        document = await services.documents.result(conversation.id, number)
    except NoResult as error:
        raise ProblemError(error.status, error.detail) from None
    named = {"Content-Disposition": f'attachment; filename="{number}.pdf"'}
    return Response(document, media_type="application/pdf", headers=named)


@router.get(
    "/verify/{code}",
    response_class=HTMLResponse,
    responses={429: {"content": {"text/html": {}}}, 503: {"content": {"text/html": {}}}},
)
async def verify(code: str, request: Request, services: ServicesDep) -> HTMLResponse:
    """Say whether a result document is genuine, by the code in its QR code. Open to anybody."""
    try:
        await services.limits.check(_address(request), None)
    except ProblemError as error:
        busy = page("请稍后再核对", [error.detail], LINK, error.status)
        busy.headers.update(error.headers or {})
        return busy
    try:
        genuine = CODE.fullmatch(code) is not None
        check = (
            await services.documents.check_result(code) if genuine else ResultCheck(genuine=False)
        )
    except CoreUnavailable:
        told = [
            "核对服务暂时没有回应，所以还不知道这份文件是真是假。",
            "请过一会儿再扫一次二维码。",
        ]
        return page("现在核对不了", told, LINK, 503)
    return _genuine(check) if check.genuine else _not_genuine()


def _genuine(check: ResultCheck) -> HTMLResponse:
    decided = f"{check.decided_at.astimezone(SHENZHEN):%Y-%m-%d}" if check.decided_at else ""
    facts = [
        DEMO if check.demo else "",
        f"办件编号：{check.number}",
        f"事项：{check.title}",
        f"目前状态：{check.state_label}",
        f"决定日期：{decided}" if decided else "",
        "请核对文件上的编号、事项和日期，要和这里一样。",
    ]
    return page("演示文件：编号核对一致" if check.demo else "这份文件是真的", facts, LINK)


def _not_genuine() -> HTMLResponse:
    told = [
        "系统里没有这份结果文件：它不是这里出具的，或者结果已经撤销。",
        "请不要凭它办事。有疑问可以拨打 12345。",
    ]
    return page("没有查到这份文件", told, LINK)


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"
