"""The account's menu (自定义菜单) and its limits.

https://developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu.html
"""

from typing import Any

from fastapi import Request

from sandbox.wechat_account.interfaces import OK, Fault
from sandbox.wechat_account.store import Document
from sandbox.wechat_account.world import World

BUTTONS, SUB_BUTTONS = 3, 5
NAME_BYTES, SUB_NAME_BYTES, KEY_BYTES, URL_BYTES = 16, 60, 128, 1024
KEYED = {
    "click",
    "scancode_push",
    "scancode_waitmsg",
    "pic_sysphoto",
    "pic_photo_or_album",
    "pic_weixin",
    "location_select",
}
MEDIA = {"media_id": "media_id", "article_id": "article_id"}


def create(world: World, _request: Request, asked: Document) -> Document:
    """POST /cgi-bin/menu/create"""
    check(asked)
    world.store.menu = {"button": asked["button"]}
    return OK


def get(world: World, _request: Request, _asked: Document) -> Document:
    """GET /cgi-bin/menu/get"""
    if world.store.menu is None:
        raise Fault(46003, "menu no exist")
    return {"menu": world.store.menu}


def delete(world: World, _request: Request, _asked: Document) -> Document:
    """GET /cgi-bin/menu/delete"""
    world.store.menu = None
    return OK


def check(asked: Document) -> None:
    """Raises Fault where a documented limit is passed."""
    buttons = asked.get("button")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= BUTTONS:
        raise Fault(40016, "invalid button size")
    for one in buttons:
        _name(one, NAME_BYTES, 40018)
        under = one.get("sub_button") or []
        if not isinstance(under, list) or len(under) > SUB_BUTTONS:
            raise Fault(40023, "invalid sub button size")
        for sub in under:
            _name(sub, SUB_NAME_BYTES, 40025)
            if sub.get("sub_button"):
                raise Fault(40022, "invalid sub menu level")
            _press(sub)
        if not under:
            _press(one)


def _name(button: Any, most: int, code: int) -> None:
    name = button.get("name") if isinstance(button, dict) else None
    if not isinstance(name, str) or not name or len(name.encode()) > most:
        raise Fault(code, "invalid button name size")
    if "\\u" in name:
        raise Fault(40033, "invalid charset. please check your request, if include \\uxxxx")


def _press(button: Document) -> None:
    """What happens on a press, complete and short enough."""
    kind = button.get("type")
    if kind in KEYED:
        key = button.get("key")
        if not isinstance(key, str) or not 0 < len(key.encode()) <= KEY_BYTES:
            raise Fault(40019, "invalid button key size")
    elif kind in ("view", "miniprogram"):
        _url(button)
        if kind == "miniprogram" and not (button.get("appid") and button.get("pagepath")):
            raise Fault(40165, "invalid weapp pagepath")
    elif kind in MEDIA:
        if not button.get(MEDIA[kind]):
            raise Fault(40007, "invalid media_id")
    else:
        raise Fault(40017, "invalid button type")


def _url(button: Document) -> None:
    url = button.get("url")
    if not isinstance(url, str) or not 0 < len(url.encode()) <= URL_BYTES:
        raise Fault(40020, "invalid button url size")
    if not url.startswith(("http://", "https://")):
        raise Fault(40054, "invalid sub button url domain")
