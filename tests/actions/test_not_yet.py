"""What cannot be done yet: where it can be, and the guide where one answers; in doubt the
act is a question."""

import datetime as dt
from typing import Any

import pytest

from actions.back import ActionBack
from actions.not_yet import ActionNotYet, words_for
from actions.turns import SURE
from knowledge_base.case import OwnCase
from knowledge_base.compose import answer_aspect
from tests.actions.conftest import ToldBase, act, remembered, resolution, spoken, tracker
from tests.guide_samples import guide


def notice(intent: str) -> dict[str, Any]:
    text = words_for(intent)
    card = {"type": "notice", "text": text, "speech": text, "level": "info"}
    return {**card, "phones": ["12345"], "options": []}


def fee_card() -> dict[str, Any]:
    card, _, _ = answer_aspect(guide(), "fee", dt.date.today())
    return card.model_dump(mode="json", exclude_none=True)


async def test_a_sure_act_gets_the_way_and_the_guide(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    said = await act(ActionNotYet(), tracker("我要交纸鸢登记的钱", "pay_fee", sureness=SURE))
    assert said.turn["outcome"] == "directed"
    assert said.turn["cards"] == [notice("pay_fee"), fee_card()]
    assert (said.turn["trace"]["intent"], said.turn["trace"]["item"]) == ("pay_fee", "deng-ji")
    assert said.turn["trace"]["facts"] == ["fee"]
    assert said.events == remembered("deng-ji")


async def test_a_doubtful_act_is_just_a_question(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    said = await act(ActionNotYet(), tracker("纸鸢登记交多少钱", "pay_fee", sureness=SURE - 0.01))
    assert said.turn["outcome"] == "answered"
    assert said.turn["cards"] == [fee_card()]
    assert said.turn["trace"]["intent"] == "pay_fee"
    assert said.events == remembered("deng-ji")


async def test_a_doubtful_act_on_a_silent_guide(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9), aspect="amount", said=False)
    said = await act(ActionNotYet(), tracker("纸鸢登记发多少钱", "pay_fee", sureness=0.3))
    assert said.turn["outcome"] == "silent"
    assert said.turn["trace"]["facts"] == []


async def test_a_sure_act_on_a_silent_guide(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9), aspect="amount", said=False)
    said = await act(ActionNotYet(), tracker("我要交纸鸢登记的钱", "pay_fee"))
    assert said.turn["outcome"] == "directed"
    assert [card["type"] for card in said.turn["cards"]] == ["notice", "guide"]


@pytest.mark.parametrize(
    ("decision", "outcome"),
    [("ask_back", "clarified"), ("which_matter", "clarified"), ("decline", "declined")],
)
async def test_a_doubtful_act_is_asked_back_or_declined_as_a_question_is(
    decision: Any, outcome: str, base: ToldBase
) -> None:
    """Declined, the way for the act is said as well: it may have been meant."""
    base.found = resolution(decision, ("deng-ji", 0.2))
    said = await act(ActionNotYet(), tracker("我要投诉", "complaint", sureness=0.1))
    assert said.turn["outcome"] == outcome
    assert (notice("complaint") in said.turn["cards"]) == (decision == "decline")
    assert said.events == []


@pytest.mark.parametrize("decision", ["ask_back", "which_matter", "decline"])
async def test_without_an_answer_a_sure_act_has_only_the_way(decision: Any, base: ToldBase) -> None:
    base.found = resolution(decision, ("deng-ji", 0.4))
    said = await act(ActionNotYet(), tracker("我要投诉", "complaint"))
    assert (said.turn["outcome"], said.turn["cards"]) == ("directed", [notice("complaint")])
    assert "item" not in said.turn["trace"]
    assert said.events == []


@pytest.mark.parametrize("intent", ["back", "skip", "correct"])
async def test_a_step_in_no_form_is_never_a_guide(intent: str, base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    action = ActionBack() if intent == "back" else ActionNotYet()
    said = await act(action, tracker("上一步", intent))
    assert said.turn["cards"] == [notice(intent)]
    assert "没有正在填写" in said.turn["cards"][0]["text"]


async def test_the_case_told_before_counts(base: ToldBase) -> None:
    base.found = resolution("decline", ("deng-ji", 0.1))
    events = spoken("我不是深户", "帮我预约")
    await act(ActionNotYet(), tracker("帮我预约", "book_appointment", events=events))
    assert base.asked == [("帮我预约", None, OwnCase({}, {"hukou": "elsewhere"}))]


def test_the_action_of_back_has_its_name() -> None:
    assert (ActionNotYet().name(), ActionBack().name()) == ("action_not_yet", "action_back")
