"""Pages that open from the chat: for who the link was made for, and for nobody else."""

import httpx
import pytest

from channels.gateway.identity import COOKIE
from channels.wechat import addresses
from channels.wechat.menu import PAGE
from channels.wechat.pages import STATE
from messages import PaymentCard, SignInCard, Turn
from tests.channels.wechat.browsing import browser, hrefs, link
from tests.channels.wechat.world import GATEWAY, World

BACK = f"{GATEWAY}/wechat/back"
ORDER = PaymentCard(
    text="请缴费。",
    order="P1",
    title="不动产登记费",
    unit="登记中心",
    amount_fen=12305,
    state="open",
    state_label="待付款",
    jsapi={"appId": "wx1", "paySign": 'a"b<c>'},
)


async def test_the_menus_entry_opens_the_page_with_the_conversation(
    world: World, talk: str
) -> None:
    await world.act("click", text=PAGE)
    [address] = hrefs(world.texts()[-1])
    async with browser(world) as phone:
        answer = await phone.get(address)
        assert answer.url.copy_with(fragment=None) == f"{GATEWAY}/?conversation={talk}"
        cookies = [one.headers.get("set-cookie", "") for one in answer.history]
        owner = next(one for one in cookies if one.startswith(f"{COOKIE}="))
        begun = next(one for one in cookies if one.startswith(f"{STATE}="))
        for cookie in (owner, begun):
            assert "httponly" in cookie.lower() and "samesite=lax" in cookie.lower()
        asked = {"text": "接着说", "conversation_id": talk}
        assert (await phone.post(f"{GATEWAY}/api/chat", json=asked)).status_code == 200
        again = await phone.get(address)
        assert [one.status_code for one in again.history] == [303]


async def test_a_sign_in_asks_whether_it_shall_be_kept(world: World, talk: str) -> None:
    world.rasa.turn = Turn(outcome="collecting", cards=[SignInCard(text="请先登录。")])
    await world.say("我要申请")
    [address] = hrefs(world.texts()[-1])
    async with browser(world) as phone:
        answer = await phone.get(address)
        keep, once = (one for one in hrefs(answer.text) if "keep=" in one)
        assert "记住" in answer.text
        for href, wished in ((once, False), (keep, True)):
            gone = await phone.get(f"{GATEWAY}{href}", follow_redirects=False)
            assert gone.headers["location"].startswith(f"/api/sign-in?conversation_id={talk}")
            assert ((await world.user()).binds_until is not None) == wished


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("/api/payments/P1/receipt", "/api/payments/P1/receipt?conversation_id={}"),
        ("/api/x?a=1", "/api/x?a=1&conversation_id={}"),
        ("/pay/verify/00", "/pay/verify/00"),
        ("//evil.test/x", "/?conversation={}"),
        ("/\\evil.test", "/?conversation={}"),
        ("https://evil.test", "/?conversation={}"),
    ],
)
async def test_papers(world: World, talk: str, path: str, leads: str) -> None:
    async with browser(world) as phone:
        await phone.get(await link(world, "page"))
        answer = await phone.get(await link(world, f"paper:{path}"), follow_redirects=False)
    assert answer.headers["location"] == leads.format(talk)


async def test_the_page_to_pay(world: World, talk: str) -> None:
    await world.append(talk, ORDER)
    async with browser(world) as phone:
        answer = await phone.get(await link(world, "pay:P1"))
        assert "123.05 元" in answer.text and "不动产登记费" in answer.text
        assert "a&quot;" in answer.text.replace("\\&quot;", "&quot;") and "<c>" not in answer.text
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self' http://wechat" in policy and "unsafe-inline'; s" not in policy
        assert (await phone.get(f"{GATEWAY}/wechat/pay.js")).status_code == 200
        assert (await phone.get(await link(world, "pay:P2"))).status_code == 404
        paid = ORDER.model_copy(update={"jsapi": None, "state": "paid", "state_label": "已付款"})
        await world.append(talk, paid)
        answer = await phone.get(await link(world, "pay:P1"))
        assert "已付款" in answer.text and "<button" not in answer.text


async def test_somebody_elses_link_is_refused(world: World, talk: str) -> None:
    world.phone("小红")
    async with browser(world, "小红") as phone:
        answer = await phone.get(await link(world, "page"))
        assert (answer.status_code, COOKIE in phone.cookies) == (403, False)
        assert "另一个微信" in answer.text


async def test_a_link_that_was_changed_is_refused(world: World, talk: str) -> None:
    good = await link(world, "page")
    async with browser(world) as phone:
        for bad in (good[:-1], good.replace("?t=", "?t=x"), f"{GATEWAY}/wechat/open"):
            assert (await phone.get(bad)).status_code == 410


async def test_an_old_link_is_refused(
    world: World, talk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "LINK_LIVES_S", -3600)
    async with browser(world) as phone:
        answer = await phone.get(await link(world, "page"))
    assert answer.status_code == 410 and "没有办任何事" in answer.text


async def test_who_comes_back_must_have_gone(world: World, talk: str) -> None:
    async with browser(world) as phone:
        assert (await phone.get(BACK, params={"code": "c", "state": "s"})).status_code == 410
        begun = await phone.get(await link(world, "page"), follow_redirects=False)
        asked = httpx.URL(begun.headers["location"]).params
        assert (asked["scope"], asked["redirect_uri"]) == ("snsapi_base", BACK)
        for told in (
            {"code": "c", "state": "another"},
            {"code": "", "state": asked["state"]},
            {"code": "c", "state": "é"},
        ):
            assert (await phone.get(BACK, params=told)).status_code == 410
        made_up = await phone.get(BACK, params={"code": "c", "state": asked["state"]})
        assert (made_up.status_code, COOKIE in phone.cookies) == (502, False)


async def test_wechat_may_be_away(world: World, talk: str) -> None:
    async with browser(world) as phone:
        address = await link(world, "page")
        await world.fails(broken=1)
        answer = await phone.get(address)
        assert answer.status_code == 502 and "什么都没有改动" in answer.text
        assert (await phone.get(address)).url.path == "/"
