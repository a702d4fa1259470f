"""Passive replies (被动回复) of the account's server, read and checked.

https://developers.weixin.qq.com/doc/service/guide/product/message/Passive_user_reply_message.html
"""

from typing import Any

from sandbox.wechat_account.envelopes import Fields, unwrap
from sandbox.wechat_account.media import Media
from sandbox.wechat_account.settings import AccountSettings
from sandbox.wechat_account.store import Document

TEXT_BYTES = 2048
ARTICLES = 8


def read(body: bytes, openid: str, settings: AccountSettings, media: Media) -> Document | None:
    """What the user sees, None for silence. ValueError where WeChat would say 故障."""
    if body.strip() in (b"", b"success"):
        return None
    fields = unwrap(body, settings)
    if (fields.get("ToUserName"), fields.get("FromUserName")) != (openid, settings.original_id):
        raise ValueError("to or from somebody else")
    if not str(fields.get("CreateTime", "")).strip().isdigit():
        raise ValueError("no CreateTime")
    kind = str(fields.get("MsgType"))
    if kind == "text":
        return text(str(fields.get("Content", "")))
    if kind == "news":
        return _news(fields)
    if kind in ("image", "voice", "video"):
        part = _part(fields, kind.capitalize())
        return _of_media(kind, str(part.get("MediaId", "")), media)
    if kind == "music":
        part = _part(fields, "Music")
        return {"kind": "music", "text": str(part.get("Title", "")), "url": part.get("MusicUrl")}
    raise ValueError("unknown MsgType")


def text(content: str) -> Document:
    if not content or len(content.encode()) > TEXT_BYTES:
        raise ValueError("empty or too long")
    return {"kind": "text", "text": content}


def _news(fields: Fields) -> Document:
    items: Any = _part(fields, "Articles").get("item")
    items = items if isinstance(items, list) else [items]
    right = all(isinstance(one, dict) and one.get("Title") for one in items)
    if not right or str(len(items)) != str(fields.get("ArticleCount")) or len(items) > ARTICLES:
        raise ValueError("wrong Articles")
    names = {"title": "Title", "description": "Description", "url": "Url", "picture": "PicUrl"}
    articles = [{name: str(one.get(of, "")) for name, of in names.items()} for one in items]
    return {"kind": "news", "text": articles[0]["title"], "articles": articles}


def _of_media(kind: str, media_id: str, media: Media) -> Document:
    if media.get(media_id) is None:
        raise ValueError("unknown MediaId")
    return {"kind": kind, "text": f"[{kind}]", "media_id": media_id}


def _part(fields: Fields, name: str) -> Fields:
    part = fields.get(name)
    if not isinstance(part, dict):
        raise ValueError(f"no {name}")
    return part
