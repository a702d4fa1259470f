"""What a user did, read from the XML of a message or an event.

https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_standard_messages.html
https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_event_pushes.html
"""

import re
from typing import Any, Literal
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from pydantic import BaseModel, ConfigDict, Field

from channels.wechat.receiving.envelope import Unreadable

Kind = Literal[
    "text",
    "image",
    "voice",
    "video",
    "location",
    "link",
    "follow",
    "unfollow",
    "scan",
    "click",
    "scanned",
    "position",
    "ignored",
]
"""`scan`: a QR code of the account. `scanned`: a code that a menu button scanned. `position`: where
the user is, told by WeChat without being asked. `ignored`: nothing to answer."""

EVENTS: dict[str, Kind] = {
    "subscribe": "follow",
    "unsubscribe": "unfollow",
    "scan": "scan",
    "click": "click",
    "scancode_waitmsg": "scanned",
    "location": "position",
}
"""Events with a meaning here. VIEW, scancode_push, TEMPLATESENDJOBFINISH, payments and others are
taken and ignored: payment news comes from core, proven."""
MESSAGES: dict[str, Kind] = {
    "text": "text",
    "image": "image",
    "voice": "voice",
    "video": "video",
    "shortvideo": "video",
    "location": "location",
    "link": "link",
}
_OPENID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NUMBER = re.compile(r"[0-9]{1,20}")
MAX_WORDS = 4000


class Incoming(BaseModel):
    """One message or event. `key` is the same when WeChat sends it again: by MsgId, or for events
    by FromUserName and CreateTime (and which event it was)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    openid: str
    account: str = Field(description="ToUserName: the account's own name")
    kind: Kind
    at: int = Field(description="CreateTime, seconds since 1970")
    words: str = ""
    heard: str | None = Field(default=None, description="voice: WeChat's Recognition, if it came")
    media: str = ""
    choice: str = Field(default="", description="bizmsgmenuid of a menu message that was tapped")
    scene: str = ""


def parse(xml: str) -> Incoming:
    """Raises Unreadable. Document types and entities are refused."""
    try:
        root = fromstring(xml, forbid_dtd=True)
    except Exception as error:  # expat's and defusedxml's errors have no common base
        raise Unreadable(type(error).__name__) from None
    openid, account = _of(root, "FromUserName"), _of(root, "ToUserName")
    stamp, kind = _of(root, "CreateTime"), _of(root, "MsgType").lower()
    if not (_OPENID.fullmatch(openid) and account and _NUMBER.fullmatch(stamp)):
        raise Unreadable("sender or time")
    told = _event(root) if kind == "event" else _message(root, kind)
    if kind == "event":
        key = f"e:{openid}:{stamp}:{_of(root, 'Event').lower()}:{_of(root, 'EventKey')}"
    elif _NUMBER.fullmatch(_of(root, "MsgId")):
        key = f"m:{_of(root, 'MsgId')}"
    else:
        raise Unreadable("MsgId")
    return Incoming(key=key, openid=openid, account=account, at=int(stamp[:12]), **told)


def _message(root: Element, kind: str) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": MESSAGES.get(kind, "ignored"), "media": _of(root, "MediaId")}
    if kind == "text":
        told |= {"words": _of(root, "Content"), "choice": _of(root, "bizmsgmenuid")}
    elif kind == "voice" and root.find("Recognition") is not None:
        told["heard"] = _of(root, "Recognition")
    elif kind == "location":
        told["words"] = _of(root, "Label")
    elif kind == "link":
        told["words"] = _of(root, "Title")
    return told


def _event(root: Element) -> dict[str, Any]:
    event = _of(root, "Event").lower()
    kind = EVENTS.get(event, "ignored")
    told: dict[str, Any] = {"kind": kind}
    if kind in ("follow", "scan"):
        told["scene"] = _of(root, "EventKey").removeprefix("qrscene_")
    elif kind == "click":
        told["words"] = _of(root, "EventKey")
    elif kind == "scanned":
        told["words"] = _of(root, "ScanCodeInfo/ScanResult")
    return told


def _of(root: Element, name: str) -> str:
    return (root.findtext(name) or "").strip()[:MAX_WORDS]
