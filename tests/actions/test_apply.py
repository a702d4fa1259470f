"""A wish to apply: a draft where the matter can be applied for here, else the guide."""

import datetime as dt
from typing import Any

import pytest

from actions.apply import ActionApply
from actions.forms.cards import draft_card
from actions.turns import SURE
from core.contract import ItemSummary
from knowledge_base.compose import answer_aspect
from messages import Act, ChoicesCard, Option
from tests.actions.conftest import (
    ToldBase,
    act,
    failure,
    fills,
    remembered,
    resolution,
    tracker,
    whole,
)
from tests.actions.fake_core import PHONE, TAKEN, Away, FakeCore, No, draft, result
from tests.guide_samples import guide

APPLIES = "start_application"
NOT_HERE = No(404, "这件事现在还不能在这里申请。")


async def test_what_can_be_applied_for_opens_a_draft(base: ToldBase, core: FakeCore) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    core.on("POST", "/v1/drafts", draft())
    said = await act(ActionApply(), tracker("我要登记纸鸢", APPLIES))
    card = draft_card(draft(), "好的，这就办纸鸢登记。")
    assert said.events == remembered("deng-ji") + fills()
    assert said.turn == whole("collecting", card, intent=APPLIES, item="deng-ji")
    assert core.sent == [
        ("POST", "/v1/drafts", {"session": "c-1", "item": "deng-ji", "fresh": False})
    ]


async def test_a_draft_that_was_left_is_gone_on_with(base: ToldBase, core: FakeCore) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    core.on("POST", "/v1/drafts", draft(id="D-9", resumed=True))
    slots = {"current_item": "deng-ji"}
    said = await act(ActionApply(), tracker("我要登记纸鸢", APPLIES, slots=slots))
    card = draft_card(draft(id="D-9"), "接着上次的填。")
    assert said.events == fills("D-9")
    assert said.turn == whole("collecting", card, intent=APPLIES, item="deng-ji")


async def test_what_cannot_be_applied_for_gets_the_guide(base: ToldBase, core: FakeCore) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    core.on("POST", "/v1/drafts", NOT_HERE)
    said = await act(ActionApply(), tracker("我要登记纸鸢", APPLIES))
    assert said.events == remembered("deng-ji")
    assert said.turn["outcome"] == "answered"
    assert [card["lead"] for card in said.turn["cards"]] == ["纸鸢登记不收费。"]


async def test_choosing_one_of_several_matters_begins_its_application(
    base: ToldBase, core: FakeCore
) -> None:
    base.found = resolution("ask_back", ("deng-ji", 0.4), ("ling", 0.3))
    said = await act(ActionApply(), tracker("我要登记", APPLIES))
    text = "您想问的是哪一件？纸鸢登记、风铃备案。都不是的话，请换个说法告诉我。"
    options = [
        Option(label=label, item=item, act=Act(intent=APPLIES, item=item))
        for label, item in (("纸鸢登记", "deng-ji"), ("风铃备案", "ling"))
    ]
    assert said.events == remembered("deng-ji")
    assert said.turn["outcome"] == "clarified"
    card = ChoicesCard(text=text, speech=text, options=options)
    assert said.turn["cards"] == [card.model_dump(mode="json", exclude_none=True)]
    assert core.sent == []


@pytest.mark.parametrize(
    ("p", "items", "begins"),
    [(0.8, ["deng-ji"], True), (0.79, ["deng-ji"], False), (0.9, [], False)],
)
async def test_a_wish_begins_what_it_surely_means_where_a_question_would_be_asked_back(
    p: float, items: list[str], begins: bool, base: ToldBase, core: FakeCore
) -> None:
    base.found = resolution("ask_back", ("deng-ji", p), confidence=0.5)
    known: dict[str, Any] = {"audience": "person", "assurance": "phone", "instant": True}
    there = [ItemSummary(item=item, title="纸鸢登记", demo=True, **known) for item in items]
    core.on("GET", "/v1/items", there)
    core.on("POST", "/v1/drafts", draft())
    said = await act(ActionApply(), tracker("帮我登记那个", APPLIES))
    assert said.turn["outcome"] == ("collecting" if begins else "clarified")
    assert len(core.to("POST", "/v1/drafts")) == int(begins)


async def test_a_name_of_several_begins_none_but_offers_each(
    base: ToldBase, core: FakeCore
) -> None:
    base.found = resolution("answer", ("deng-ji", 0.6), sisters=["ling"])
    known: dict[str, Any] = {"audience": "person", "assurance": "phone", "instant": True}
    core.on("GET", "/v1/items", [ItemSummary(item="deng-ji", title="纸鸢登记", demo=True, **known)])
    said = await act(ActionApply(), tracker("我要登记", APPLIES))
    assert core.to("POST", "/v1/drafts") == []
    answer, others = said.turn["cards"]
    applies = [
        (one["label"], one["act"]["item"])
        for card in (answer, others)
        for one in card["options"]
        if one["act"].get("intent") == APPLIES
    ]
    assert applies == [("现在申请", "deng-ji"), ("风铃备案", "ling")]


async def test_a_chosen_matter_is_not_searched_for(base: ToldBase, core: FakeCore) -> None:
    core.on("POST", "/v1/drafts", draft())
    chosen = {"item": "deng-ji"}
    said = await act(ActionApply(), tracker("/start_application{}", APPLIES, entities=chosen))
    assert base.asked == []
    assert said.events == remembered("deng-ji") + fills()
    assert core.to("POST", "/v1/drafts") == [{"session": "c-1", "item": "deng-ji", "fresh": False}]


async def test_a_chosen_matter_that_is_not_applicable_says_how_it_is_done(
    base: ToldBase, core: FakeCore
) -> None:
    core.on("POST", "/v1/drafts", NOT_HERE)
    chosen = {"item": "deng-ji"}
    said = await act(ActionApply(), tracker("/start_application{}", APPLIES, entities=chosen))
    card, _, _ = answer_aspect(guide(), "process", dt.date.today(), "zh")
    assert said.events == remembered("deng-ji")
    assert said.turn["cards"] == [card.model_dump(mode="json", exclude_none=True)]


async def test_a_chosen_matter_whose_guide_is_gone_is_declined(base: ToldBase) -> None:
    base.found = resolution("decline")
    chosen = {"item": "gone"}
    said = await act(ActionApply(), tracker("/start_application{}", APPLIES, entities=chosen))
    assert base.asked == []
    assert (said.events, said.turn["outcome"]) == ([], "declined")


@pytest.mark.parametrize("down", [Away(), No(503, "现在有点忙"), []], ids=["away", "503", "shape"])
async def test_core_away_is_said_with_a_reference(
    down: Any, base: ToldBase, core: FakeCore
) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    core.on("POST", "/v1/drafts", down)
    said = await act(ActionApply(), tracker("我要登记纸鸢", APPLIES))
    assert said.events == []
    assert said.turn == whole("failed", failure("您什么也没有丢。"), intent=APPLIES)


@pytest.mark.parametrize("text", ["继续办", "我想接着填", "我还有没办完的"])
async def test_going_on_takes_the_draft_touched_last(
    text: str, base: ToldBase, core: FakeCore
) -> None:
    core.on("GET", "/v1/drafts", [draft(id="D-2", item="ling", title="风铃备案"), draft()])
    core.on("POST", "/v1/drafts", draft(id="D-2", item="ling", title="风铃备案", resumed=True))
    said = await act(ActionApply(), tracker(text, APPLIES))
    card = draft_card(draft(id="D-2", item="ling", title="风铃备案"), "接着上次的填。")
    assert base.asked == []
    assert said.events[-5:] == fills("D-2")
    assert said.turn == whole("collecting", card, intent=APPLIES, item="ling")


async def test_going_on_with_a_correction_opens_no_new_draft(
    base: ToldBase, core: FakeCore
) -> None:
    """Core gives a correction only by its id: opening the matter makes an empty draft."""
    core.on("GET", "/v1/drafts", [draft(correcting="LH202611227K3Q9XYZ")])
    core.on("POST", "/v1/drafts", draft(id="D-empty"))
    said = await act(ActionApply(), tracker("继续办", APPLIES))
    assert said.events[-5:] == fills("D-1")
    assert core.to("POST", "/v1/drafts") == []


async def test_without_a_draft_going_on_is_a_wish_like_any_other(base: ToldBase) -> None:
    base.found = resolution("which_matter")
    said = await act(ActionApply(), tracker("继续办", APPLIES))
    assert said.events == []
    assert said.turn["outcome"] == "clarified"
    assert [asked[0] for asked in base.asked] == ["继续办"]


async def test_for_whom_is_taken_from_the_wish_and_not_from_the_name_of_the_matter(
    base: ToldBase, core: FakeCore
) -> None:
    whom = PHONE.model_copy(update={"field": "for_whom", "label": "给谁办", "type": "choice"})
    fresh = draft(title="老人纸鸢登记", question=whom)
    taken = TAKEN.model_copy(update={"id": "for_whom", "label": "给谁办", "value": "父亲或母亲"})
    base.found = resolution("answer", ("deng-ji", 0.9))
    core.on("POST", "/v1/drafts", fresh)
    core.on("POST", "/v1/drafts/D-1/steps", result(accepted=[taken]))
    on = tracker("给妈妈登记老人纸鸢", APPLIES)
    on.latest_message["entities"] = [
        {"entity": "relation", "value": word} for word in ("妈妈", "老人")
    ]
    said = await act(ActionApply(), on)
    assert core.steps == [{"session": "c-1", "do": "answer", "text": "妈妈", "key": "m-1:for_whom"}]
    told = "好的，这就办老人纸鸢登记。给谁办：父亲或母亲。"
    assert said.turn["cards"][0]["text"].startswith(told)


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("纸鸢快到期了我要续签", True), ("帮我登记纸鸢", True), ("I want to register a kite", True),
        ("我要给我妈登记纸鸢", True),
        ("我要办纸鸢登记吗", False), ("纸鸢登记", False), ("Do I need to register a kite?", False),
    ],
)  # fmt: skip
async def test_of_doubtful_words_an_outright_wish_begins(
    words: str, begins: bool, base: ToldBase, core: FakeCore
) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    core.on("GET", "/v1/items", [])
    core.on("POST", "/v1/drafts", draft())
    said = await act(ActionApply(), tracker(words, APPLIES, sureness=SURE - 0.2))
    assert (said.turn["outcome"] == "collecting") == begins
