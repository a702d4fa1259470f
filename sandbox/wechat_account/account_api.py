"""Interfaces about the account itself: tokens, QR codes, users, addresses, tickets.

https://developers.weixin.qq.com/doc/service/api/base/api_getaccesstoken.html
https://developers.weixin.qq.com/doc/service/api/qrcode/qrcodes/api_createqrcode.html
https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo.html
https://developers.weixin.qq.com/doc/service/api/base/api_getcallbackip.html
"""

import base64
import io
import secrets
from collections.abc import Mapping

import segno
from fastapi import Request, Response

from sandbox.wechat_account.interfaces import Fault, part_of
from sandbox.wechat_account.store import Document
from sandbox.wechat_account.world import World

SCENE_CHARACTERS = 64
LONGEST_S = 2592000
"""30 days, of a QR code that ends."""
MOST_NUMBER = 100_000


def token(world: World, request: Request, _asked: Document) -> Document:
    """GET /cgi-bin/token"""
    _own(world, request.query_params)
    value, lives_s = world.tokens.plain()
    return {"access_token": value, "expires_in": lives_s}


def stable_token(world: World, _request: Request, asked: Document) -> Document:
    """POST /cgi-bin/stable_token"""
    _own(world, asked)
    made = world.tokens.stable(asked.get("force_refresh") is True)
    if made is None:
        raise Fault(45009, "reach max api daily quota limit")
    return {"access_token": made[0], "expires_in": made[1]}


def js_ticket(_world: World, request: Request, _asked: Document) -> Document:
    """GET /cgi-bin/ticket/getticket"""
    if request.query_params.get("type") not in ("jsapi", "wx_card"):
        raise Fault(40097, "invalid args")
    ticket = secrets.token_urlsafe(48)
    return {"errcode": 0, "errmsg": "ok", "ticket": ticket, "expires_in": 7200}


def addresses(_world: World, _request: Request, _asked: Document) -> Document:
    """GET /cgi-bin/get_api_domain_ip and /cgi-bin/getcallbackip"""
    return {"ip_list": ["127.0.0.1"]}


def user_info(world: World, request: Request, _asked: Document) -> Document:
    """GET /cgi-bin/user/info"""
    user = world.store.by_openid(request.query_params.get("openid", ""))
    if user is None:
        raise Fault(40003, "invalid openid")
    if not user.follows:
        return {"subscribe": 0, "openid": user.openid}
    return {
        "subscribe": 1,
        "openid": user.openid,
        "language": "zh_CN",
        "subscribe_time": user.since,
        "remark": "",
        "groupid": 0,
        "tagid_list": [],
        "subscribe_scene": "ADD_SCENE_QR_CODE" if user.scene else "ADD_SCENE_SEARCH",
        "qr_scene": 0,
        "qr_scene_str": user.scene,
    }


def create_qr(world: World, _request: Request, asked: Document) -> Document:
    """POST /cgi-bin/qrcode/create"""
    action = asked.get("action_name")
    scene = part_of(part_of(asked, "action_info"), "scene")
    if action in ("QR_STR_SCENE", "QR_LIMIT_STR_SCENE"):
        value = scene.get("scene_str")
        if not isinstance(value, str) or not 1 <= len(value) <= SCENE_CHARACTERS:
            raise Fault(40053, "invalid action info, scene_str")
    elif action in ("QR_SCENE", "QR_LIMIT_SCENE"):
        value = scene.get("scene_id")
        most = MOST_NUMBER if action == "QR_LIMIT_SCENE" else 2**32 - 1
        if type(value) is not int or not 1 <= value <= most:
            raise Fault(40053, "invalid action info, scene_id")
    else:
        raise Fault(40052, "invalid action name")
    ticket = "gQ" + base64.urlsafe_b64encode(secrets.token_bytes(66)).decode()
    told: Document = {"ticket": ticket, "url": f"{world.settings.base}/q/{ticket}"}
    until = 0.0
    if "LIMIT" not in action:
        lives = min(int(asked.get("expire_seconds", 60)), LONGEST_S)
        told["expire_seconds"], until = lives, world.now + lives
    world.store.tickets[ticket] = {"scene": str(value), "until": until}
    return told


def show_qr(world: World, ticket: str) -> Response:
    """GET /cgi-bin/showqrcode (on mp.weixin.qq.com), a picture; 404 for an unknown ticket."""
    if ticket not in world.store.tickets:
        return Response(status_code=404)
    picture = io.BytesIO()
    segno.make(f"{world.settings.base}/q/{ticket}", error="m", micro=False).save(
        picture, kind="png", scale=8, border=4
    )
    return Response(picture.getvalue(), media_type="image/png")


def _own(world: World, given: Mapping[str, object]) -> None:
    """The account's own id and secret, or a Fault."""
    if given.get("grant_type") != "client_credential":
        raise Fault(40002, "invalid grant_type")
    if given.get("appid") != world.settings.appid:
        raise Fault(40013, "invalid appid")
    secret = world.settings.secret.get_secret_value()
    if not secrets.compare_digest(str(given.get("secret", "")).encode(), secret.encode()):
        raise Fault(40125, "invalid appsecret")
