"""Service messages: within the quota, in order, and once whatever fails."""

from pathlib import Path

import pytest
from sqlalchemy import update

from channels.wechat import replies, sending
from channels.wechat.models import DeliveryRow, UserRow
from messages import NoticeCard, TextCard
from tests.channels.gateway.conftest import say
from tests.channels.wechat.opening import Make
from tests.channels.wechat.world import World

LONG = "。".join(f"第{number}句，{'说得很长' * 40}" for number in range(8))
"""Three parts."""


@pytest.fixture(autouse=True)
def _tries_again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "RETRY_AFTER_S", 0.1)


async def news(world: World, *texts: str) -> None:
    """Pieces of news, one delivery each."""
    conversation = await world.conversation()
    for text in texts:
        before = len(await world.rows(DeliveryRow))
        await world.append(conversation, TextCard(text=text))
        await world.until_rows(DeliveryRow, before + 1)
        await world.rest()


async def test_what_is_too_much_waits_for_the_next_word(each_world: World) -> None:
    world = each_world
    await world.talk()
    await news(world, *"一二三四五六七")
    assert world.texts()[1:] == list("一二三四五")
    assert await states(world) == ["sent"] * 6 + ["waiting", "ready"]
    await world.say("还有呢")
    await world.rest()
    assert world.texts()[6:] == ["六", "七", "听到了：还有呢"]


async def test_the_last_message_that_is_allowed_says_that_there_is_more(world: World) -> None:
    await world.talk()
    await news(world, "一", "二", "三")
    await news(world, LONG)
    got = world.texts()[4:]
    assert len(got) == 2
    assert replies.LATER_PART not in got[0] and got[1].endswith(replies.LATER_PART)
    await world.say("还有呢")
    await world.rest()
    told = "".join([got[0], got[1].removesuffix(replies.LATER_PART).strip(), *world.texts()[6:-1]])
    assert told.replace("\n", "") == LONG


@pytest.mark.parametrize("how", ["late", "spent"])
async def test_what_wechat_counts_is_what_counts(world: World, how: str) -> None:
    await world.talk()
    grants = world.phone().quotas.grants
    grants.clear() if how == "late" else setattr(grants["message"], "left", 0)
    await news(world, "一", "二")
    assert (world.texts()[1:], await states(world)) == ([], ["sent", "waiting", "ready"])
    await world.say("还有呢")
    await world.rest()
    assert world.texts()[1:] == ["一", "二", "听到了：还有呢"]


@pytest.mark.parametrize("failure", ["lost_results", "broken", "busy"])
async def test_a_call_that_fails_is_made_good_once(world: World, failure: str) -> None:
    await world.talk()
    await world.fails(**{failure: 1})
    await news(world, "一", "二")
    assert world.texts()[1:] == ["一", "二"]
    assert getattr(world.account.state.world.failures, failure) == 0


async def test_the_parts_of_one_reply_arrive_once_and_in_order(make_world: Make) -> None:
    world = await make_world(passive_within_s=0.1)
    world.rasa.turn, world.rasa.delay_s = say(LONG), 0.3
    await world.fails(lost_results=2)
    await world.say("详细说说")
    await world.rest()
    got = world.texts()
    assert len(got) == 3 and "".join(got).replace("\n", "") == LONG


async def test_the_first_part_is_passive_and_the_rest_follows(world: World) -> None:
    world.rasa.turn = say(LONG)
    await world.say("详细说说")
    await world.rest()
    assert "".join(world.texts()).replace("\n", "") == LONG
    assert world.ways() == ["passive", "service", "service"]


async def test_who_left_is_sent_nothing(world: World) -> None:
    await world.talk()
    await world.act("unsubscribe")
    await news(world, "一")
    assert (world.texts()[1:], await states(world)) == ([], ["sent", "given_up"])
    await world.act("subscribe")
    await world.rest()
    assert world.texts()[1:] == ["听到了：你好"]


@pytest.mark.parametrize("known", [True, False])
async def test_news_goes_by_template_where_nothing_may_be_sent(
    make_world: Make, tmp_path: Path, known: bool
) -> None:
    """`known`: the door knew that nothing may be sent; else WeChat says so."""
    file = tmp_path / "templates.yml"
    file.write_text("push: {id: T1, fields: {thing1: says}}\n", "utf-8")
    world = await make_world(templates_file=file)
    conversation = await world.talk()
    world.phone().quotas.grants.clear()
    if known:
        async with world.database.write() as session:
            await session.execute(update(UserRow).values(grants=[]))
    await world.append(conversation, NoticeCard(text="高龄津贴可以领了"))
    await world.until(lambda: len(world.got()) == 2)
    await world.rest()
    got = world.got()[1]
    assert (got["via"], got["template_id"]) == ("template", "T1")
    assert got["values"] == {"thing1": "高龄津贴可以领了"}
    assert got["url"].startswith("http://gateway/wechat/open?t=")
    await world.say("我来了")
    await world.rest()
    assert world.texts()[2:] == ["高龄津贴可以领了", "听到了：我来了"]


async def states(world: World) -> list[str]:
    return [row.state for row in await world.rows(DeliveryRow)]
