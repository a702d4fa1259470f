"""Keeping a sign-in for a WeChat account, using it, and ending it."""

import pytest

from channels.wechat import replies
from messages import SignInCard, TextCard, Turn
from tests.channels.gateway.conftest import FakeRasa, say
from tests.channels.wechat.browsing import browser, hrefs, link
from tests.channels.wechat.world import GATEWAY, World

ACCOUNT = f"{GATEWAY}/wechat/account"
SIGN_IN = Turn(outcome="collecting", cards=[SignInCard(text="请先登录。")])


async def test_core_is_told_whose_conversation_it_is(world: World, talk: str) -> None:
    assert world.core.accounts == {talk: world.phone().openid}


@pytest.mark.parametrize(("words", "bound"), [("绑定身份", False), ("解绑。", True)])
async def test_asking_for_it_gives_a_link(world: World, talk: str, words: str, bound: bool) -> None:
    world.core.bound |= {world.phone().openid} if bound else set()
    await world.say(words)
    answer = world.texts()[-1]
    assert ("已经绑定" in answer) == bound and world.rasa.messages == ["你好"]
    async with browser(world) as phone:
        opened = await phone.get(hrefs(answer)[0])
    assert ("<form" in opened.text) == bound


async def test_a_sign_in_that_shall_be_kept_is_kept(world: World, talk: str) -> None:
    async with browser(world) as phone:
        opened = await phone.get(await link(world, "account"))
        wish = next(one for one in hrefs(opened.text) if "keep=yes" in one)
        await phone.get(f"{GATEWAY}{wish}", follow_redirects=False)
    await world.append(talk, TextCard(text="还没登录"))
    await world.until(lambda: "还没登录" in world.texts())
    await world.looked()
    assert world.core.bound == set()
    world.core.signed_in.add(talk)
    await world.append(talk, TextCard(text="您登录了"))
    await world.until(lambda: replies.BOUND in world.texts())
    assert world.core.bound == {world.phone().openid}
    assert (await world.user()).binds_until is None


async def test_a_sign_in_that_shall_not_be_kept_is_not(world: World, talk: str) -> None:
    world.core.signed_in.add(talk)
    await world.append(talk, TextCard(text="您登录了"))
    await world.until(lambda: "您登录了" in world.texts())
    await world.looked()
    assert world.core.bound == set()


async def test_a_bound_account_is_signed_in_without_asking(world: World, talk: str) -> None:
    world.core.bound.add(world.phone().openid)
    _signs_in(world.rasa)
    await world.say("我要申请")
    await world.rest()
    assert world.texts()[1:] == ["您几岁？"]
    assert world.rasa.messages[1:] == ["我要申请", "/signed_in"]
    assert world.core.signed_in == {talk}


async def test_a_face_is_always_asked_for(world: World, talk: str) -> None:
    world.core.bound.add(world.phone().openid)
    card = SignInCard(text="请刷脸。", wanted="face")
    world.rasa.turn = Turn(outcome="collecting", cards=[card])
    await world.say("我要申请")
    assert hrefs(world.texts()[-1]) and world.core.signed_in == set()


async def test_only_the_owner_unbinds_and_only_by_post(world: World, talk: str) -> None:
    world.core.bound.add(world.phone().openid)
    address = await link(world, "account")
    about = {"t": address.partition("?t=")[2]}
    world.phone("小红")
    async with browser(world, "小红") as stranger:
        await stranger.get(address)
        assert (await stranger.post(ACCOUNT, data=about)).status_code == 403
        assert (await stranger.post(ACCOUNT, data={"t": "x"})).status_code == 410
    async with browser(world) as phone:
        await phone.get(address)
        assert (await phone.get(ACCOUNT, params=about)).status_code in (404, 405)
        assert world.core.bound
        answer = await phone.post(ACCOUNT, data=about)
    assert answer.status_code == 200 and "已经解除" in answer.text
    assert world.core.bound == set()


async def test_unbinding_that_did_not_work_says_so(world: World, talk: str) -> None:
    world.core.bound.add(world.phone().openid)
    address = await link(world, "account")
    async with browser(world) as phone:
        await phone.get(address)
        world.core.away = True
        answer = await phone.post(ACCOUNT, data={"t": address.partition("?t=")[2]})
    assert answer.status_code == 503 and "绑定还在" in answer.text


def _signs_in(rasa: FakeRasa) -> None:
    """Asks for a sign-in, and goes on once there is one."""
    rasa.turn = SIGN_IN
    heard = rasa.heard

    class Heard(list):  # type: ignore[type-arg]
        def append(self, message: dict[str, str]) -> None:
            super().append(message)
            rasa.turn = say("您几岁？") if message["message"] == "/signed_in" else SIGN_IN

    rasa.heard = Heard(heard)
