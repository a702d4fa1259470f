"""Sending service messages: their shape, what errors mean, what is never shown."""

import logging

import httpx
import pytest

from channels.wechat.api_errors import (
    Away,
    BadCode,
    BadToken,
    NotFollowing,
    OutOfTime,
    QuotaSpent,
    Refused,
    WeChatError,
)
from channels.wechat.outgoing import Choices, Image, MiniProgramCard, News, Outgoing, Text
from tests.channels.wechat.answerer import Answer, Answerer, opened, reply

SEND = "/cgi-bin/message/custom/send"
UPLOAD = "/cgi-bin/media/upload"
PNG = b"\x89PNG\r\n\x1a\n..."


@pytest.fixture
def wechat() -> Answerer:
    made = Answerer()
    made.answers[UPLOAD] = lambda _: reply({"type": "image", "media_id": "M1", "created_at": 1})
    return made


@pytest.mark.parametrize(
    ("message", "content"),
    [
        (Text("您好"), {"msgtype": "text", "text": {"content": "您好"}}),
        (
            Choices("选一个", (("1", "是"), ("2", "否")), "1 是 2 否"),
            {
                "msgtype": "msgmenu",
                "msgmenu": {
                    "head_content": "选一个",
                    "list": [{"id": "1", "content": "是"}, {"id": "2", "content": "否"}],
                    "tail_content": "",
                },
            },
        ),
        (
            News("题", "说", "https://a", "https://b"),
            {
                "msgtype": "news",
                "news": {
                    "articles": [
                        {
                            "title": "题",
                            "description": "说",
                            "url": "https://a",
                            "picurl": "https://b",
                        }
                    ]
                },
            },
        ),
        (Image(PNG), {"msgtype": "image", "image": {"media_id": "M1"}}),
        (
            MiniProgramCard("题", "wxmini", "pages/a", PNG),
            {
                "msgtype": "miniprogrampage",
                "miniprogrampage": {
                    "title": "题",
                    "appid": "wxmini",
                    "pagepath": "pages/a",
                    "thumb_media_id": "M1",
                },
            },
        ),
    ],
)
async def test_messages_have_the_documented_shape(
    wechat: Answerer, message: Outgoing, content: dict[str, object]
) -> None:
    async with opened(wechat) as api:
        await api.send("openid-1", message, "kf1@account")
    assert wechat.bodies(SEND) == [
        {"touser": "openid-1", **content, "customservice": {"kf_account": "kf1@account"}}
    ]


async def test_no_customer_service_account_is_named_unless_set(wechat: Answerer) -> None:
    async with opened(wechat) as api:
        await api.send("openid-1", Text("x"))
    assert "customservice" not in wechat.bodies(SEND)[0]


async def test_words_travel_as_they_are(wechat: Answerer) -> None:
    async with opened(wechat) as api:
        await api.send("openid-1", Text('高龄津贴🎉<a href="https://a">看</a>\ud800'))
    raw = wechat.calls[-1].content
    assert "高龄津贴🎉".encode() in raw
    assert b"\\u" not in raw


async def test_a_picture_is_uploaded_as_a_form(wechat: Answerer) -> None:
    async with opened(wechat) as api:
        assert await api.upload_image(b"\xff\xd8jpeg") == "M1"
    call = wechat.calls[0]
    assert call.url.params["type"] == "image"
    assert b'name="media"; filename="picture.jpeg"' in call.content
    assert b"\xff\xd8jpeg" in call.content


@pytest.mark.parametrize(
    ("errcode", "error"),
    [
        (45047, QuotaSpent),
        (45015, OutOfTime),
        (43004, NotFollowing),
        (40029, BadCode),
        (48001, Refused),
        (-1, Away),
        (45011, Away),
    ],
)
async def test_error_codes_have_types(
    wechat: Answerer, errcode: int, error: type[WeChatError]
) -> None:
    wechat.refuse(SEND, errcode, "why")
    async with opened(wechat) as api:
        with pytest.raises(error) as caught:
            await api.send("openid-1", Text("x"))
    assert type(caught.value) is error
    assert caught.value.errcode == errcode


async def test_a_token_that_ended_is_replaced_and_the_call_repeated(wechat: Answerer) -> None:
    async with opened(wechat) as api:
        await api.send("openid-1", Text("one"))
        wechat.end_token()
        await api.send("openid-1", Text("two"))
    assert [one["text"]["content"] for one in wechat.bodies(SEND)] == ["one", "two", "two"]
    assert len(wechat.asked) == 2


async def test_a_token_refused_twice_is_an_error_that_may_pass(wechat: Answerer) -> None:
    wechat.refuse(SEND, 42001)
    async with opened(wechat) as api:
        with pytest.raises(BadToken) as caught:
            await api.send("openid-1", Text("x"))
    assert isinstance(caught.value, Away) and not caught.value.maybe_done
    assert len(wechat.calls) == 2


def hangs_up(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectTimeout("no", request=request)


def hangs(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout(str(request.url), request=request)


@pytest.mark.parametrize(
    ("answer", "maybe_done"),
    [
        (hangs_up, False),
        (hangs, True),
        (lambda request: httpx.Response(502, content=b"Bad Gateway"), True),
        (lambda request: httpx.Response(200, content=b"<html>a proxy</html>"), True),
        (lambda request: httpx.Response(200, content=b"[1]"), True),
    ],
)
async def test_trouble_on_the_way_is_away(
    wechat: Answerer, answer: Answer, maybe_done: bool
) -> None:
    wechat.answers[SEND] = answer
    async with opened(wechat) as api:
        with pytest.raises(Away) as caught:
            await api.send("openid-1", Text("x"))
    assert caught.value.maybe_done is maybe_done


async def test_an_upload_that_hangs_leaves_no_doubt_about_the_message(wechat: Answerer) -> None:
    wechat.answers[UPLOAD] = lambda _: httpx.Response(504)
    async with opened(wechat) as api:
        with pytest.raises(Away) as caught:
            await api.send("openid-1", Image(PNG))
    assert not caught.value.maybe_done
    assert wechat.bodies(SEND) == []


async def test_errors_and_logs_name_neither_token_nor_openid_nor_secret(
    wechat: Answerer, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("httpx").setLevel(logging.WARNING)  # as service.logs does
    caplog.set_level(logging.DEBUG, "luoxiaozheng")
    wechat.answers[SEND] = hangs
    async with opened(wechat) as api:
        with pytest.raises(Away) as caught:
            await api.send("openid-1", Text("x"))
    said = f"{caught.value!r} {caught.value.__cause__!r} {caplog.text}"
    assert not [one for one in ("token-1", "openid-1", "an-app-secret") if one in said]
