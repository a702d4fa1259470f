"""News: what nobody asked for arrives once, in order, and on WeChat only where it belongs."""

import asyncio

from channels.wechat.models import DeliveryRow
from messages import TextCard
from tests.channels.wechat.world import World


async def test_a_persons_words_arrive_in_order_with_replies(each_world: World) -> None:
    world = each_world
    await world.say("一")
    conversation = await world.conversation()
    await world.append(conversation, TextCard(text="我是小李", speaker="person"))
    await world.until(lambda: len(world.got()) == 2)
    await world.say("二")
    await world.append(conversation, TextCard(text="再见"), TextCard(text="保重"))
    await world.until(lambda: len(world.got()) == 4)
    await world.rest()
    assert world.texts()[0] == "听到了：一"
    assert "我是小李" in world.texts()[1]
    assert world.texts()[2:] == ["听到了：二", "再见\n\n保重"]


async def test_news_during_a_turn_comes_with_the_answer_and_only_once(world: World) -> None:
    await world.say("一")
    conversation = await world.conversation()
    world.rasa.delay_s = 0.4
    asking = asyncio.create_task(world.say("二"))
    await world.until(lambda: len(world.rasa.heard) == 2)
    await world.append(conversation, TextCard(text="办好了"))
    await asking
    await world.rest()
    await world.looked()
    assert "\n".join(world.texts()[1:]) == "办好了\n\n听到了：二"


async def test_nothing_comes_twice_after_a_rest(world: World) -> None:
    await world.say("一")
    await world.append(await world.conversation(), TextCard(text="办好了"))
    await world.until(lambda: len(world.got()) == 2)
    await world.looked()
    assert len(await world.rows(DeliveryRow)) == 2


async def test_another_doors_conversations_are_left_alone(world: World) -> None:
    await world.say("一")
    async with world.gateway.client() as browser:
        reply = (await browser.post("/api/chat", json={"text": "你好"})).json()
    await world.append(reply["conversation_id"], TextCard(text="给网页的话"))
    await world.append(await world.conversation(), TextCard(text="给微信的话"))
    await world.until(lambda: len(world.got()) == 2)
    await world.looked()
    assert world.texts() == ["听到了：一", "给微信的话"]


async def test_each_gets_their_own(world: World) -> None:
    for who in ("甲", "乙"):
        await world.say("你好", who)
    for who in ("甲", "乙"):
        await world.append(await world.conversation(who), TextCard(text=f"给{who}"))
    for who in ("甲", "乙"):
        await world.until(lambda who=who: len(world.got(who)) == 2)  # type: ignore[misc]
    await world.looked()
    assert [world.texts(who)[1:] for who in ("甲", "乙")] == [["给甲"], ["给乙"]]


async def test_who_wrote_on_the_page_is_answered_there(world: World) -> None:
    await world.say("一")
    conversation = await world.conversation()
    await world.write_on_the_page(conversation, "网页上问的")
    await world.append(conversation, TextCard(text="办好了"))
    await world.until(lambda: len(world.got()) == 2)
    await world.looked()
    assert world.texts() == ["听到了：一", "办好了"]
    await world.say("二")
    assert world.texts()[2:] == ["听到了：二"]
