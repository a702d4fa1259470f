"""What the official account can send: a few kinds of messages, whichever way they travel.

A passive reply (被动回复) carries Text, Image and News; the customer-service interface (客服消息)
carries all of them.
https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Passive_user_reply_message.html
https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """Plain words, at most 2,048 bytes of UTF-8; links as <a href="…">…</a>."""

    content: str


@dataclass(frozen=True)
class Choices:
    """A menu message (菜单消息, msgmenu): one tap sends the label back with its id. Only by the
    customer-service interface; `as_text` is the same with numbers."""

    head: str
    options: tuple[tuple[str, str], ...]
    """(id, label)"""
    as_text: str


@dataclass(frozen=True)
class News:
    """One article (图文) that opens a page."""

    title: str
    description: str
    url: str
    picture_url: str = ""


@dataclass(frozen=True)
class Image:
    """A picture (PNG) that is uploaded as temporary media first."""

    content: bytes


@dataclass(frozen=True)
class MiniProgramCard:
    """A card (小程序卡片) that opens a page of a linked mini program; `picture` is PNG or JPEG."""

    title: str
    appid: str
    page: str
    picture: bytes


Outgoing = Text | Choices | News | Image | MiniProgramCard
