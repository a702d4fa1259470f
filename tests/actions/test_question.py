"""A question in the citizen's own words: the turn it gets, and the matter then at hand."""

import datetime as dt
from typing import Any, cast

import pytest

from actions.question import LIKELY, beside_turn, moved_to, question_turn, trace_of
from actions.thread import Thread, thread_of
from knowledge_base.base import KnowledgeBase
from knowledge_base.case import NO_CASE
from knowledge_base.compose import answer_resolution
from messages import Act, Candidate, ChoicesCard, GuideCard, Option, TextCard, Trace, Turn
from tests.actions.conftest import ToldBase, remembered, resolution, tracker


def asked(base: ToldBase, text: str, language: Any = "zh") -> Turn:
    return question_turn(cast(KnowledgeBase, base), thread_of(tracker(text)), language)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("said", "outcome"), [(True, "answered"), (False, "silent")])
def test_an_answer_is_the_card_of_the_guide(
    said: bool, outcome: str, language: Any, base: ToldBase
) -> None:
    base.found = resolution("answer", ("ling", 0.9), said=said)
    turn = asked(base, "风铃备案要不要钱", language)
    card, facts, _ = answer_resolution(
        base.guides["ling"], base.found, "风铃备案要不要钱", dt.date.today(), language
    )
    assert (turn.outcome, turn.cards, turn.trace.facts) == (outcome, [card], facts)
    assert (turn.trace.item, turn.trace.aspect) == ("ling", "fee")


def test_between_two_matters_it_asks_back(base: ToldBase) -> None:
    base.found = resolution("ask_back", ("deng-ji", 0.4), ("ling", 0.3))
    turn = asked(base, "登记")
    text = "您想问的是哪一件？纸鸢登记、风铃备案。都不是的话，请换个说法告诉我。"
    options = [
        Option(label=label, item=item, act=Act(item=item, aspect="fee"))
        for label, item in (("纸鸢登记", "deng-ji"), ("风铃备案", "ling"))
    ]
    assert turn.outcome == "clarified"
    assert turn.cards == [ChoicesCard(text=text, speech=text, options=options)]


def test_an_unlikely_second_is_not_offered(base: ToldBase) -> None:
    base.found = resolution("ask_back", ("deng-ji", 0.5), ("ling", 0.01))
    (card,) = asked(base, "登记").cards
    assert [option.item for option in card.options] == ["deng-ji"]
    assert card.text == "您想问的是纸鸢登记吗？不是的话，请换个说法告诉我。"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "同类的还有：风铃备案。要看哪一件，点一下或者直接说。"),
        ("en", "Of the same kind: Bells. Tap or name the one you want."),
    ],
)
def test_a_name_of_several_is_answered_and_the_others_offered(
    language: Any, text: str, base: ToldBase
) -> None:
    base.found = resolution("answer", ("deng-ji", 0.7), sisters=["ling", "withdrawn"])
    turn = asked(base, "登记", language)
    assert turn.outcome == "answered"
    answer, others = turn.cards
    assert isinstance(answer, GuideCard) and answer.item == "deng-ji"
    option = Option(label="风铃备案", item="ling", act=Act(item="ling", aspect="fee"))
    assert others == ChoicesCard(text=text, speech=text, options=[option])


def test_without_a_matter_it_asks_which(base: ToldBase) -> None:
    base.found = resolution("which_matter", ("deng-ji", 0.1))
    turn = asked(base, "要带什么")
    text = "您想办哪件事？说一说事情或者您的情况就行，比如“孩子刚出生要上户口”。"
    assert (turn.outcome, turn.cards) == ("clarified", [TextCard(text=text, speech=text)])


@pytest.mark.parametrize("candidates", [[("deng-ji", 0.1)], []])
def test_what_no_guide_answers_is_declined(
    candidates: list[tuple[str, float]], base: ToldBase
) -> None:
    base.found = resolution("decline", *candidates)
    turn = asked(base, "今天天气")
    assert (turn.outcome, turn.trace.item) == ("declined", None)
    assert [card.phones for card in turn.cards] == [["12345"]]


@pytest.mark.parametrize(
    ("outcome", "at_hand"),
    [
        ("answered", "deng-ji"),
        ("silent", "deng-ji"),
        ("clarified", "ling"),
        ("declined", None),
        ("directed", "deng-ji"),
        ("smalltalk", None),
    ],
)
@pytest.mark.parametrize("before", [None, "deng-ji", "ling"])
def test_the_matter_then_at_hand(outcome: Any, at_hand: str | None, before: str | None) -> None:
    """What was answered; of what was asked back, the likeliest."""
    candidates = [Candidate(item="ling", p=LIKELY), Candidate(item="deng", p=0.2)]
    trace = Trace(item="deng-ji", candidates=candidates)
    turn = Turn(outcome=outcome, cards=[ChoicesCard(text="哪件", options=[])], trace=trace)
    thread = Thread("", "", before, (), NO_CASE)
    moved = at_hand not in {None, before}
    assert moved_to(thread, turn) == (remembered(str(at_hand)) if moved else [])


def test_what_was_not_offered_is_not_at_hand() -> None:
    """ "Which matter?" offers none, however likely one was."""
    trace = Trace(item="ling", candidates=[Candidate(item="ling", p=LIKELY)])
    turn = Turn(outcome="clarified", cards=[TextCard(text="您想办哪件事？")], trace=trace)
    assert moved_to(Thread("", "", None, (), NO_CASE), turn) == []


@pytest.mark.parametrize("candidates", [[Candidate(item="ling", p=LIKELY - 0.01)], []])
def test_an_unlikely_matter_asked_back_is_not_at_hand(candidates: list[Candidate]) -> None:
    trace = Trace(item="ling", candidates=candidates)
    turn = Turn(outcome="clarified", cards=[ChoicesCard(text="哪件", options=[])], trace=trace)
    assert moved_to(Thread("", "", "deng-ji", (), NO_CASE), turn) == []


def test_the_trace_is_what_was_found() -> None:
    found = resolution("answer", ("ling", 0.9), ("deng-ji", 0.05), confidence=0.8)
    assert trace_of(found) == Trace(
        item="ling",
        aspect="fee",
        confidence=0.8,
        candidates=found.candidates,
        timings_ms={"encode": 1.0},
    )


def test_what_it_is_not_sure_of_stands_beside_nothing(base: ToldBase) -> None:
    base.found = resolution("ask_back", ("ling", 0.9), confidence=0.1)
    assert beside_turn(cast(KnowledgeBase, base), thread_of(tracker("查一下")), "zh") is None


@pytest.mark.parametrize(
    ("decision", "candidates", "stands"),
    [
        ("answer", [("ling", 0.9)], True),
        ("ask_back", [("ling", LIKELY)], True),
        ("ask_back", [("ling", 0.4), ("deng-ji", 0.09)], True),
        ("ask_back", [("ling", 0.4), ("deng-ji", 0.1)], False),
        ("ask_back", [("ling", LIKELY - 0.01)], False),
        ("decline", [("ling", 0.9)], False),
        ("ask_back", [], False),
    ],
)
def test_beside_another_answer_stands_a_guide_that_no_other_comes_near(
    decision: Any, candidates: list[tuple[str, float]], stands: bool, base: ToldBase
) -> None:
    base.found = resolution(decision, *candidates)
    turn = beside_turn(cast(KnowledgeBase, base), thread_of(tracker("风铃备案到哪了")), "zh")
    assert (turn is not None) == stands
    if turn:
        assert (turn.outcome, turn.trace.item) == ("answered", "ling")
