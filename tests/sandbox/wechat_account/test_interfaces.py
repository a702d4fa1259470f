"""Tokens, menu, QR codes, media, users, template messages."""

import io
from typing import Any

import pytest
import zxingcpp
from fastapi.testclient import TestClient
from PIL import Image
from pydantic import ValidationError

from sandbox.wechat_account.app import create_app
from sandbox.wechat_account.interfaces import Fault
from sandbox.wechat_account.menu import check
from sandbox.wechat_account.settings import AccountSettings
from tests.sandbox.wechat_account.conftest import URL, Town

CLICK = {"type": "click", "name": "办事", "key": "say:办事"}


async def fault_of(town: Town, token: str) -> int:
    told = await town.http.get("/cgi-bin/getcallbackip", params={"access_token": token})
    return int(told.json().get("errcode", 0))


async def test_the_stable_token_stays_until_five_minutes_before_its_end(town: Town) -> None:
    first = await town.token()
    town.now += 7200 - 301
    assert await town.token() == first
    town.now += 1
    second = await town.token()
    assert second != first
    assert [await fault_of(town, one) for one in (first, second)] == [0, 0]
    town.now += 300
    assert [await fault_of(town, one) for one in (first, second)] == [42001, 0]


async def test_force_kills_the_old_one_but_not_within_30_seconds(town: Town) -> None:
    first = await town.token()
    second = await town.token(force=True)
    assert await fault_of(town, first) == 40001 and await fault_of(town, second) == 0
    assert await town.token(force=True) == second
    for _ in range(19):
        town.now += 30
        await town.token(force=True)
    town.now += 30
    told = await town.http.post("/cgi-bin/stable_token", json=town.asks(force=True))
    assert told.json()["errcode"] == 45009


async def test_the_plain_token_knows_nothing_of_the_stable_one(town: Town) -> None:
    stable = await town.token()
    first, second = [
        (await town.http.get("/cgi-bin/token", params=town.asks())).json()["access_token"]
        for _ in range(2)
    ]
    assert [await fault_of(town, one) for one in (stable, first, second)] == [0, 0, 0]
    town.now += 300
    assert [await fault_of(town, one) for one in (stable, first, second)] == [0, 42001, 0]


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"appid": "wx0"}, 40013), ({"secret": "x"}, 40125), ({"grant_type": "x"}, 40002)],
)
async def test_a_token_for_the_account_only(town: Town, changed: dict[str, Any], code: int) -> None:
    told = await town.http.post("/cgi-bin/stable_token", json=town.asks(**changed))
    assert told.status_code == 200 and told.json()["errcode"] == code


async def test_tokens_die_on_order(town: Town) -> None:
    token = await town.token()
    await town.http.post("/admin/tokens/kill")
    assert await fault_of(town, token) == 40001 and await fault_of(town, "") == 41001
    assert (await town.http.get("/admin/tokens")).json() == {"made": 1}


async def test_a_menu_is_kept_shown_and_deleted(town: Town) -> None:
    assert (await town.call("/cgi-bin/menu/get"))["errcode"] == 46003
    menu = {"button": [CLICK, {"name": "我的", "sub_button": [CLICK]}]}
    assert (await town.call("/cgi-bin/menu/create", menu))["errcode"] == 0
    assert (await town.call("/cgi-bin/menu/get"))["menu"] == menu
    assert (await town.http.get("/phone/chat?user=小明")).json()["menu"] == menu
    assert (await town.call("/cgi-bin/menu/delete"))["errcode"] == 0
    assert (await town.call("/cgi-bin/menu/get"))["errcode"] == 46003


def under(*buttons: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"name": "更多", "sub_button": list(buttons)}]


@pytest.mark.parametrize(
    ("buttons", "code"),
    [
        ([], 40016),
        ([CLICK] * 4, 40016),
        ([CLICK | {"name": "六个字的菜单"}], 40018),
        (under(*[CLICK] * 6), 40023),
        (under(CLICK | {"name": "字" * 21}), 40025),
        (under({"name": "再多", "sub_button": [CLICK]}), 40022),
        ([CLICK | {"key": "k" * 129}], 40019),
        ([{"type": "view", "name": "看", "url": "https://" + "a" * 1017}], 40020),
        ([{"type": "view", "name": "看", "url": "www.a.test"}], 40054),
        ([{"type": "dance", "name": "跳"}], 40017),
        ([{"type": "miniprogram", "name": "小", "url": "https://a.test"}], 40165),
    ],
)
def test_the_limits_of_a_menu(buttons: list[dict[str, Any]], code: int) -> None:
    with pytest.raises(Fault) as caught:
        check({"button": buttons})
    assert caught.value.code == code


def test_a_menu_at_its_limits() -> None:
    longest = CLICK | {"name": "字" * 20, "key": "k" * 128}
    view = {"type": "view", "name": "看", "url": "https://" + "a" * 1016}
    check({"button": [CLICK | {"name": "五个字菜单"}, view, *under(*[longest] * 5)]})


async def test_a_qr_code_is_made_read_and_scanned(town: Town) -> None:
    scene = {"scene": {"scene_str": "g:高龄津贴"}}
    asked = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": scene}
    told = await town.call("/cgi-bin/qrcode/create", asked)
    picture = await town.http.get("/cgi-bin/showqrcode", params={"ticket": told["ticket"]})
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.content)))
    assert found.text == told["url"] and told["url"].startswith(URL)
    opened = await town.http.get(told["url"])
    assert opened.headers["location"] == "/phone?scene=g%3A%E9%AB%98%E9%BE%84%E6%B4%A5%E8%B4%B4"
    await town.act("scan", scene="g:高龄津贴")
    assert town.account.messages[0]["Ticket"] == told["ticket"]


async def test_a_qr_code_ends_and_has_limits(town: Town) -> None:
    asked = {"action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": "w:1"}}}
    told = await town.call("/cgi-bin/qrcode/create", asked | {"expire_seconds": 100})
    assert told["expire_seconds"] == 100
    town.now += 100
    assert (await town.http.get(told["url"])).status_code == 404
    for scene in ({"scene_str": "字" * 65}, {"scene_str": ""}, {}):
        wrong = asked | {"action_info": {"scene": scene}}
        assert (await town.call("/cgi-bin/qrcode/create", wrong))["errcode"] == 40053
    wrong = asked | {"action_name": "QR"}
    assert (await town.call("/cgi-bin/qrcode/create", wrong))["errcode"] == 40052
    assert (await town.http.get("/cgi-bin/showqrcode?ticket=x")).status_code == 404


async def test_media_go_up_and_come_down(town: Town) -> None:
    params = {"access_token": await town.token(), "type": "image"}
    path = "/cgi-bin/media/upload"
    files = {"media": ("a.png", b"png", "image/png")}
    told = (await town.http.post(path, params=params, files=files)).json()
    assert told["type"] == "image"
    params["media_id"] = told["media_id"]
    down = await town.http.get("/cgi-bin/media/get", params=params)
    assert (down.content, down.headers["content-type"]) == (b"png", "image/png")
    for name, size, kind, code in (
        ("a.exe", 1, "image", 40005),
        ("a.amr", (2 << 20) + 1, "voice", 40006),
        ("a.png", 0, "image", 40006),
        ("a.png", 1, "song", 40004),
    ):
        files = {"media": (name, b"x" * size, "image/png")}
        wrong = await town.http.post(path, params=params | {"type": kind}, files=files)
        assert wrong.json()["errcode"] == code
    assert (await town.http.post(path, params=params)).json()["errcode"] == 41005
    params["media_id"] = "../state"
    assert (await town.http.get("/cgi-bin/media/get", params=params)).json()["errcode"] == 40007


async def test_who_a_user_is(town: Town) -> None:
    await town.act("unsubscribe")
    told = await town.call("/cgi-bin/user/info", openid=town.user.openid)
    assert told == {"subscribe": 0, "openid": town.user.openid}
    await town.act("scan", scene="w:3")
    told = await town.call("/cgi-bin/user/info", openid=town.user.openid)
    assert (told["subscribe"], told["qr_scene_str"]) == (1, "w:3")
    assert (await town.call("/cgi-bin/user/info", openid="x"))["errcode"] == 40003
    assert (await town.call("/cgi-bin/getcallbackip"))["ip_list"] == ["127.0.0.1"]
    assert (await town.call("/cgi-bin/ticket/getticket", type="jsapi"))["expires_in"] == 7200


async def test_a_template_message_is_shown_and_reported(town: Town) -> None:
    values = {"thing1": {"value": "高龄津贴申请"}, "time2": {"value": "2026-11-22 09:30"}}
    asked = {"touser": town.user.openid, "template_id": "T1", "url": URL, "data": values}
    asked["client_msg_id"] = "news-1"
    path = "/cgi-bin/message/template/send"
    told = [await town.call(path, asked) for _ in range(2)]
    assert told[0] == told[1] and told[0]["errcode"] == 0, "said twice, sent once"
    (got,) = (await town.http.get("/admin/users/小明/received?at_least=1")).json()
    assert (got["via"], got["values"]["thing1"]) == ("template", "高龄津贴申请")
    await town.http.post("/admin/settle")
    (event,) = town.account.messages
    assert (event["Event"], event["Status"]) == ("TEMPLATESENDJOBFINISH", "success")
    assert int(event["MsgID"]) == told[0]["msgid"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"thing1": {"value": "字" * 21}}, 47003),
        ({"thing1": {"value": ""}}, 47003),
        ({"thing1": "文字"}, 47003),
        ({"character_string2": {"value": "编号"}}, 47003),
        ({"phrase3": {"value": "已经办结了吗"}}, 47003),
        ({"time4": {"value": "明天"}}, 47003),
        ({"amount5": {"value": "免费"}}, 47003),
        ({}, 47003),
        ({"thing1": {"value": "字" * 20}, "phrase3": {"value": "已办结"}}, 0),
    ],
)
async def test_the_limits_of_a_templates_values(
    town: Town, values: dict[str, Any], code: int
) -> None:
    asked = {"touser": town.user.openid, "template_id": "T1", "data": values}
    told = await town.call("/cgi-bin/message/template/send", asked)
    assert told["errcode"] == code


async def test_who_gets_no_template_message(town: Town) -> None:
    person = {"name": "小明", "refuses": True}
    asked = {"touser": town.user.openid, "template_id": "", "data": {"thing1": {"value": "a"}}}
    path, other = "/cgi-bin/message/template/send", "/cgi-bin/message/subscribe/bizsend"
    assert (await town.call(path, asked))["errcode"] == 40037
    asked["template_id"] = "T1"
    assert (await town.call(other, asked))["errcode"] == 0
    await town.http.post("/admin/users", json=person)
    assert (await town.call(path, asked))["errcode"] == 0
    assert (await town.call(other, asked))["errcode"] == 43101
    await town.http.post("/admin/users", json=person | {"follows": False})
    assert (await town.call(path, asked))["errcode"] == 43004
    got = (await town.http.get("/admin/users/小明/received")).json()
    assert [one["via"] for one in got] == ["subscribe"]


def test_it_says_it_is_well_and_stays_out_of_production(tmp_path: Any) -> None:
    with TestClient(create_app(AccountSettings(env="test", var_dir=tmp_path))) as http:
        assert http.get("/health").json() == {"status": "ok"}
    assert (tmp_path / "sandbox" / "wechat_account" / "state.json").exists()
    with pytest.raises(ValidationError, match="development or test only"):
        AccountSettings(env="production")


def test_the_administration_answers_this_machine_only(tmp_path: Any) -> None:
    app = create_app(AccountSettings(env="test", var_dir=tmp_path))
    far = TestClient(app, client=("192.0.2.7", 1))
    assert far.get("/admin/users").status_code == 403
    assert TestClient(app).get("/admin/users").json() == []
