"""Messages as XML, and how they travel in each mode.

https://developers.weixin.qq.com/doc/service/guide/product/message/Receiving_standard_messages.html
https://developers.weixin.qq.com/doc/service/guide/dev/push/encryption.html
"""

import secrets
from typing import Any
from xml.etree.ElementTree import Element, ParseError  # the types; parsing is defusedxml's

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from sandbox.wechat_account import sealing
from sandbox.wechat_account.settings import AccountSettings

Fields = dict[str, Any]
"""Names in their order; a value is text, a whole number, or fields again."""


def as_xml(fields: Fields) -> str:
    """<xml>…</xml>; text in CDATA as WeChat writes it."""
    return f"<xml>{_inner(fields)}</xml>"


def read_xml(body: bytes | str) -> Fields:
    """Fields of an XML message; several children of one name become a list. ValueError."""
    try:
        root = fromstring(body)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise ValueError("not XML") from error
    if root.tag != "xml":
        raise ValueError("no <xml>")
    return _fields(root)


def wrap(
    fields: Fields, openid: str, settings: AccountSettings, now: float
) -> tuple[dict[str, str], bytes]:
    """The query and the body of a POST to the account's server."""
    stamp, nonce = str(int(now)), str(secrets.randbelow(10**10))
    token = settings.token.get_secret_value()
    query = {
        "signature": sealing.signature(token, stamp, nonce),
        "timestamp": stamp,
        "nonce": nonce,
        "openid": openid,
    }
    if settings.mode == "plain":
        return query, as_xml(fields).encode()
    sealed = sealing.seal(
        settings.aes_key.get_secret_value(), settings.appid, as_xml(fields).encode()
    )
    query |= {
        "encrypt_type": "aes",
        "msg_signature": sealing.signature(token, stamp, nonce, sealed),
    }
    open_part = fields if settings.mode == "compatible" else {"ToUserName": fields["ToUserName"]}
    return query, as_xml({**open_part, "Encrypt": sealed}).encode()


def unwrap(body: bytes, settings: AccountSettings) -> Fields:
    """The fields of an answer: sealed in safe mode, plain in plain mode, either in between.
    ValueError where it is neither or its proof is wrong."""
    outer = read_xml(body)
    if "Encrypt" not in outer:
        if settings.mode == "safe":
            raise ValueError("not sealed in safe mode")
        return outer
    if settings.mode == "plain":
        raise ValueError("sealed in plain mode")
    sealed = str(outer["Encrypt"])
    parts = settings.token.get_secret_value(), str(outer.get("TimeStamp")), str(outer.get("Nonce"))
    if not sealing.is_signed(str(outer.get("MsgSignature", "")), *parts, sealed):
        raise ValueError("wrong signature")
    inner = sealing.unseal(settings.aes_key.get_secret_value(), settings.appid, sealed)
    return read_xml(inner)


def _inner(fields: Fields) -> str:
    return "".join(f"<{name}>{_value(value)}</{name}>" for name, value in fields.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return _inner(value)
    if isinstance(value, int):
        return str(value)
    return "<![CDATA[" + str(value).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def _fields(element: Element) -> Fields:
    found: Fields = {}
    for child in element:
        value: Any = _fields(child) if len(child) else (child.text or "")
        if child.tag in found:
            earlier = found[child.tag]
            value = [*(earlier if isinstance(earlier, list) else [earlier]), value]
        found[child.tag] = value
    return found
