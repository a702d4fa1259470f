"""The other interfaces: what is asked, and what is made of the answers."""

import datetime as dt
import json

import httpx
import pytest

from channels.wechat import records
from channels.wechat.api_errors import Away, BadCode, Refused
from tests.channels.wechat.answerer import Answerer, moment, opened, reply


@pytest.fixture
def wechat() -> Answerer:
    return Answerer()


@pytest.mark.parametrize("errcode", [45080, 45081])
async def test_typing_that_shows_already_is_no_error(wechat: Answerer, errcode: int) -> None:
    wechat.refuse("/cgi-bin/message/custom/typing", errcode)
    async with opened(wechat) as api:
        await api.typing("openid-1")
        wechat.refuse("/cgi-bin/message/custom/typing", 40003)
        with pytest.raises(Refused):
            await api.typing("openid-1")


async def test_records_are_read_page_by_page(
    wechat: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "PAGE", 2)
    kept = [
        {"openid": "o", "opercode": code, "text": f"第{n}\n条", "time": 1000 + n, "worker": "k@a"}
        for n, code in enumerate((2002, 2003, 2002))
    ]

    def page(request: httpx.Request) -> httpx.Response:
        first = json.loads(request.content)["msgid"]
        shown = kept[:2] if first == 1 else kept[2:]
        return reply({"recordlist": shown, "number": len(shown), "msgid": first + 10})

    wechat.answers["/customservice/msgrecord/getmsglist"] = page
    async with opened(wechat) as api:
        found = await api.sent_records(moment("2026-11-22T08:00"), moment("2026-11-22T09:00"))
        assert [(one.sent, one.text) for one in found] == [
            (True, "第0\n条"),
            (False, "第1\n条"),
            (True, "第2\n条"),
        ]
        assert found[0].at == dt.datetime.fromtimestamp(1000, dt.UTC)
        with pytest.raises(ValueError, match="24 hours"):
            await api.sent_records(moment("2026-11-20T08:00"), moment("2026-11-22T09:00"))


async def test_a_template_message_names_its_key_and_link(wechat: Answerer) -> None:
    async with opened(wechat) as api:
        await api.template("o", "T1", {"thing1": "高龄津贴"}, "https://a", key="news-7")
        await api.template("o", "T1", {"thing1": "高龄津贴"}, "")
    full, bare = wechat.bodies("/cgi-bin/message/template/send")
    assert full == {
        "touser": "o",
        "template_id": "T1",
        "data": {"thing1": {"value": "高龄津贴"}},
        "url": "https://a",
        "client_msg_id": "news-7",
    }
    assert bare.keys() == {"touser", "template_id", "data"}


async def test_media_gives_the_file_or_says_that_it_is_gone(wechat: Answerer) -> None:
    path = "/cgi-bin/media/get"
    wechat.answers[path] = lambda _: httpx.Response(
        200, content=b"#!AMR\n", headers={"Content-Type": "audio/amr"}
    )
    async with opened(wechat) as api:
        assert await api.media("M7") == (b"#!AMR\n", "audio/amr")
        assert wechat.calls[-1].url.params["media_id"] == "M7"
        for body in ({"errcode": 40007, "errmsg": "invalid media_id"}, {"video_url": "http://v"}):
            wechat.answers[path] = lambda _, body=body: reply(body)
            with pytest.raises(Refused) as caught:
                await api.media("M7")
            assert caught.value.errcode == 40007


async def test_a_menu_that_is_not_there_is_none(wechat: Answerer) -> None:
    path = "/cgi-bin/menu/get"
    async with opened(wechat) as api:
        wechat.refuse(path, 46003)
        assert await api.get_menu() is None
        wechat.answers[path] = lambda _: reply({"menu": {"button": []}})
        assert await api.get_menu() == {"button": []}
        await api.create_menu({"button": [{"name": "办事"}]})
    assert wechat.bodies("/cgi-bin/menu/create") == [{"button": [{"name": "办事"}]}]


async def test_qr_codes_are_permanent_or_not(wechat: Answerer) -> None:
    path = "/cgi-bin/qrcode/create"
    wechat.answers[path] = lambda _: reply({"ticket": "T", "url": "http://weixin.qq.com/q/1"})
    async with opened(wechat) as api:
        assert (await api.create_qr("g:a", permanent=True)).url == "http://weixin.qq.com/q/1"
        await api.create_qr("g:a")
    scene = {"action_info": {"scene": {"scene_str": "g:a"}}}
    assert wechat.bodies(path) == [
        {"action_name": "QR_LIMIT_STR_SCENE", **scene},
        {"action_name": "QR_STR_SCENE", "expire_seconds": 2592000, **scene},
    ]


async def test_web_authorisation_tells_the_openid_once(wechat: Answerer) -> None:
    path = "/sns/oauth2/access_token"
    async with opened(wechat) as api:
        wechat.answers[path] = lambda _: reply({"openid": "o1", "access_token": "web"})
        assert await api.openid_of("C") == "o1"
        query = wechat.calls[-1].url.params
        assert (query["code"], query["grant_type"]) == ("C", "authorization_code")
        wechat.refuse(path, 40163)
        with pytest.raises(BadCode):
            await api.openid_of("C")
        wechat.answers[path] = lambda _: reply({"scope": "snsapi_base"})
        with pytest.raises(Away):
            await api.openid_of("C")
    assert wechat.asked == []


async def test_callback_addresses(wechat: Answerer) -> None:
    wechat.answers["/cgi-bin/getcallbackip"] = lambda _: reply({"ip_list": ["1.2.3.0/24"]})
    async with opened(wechat) as api:
        assert await api.callback_ips() == ["1.2.3.0/24"]
