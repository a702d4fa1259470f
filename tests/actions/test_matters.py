"""The matter that words mean, and what to bring for it."""

from typing import Any

import pytest

from actions.matters import PAPERS_TOLD, likeliest, matter_meant, papers_for
from tests.actions.conftest import ToldBase, resolution
from tests.guide_samples import guide


def test_papers_are_the_guides_own_words(base: ToldBase) -> None:
    assert papers_for("deng-ji") == ["纸鸢登记要带纸鸢和身份证"]


@pytest.mark.parametrize("item", [None, "", "no-guide"])
def test_without_a_guide_no_paper_is_made_up(item: str | None, base: ToldBase) -> None:
    assert papers_for(item) == []


def test_not_more_papers_than_a_card_holds(base: ToldBase) -> None:
    known = guide().facts[1]
    many = [known.model_copy(update={"id": f"m{n}", "text": f"要带{n}。"}) for n in range(9)]
    base.guides["deng-ji"] = guide().model_copy(update={"facts": many})
    assert papers_for("deng-ji") == [f"要带{n}" for n in range(PAPERS_TOLD)]


def test_the_matter_that_is_surely_named(base: ToldBase) -> None:
    base.found = resolution("answer", ("ling", 0.9))
    assert matter_meant("风铃备案", "deng-ji") == "ling|风铃备案"


@pytest.mark.parametrize("decision", ["ask_back", "which_matter", "decline"])
def test_else_the_one_at_hand(decision: Any, base: ToldBase) -> None:
    base.found = resolution(decision, ("ling", 0.4))
    assert matter_meant("那件事", "deng-ji") == "deng-ji|纸鸢登记"
    assert matter_meant("那件事", None) is None


def test_a_choice_is_not_searched_for(base: ToldBase) -> None:
    assert matter_meant("/choose{...}", "deng-ji") == "deng-ji|纸鸢登记"
    assert matter_meant("/choose{...}", "gone") is None
    assert base.asked == []


def test_a_name_of_several_is_none_of_them_yet(base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.7), ("ling", 0.2), sisters=["ling"])
    assert matter_meant("登记", None) is None
    assert likeliest("登记") == ["deng-ji|纸鸢登记", "ling|风铃备案"]


@pytest.mark.parametrize("second", [0.02, 0.1])
def test_what_is_surely_meant_is_booked_though_a_question_would_be_asked_back(
    second: float, base: ToldBase
) -> None:
    base.found = resolution("ask_back", ("ling", 0.85), ("deng-ji", second))
    assert matter_meant("风铃", None) == "ling|风铃备案"
    base.found = resolution("answer", ("ling", 0.85), ("deng-ji", second), sisters=["deng-ji"])
    assert matter_meant("风铃", None) == "ling|风铃备案"


def test_words_that_search_declines_as_a_whole_do_not_make_a_sure_name_unsure(
    base: ToldBase,
) -> None:
    told = (("ling", 0.3), ("deng-ji", 0.1))
    base.of["风铃"] = resolution("answer", ("ling", 0.9))
    base.of["预约风铃，明天上午"] = resolution("decline", *told, sisters=["deng-ji"])
    assert matter_meant("预约风铃，明天上午", None) == "ling|风铃备案"
