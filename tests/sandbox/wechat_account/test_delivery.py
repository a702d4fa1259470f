"""Messages to the account's server: three tries, one answer, failures on order."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.wechat_account.delivery import FAILED
from tests.sandbox.wechat_account.conftest import WAIT_S, Town

REFUSED = httpx.ConnectError("refused")


async def test_a_passive_reply_lands_in_the_chat(town: Town) -> None:
    town.account.steps = ["可以领，每月 200 元。"]
    told = await town.act("text", text="高龄津贴怎么领")
    (delivery,) = told["deliveries"]
    assert delivery["outcome"] == "answered" and len(delivery["tries"]) == 1
    (got,) = told["received"]
    assert (got["via"], got["text"]) == ("passive", "可以领，每月 200 元。")
    assert got["in_reply_to"] == delivery["msg_id"] == town.account.messages[0]["MsgId"]


@pytest.mark.parametrize("answer", [b"", b"success"])
async def test_silence_is_an_answer(town: Town, answer: bytes) -> None:
    town.account.steps = [answer]
    told = await town.act("text", text="你好")
    assert told["deliveries"][0]["outcome"] == "silence" and told["received"] == []


@pytest.mark.parametrize("trouble", [REFUSED, 500, 404, WAIT_S * 3])
async def test_the_same_message_comes_three_times_then_the_user_is_told(
    town: Town, trouble: Any
) -> None:
    town.account.steps = [trouble, trouble, trouble, "太晚了"]
    told = await town.act("text", text="你好")
    assert len(town.account.requests) == 3
    assert len({one["MsgId"] for one in town.account.messages}) == 1
    assert len({one.content for one in town.account.requests}) == 1
    began = [one["began_s"] for one in told["deliveries"][0]["tries"]]
    assert began[1] >= WAIT_S * 0.95 and began[2] >= WAIT_S * 1.9
    assert [one["text"] for one in told["received"]] == [FAILED]
    assert told["received"][0]["via"] == "failure"


async def test_a_later_try_may_be_answered(town: Town) -> None:
    town.account.steps = [REFUSED, 503, "在的"]
    told = await town.act("text", text="你好")
    assert [one["text"] for one in told["received"]] == ["在的"]


async def test_malformed_answers_are_failures_at_once(town: Town) -> None:
    message = {"FromUserName": town.user.openid, "ToUserName": town.settings.original_id}
    sealed = town.account.text
    stranger = sealed(message | {"FromUserName": "o-other"}, "你好")
    wrong = (b"ok", b"<xml>", stranger, sealed(message, "长" * 683), sealed(message, ""))
    for body in wrong:
        town.account.steps = [body]
        told = await town.act("text", text="你好")
        assert [one["via"] for one in told["received"]] == ["failure"], body
        assert len(told["deliveries"][0]["tries"]) == 1
    for changed in ({"MsgType": "file"}, {"CreateTime": "now"}, {"MsgType": "news"}):
        town.account.steps = [sealed(message, "你好", **changed)]
        assert (await town.act("text", text="你好"))["received"][0]["via"] == "failure"


async def test_news_and_pictures_in_a_passive_reply(town: Town) -> None:
    message = {"FromUserName": town.user.openid, "ToUserName": town.settings.original_id}
    article = {"Title": "高龄津贴", "Description": "怎么领", "Url": "https://a.test", "PicUrl": ""}
    news = {"MsgType": "news", "ArticleCount": 1, "Articles": {"item": article}}
    media_id = town.world.media.put("a.png", b"png")
    image = {"MsgType": "image", "Image": {"MediaId": media_id}}
    unknown = {"MsgType": "image", "Image": {"MediaId": "nobody"}}
    seen = []
    for fields in (news, image, unknown):
        town.account.steps = [town.account.text(message, "", **fields)]
        seen += (await town.act("text", text="看看"))["received"]
    assert [one["via"] for one in seen] == ["passive", "passive", "failure"]
    assert seen[0]["articles"][0]["url"] == "https://a.test"
    assert seen[1]["media_id"] == media_id


@pytest.mark.parametrize(
    ("mode", "sealed", "via"),
    [
        ("plain", False, "passive"),
        ("plain", True, "failure"),
        ("compatible", False, "passive"),
        ("compatible", True, "passive"),
        ("safe", False, "failure"),
    ],
)
async def test_answers_in_each_mode(tmp_path: Path, mode: str, sealed: bool, via: str) -> None:
    town = Town(tmp_path, mode=mode)
    message = {"FromUserName": town.user.openid, "ToUserName": town.settings.original_id}
    body = town.account.text(message, "您好")
    if not sealed:
        body = (
            f"<xml><ToUserName>{message['FromUserName']}</ToUserName>"
            f"<FromUserName>{message['ToUserName']}</FromUserName>"
            "<CreateTime>1</CreateTime><MsgType>text</MsgType><Content>您好</Content></xml>"
        ).encode()
    town.account.steps = [body]
    assert [one["via"] for one in (await town.act("text", text="你好"))["received"]] == [via]
    assert town.account.messages[0]["Content"] == "你好"


async def test_every_kind_of_message(town: Town) -> None:
    await town.act("image")
    await town.act("voice", recognition="你好。", file_name="a.amr", content="AAAA")
    await town.act("voice")
    await town.act("video")
    await town.act("shortvideo")
    await town.act("location", latitude=22.5, longitude=114.1, label="东门")
    await town.act("link", text="标题", url="https://a.test", label="说明")
    await town.act("text", text="满意", menu_id="1")
    by_kind = [one["MsgType"] for one in town.account.messages]
    assert by_kind[:4] == ["image", "voice", "voice", "video"]
    assert by_kind[4:] == ["shortvideo", "location", "link", "text"]
    image, voice, silent, video, _, place, link, tapped = town.account.messages
    picture = await town.http.get(image["PicUrl"])
    assert picture.headers["content-type"] == "image/png"
    assert (voice["Format"], voice["Recognition"]) == ("amr", "你好。")
    assert "Recognition" not in silent and video["ThumbMediaId"]
    assert (place["Location_X"], place["Label"]) == ("22.500000", "东门")
    assert link["Url"] == "https://a.test"
    assert (tapped["Content"], tapped["bizmsgmenuid"]) == ("满意", "1")
    ids = [int(one["MsgId"]) for one in town.account.messages]
    assert ids == sorted(set(ids)) and max(ids) < 2**63


async def test_every_kind_of_event(town: Town) -> None:
    await town.act("unsubscribe")
    await town.act("scan", scene="g:高龄津贴")
    await town.act("scan", scene="w:12")
    await town.act("report_location")
    await town.act("click", text="say:查进度")
    await town.act("view", text="https://a.test")
    await town.act("scancode_waitmsg", text="bill", scene="440300")
    await town.act("location_select", text="where", label="东门")
    events = [(one.get("Event"), one.get("EventKey")) for one in town.account.messages]
    assert events[:4] == [
        ("unsubscribe", ""),
        ("subscribe", "qrscene_g:高龄津贴"),
        ("SCAN", "w:12"),
        ("LOCATION", None),
    ]
    assert events[4:] == [
        ("CLICK", "say:查进度"),
        ("VIEW", "https://a.test"),
        ("scancode_waitmsg", "bill"),
        ("location_select", "where"),
        (None, None),
    ]
    assert all("MsgId" not in one for one in town.account.messages[:-1])
    assert town.account.messages[1]["Ticket"] and town.account.messages[2]["Ticket"]
    assert town.account.messages[6]["ScanCodeInfo"]["ScanResult"] == "440300"
    assert town.account.messages[7]["SendLocationInfo"]["Label"] == "东门"
    assert town.account.messages[8]["MsgType"] == "location"


async def test_failures_on_order(town: Town) -> None:
    await town.fail(lose=1, drop_answers=1, duplicate=1)
    assert (await town.act("text", text="1"))["deliveries"][0]["outcome"] == "lost"
    assert town.account.requests == []
    town.account.steps = ["只有一次"]
    told = await town.act("text", text="2")
    assert len(town.account.requests) == 2, "sent twice at once"
    town.account.steps = ["丢了", "又来"]
    await town.fail(drop_answers=1)
    told = await town.act("text", text="3")
    assert [one["text"] for one in told["received"]] == ["又来"]
    assert told["deliveries"][0]["tries"][0]["error"] == "dropped"


async def test_a_message_overtakes_another(town: Town) -> None:
    await town.fail(overtake=1)
    await asyncio.gather(town.act("text", text="第一条"), town.act("text", text="第二条"))
    assert [one["Content"] for one in town.account.messages] == ["第二条", "第一条"]


async def test_unseen_events_fail_without_a_word_and_strangers_cannot_write(town: Town) -> None:
    town.account.steps = [500] * 6
    assert (await town.act("view", text="https://a.test"))["received"] == []
    assert (await town.act("unsubscribe"))["received"] == []
    no = await town.http.post("/admin/users/小明/send", json={"kind": "text", "text": "喂"})
    assert no.status_code == 409


async def test_the_address_is_verified_as_the_console_does(town: Town) -> None:
    assert (await town.http.post("/admin/verify")).json() == {"ok": True}
    asked = dict(town.account.requests[0].url.params)
    assert set(asked) == {"signature", "timestamp", "nonce", "echostr"}


async def test_chats_survive_a_restart(tmp_path: Path) -> None:
    before = Town(tmp_path)
    before.account.steps = ["记住了"]
    await before.act("text", text="记住")
    before.world.store.menu = {"button": []}
    await before.world.store.stop()
    after = Town(tmp_path)
    assert [one["text"] for one in after.user.chat] == ["记住", "记住了"]
    assert after.user.quotas == before.user.quotas and after.world.store.menu == {"button": []}
    assert after.world.store.by_openid(after.user.openid) is after.user
    assert after.world.store.number() > 0


async def test_waiting_for_what_comes(town: Town) -> None:
    ask = town.http.get("/admin/users/小明/received?at_least=1&wait_s=5&via=service")
    waiting = asyncio.create_task(ask)
    town.user.quotas.give("message", town.now)
    await asyncio.sleep(0)
    assert await town.serve("来了") == 0
    assert [one["text"] for one in (await waiting).json()] == ["来了"]
    none = await town.http.get("/admin/users/小明/received?at_least=9&wait_s=0.01&after=1")
    assert none.json() == []


async def test_hundreds_at_once_each_to_the_right_user(town: Town) -> None:
    town.account.steps = [f"答{number}" for number in range(200)]
    for number in range(40):
        town.world.store.user(f"市民{number}").follows = True
    path = "/admin/users/市民{}/send"
    asks = (
        town.http.post(path.format(number % 40), json={"kind": "text", "text": str(number)})
        for number in range(200)
    )
    told = [one.json() for one in await asyncio.gather(*asks)]
    assert {one["deliveries"][0]["outcome"] for one in told} == {"answered"}
    openids = [one["FromUserName"] for one in town.account.messages]
    got = [
        (user.openid, item["text"])
        for user in town.world.store.users.values()
        for item in user.chat
        if item["side"] == "account"
    ]
    sent = [(openid, f"答{number}") for number, openid in enumerate(openids)]
    assert sorted(got) == sorted(sent)
