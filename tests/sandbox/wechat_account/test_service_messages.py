"""Customer-service messages: what they carry, their quotas, their records."""

from typing import Any

import pytest

from sandbox.wechat_account.quotas import TABLE
from tests.sandbox.wechat_account.conftest import Town

HOURS_48 = 48 * 3600


async def test_five_messages_in_48_hours_after_the_user_wrote(town: Town) -> None:
    assert await town.serve() == 45015, "nothing was done yet"
    await town.act("text", text="你好")
    assert [await town.serve() for _ in range(6)] == [0, 0, 0, 0, 0, 45047]
    await town.act("text", text="还在吗")
    town.now += HOURS_48 - 1
    assert await town.serve() == 0
    town.now += 1
    assert await town.serve() == 45015


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        ("click", {"text": "k"}),
        ("scancode_push", {"text": "k"}),
        ("scancode_waitmsg", {"text": "k"}),
        ("subscribe", {}),
        ("scan", {"scene": "g:1"}),
    ],
)
async def test_three_messages_in_a_minute_after_a_press(
    town: Town, kind: str, about: dict[str, Any]
) -> None:
    await town.act(kind, **about)
    assert [await town.serve() for _ in range(4)] == [0, 0, 0, 45047]
    town.now += 60
    assert await town.serve() == 45015


@pytest.mark.parametrize("kind", ["view", "report_location"])
async def test_other_events_allow_nothing(town: Town, kind: str) -> None:
    await town.act(kind, text="https://a.test")
    assert await town.serve() == 45015


async def test_what_ends_first_is_used_first(town: Town) -> None:
    await town.act("text", text="你好")
    await town.act("click", text="k")
    assert [await town.serve() for _ in range(9)] == [0] * 8 + [45047]
    town.user.quotas.give("payment", town.now)
    assert [await town.serve() for _ in range(30)] == [0] * 30
    left = (await town.http.get("/admin/users/小明/quota")).json()
    assert left["message"] == {"left": 0, "seconds": float(HOURS_48)}
    assert left["payment"]["left"] is None and set(left) <= set(TABLE)


async def test_unfollowing_ends_it(town: Town) -> None:
    await town.act("text", text="你好")
    await town.act("unsubscribe")
    assert await town.serve() == 45015


async def test_what_a_message_carries(town: Town) -> None:
    await town.act("text", text="你好")
    media_id = town.world.media.put("a.png", b"png")
    article = {"title": "高龄津贴", "description": "怎么领", "url": "https://a.test", "picurl": ""}
    options = [{"id": "1", "content": "查进度"}, {"id": "2", "content": "找人工"}]
    card = {"title": "办件", "appid": "wx1", "pagepath": "p", "thumb_media_id": media_id}
    parts: list[tuple[str, Any]] = [
        ("text", {"content": '<a href="https://a.test">看</a>'}),
        ("image", {"media_id": media_id}),
        ("news", {"articles": [article]}),
        ("msgmenu", {"head_content": "您要", "list": options, "tail_content": ""}),
        ("miniprogrampage", card),
    ]
    kf: dict[str, Any] = {"customservice": {"kf_account": "li@lh"}}
    for kind, part in parts:
        assert await town.serve(msgtype=kind, **{kind: part}, **kf) == 0
    got = (await town.http.get("/admin/users/小明/received")).json()
    kinds = ["text", "image", "news", "msgmenu", "miniprogrampage"]
    assert [one["kind"] for one in got] == kinds
    assert {one["via"] for one in got} == {"service"} and got[0]["worker"] == "li@lh"
    assert got[3]["options"][1] == {"id": "2", "label": "找人工"}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"touser": "o-nobody"}, 40003),
        ({"text": {"content": "长" * 683}}, 45002),
        ({"text": {"content": ""}}, 47003),
        ({"text": None}, 47003),
        ({"msgtype": "file"}, 40008),
        ({"msgtype": "image", "image": {"media_id": "x"}}, 40007),
        ({"msgtype": "news", "news": {"articles": [{"title": "a"}, {"title": "b"}]}}, 45008),
        ({"msgtype": "msgmenu", "msgmenu": {"head_content": "a", "list": []}}, 47003),
    ],
)
async def test_what_is_refused_costs_nothing(
    town: Town, changed: dict[str, Any], code: int
) -> None:
    await town.act("text", text="你好")
    assert await town.serve(**changed) == code
    assert town.user.quotas.grants["message"].left == 5
    assert await town.serve("长" * 682) == 0


async def test_escapes_are_shown_as_they_are(town: Town) -> None:
    await town.act("text", text="你好")
    escaped = b'{"touser": "%s", "msgtype": "text", "text": {"content": "\\u4f60 \\\\n"}}'
    params = {"access_token": await town.token()}
    body = escaped % town.user.openid.encode()
    await town.http.post("/cgi-bin/message/custom/send", params=params, content=body)
    assert town.user.chat[-1]["text"] == "\\u4f60 \\n"


async def test_typing_shows_and_is_no_message(town: Town) -> None:
    body = {"touser": town.user.openid, "command": "Typing"}
    path = "/cgi-bin/message/custom/typing"
    assert (await town.call(path, body))["errcode"] == 45080
    await town.act("text", text="你好")
    assert (await town.call(path, body))["errcode"] == 0
    assert (await town.call(path, body | {"command": "x"}))["errcode"] == 45083
    assert town.user.chat[-1]["side"] == "typing"
    assert (await town.http.get("/admin/users/小明/received")).json() == []


async def test_records_page_by_page(town: Town) -> None:
    await town.act("text", text="你好")
    for words in ("一", "二", "三"):
        await town.serve(words, customservice={"kf_account": "li@lh"})
    at = int(town.now)
    asked = {"starttime": at - 60, "endtime": at + 60, "msgid": 1, "number": 3}
    path = "/customservice/msgrecord/getmsglist"
    first = await town.call(path, asked)
    assert first["number"] == 3
    assert [(one["opercode"], one["text"]) for one in first["recordlist"]] == [
        (2003, "你好"),
        (2002, "一"),
        (2002, "二"),
    ]
    assert first["recordlist"][1]["worker"] == "li@lh"
    rest = await town.call(path, asked | {"msgid": first["msgid"]})
    assert [one["text"] for one in rest["recordlist"]] == ["三"]
    over = await town.call(path, asked | {"msgid": rest["msgid"]})
    assert over["recordlist"] == [] and over["msgid"] == rest["msgid"]
    assert (await town.call(path, asked | {"endtime": at + 90000}))["errcode"] == 65417
    assert (await town.call(path, {"starttime": at}))["errcode"] == 65416


async def test_interfaces_fail_on_order(town: Town) -> None:
    await town.act("text", text="你好")
    params = {"access_token": await town.token()}
    body = {"touser": town.user.openid, "msgtype": "text", "text": {"content": "在"}}
    await town.fail(busy=1, broken=1, lost_results=1)
    path = "/cgi-bin/message/custom/send"
    answers = [await town.http.post(path, params=params, json=body) for _ in range(4)]
    assert [one.status_code for one in answers] == [502, 200, 502, 200]
    assert [one.json()["errcode"] for one in answers[1::2]] == [-1, 0]
    assert [one["text"] for one in town.user.chat] == ["你好", "在", "在"]
