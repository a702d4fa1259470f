"""All interfaces of api.weixin.qq.com that the account calls, by their addresses."""

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from sandbox.wechat_account import account_api, menu, service_messages
from sandbox.wechat_account.delivery import Post
from sandbox.wechat_account.interfaces import Answer, Fault, interface
from sandbox.wechat_account.media import fault
from sandbox.wechat_account.notices import Notices
from sandbox.wechat_account.store import Document
from sandbox.wechat_account.world import World


def router(world: World, post: Post) -> APIRouter:
    """The interfaces of the account; web authorisation is in `oauth`."""
    routes = APIRouter()
    notices = Notices(world, post)
    open_ones: tuple[tuple[str, str, Answer], ...] = (
        ("GET", "/cgi-bin/token", account_api.token),
        ("POST", "/cgi-bin/stable_token", account_api.stable_token),
    )
    with_token: tuple[tuple[str, str, Answer], ...] = (
        ("GET", "/cgi-bin/ticket/getticket", account_api.js_ticket),
        ("GET", "/cgi-bin/get_api_domain_ip", account_api.addresses),
        ("GET", "/cgi-bin/getcallbackip", account_api.addresses),
        ("GET", "/cgi-bin/user/info", account_api.user_info),
        ("POST", "/cgi-bin/qrcode/create", account_api.create_qr),
        ("POST", "/cgi-bin/menu/create", menu.create),
        ("GET", "/cgi-bin/menu/get", menu.get),
        ("GET", "/cgi-bin/menu/delete", menu.delete),
        ("POST", "/cgi-bin/message/custom/send", service_messages.send),
        ("POST", "/cgi-bin/message/custom/typing", service_messages.typing),
        ("POST", "/customservice/msgrecord/getmsglist", service_messages.records),
        ("POST", "/cgi-bin/message/template/send", notices.template),
        ("POST", "/cgi-bin/message/subscribe/bizsend", notices.subscription),
        ("GET", "/cgi-bin/media/get", _get_media),
    )
    for method, path, answer in open_ones:
        endpoint = interface(world, answer, with_token=False)
        routes.add_api_route(path, endpoint, methods=[method])
    for method, path, answer in with_token:
        routes.add_api_route(path, interface(world, answer), methods=[method])

    @routes.post("/cgi-bin/media/upload")
    async def upload(request: Request) -> Response:
        """https://developers.weixin.qq.com/doc/service/api/material/temporary/api_uploadtempmedia.html"""
        given = (await request.form()).get("media")
        name, content = "", b""
        if isinstance(given, UploadFile):
            name, content = given.filename or "", await given.read()
        return await interface(world, _keep(name, content))(request)

    @routes.get("/cgi-bin/showqrcode")
    async def show_qr(ticket: str) -> Response:
        return account_api.show_qr(world, ticket)

    @routes.get("/media/{media_id}")
    async def picture(media_id: str) -> Response:
        """Where PicUrl points; nobody is asked for a token."""
        file = world.media.get(media_id)
        if file is None:
            return Response(status_code=404)
        return Response(file.content, media_type=file.content_type)

    return routes


def _keep(name: str, content: bytes) -> Answer:
    def keep(world: World, request: Request, _asked: Document) -> Document:
        kind = request.query_params.get("type", "")
        if not name:
            raise Fault(41005, "media data missing")
        wrong = fault(kind, name, len(content))
        if wrong:
            raise Fault(*wrong)
        media_id = world.media.put(name, content)
        return {"type": kind, "media_id": media_id, "created_at": int(world.now)}

    return keep


def _get_media(world: World, request: Request, _asked: Document) -> Response:
    """https://developers.weixin.qq.com/doc/service/api/material/temporary/api_getmedia.html"""
    file = world.media.get(request.query_params.get("media_id", ""))
    if file is None:
        raise Fault(40007, "invalid media_id")
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, media_type=file.content_type, headers=headers)
