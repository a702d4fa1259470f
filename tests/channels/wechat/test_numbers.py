"""Numbers typed and menus tapped choose what they stood for, and nothing else."""

import pytest

from messages import Act, ChoicesCard, FormCard, Option, TextCard, Turn
from tests.channels.gateway.conftest import offer, say
from tests.channels.wechat.opening import Make
from tests.channels.wechat.world import World

ACTS = (Act(intent="pay_fee"), Act(intent="my_data"), Act(intent="stop"))
AGE = FormCard(
    text="您几岁？", draft="d1", title="津贴", field="age", label="年龄", field_type="integer"
)


async def offered(world: World) -> None:
    """Three options were shown; from now on every message is said back."""
    world.rasa.turn = offer(*ACTS)
    await world.say("有哪些")
    await world.rest()
    world.rasa.turn = None


async def heard(world: World) -> str:
    await world.rest()
    return world.rasa.messages[-1]


@pytest.mark.parametrize("words", ["2", "２", "第二个", "选2", "2。", "第2项"])
async def test_a_number_is_the_option(world: World, words: str) -> None:
    await offered(world)
    await world.say(words)
    assert await heard(world) == "/my_data"


@pytest.mark.parametrize("words", ["4", "0", "12", "2号", "两个", "2 3"])
async def test_what_is_no_number_of_an_option_is_words(world: World, words: str) -> None:
    await offered(world)
    await world.say(words)
    assert await heard(world) == words


async def test_a_menu_is_tapped(make_world: Make) -> None:
    world = await make_world(passive_within_s=0.1)
    world.rasa.delay_s = 0.3
    await offered(world)
    [menu] = world.got()
    assert (menu["kind"], menu["options"][2]) == ("msgmenu", {"id": "3", "label": "选项3"})
    await world.say("选项3", menu_id="3")
    assert await heard(world) == "/stop"


async def test_a_tap_on_an_old_menu_means_the_old_option(world: World) -> None:
    await offered(world)
    options = [Option(label="好", act=Act(intent="affirm")), Option(label="不", act=ACTS[0])]
    world.rasa.turn = Turn(outcome="clarified", cards=[ChoicesCard(text="好吗？", options=options)])
    await world.say("别的")
    await world.rest()
    world.rasa.turn = None
    await world.say("选项2", menu_id="2")
    assert await heard(world) == "/my_data"
    await world.say("别的选项", menu_id="2")
    assert await heard(world) == "别的选项"


async def test_a_digit_answers_the_form_that_asks_for_it(world: World) -> None:
    await offered(world)
    world.rasa.turn = Turn(outcome="collecting", cards=[AGE])
    await world.say("我要申请")
    await world.rest()
    world.rasa.turn = None
    await world.say("2")
    assert await heard(world) == "2"


async def test_a_digit_answers_a_question_that_came_as_news(world: World) -> None:
    await offered(world)
    await world.append(await world.conversation(), AGE)
    await world.until(lambda: len(world.got()) == 2)
    await world.say("2")
    assert await heard(world) == "2"


async def test_news_does_not_take_a_number_away(world: World) -> None:
    await offered(world)
    await world.append(await world.conversation(), TextCard(text="到账了"))
    await world.until(lambda: len(world.got()) == 2)
    await world.say("1")
    assert await heard(world) == "/pay_fee"


async def test_a_number_nobody_offered_is_words(world: World) -> None:
    world.rasa.turn = say("没有选项")
    await world.say("你好")
    world.rasa.turn = None
    await world.say("1")
    assert await heard(world) == "1"
