"""Template messages (模板消息) and subscription notices (订阅通知).

https://developers.weixin.qq.com/doc/service/api/notify/template/api_sendtemplatemessage.html
https://developers.weixin.qq.com/doc/service/api/notify/notify/api_sendnewsubscribemsg.html
What a value may hold goes by the name of its field, thing1, time2, …
"""

import re
from collections.abc import Callable
from typing import Any

from fastapi import Request

from sandbox.wechat_account.actions import template_done
from sandbox.wechat_account.delivery import Post
from sandbox.wechat_account.interfaces import Fault, text_of
from sandbox.wechat_account.service_messages import receiver
from sandbox.wechat_account.store import Document, User
from sandbox.wechat_account.world import World

LENGTHS = {
    "thing": 20,
    "character_string": 32,
    "phrase": 5,
    "name": 20,
    "letter": 32,
    "symbol": 5,
    "number": 32,
    "phone_number": 17,
    "car_number": 8,
    "const": 20,
}
"""Most characters of a value, by the kind of its field."""
ONCE_WITHIN_S = 600
"""A `client_msg_id` said again to the same user within this time sends nothing."""
_FIELD = re.compile(r"([a-z_]+?)\d+")


class Notices:
    """Both kinds; their sending is told to the account's server as an event."""

    def __init__(self, world: World, post: Post) -> None:
        self._world, self._post = world, post
        self._sent: dict[tuple[str, str], tuple[int, float]] = {}

    def template(self, world: World, _request: Request, asked: Document) -> Document:
        """POST /cgi-bin/message/template/send"""
        user = receiver(world, asked)
        if not user.follows:
            raise Fault(43004, "require subscribe")
        known = self._sent.get((user.openid, str(asked.get("client_msg_id") or "")))
        if known and known[1] > world.now - ONCE_WITHIN_S:
            return {"errcode": 0, "errmsg": "ok", "msgid": known[0]}
        number = self._show(user, asked, "template")
        if asked.get("client_msg_id"):
            self._sent[user.openid, str(asked["client_msg_id"])] = number, world.now
        status = "failed:user block" if user.refuses else "success"
        self._post.begin(user, template_done(world, user, number, status))
        return {"errcode": 0, "errmsg": "ok", "msgid": number}

    def subscription(self, world: World, _request: Request, asked: Document) -> Document:
        """POST /cgi-bin/message/subscribe/bizsend"""
        user = receiver(world, asked)
        if user.refuses or not user.follows:
            raise Fault(43101, "user refuse to accept the msg")
        self._show(user, asked, "subscribe")
        return {"errcode": 0, "errmsg": "ok"}

    def _show(self, user: User, asked: Document, via: str) -> int:
        values = _values(asked)
        about = {"template_id": _template_id(asked), "values": values}
        number = self._world.store.number()
        if not user.refuses:
            words = "\n".join(values.values())
            url = str(asked.get("url") or asked.get("page") or "")
            about |= {"kind": "template", "text": words, "url": url}
            user.add(at=self._world.now, side="account", via=via, msg_id=str(number), **about)
        return number


def _template_id(asked: Document) -> str:
    value = asked.get("template_id")
    if not isinstance(value, str) or not value:
        raise Fault(40037, "invalid template_id")
    return value


def _values(asked: Document) -> dict[str, str]:
    data = asked.get("data")
    if not isinstance(data, dict) or not data:
        raise Fault(47003, "argument invalid! data")
    return {name: _value(name, one) for name, one in data.items()}


def _value(name: str, part: Any) -> str:
    value = text_of(part, "value") if isinstance(part, dict) else ""
    kind = _FIELD.fullmatch(name)
    most = LENGTHS.get(kind[1]) if kind else None
    wrong: Callable[[str], bool] = _WRONG.get(kind[1] if kind else "", lambda _: False)
    if not value or (most is not None and len(value) > most) or wrong(value):
        raise Fault(47003, f"argument invalid! data.{name}.value is illegal")
    return value


_WRONG: dict[str, Callable[[str], bool]] = {
    "character_string": lambda value: not value.isascii(),
    "number": lambda value: not re.fullmatch(r"-?\d+(\.\d+)?", value),
    "amount": lambda value: not re.search(r"\d", value),
    "time": lambda value: not re.search(r"\d{1,2}[:：]\d{2}|\d{4}[-年/.]", value),
    "date": lambda value: not re.search(r"\d{4}[-年/.]", value),
    "phrase": lambda value: not re.fullmatch(r"[\u4e00-\u9fff]+", value),
}
"""Whether a value is not what its kind of field takes."""
