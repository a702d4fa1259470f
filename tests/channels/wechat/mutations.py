"""Callbacks as somebody might send them who wishes us ill: made from good ones, by a seed."""

import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from sandbox.wechat_account import sealing
from sandbox.wechat_account.envelopes import as_xml
from tests.channels.wechat.forger import Forger, Letter

MARK = "MARKER-FROM-AN-ENTITY"


def _mangled(forger: Forger, body: bytes) -> bytes:
    """A few bytes changed, cut out or doubled."""
    random, raw = forger.random, bytearray(body)
    for _ in range(random.randrange(1, 6)):
        at = random.randrange(len(raw)) if raw else 0
        match random.randrange(4):
            case 0 if raw:
                raw[at] ^= 1 << random.randrange(8)
            case 1:
                del raw[at : at + random.randrange(20)]
            case 2:
                raw[at:at] = raw[at : at + random.randrange(40)]
            case _:
                raw[at:at] = bytes(random.randrange(256) for _ in range(random.randrange(4)))
    return bytes(raw)


def _bytes_outside(forger: Forger) -> Letter:
    letter = forger.good()
    return replace(letter, body=_mangled(forger, letter.body))


def _bytes_inside(forger: Forger) -> Letter:
    return forger.closed(_mangled(forger, as_xml(forger.fields()).encode()))


def _cut(forger: Forger) -> Letter:
    letter = forger.good()
    return replace(letter, body=letter.body[: forger.random.randrange(len(letter.body))])


def _doubled_tags(forger: Forger) -> Letter:
    name = forger.random.choice(["FromUserName", "MsgId", "Content", "xml", "Encrypt"])
    twice = f"<{name}>1</{name}>" * forger.random.randrange(1, 50)
    return forger.closed(as_xml(forger.fields()).replace("</xml>", f"{twice}</xml>").encode())


def _with_type(forger: Forger, declared: str, used: str) -> Letter:
    xml = as_xml(forger.fields() | {"Content": "TAKE"}).replace("<![CDATA[TAKE]]>", used)
    body = f"<!DOCTYPE xml [{declared}]>{xml}".encode()
    letter = forger.closed(body)
    outer = b"<!DOCTYPE xml [" + declared.encode() + b"]>" + letter.body
    inside = forger.settings.mode == "plain" or forger.random.random() < 0.5
    return letter if inside else replace(letter, body=outer)


def _entity(forger: Forger) -> Letter:
    return _with_type(forger, f'<!ENTITY a "{MARK}">', "&a;")


def _bomb(forger: Forger) -> Letter:
    names = "abcdefghij"
    laughs = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names))
    return _with_type(forger, f'<!ENTITY a "{MARK}">{laughs}', "&j;")


def _outside(forger: Forger) -> Letter:
    where = forger.random.choice([f"file://{forger.secret}", "http://127.0.0.1:1/x", "php://x"])
    kind = forger.random.choice(['<!ENTITY a SYSTEM "{}">', '<!ENTITY % a SYSTEM "{}"> %a;'])
    return _with_type(forger, kind.format(where), "&a;")


def _undeclared(forger: Forger) -> Letter:
    xml = as_xml(forger.fields() | {"Content": "TAKE"}).replace("<![CDATA[TAKE]]>", "&nobody;")
    return forger.closed(xml.encode())


def _huge_number(forger: Forger) -> Letter:
    name = forger.random.choice(["CreateTime", "MsgId"])
    digits = forger.random.choice(["9" * 12, "9" * 20, "9" * 5000, "-1", "1e9", "٣", "0x1", "NaN"])
    return forger.good(**{name: digits})


def _wrong_encoding(forger: Forger) -> Letter:
    xml = as_xml(forger.fields())
    name = forger.random.choice(["gbk", "utf-16", "utf-32", "utf-7"])
    head = forger.random.choice(["", f'<?xml version="1.0" encoding="{name}"?>'])
    return forger.closed((head + xml).encode(name))


def _nul(forger: Forger) -> Letter:
    nul = forger.random.choice(["\0", "&#0;", "\x0b", "\ud800", "&#xD800;", "\uffff"])
    xml = as_xml(forger.fields() | {"Content": "TAKE"}).replace("<![CDATA[TAKE]]>", nul)
    return forger.closed(xml.encode("utf-8", "surrogatepass"))


def _nested_sections(forger: Forger) -> Letter:
    words = "<![CDATA[" * forger.random.randrange(1, 200) + "]]>" * forger.random.randrange(200)
    xml = as_xml(forger.fields() | {"Content": "TAKE"}).replace("<![CDATA[TAKE]]>", words)
    return forger.closed(xml.encode())


def _deep(forger: Forger) -> Letter:
    deep = forger.random.randrange(100, 6000)
    return forger.closed(b"<xml>" + b"<a>" * deep + b"</a>" * deep + b"</xml>")


def _large(forger: Forger) -> Letter:
    return forger.good(Content="大" * forger.random.randrange(1000, 40_000))


def _anothers(forger: Forger) -> Letter:
    """Sealed with another key, or for another account."""
    appid = forger.random.choice(["wxanother", forger.settings.appid])
    key = forger.settings.aes_key.get_secret_value()
    key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG" if appid != "wxanother" else key
    told = as_xml(forger.fields()).encode()
    return replace(
        forger.sealed(forger.closed(told).query, sealing.seal(key, appid, told)), signed=False
    )


def _garbage(forger: Forger) -> Letter:
    random = forger.random
    if forger.settings.mode == "plain" or random.random() < 0.3:
        return forger.closed(random.randbytes(random.randrange(300)))
    text = random.choice(["", "A" * random.randrange(200), "é", "====", "QUJD" * 30, " AAAA \n"])
    return forger.sealed(forger.closed(b"x").query, text)


def _swapped(forger: Forger) -> Letter:
    """The parameters of the address mixed up; a signature that does not fit is not signed."""
    letter = forger.good()
    names = sorted(letter.query)
    one, other = forger.random.sample(names, 2)
    query = letter.query | {one: letter.query[other], other: letter.query[one]}
    return Letter(query, letter.body, signed={one, other} == {"timestamp", "nonce"})


def _unsigned(forger: Forger) -> Letter:
    letter = forger.good()
    value = forger.random.choice(["", "0" * 40, "é", "\0", "a" * 5000, secrets.token_hex(20)])
    return Letter(letter.query | {"signature": value}, letter.body, signed=False)


def _without(forger: Forger) -> Letter:
    letter = forger.good()
    gone = forger.random.choice(sorted(letter.query))
    query = {name: value for name, value in letter.query.items() if name != gone}
    return Letter(query, letter.body, signed=False)


def _old(forger: Forger) -> Letter:
    letter = forger.good()
    stamp = forger.random.choice(["0", "9" * 12, str(int(time.time()) - 3600), "9" * 4000, "-5"])
    proof = sealing.signature(forger.token, stamp, letter.query["nonce"])
    return Letter(
        letter.query | {"timestamp": stamp, "signature": proof}, letter.body, signed=False
    )


MUTATIONS: dict[str, Callable[[Forger], Letter]] = {
    "nothing": Forger.good,
    "bytes outside": _bytes_outside,
    "bytes inside": _bytes_inside,
    "cut": _cut,
    "doubled tags": _doubled_tags,
    "entity": _entity,
    "bomb": _bomb,
    "external entity": _outside,
    "undeclared entity": _undeclared,
    "huge number": _huge_number,
    "wrong encoding": _wrong_encoding,
    "nul": _nul,
    "nested sections": _nested_sections,
    "deep": _deep,
    "large": _large,
    "another's seal": _anothers,
    "signed garbage": _garbage,
    "swapped": _swapped,
    "unsigned": _unsigned,
    "without a parameter": _without,
    "old": _old,
}


def any_letter(forger: Forger) -> tuple[str, Letter]:
    """A letter, and what was done to it."""
    name = forger.random.choice(list(MUTATIONS))
    return name, MUTATIONS[name](forger)
