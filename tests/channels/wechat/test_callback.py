"""Receiving: who may call, and that each message gets one answer, by one way."""

import asyncio
import secrets
import time
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from channels.wechat import callback, slots
from channels.wechat.models import InboxRow
from sandbox.wechat_account import sealing
from sandbox.wechat_account.envelopes import wrap
from tests.channels.wechat.opening import Make
from tests.channels.wechat.world import WHO, World


def letter(world: World, words: str = "你好", **changed: Any) -> tuple[dict[str, str], bytes]:
    """The query and the body of a message as WeChat sends it."""
    about = {
        "ToUserName": "gh_development01",
        "FromUserName": world.phone().openid,
        "CreateTime": int(time.time()),
        "MsgType": "text",
        "Content": words,
        "MsgId": secrets.randbelow(10**18),
    }
    sandbox = world.account.state.world
    return wrap(about | changed, world.phone().openid, sandbox.settings, sandbox.now)


async def post(world: World, query: dict[str, str], body: bytes) -> httpx.Response:
    return await world.door.post("/wechat/callback", params=query, content=body)


async def test_the_check_of_the_address_is_answered(world: World) -> None:
    assert (await world.wechat.post("/admin/verify")).json() == {"ok": True}


async def test_a_check_that_is_not_signed_is_refused(world: World) -> None:
    query = {"signature": "0" * 40, "timestamp": str(int(time.time())), "nonce": "1"}
    answer = await world.door.get("/wechat/callback", params=query | {"echostr": "marker"})
    assert (answer.status_code, "marker" in answer.text) == (403, False)


@pytest.mark.parametrize("name", ["signature", "msg_signature", "timestamp", "nonce"])
@pytest.mark.parametrize("value", ["", "0", "é" * 8])
async def test_what_is_not_proven_is_refused(world: World, name: str, value: str) -> None:
    query, body = letter(world)
    assert (await post(world, query | {name: value}, body)).status_code == 403
    assert await world.rows(InboxRow) == []


async def test_an_old_letter_is_refused(world: World) -> None:
    about = {"FromUserName": "o1", "ToUserName": "gh", "MsgType": "text", "Content": "x"}
    sandbox = world.account.state.world
    query, body = wrap(about | {"MsgId": 1}, "o1", sandbox.settings, sandbox.now - 3600)
    assert (await post(world, query, body)).status_code == 403


@pytest.mark.parametrize("changed", [{"CreateTime": "soon"}, {"MsgId": ""}, {"FromUserName": " "}])
async def test_what_cannot_be_read_is_refused(world: World, changed: dict[str, Any]) -> None:
    assert (await post(world, *letter(world, **changed))).status_code == 400
    assert await world.rows(InboxRow) == []


async def test_another_accounts_message_is_refused(world: World) -> None:
    settings = world.account.state.world.settings.model_copy(update={"appid": "wxanother"})
    about = {"FromUserName": "o1", "ToUserName": "gh", "MsgType": "text", "Content": "x"}
    query, body = wrap(about | {"CreateTime": 1, "MsgId": 1}, "o1", settings, time.time())
    assert (await post(world, query, body)).status_code == 403


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
async def test_every_mode_answers_in_time(make_world: Make, mode: str) -> None:
    world = await make_world(mode=mode)
    [about] = await world.say("居住证怎么办")
    assert (about["outcome"], len(about["tries"])) == ("answered", 1)
    assert world.texts() == ["听到了：居住证怎么办"]
    assert world.ways() == ["passive"]


async def test_words_cannot_end_their_section(make_world: Make) -> None:
    world = await make_world(mode="plain")
    await world.say("]]></Content><x>&amp;<y/>")
    [words] = world.texts()
    assert words.startswith("听到了：]]") and "y/" in words


async def test_a_late_answer_follows_as_a_service_message(make_world: Make) -> None:
    world = await make_world(passive_within_s=0.1)
    world.rasa.delay_s = 0.6
    [about] = await world.say("慢慢想")
    assert (about["outcome"], world.got()) == ("silence", [])
    await world.rest()
    assert (world.texts(), world.ways()) == (["听到了：慢慢想"], ["service"])


async def test_never_both_ways(make_world: Make) -> None:
    """Answers that come at about the moment when the time is up."""
    world = await make_world(passive_within_s=0.3)
    world.rasa.delay_s = 0.25
    names = [f"用户{number}" for number in range(12)]
    await asyncio.gather(*(world.say("几点", who) for who in names))
    await world.rest()
    assert {who: world.texts(who) for who in names} == {who: ["听到了：几点"] for who in names}


async def test_the_same_message_twice_at_once_has_one_answer(each_world: World) -> None:
    each_world.rasa.delay_s = 0.2
    await each_world.fails(duplicate=1)
    await each_world.say("一次")
    await each_world.rest()
    assert each_world.texts() == ["听到了：一次"]
    assert each_world.rasa.messages == ["一次"]


async def test_an_answer_that_was_lost_is_given_again(
    make_world: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "REAL_RETRY_S", 0.2)
    world = await make_world(retry_after_s=1.5)
    await world.fails(drop_answers=1)
    [about] = await world.say("再来")
    await world.rest()
    assert (len(about["tries"]), about["outcome"]) == (2, "answered")
    assert (world.texts(), world.ways()) == (["听到了：再来"], ["passive"])
    assert world.rasa.messages == ["再来"]


async def test_a_database_that_is_away_is_told_to_wechat(world: World) -> None:
    async with world.database.write() as session:
        await session.execute(text("ALTER TABLE wechat_inbox RENAME TO away"))
    assert (await post(world, *letter(world))).status_code == 503
    async with world.database.write() as session:
        await session.execute(text("ALTER TABLE away RENAME TO wechat_inbox"))
    assert (await post(world, *letter(world))).status_code == 200
    await world.rest()
    assert world.rasa.messages == ["你好"]


async def test_what_needs_no_answer_is_acknowledged_at_once(make_world: Make) -> None:
    """No connection is held for a reply that never comes."""
    world = await make_world(passive_within_s=4.5)
    events: list[tuple[str, dict[str, Any]]] = [("view", {}), ("report_location", {})]
    for kind, about in [*events, ("scan", {"scene": "?"})]:
        async with asyncio.timeout(3):
            [told] = await world.act(kind, **about)
        assert (told["outcome"], world.got(WHO)) == ("silence", [])


async def test_a_seal_that_is_signed_but_not_ours_is_refused(world: World) -> None:
    query, _ = letter(world)
    token = world.account.state.world.settings.token.get_secret_value()
    stamp, nonce = query["timestamp"], query["nonce"]
    for sealed in ("", "AAAA", "not base64!", "A" * 64):
        query["msg_signature"] = sealing.signature(token, stamp, nonce, sealed)
        body = f"<xml><Encrypt>{sealed}</Encrypt></xml>".encode()
        assert (await post(world, query, body)).status_code in (400, 403)


async def test_a_slow_answer_shows_that_it_is_on_its_way(make_world: Make) -> None:
    world = await make_world(passive_within_s=0.1)
    world.rasa.delay_s = 0.5
    await world.say("你好")
    await world.until(lambda: len(world.got()) == 1)
    sides = [item["side"] for item in world.phone().after(0)]
    assert sides.index("typing") < sides.index("account")


async def test_in_a_crowd_one_is_told_once_how_long_it_takes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callback, "CROWD_S", -1.0)
    for words in "一二":
        await world.say(words)
    await world.until(lambda: len(world.got()) == 3)
    told = [one["text"] for one in world.got() if one["via"] == "passive"]
    assert [one.startswith("您的话收到了") for one in told] == [True]
    answers = [one["text"] for one in world.got() if one["via"] == "service"]
    assert answers == ["听到了：一", "听到了：二"]
    assert all(item["side"] != "typing" for item in world.phone().after(0))
