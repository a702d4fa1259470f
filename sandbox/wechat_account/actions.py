"""What somebody does on the phone, as a message to the account.

https://developers.weixin.qq.com/doc/service/guide/product/message/Receiving_standard_messages.html
https://developers.weixin.qq.com/doc/service/guide/product/message/Receiving_event_pushes.html
https://developers.weixin.qq.com/doc/service/guide/product/menu/Custom_Menu_Push_Events.html
"""

import base64
import binascii
import hashlib
from collections.abc import Callable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from sandbox.wechat_account.envelopes import Fields
from sandbox.wechat_account.media import PIXEL
from sandbox.wechat_account.quotas import Kind as Allowance
from sandbox.wechat_account.store import Document, User
from sandbox.wechat_account.world import World

Kind = Literal[
    "text", "image", "voice", "video", "shortvideo", "location", "link", "subscribe",
    "unsubscribe", "scan", "report_location", "click", "view", "scancode_push",
    "scancode_waitmsg", "location_select",
]  # fmt: skip
MESSAGES = {"text", "image", "voice", "video", "shortvideo", "location", "link"}


class Action(BaseModel):
    """One thing done. `text` is what is said, pressed (a menu's key or address), scanned, or the
    label of a link; `content` a file in base64; `menu_id` the id of a tapped msgmenu option."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    text: str = ""
    menu_id: str = ""
    content: str = ""
    file_name: str = ""
    recognition: str = ""
    scene: str = ""
    latitude: float = Field(default=22.5484, ge=-90, le=90)
    longitude: float = Field(default=114.1315, ge=-180, le=180)
    label: str = "罗湖区政务服务中心"
    url: str = ""


class Impossible(Exception):
    """What this user cannot do now."""


def perform(world: World, user: User, action: Action) -> list[Fields]:
    """Show it in the chat, grant what it allows, and give the messages to send."""
    if not user.follows and action.kind not in ("subscribe", "scan"):
        raise Impossible("还没有关注，不能发消息")
    if action.kind in MESSAGES:
        return [_message(world, user, action)]
    if action.kind == "location_select":
        picked = {"SendLocationInfo": _place(action, "Location_X", "Location_Y")}
        event = _event(world, user, "location_select", EventKey=action.text, **picked)
        return [event, _message(world, user, action.model_copy(update={"kind": "location"}))]
    return [_EVENTS[action.kind](world, user, action)]


def _message(world: World, user: User, action: Action) -> Fields:
    about, shown = _content(world, action)
    number = world.store.number()
    user.quotas.give("message", world.now)
    user.add(at=world.now, side="user", via="", msg_id=str(number), **shown)
    words = shown["text"] if action.kind == "text" else f"[{action.kind}]"
    world.store.record(user, 2003, words, "")
    return _head(world, user, action.kind) | about | {"MsgId": number}


def _content(world: World, action: Action) -> tuple[Fields, Document]:
    """What is in the message, and how the chat shows it."""
    if action.kind == "text":
        about: Fields = {"Content": action.text}
        if action.menu_id:
            about["bizmsgmenuid"] = action.menu_id
        return about, {"kind": "text", "text": action.text}
    if action.kind == "location":
        shown = {"kind": "location", "text": action.label}
        return _place(action, "Location_X", "Location_Y"), shown
    if action.kind == "link":
        about = {"Title": action.text, "Description": action.label, "Url": action.url}
        return about, {"kind": "link", "text": action.text, "url": action.url}
    return _file(world, action)


def _file(world: World, action: Action) -> tuple[Fields, Document]:
    endings = {"image": ".png", "voice": ".amr"}
    name = action.file_name or f"file{endings.get(action.kind, '.mp4')}"
    try:
        content = base64.b64decode(action.content, validate=True) or PIXEL
    except binascii.Error as error:
        raise Impossible("content 不是 base64") from error
    media_id = world.media.put(name, content)
    shown = {"kind": action.kind, "text": action.recognition, "media_id": media_id}
    if action.kind == "image":
        return {"PicUrl": f"{world.settings.base}/media/{media_id}", "MediaId": media_id}, shown
    if action.kind == "voice":
        about: Fields = {"MediaId": media_id, "Format": name.rpartition(".")[2].lower() or "amr"}
        if action.recognition:
            about["Recognition"] = action.recognition
        return about, shown
    return {"MediaId": media_id, "ThumbMediaId": world.media.put("thumb.png", PIXEL)}, shown


def _subscribe(world: World, user: User, action: Action) -> Fields:
    user.follows, user.since, user.scene = True, int(world.now), action.scene
    user.quotas.give("follow", world.now)
    _note(world, user, "您关注了这个服务号")
    more = {"EventKey": ""}
    if action.scene:
        more = {"EventKey": f"qrscene_{action.scene}", "Ticket": ticket_of(world, action.scene)}
    return _event(world, user, "subscribe", **more)


def _unsubscribe(world: World, user: User, _action: Action) -> Fields:
    user.follows = False
    user.quotas.grants.clear()
    _note(world, user, "您取消了关注")
    return _event(world, user, "unsubscribe", EventKey="")


def _scan(world: World, user: User, action: Action) -> Fields:
    if not user.follows:
        return _subscribe(world, user, action)
    user.quotas.give("scan", world.now)
    _note(world, user, f"您扫了二维码 {action.scene}")
    ticket = ticket_of(world, action.scene)
    return _event(world, user, "SCAN", EventKey=action.scene, Ticket=ticket)


def _report(world: World, user: User, action: Action) -> Fields:
    place = {"Latitude": action.latitude, "Longitude": action.longitude, "Precision": 65.0}
    return _event(world, user, "LOCATION", **{name: f"{at:.6f}" for name, at in place.items()})


def _pressed(event: str, allows: Allowance | None) -> Callable[[World, User, Action], Fields]:
    def press(world: World, user: User, action: Action) -> Fields:
        if allows:
            user.quotas.give(allows, world.now)
        more: Fields = {"MenuId": 1} if event == "VIEW" else {}
        if event.startswith("scancode"):
            more["ScanCodeInfo"] = {"ScanType": "qrcode", "ScanResult": action.scene}
        return _event(world, user, event, EventKey=action.text, **more)

    return press


_EVENTS: dict[str, Callable[[World, User, Action], Fields]] = {
    "subscribe": _subscribe,
    "unsubscribe": _unsubscribe,
    "scan": _scan,
    "report_location": _report,
    "click": _pressed("CLICK", "menu"),
    "view": _pressed("VIEW", None),
    "scancode_push": _pressed("scancode_push", "menu"),
    "scancode_waitmsg": _pressed("scancode_waitmsg", "menu"),
}


def template_done(world: World, user: User, number: int, status: str) -> Fields:
    """https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Template_Message_Interface.html"""
    return _event(world, user, "TEMPLATESENDJOBFINISH", MsgID=number, Status=status)


def ticket_of(world: World, scene: str) -> str:
    """The ticket of a QR code with a scene; made up where the account made none."""
    for ticket, about in world.store.tickets.items():
        if about["scene"] == scene:
            return ticket
    return "gQ" + base64.urlsafe_b64encode(hashlib.sha256(scene.encode()).digest()).decode()


def _place(action: Action, x: str, y: str) -> Fields:
    at = {x: f"{action.latitude:.6f}", y: f"{action.longitude:.6f}"}
    return {**at, "Scale": "15", "Label": action.label}


def _head(world: World, user: User, kind: str) -> Fields:
    return {
        "ToUserName": world.settings.original_id,
        "FromUserName": user.openid,
        "CreateTime": int(world.now),
        "MsgType": kind,
    }


def _event(world: World, user: User, event: str, **more: object) -> Fields:
    return _head(world, user, "event") | {"Event": event, **more}


def _note(world: World, user: User, text: str) -> None:
    user.add(at=world.now, side="note", via="", kind="note", text=text)
