"""An act that Rasa is in doubt of: a guide answers where one knows the words."""

import datetime as dt
from typing import Any

import pytest

from actions.doubt import LEAST, SURELY, asks_on, guide_knows, in_doubt
from actions.turns import SURE
from knowledge_base.case import OwnCase
from knowledge_base.compose import answer_aspect
from tests.actions.conftest import ToldBase, remembered, resolution, spoken, tracker
from tests.guide_samples import guide

DOUBT = SURE - 0.01


@pytest.mark.parametrize(
    ("text", "sureness"),
    [("我要交纸鸢登记的钱", SURE), ("/pay_fee{...}", 0.0)],
    ids=["sure", "card"],
)
def test_a_sure_act_and_one_chosen_on_a_card_are_not_searched_for(
    text: str, sureness: float, base: ToldBase
) -> None:
    assert in_doubt(tracker(text, "pay_fee", sureness=sureness)) is None
    assert base.asked == []


def test_a_doubtful_act_is_just_a_question(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    move = in_doubt(tracker("纸鸢登记交多少钱", "pay_fee", sureness=DOUBT))
    card, _, _ = answer_aspect(guide(), "fee", dt.date.today())
    assert move is not None
    assert (move.turn.outcome, move.turn.cards) == ("answered", [card])
    assert move.slots == remembered("deng-ji")


def test_a_silent_guide_answers_too(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9), aspect="amount", said=False)
    move = in_doubt(tracker("纸鸢登记发多少钱", "pay_fee", sureness=0.3))
    assert move is not None
    assert (move.turn.outcome, move.turn.trace.facts) == ("silent", [])


@pytest.mark.parametrize("decision", ["ask_back", "which_matter"])
def test_which_matter_is_asked_back(decision: Any, base: ToldBase) -> None:
    base.found = resolution(decision, ("deng-ji", 0.2))
    move = in_doubt(tracker("我要投诉", "complaint", sureness=0.1))
    assert move is not None
    assert (move.turn.outcome, move.slots) == ("clarified", [])


def test_where_no_guide_knows_the_words_the_act_is_done(base: ToldBase) -> None:
    base.found = resolution("decline", ("deng-ji", 0.2))
    assert in_doubt(tracker("我要投诉", "complaint", sureness=LEAST)) is None


def test_a_mere_guess_is_a_question_also_where_no_guide_knows_the_words(base: ToldBase) -> None:
    base.found = resolution("decline", ("deng-ji", 0.2))
    move = in_doubt(tracker("三个苹果分给两个人", "complaint", sureness=LEAST - 0.01))
    assert move is not None
    assert move.turn.outcome == "declined"


@pytest.mark.parametrize(("p", "known"), [(SURELY, True), (SURELY - 0.01, False)])
def test_a_guide_surely_knows_words_by_themselves(p: float, known: bool, base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", p))
    assert (guide_knows(tracker("纸鸢先停业不注销", "stop")) is not None) == known
    assert guide_knows(tracker("/stop", "stop")) is None


def test_the_case_told_before_counts(base: ToldBase) -> None:
    base.found = resolution("decline", ("deng-ji", 0.1))
    events = spoken("我不是深户", "帮我预约")
    in_doubt(tracker("帮我预约", "book_appointment", events=events, sureness=DOUBT))
    assert base.asked == [("帮我预约", None, OwnCase({}, {"hukou": "elsewhere"}))]


AT_HAND = {"current_item": "deng-ji"}


def test_a_question_on_the_matter_at_hand_is_that_matters(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    move = asks_on(tracker("那里面的钱能拿来付租金吗", "pay_fee", slots=AT_HAND))
    assert move is not None
    assert move.turn.outcome == "answered"
    assert asks_on(tracker("要跑一趟柜台不", "complaint", slots=AT_HAND)) is not None


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("那里面的钱能拿来付租金吗", {}),
        ("里面的钱拿来付租金", AT_HAND),
        ("能帮我约个时间吗", AT_HAND),
        ("这个能投诉吗", AT_HAND),
        ("/pay_fee", AT_HAND),
    ],
    ids=["nothing at hand", "no question", "a booking", "a complaint", "chosen"],
)
def test_other_words_keep_their_act(text: str, slots: dict[str, str], base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    assert asks_on(tracker(text, "pay_fee", slots=slots)) is None


def test_a_question_no_guide_answers_keeps_its_act(base: ToldBase) -> None:
    base.found = resolution("decline", ("deng-ji", 0.1))
    assert asks_on(tracker("那里面的钱能拿来付租金吗", "pay_fee", slots=AT_HAND)) is None


def test_what_the_assistant_thinks_is_no_suggestion(base: ToldBase) -> None:
    base.found = resolution("decline", ("deng-ji", 0.1))
    move = asks_on(tracker("你觉得哪个球队踢得好", "suggestion"))
    assert move is not None
    assert move.turn.outcome == "declined"
    assert asks_on(tracker("你们觉得呢，我建议装个红绿灯", "suggestion")) is None
