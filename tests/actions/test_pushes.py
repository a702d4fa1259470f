"""What one is told by itself: opting in on a card, seeing it, one word ends it."""

from typing import Any

import pytest

from actions.forms.cards import STOP
from actions.forms.task_form import ValidateTaskForm
from actions.my_data import ActionMyData
from actions.pushes import SAFE, STOPPED, UNSUBSCRIBE, UNSUBSCRIBES, _option
from core.contract import TOPIC_LABELS, PushView, TopicView
from messages import SignInCard, TextCard
from tests.actions.conftest import act, failure, filling, tracker, whole
from tests.actions.fake_core import Away, FakeCore, No, draft

PUSHES, STOP_ALL = "/v1/pushes", "/v1/pushes/stop"
SAYS = "您订阅了：到期提醒。"


def kept(*on: str) -> PushView:
    topics = [TopicView(topic=one, label=TOPIC_LABELS[one], on=one in on) for one in TOPIC_LABELS]
    return PushView(topics=topics, says=SAYS)


async def chosen(do: str, text: str = "/my_data") -> dict[str, Any]:
    return (await act(ActionMyData(), tracker(text, "my_data", entities={"do": do}))).turn


@pytest.mark.parametrize(
    "words",
    ["退订", "退訂", "不要再推送", "别再给我推送通知", "不要再给我发消息了", "唔好再发信息俾我",
     "取消订阅", "unsubscribe me", "stop sending me notifications"],
)  # fmt: skip
async def test_one_word_ends_it_at_once(core: FakeCore, words: str) -> None:
    core.on("POST", STOP_ALL, kept())
    said = await act(ActionMyData(), tracker(words, "my_data"))
    assert said.turn["cards"] == whole("reported", TextCard(text=STOPPED, speech=STOPPED))["cards"]
    assert core.to("POST", STOP_ALL) == [{"session": "c-1"}]


async def test_the_exact_word_ends_it_whatever_the_classifier_thinks(core: FakeCore) -> None:
    core.on("POST", STOP_ALL, kept())
    said = await act(ActionMyData(), tracker("退订", "my_data", sureness=0.2))
    assert said.turn["outcome"] == "reported"


async def test_it_ends_it_in_the_middle_of_a_form(core: FakeCore) -> None:
    core.draft(draft())
    core.on("POST", STOP_ALL, kept())
    said = await act(ValidateTaskForm(), filling("退订", "ask_guide", sureness=0.1))
    assert (said.turn["outcome"], said.turn["then"]) == ("reported", "collecting")
    assert said.turn["cards"][0]["text"] == STOPPED
    assert core.steps == []


@pytest.mark.parametrize(
    "words", ["把我的资料删掉", "谁查过我的信息", "我想看看你们保存了我哪些资料", "发票怎么开"]
)
def test_other_wishes_do_not_end_it(words: str) -> None:
    assert not UNSUBSCRIBES.search(words)


async def test_opting_in_says_what_was_kept_and_offers_the_rest(core: FakeCore) -> None:
    core.on("POST", PUSHES, kept("policies"))
    text = f"好的，记下了。{SAYS}"
    options = [_option("到期提醒", "push_deadlines"), UNSUBSCRIBE]
    card = TextCard(text=text, speech=text, options=options)
    assert await chosen("push_policies") == whole("reported", card, intent="my_data")
    assert core.to("POST", PUSHES) == [{"session": "c-1", "topic": "policies", "on": True}]


async def test_what_is_told_can_be_seen(core: FakeCore) -> None:
    core.on("GET", PUSHES, kept())
    turn = await chosen("pushes")
    assert [one["label"] for one in turn["cards"][0]["options"]] == ["适合您的新政策", "到期提醒"]


async def test_opting_in_asks_to_sign_in(core: FakeCore) -> None:
    core.on("POST", PUSHES, No(403, "请先登录，再办这一步。"))
    text = "请先登录，再办这一步。登录以后，再点一次就好。"
    card = SignInCard(text=text, speech=text, options=[STOP])
    assert await chosen("push_deadlines") == whole("clarified", card, intent="my_data")


async def test_core_away_changes_nothing(core: FakeCore) -> None:
    core.on("POST", STOP_ALL, Away())
    assert await chosen("unsubscribe") == whole("failed", failure(SAFE), intent="my_data")
