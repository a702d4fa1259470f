"""What messages and events say, and what no XML may do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.wechat.receiving.envelope import Unreadable
from channels.wechat.receiving.incoming import Incoming, parse

HEAD = (
    "<ToUserName>gh_1</ToUserName><FromUserName>o_1</FromUserName>"
    "<CreateTime>1700000000</CreateTime>"
)


def message(inside: str, number: str = "<MsgId>7</MsgId>") -> Incoming:
    return parse(f"<xml>{HEAD}{number}{inside}</xml>")


def event(inside: str) -> Incoming:
    return message(f"<MsgType>event</MsgType>{inside}", number="")


@pytest.mark.parametrize(
    ("inside", "kind", "field", "value"),
    [
        ("<MsgType>text</MsgType><Content>你好</Content>", "text", "words", "你好"),
        (
            "<MsgType>text</MsgType><Content>补办</Content><bizmsgmenuid>2</bizmsgmenuid>",
            "text",
            "choice",
            "2",
        ),
        ("<MsgType>image</MsgType><MediaId>m</MediaId>", "image", "media", "m"),
        ("<MsgType>voice</MsgType><MediaId>m</MediaId>", "voice", "heard", None),
        (
            "<MsgType>voice</MsgType><MediaId>m</MediaId><Recognition>补办</Recognition>",
            "voice",
            "heard",
            "补办",
        ),
        ("<MsgType>shortvideo</MsgType><MediaId>m</MediaId>", "video", "media", "m"),
        ("<MsgType>location</MsgType><Label>莲塘</Label>", "location", "words", "莲塘"),
        ("<MsgType>link</MsgType><Title>政策</Title>", "link", "words", "政策"),
        ("<MsgType>novel</MsgType>", "ignored", "words", ""),
    ],
)
def test_messages(inside: str, kind: str, field: str, value: str | None) -> None:
    told = message(inside)
    assert (told.kind, getattr(told, field), told.key) == (kind, value, "m:7")


@pytest.mark.parametrize(
    ("inside", "kind", "field", "value"),
    [
        ("<Event>subscribe</Event><EventKey></EventKey>", "follow", "scene", ""),
        ("<Event>subscribe</Event><EventKey>qrscene_g:x</EventKey>", "follow", "scene", "g:x"),
        ("<Event>unsubscribe</Event>", "unfollow", "words", ""),
        ("<Event>SCAN</Event><EventKey>w:12</EventKey>", "scan", "scene", "w:12"),
        ("<Event>CLICK</Event><EventKey>say:你好</EventKey>", "click", "words", "say:你好"),
        ("<Event>VIEW</Event><EventKey>https://a</EventKey>", "ignored", "words", ""),
        ("<Event>LOCATION</Event><Latitude>1</Latitude>", "position", "words", ""),
        ("<Event>TEMPLATESENDJOBFINISH</Event>", "ignored", "words", ""),
        (
            "<Event>scancode_waitmsg</Event><ScanCodeInfo><ScanResult>JK1</ScanResult>"
            "</ScanCodeInfo>",
            "scanned",
            "words",
            "JK1",
        ),
    ],
)
def test_events(inside: str, kind: str, field: str, value: str) -> None:
    told = event(inside)
    assert (told.kind, getattr(told, field)) == (kind, value)


def test_an_event_is_known_by_who_and_when_and_which() -> None:
    one = event("<Event>CLICK</Event><EventKey>a</EventKey>")
    assert one.key == event("<Event>CLICK</Event><EventKey>a</EventKey>").key
    assert one.key != event("<Event>CLICK</Event><EventKey>b</EventKey>").key


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("trick", [LAUGHS, OUTSIDE, "<!DOCTYPE x>"])
def test_no_entity_is_expanded(trick: str) -> None:
    body = f"<xml>{HEAD}<MsgType>text</MsgType><MsgId>7</MsgId><Content>&a;</Content></xml>"
    with pytest.raises(Unreadable):
        parse(trick + body)


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "<xml>",
        "<xml></xml>",
        "{}",
        "<xml><MsgType>text</MsgType></xml>",
        f"<xml>{HEAD}<MsgType>text</MsgType><Content>x</Content></xml>",
        f"<xml>{HEAD}<MsgType>text</MsgType><MsgId>-7</MsgId></xml>",
        f"<xml>{HEAD.replace('1700000000', 'soon')}<MsgType>text</MsgType><MsgId>7</MsgId></xml>",
        f"<xml>{HEAD.replace('o_1', 'o 1')}<MsgType>text</MsgType><MsgId>7</MsgId></xml>",
    ],
)
def test_what_is_no_message_is_refused(broken: str) -> None:
    with pytest.raises(Unreadable):
        parse(broken)


@given(st.text())
def test_any_text_is_a_message_or_unreadable(words: str) -> None:
    try:
        assert parse(words).openid
    except Unreadable:
        return
