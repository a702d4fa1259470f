"""The interface client against the simulator, which was written apart from it."""

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from channels.wechat.api import WeChatApi
from channels.wechat.api_errors import BadCode, NotFollowing, OutOfTime, QuotaSpent, Refused
from channels.wechat.menu import read_menu
from channels.wechat.outgoing import Choices, Image, MiniProgramCard, News, Text
from channels.wechat.qr_codes import Scene, scene_text
from channels.wechat.settings import HERE, WeChatSettings
from channels.wechat.token_server import OwnToken, TokenServer
from tests.sandbox.wechat_account.conftest import Town

PNG = bytes.fromhex("89504e470d0a1a0a") + b"a picture"


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    made = Town(tmp_path)
    async with made.app.router.lifespan_context(made.app), made.http:
        yield made


@pytest.fixture
def api(town: Town) -> WeChatApi:
    settings = WeChatSettings(_env_file=None, env="development")
    server = TokenServer(town.http, settings.appid, settings.app_secret)
    return WeChatApi(town.http, OwnToken(server), settings)


async def test_every_kind_of_message_arrives(town: Town, api: WeChatApi) -> None:
    await town.act("text", text="你好")
    await api.typing(town.user.openid)
    for message in (
        Text("您好🎉"),
        Choices("选一个", (("1", "是"), ("2", "否")), ""),
        News("题", "说", "https://a.test", ""),
        Image(PNG),
        MiniProgramCard("题", "wxmini", "pages/a", PNG),
    ):
        await api.send(town.user.openid, message, "kf1@account")
    received = (await town.http.get("/admin/users/小明/received", params={"via": "service"})).json()
    assert [one["kind"] for one in received] == [
        "text",
        "msgmenu",
        "news",
        "image",
        "miniprogrampage",
    ]
    assert received[0]["text"] == "您好🎉"


async def test_the_quota_and_its_time_are_typed(town: Town, api: WeChatApi) -> None:
    with pytest.raises(OutOfTime):
        await api.send(town.user.openid, Text("x"))
    await town.act("text", text="你好")
    for _ in range(5):
        await api.send(town.user.openid, Text("x"))
    with pytest.raises(QuotaSpent):
        await api.send(town.user.openid, Text("x"))


async def test_a_token_that_was_killed_is_replaced(town: Town, api: WeChatApi) -> None:
    await town.act("text", text="你好")
    await api.send(town.user.openid, Text("one"))
    await town.http.post("/admin/tokens/kill")
    await api.send(town.user.openid, Text("two"))
    since = dt.datetime.fromtimestamp(town.now - 60, dt.UTC)
    records = await api.sent_records(since, since + dt.timedelta(minutes=2))
    assert [one.text for one in records if one.sent] == ["one", "two"]
    assert {one.openid for one in records} == {town.user.openid}


async def test_our_menu_is_taken_and_given_back(api: WeChatApi) -> None:
    assert await api.get_menu() is None
    menu = read_menu(HERE / "menu.yml").as_json("https://lxz.test")
    await api.create_menu(menu)
    published = await api.get_menu()
    assert published is not None
    assert [one["name"] for one in published["button"]] == ["办事", "查询", "我的"]


async def test_a_code_with_our_scene_is_made(api: WeChatApi) -> None:
    code = await api.create_qr(scene_text(Scene("words", "高龄津贴怎么领")), permanent=True)
    assert code.url.startswith("http") and code.ticket


async def test_pictures_go_up_and_come_down(town: Town, api: WeChatApi) -> None:
    media_id = await api.upload_image(PNG)
    content, kind = await api.media(media_id)
    assert (content, kind) == (PNG, "image/png")
    with pytest.raises(Refused) as caught:
        await api.media("none")
    assert caught.value.errcode == 40007


async def test_template_messages_and_who_does_not_follow(town: Town, api: WeChatApi) -> None:
    data = {"thing1": "高龄津贴"}
    await api.template(town.user.openid, "T1", data, "https://a.test", "k")
    town.user.follows = False
    with pytest.raises(NotFollowing):
        await api.template(town.user.openid, "T1", data, "https://a.test", "k2")


async def test_made_up_codes_and_addresses(api: WeChatApi) -> None:
    assert await api.callback_ips()
    with pytest.raises(BadCode):
        await api.openid_of("made-up")
