"""GET /api/my-data: everything core keeps about a person, as a file for them."""

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from channels.gateway.core_client import NoData
from channels.gateway.identity import IdentityDep
from channels.gateway.pages import page
from channels.gateway.services import ServicesDep
from channels.gateway.store.conversations import NotYours
from service import problems

router = APIRouter(tags=["my data"])

FILE = (
    'attachment; filename="my-data.json"; '
    "filename*=UTF-8''%E6%88%91%E7%9A%84%E6%95%B0%E6%8D%AE.json"
)
"""我的数据.json; the other name is for browsers that do not know RFC 6266, section 4.3."""


@router.get(
    "/api/my-data",
    response_class=Response,
    responses=problems.responses(401, 422, 429)
    | {
        200: {"content": {"application/json": {}}, "description": "the file"},
        403: {"content": {"text/html": {}}},
        404: {"content": {"text/html": {}}},
        503: {"content": {"text/html": {}}},
    },
)
async def download(
    conversation_id: Annotated[str, Query(max_length=64)],
    request: Request,
    identity: IdentityDep,
    services: ServicesDep,
) -> Response:
    """The data of who is signed in to one's own conversation. A browser opens this address, so
    what went wrong is a page."""
    if not identity.traced:
        await services.limits.check(request.client.host if request.client else "unknown", None)
    try:
        conversation = await services.store.find(conversation_id, identity.owners)
    except NotYours:
        return _told("这个对话不是在这个浏览器里开始的，或者已经不在了。", 404)
    try:
        data = await services.core.my_data(conversation.id)
    except NoData as error:
        return _told(error.detail, error.status)
    content = json.dumps(data, ensure_ascii=False, indent=2)
    return Response(
        content,
        media_type="application/json",
        headers={"Content-Disposition": FILE, "Cache-Control": "no-store"},
    )


def _told(happened: str, status: int) -> HTMLResponse:
    return page("没有下载成", [happened, "请回到对话，再说一次“我的数据”。"], "回到对话", status)
