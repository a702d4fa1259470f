"""Customer-service messages (客服消息), typing, and their records.

https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage
https://developers.weixin.qq.com/doc/service/api/customer/message/api_settyping.html
https://developers.weixin.qq.com/doc/service/api/customer/message/api_getmsglist
"""

from collections.abc import Callable

from fastapi import Request, Response

from sandbox.wechat_account.interfaces import OK, Fault, part_of, text_of
from sandbox.wechat_account.quotas import LATE
from sandbox.wechat_account.replies import TEXT_BYTES
from sandbox.wechat_account.store import Document, User
from sandbox.wechat_account.world import World

DAY = 86400
MOST_RECORDS = 10_000
LATE_SAYS = "response out of time limit or subscription is canceled"
SPENT_SAYS = "out of response count limit"
Shown = Callable[[World, Document], Document]


def send(world: World, _request: Request, asked: Document) -> Document | Response:
    """POST /cgi-bin/message/custom/send"""
    user = receiver(world, asked)
    kind = text_of(asked, "msgtype")
    if kind not in _KINDS:
        raise Fault(40008, "invalid message type")
    shown = _KINDS[kind](world, part_of(asked, kind))
    code = user.quotas.take(world.now)
    if code:
        raise Fault(code, LATE_SAYS if code == LATE else SPENT_SAYS)
    worker = ""
    if "customservice" in asked:
        worker = text_of(part_of(asked, "customservice"), "kf_account")
    user.add(at=world.now, side="account", via="service", worker=worker, **shown)
    words = shown["text"] if kind in ("text", "msgmenu") else f"[{kind}]"
    world.store.record(user, 2002, words, worker)
    if world.failures.take("lost_results"):
        return Response("<html>502 Bad Gateway</html>", 502, media_type="text/html")
    return OK


def typing(world: World, _request: Request, asked: Document) -> Document:
    """POST /cgi-bin/message/custom/typing; it shows for 15 seconds at most."""
    user = receiver(world, asked)
    command = text_of(asked, "command")
    if command not in ("Typing", "CancelTyping"):
        raise Fault(45083, "invalid command")
    if not user.quotas.open(world.now):
        raise Fault(45080, "must have message interaction within 48 hours")
    user.add(at=world.now, side="typing", via="service", kind=command, text="")
    return OK


def records(world: World, _request: Request, asked: Document) -> Document:
    """POST /customservice/msgrecord/getmsglist; `msgid` of the answer begins the next page."""
    names = ("starttime", "endtime", "msgid", "number")
    start, end, first, number = (_positive(asked.get(name)) for name in names)
    if not start <= end <= start + DAY or number > MOST_RECORDS:
        raise Fault(65417, "time range or number out of limit")
    found = [
        one for one in world.store.records if one["id"] >= first and start <= one["time"] <= end
    ][:number]
    told = [{name: value for name, value in one.items() if name != "id"} for one in found]
    next_id = found[-1]["id"] + 1 if found else first
    return {"recordlist": told, "number": len(told), "msgid": next_id}


def _positive(value: object) -> int:
    if type(value) is not int or value < 1:
        raise Fault(65416, "invalid parameter")
    return value


def receiver(world: World, asked: Document) -> User:
    """The user that a message is for; 40003 for nobody."""
    user = world.store.by_openid(text_of(asked, "touser"))
    if user is None:
        raise Fault(40003, "invalid openid")
    return user


def _text(_world: World, part: Document) -> Document:
    return {"kind": "text", "text": _short(text_of(part, "content"))}


def _image(world: World, part: Document) -> Document:
    media_id = text_of(part, "media_id")
    return {"kind": "image", "text": "[image]", "media_id": _known(world, media_id)}


def _news(_world: World, part: Document) -> Document:
    articles = part.get("articles")
    if not isinstance(articles, list) or len(articles) != 1 or not isinstance(articles[0], dict):
        raise Fault(45008, "article size out of limit")
    one = articles[0]
    about = {"title": text_of(one, "title"), "url": str(one.get("url", ""))}
    about |= {"description": str(one.get("description", "")), "picture": str(one.get("picurl", ""))}
    return {"kind": "news", "text": about["title"], "articles": [about]}


def _menu(_world: World, part: Document) -> Document:
    options = part.get("list")
    if not isinstance(options, list) or not options:
        raise Fault(47003, "argument invalid! msgmenu.list")
    told = [{"id": text_of(one, "id"), "label": text_of(one, "content")} for one in options]
    head, tail = str(part.get("head_content", "")), str(part.get("tail_content", ""))
    _short(head + tail + "".join(one["label"] for one in told))
    return {"kind": "msgmenu", "text": head, "options": told, "tail": tail}


def _mini_program(world: World, part: Document) -> Document:
    about = {name: text_of(part, name) for name in ("title", "appid", "pagepath")}
    media_id = _known(world, text_of(part, "thumb_media_id"))
    return {"kind": "miniprogrampage", "text": about["title"], "media_id": media_id, **about}


_KINDS: dict[str, Shown] = {
    "text": _text,
    "image": _image,
    "news": _news,
    "msgmenu": _menu,
    "miniprogrampage": _mini_program,
}


def _known(world: World, media_id: str) -> str:
    if world.media.get(media_id) is None:
        raise Fault(40007, "invalid media_id")
    return media_id


def _short(text: str) -> str:
    if len(text.encode()) > TEXT_BYTES:
        raise Fault(45002, "content size out of limit")
    return text
