"""Notifications of payment providers, receipts, and GET /pay/verify/{code} for who holds one."""

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

router = APIRouter(tags=["payments"])

SHENZHEN = ZoneInfo("Asia/Shanghai")
CODE = re.compile(r"[0-9A-Fa-f]{32}")
LINK = "打开罗小政"
DEMO = "这是演示环境里的缴费，没有真的收钱，不能作为缴费证明。"
PROOFS = ("wechatpay-", "x-treasury-")
"""What the names of headers begin with that providers sign with. No other header is handed on."""


@router.post(
    "/pay/notify/{provider}",
    response_class=Response,
    responses=problems.responses(404, 413, 503)
    | {
        200: {"content": {"application/json": {}}, "description": "taken"},
        204: {"description": "taken"},
        500: {"content": {"application/json": {}}, "description": "refused: send it again"},
    },
)
async def take_notification(
    provider: Annotated[str, Path(pattern=r"^[a-z]{1,20}$")],
    request: Request,
    services: ServicesDep,
) -> Response:
    """Hand a provider's notification to core, byte by byte, and core's answer back. Not counted by
    address: a provider sends all of its notifications from a few. Its size is limited as any
    body's; core proves the signature before anything is done."""
    headers = {name: value for name, value in request.headers.items() if name.startswith(PROOFS)}
    headers["content-type"] = request.headers.get("content-type", "application/json")
    try:
        answer = await services.core.pass_notification(provider, headers, await request.body())
    except CoreUnavailable:
        raise ProblemError(503, "现在收不了通知，请稍后再发。", {"Retry-After": "15"}) from None
    if answer.status_code in (401, 403):  # our own token is wrong: not the provider's business
        raise ProblemError(503, "现在收不了通知，请稍后再发。", {"Retry-After": "15"})
    kind = answer.headers.get("content-type")
    return Response(answer.content, answer.status_code, media_type=kind)


@router.get(
    "/api/payments/{order}/receipt",
    response_class=Response,
    responses=problems.responses(401, 403, 404, 409, 422, 429, 503)
    | {200: {"content": {"application/pdf": {}}, "description": "the receipt"}},
)
async def read_receipt(
    order: Annotated[str, Path(pattern=r"^[0-9A-Za-z]{1,40}$")],
    conversation_id: Annotated[str, Query(max_length=64)],
    request: Request,
    identity: IdentityDep,
    services: ServicesDep,
) -> Response:
    """The receipt of a payment, to who placed the order in a conversation of theirs."""
    if not identity.traced:
        await services.limits.check(_address(request), conversation_id)
    try:
        conversation = await services.store.find(conversation_id, identity.owners)
    except NotYours:
        raise ProblemError(404, "没有这个对话。") from None
    try:
        document = await services.documents.receipt(conversation.id, order)
    except NoResult as error:
        raise ProblemError(error.status, error.detail) from None
    named = {"Content-Disposition": f'attachment; filename="{order}.pdf"'}
    return Response(document, media_type="application/pdf", headers=named)


@router.get(
    "/pay/verify/{code}",
    response_class=HTMLResponse,
    responses={429: {"content": {"text/html": {}}}, 503: {"content": {"text/html": {}}}},
)
async def verify(code: str, request: Request, services: ServicesDep) -> HTMLResponse:
    """Say whether a receipt is genuine, by the code in its QR code. Open to anybody."""
    try:
        await services.limits.check(_address(request), None)
    except ProblemError as error:
        busy = page("请稍后再核对", [error.detail], LINK, error.status)
        busy.headers.update(error.headers or {})
        return busy
    try:
        shaped = CODE.fullmatch(code) is not None
        check = (
            await services.documents.check_receipt(code) if shaped else ResultCheck(genuine=False)
        )
    except CoreUnavailable:
        told = [
            "核对服务暂时没有回应，所以还不知道这份凭证是真是假。",
            "请过一会儿再扫一次二维码。",
        ]
        return page("现在核对不了", told, LINK, 503)
    return _genuine(check) if check.genuine else _not_genuine()


def _genuine(check: ResultCheck) -> HTMLResponse:
    paid = f"{check.decided_at.astimezone(SHENZHEN):%Y-%m-%d}" if check.decided_at else ""
    facts = [
        DEMO if check.demo else "",
        f"订单号：{check.number}",
        f"缴费内容：{check.title}",
        f"目前状态：{check.state_label}",
        f"付款日期：{paid}" if paid else "",
        "请核对凭证上的订单号、金额和日期，要和这里一样。",
    ]
    return page("演示凭证：编号核对一致" if check.demo else "这份缴费凭证是真的", facts, LINK)


def _not_genuine() -> HTMLResponse:
    told = [
        "系统里没有这份缴费凭证：它不是这里出具的，或者已经退款。",
        "请不要凭它认定已经缴费。有疑问可以拨打 12345。",
    ]
    return page("没有查到这份凭证", told, LINK)


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"
