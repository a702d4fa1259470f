"""Words within a form that are no answer: answered on the normal road, then it goes on."""

from typing import Any

import pytest

from actions.errands import LEADS
from actions.forms.cards import draft_card
from actions.forms.task_form import ValidateTaskForm
from actions.human import human_turn
from actions.small_talk import WORDS
from actions.status import ASK_NUMBER
from core.contract import ItemSummary, Wish
from messages import TextCard, Turn
from showing.cases import case_card
from showing.payments import payment_card
from tests.actions.conftest import (
    GOES_ON,
    ToldBase,
    act,
    filling,
    fills,
    resolution,
    whole,
)
from tests.actions.fake_core import (
    AT,
    NUMBER,
    PHONE,
    FakeCore,
    case,
    draft,
    refusal,
    result,
    review,
)
from tests.core_views import ORDER, order, park, parks

AGAIN = draft_card(draft(), "我们接着填。")
ASKED_AGAIN = AGAIN.model_dump(mode="json", exclude_none=True)


@pytest.fixture
def asks_phone(core: FakeCore) -> FakeCore:
    """The draft takes nothing of what is said, and counts no failure."""
    core.draft(draft(), refusal())
    return core


async def test_a_question_is_answered_and_the_field_asked_again(
    core: FakeCore, base: ToldBase
) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    core.draft(draft(), refusal(question=True))
    said = await act(ValidateTaskForm(), filling("要钱吗"))
    assert said.events == GOES_ON
    assert (said.turn["outcome"], said.turn["then"]) == ("answered", "collecting")
    assert [card.get("lead") for card in said.turn["cards"]] == ["纸鸢登记不收费。", None]
    assert said.turn["cards"][-1] == ASKED_AGAIN


async def test_the_matter_applied_for_is_at_hand(core: FakeCore, base: ToldBase) -> None:
    base.found = resolution("answer", ("ling", 0.9))
    core.draft(draft(item="ling"), refusal(draft(item="ling"), question=True))
    on = filling("要钱吗")
    on.slots["current_item"] = "deng-ji"
    await act(ValidateTaskForm(), on)
    assert [asked[:2] for asked in base.asked] == [("要钱吗", "ling")]


@pytest.mark.parametrize("now", ["sign_in", "stopped"])
async def test_before_sign_in_and_where_it_is_ruled_out_too(
    now: str, core: FakeCore, base: ToldBase
) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    core.draft(draft(step=now), refusal(draft(step=now), question=True))
    said = await act(ValidateTaskForm(), filling("要钱吗"))
    last = draft_card(draft(step=now), "我们接着填。").model_dump(mode="json", exclude_none=True)
    assert (said.turn["outcome"], said.turn["then"]) == ("answered", "collecting")
    assert said.turn["cards"][1:] == [last]


@pytest.mark.parametrize(("text", "intent"), [("你好", "greet"), ("谢谢", "thank")])
async def test_a_greeting_is_returned(text: str, intent: str, asks_phone: FakeCore) -> None:
    said = await act(ValidateTaskForm(), filling(text, intent))
    card = TextCard(text=WORDS[intent], speech=WORDS[intent])
    assert said.events == GOES_ON
    assert said.turn == whole("smalltalk", card, AGAIN, then="collecting", intent=intent)


@pytest.mark.parametrize("intent", ["human_agent", "nlu_fallback", "pay_fee"])
async def test_a_person_is_reached_whatever_the_classifier_thinks(
    intent: str, asks_phone: FakeCore
) -> None:
    wish = {"conversation": "c-1", "channel": "web", "reason": "转人工", "created_at": AT}
    asks_phone.on("POST", "/v1/wishes", Wish(reference="W-20261122-7K3Q", **wish))
    said = await act(ValidateTaskForm(), filling("转人工", intent))
    (card,) = (await human_turn(filling("转人工"))).cards
    assert said.events == GOES_ON
    intent = "ask_guide" if intent == "nlu_fallback" else intent
    assert said.turn == whole("handed_over", card, AGAIN, then="collecting", intent=intent)


async def test_a_greeting_is_returned_whatever_the_classifier_thinks(asks_phone: FakeCore) -> None:
    said = await act(ValidateTaskForm(), filling("你好", "nlu_fallback"))
    assert said.turn["cards"][0]["text"] == WORDS["greet"]
    assert said.turn["cards"][-1] == ASKED_AGAIN


@pytest.mark.parametrize("intent", ["smalltalk", "complaint", "greet"])
async def test_an_act_in_doubt_is_no_digression(
    intent: str, asks_phone: FakeCore, base: ToldBase
) -> None:
    """What was mistyped is told what is expected, not that no guide answers it."""
    base.found = resolution("decline")
    said = await act(ValidateTaskForm(), filling("138oo", intent, sureness=0.4))
    card = draft_card(draft(), "请告诉我11位手机号。")
    assert said.turn == whole("collecting", card, intent=intent, item="deng-ji")
    assert base.asked == []


async def test_the_way_is_shown_and_the_field_asked_again(
    asks_phone: FakeCore, base: ToldBase
) -> None:
    base.found = resolution("decline")
    said = await act(ValidateTaskForm(), filling("大厅在哪", "hall_directions"))
    assert said.events == GOES_ON
    assert (said.turn["outcome"], said.turn["then"]) == ("directed", "collecting")
    assert said.turn["cards"][0]["address"] == "罗湖区经二路48号"
    assert said.turn["cards"][1:] == [ASKED_AGAIN]


async def test_car_parks_are_shown_and_the_field_asked_again(asks_phone: FakeCore) -> None:
    asks_phone.on("GET", "/v1/parking", parks(park()))
    said = await act(ValidateTaskForm(), filling("附近哪里停车", "find_parking"))
    assert (said.turn["outcome"], said.turn["then"]) == ("directed", "collecting")
    assert [card["type"] for card in said.turn["cards"]] == ["text", "place", "form"]


async def test_an_errand_that_begins_takes_the_form_over(asks_phone: FakeCore) -> None:
    now = draft(id="D-2", kind="work_order", item="work-order", title="反映问题")
    asks_phone.on("POST", "/v1/drafts", now)
    asks_phone.on("POST", "/v1/drafts/D-2/steps", result(now))
    said = await act(ValidateTaskForm(), filling("我要投诉", "complaint"))
    assert said.events[-5:] == fills("D-2")
    card = draft_card(now, LEADS[now.kind])
    assert said.turn == whole("collecting", card, intent="complaint")


async def test_what_somebody_has_with_us_is_shown(asks_phone: FakeCore) -> None:
    asks_phone.on("GET", "/v1/payments/orders", [order()])
    said = await act(ValidateTaskForm(), filling("缴费成功了吗", "check_case"))
    cards = [payment_card(order()), AGAIN]
    assert said.turn == whole("reported", *cards, then="collecting", intent="check_case")


async def test_a_step_of_an_order_is_taken(asks_phone: FakeCore) -> None:
    asks_phone.on("POST", f"/v1/payments/orders/{ORDER}/steps", order())
    chosen = {"case": ORDER, "do": "refresh"}
    on = filling("/record_step{...}", "record_step", entities=chosen)
    said = await act(ValidateTaskForm(), on)
    cards = [payment_card(order(), "查过了。"), AGAIN]
    assert said.turn == whole("reported", *cards, then="collecting", intent="record_step")


@pytest.mark.parametrize("text", ["2026-13-01", "2026年2月30日", "0", "[ID_1]"])
async def test_a_mere_number_or_date_is_no_act(text: str, asks_phone: FakeCore) -> None:
    said = await act(ValidateTaskForm(), filling(text, "check_case"))
    assert (said.turn["outcome"], len(said.turn["cards"])) == ("collecting", 1)


@pytest.mark.parametrize("intent", ["hall_directions", "greet"])
async def test_half_an_address_is_no_act(intent: str, core: FakeCore) -> None:
    where = PHONE.model_copy(update={"field": "home", "type": "address"})
    core.draft(draft(question=where), refusal(draft(question=where)))
    said = await act(ValidateTaskForm(), filling("就在我家楼下", intent))
    assert (said.turn["outcome"], len(said.turn["cards"])) == ("collecting", 1)


async def test_small_talk_in_doubt_that_no_guide_answers(core: FakeCore, base: ToldBase) -> None:
    base.found = resolution("decline")
    core.draft(draft(), refusal(question=True))
    said = await act(ValidateTaskForm(), filling("你是真人吗", "smalltalk", sureness=0.4))
    assert [card["text"] for card in said.turn["cards"][:-1]] == [WORDS["smalltalk"]]


async def test_the_guide_of_another_matter_offers_to_apply(
    asks_phone: FakeCore, base: ToldBase
) -> None:
    base.found = resolution("answer", ("ling", 0.9))
    known: dict[str, Any] = {"audience": "person", "assurance": "phone", "instant": True}
    asks_phone.on("GET", "/v1/items", [ItemSummary(item="ling", title="登记", demo=True, **known)])
    said = await act(ValidateTaskForm(), filling("我想办风铃备案", "start_application"))
    assert said.turn["cards"][0]["options"][0]["label"] == "现在申请"
    assert said.turn["cards"][-1] == ASKED_AGAIN


async def test_the_cases_of_who_is_signed_in(asks_phone: FakeCore) -> None:
    asks_phone.signed_in(case())
    said = await act(ValidateTaskForm(), filling("我的件到哪了", "check_case"))
    cards = [case_card(case()), AGAIN]
    known = {"intent": "check_case", "item": "deng-ji"}
    assert said.events == GOES_ON
    assert said.turn == whole("reported", *cards, then="collecting", **known)


async def test_who_is_not_is_told_what_a_look_up_needs(asks_phone: FakeCore) -> None:
    """Number and proof in one message: the form waits for its field, not for a proof."""
    said = await act(ValidateTaskForm(), filling("我的件到哪了", "check_case"))
    assert said.events == GOES_ON
    assert ASK_NUMBER in said.turn["cards"][0]["text"]
    assert said.turn["cards"][-1] == ASKED_AGAIN


def after(turn: Turn) -> list[dict[str, Any]]:
    return [{"event": "bot", "data": {"custom": turn.model_dump(mode="json")}}]


async def test_again_says_the_answer_and_one_question(asks_phone: FakeCore) -> None:
    answer = TextCard(text="不收费。")
    turn = Turn(outcome="answered", then="collecting", cards=[answer, AGAIN])
    said = await act(ValidateTaskForm(), filling("再说一遍", "repeat", events=after(turn)))
    assert said.turn == whole("answered", answer, AGAIN, then="collecting", intent="repeat")


async def test_again_does_not_ask_twice(asks_phone: FakeCore) -> None:
    turn = Turn(outcome="collecting", cards=[draft_card(draft())])
    said = await act(ValidateTaskForm(), filling("再说一遍", "repeat", events=after(turn)))
    assert [card["type"] for card in said.turn["cards"]] == ["form"]


async def test_an_option_of_a_guide_is_what_it_says(asks_phone: FakeCore, base: ToldBase) -> None:
    base.found = resolution("decline")
    chosen = {"item": "deng-ji", "aspect": "materials"}
    said = await act(ValidateTaskForm(), filling("/choose{...}", "choose", entities=chosen))
    assert base.asked == []
    assert said.events == GOES_ON
    assert said.turn["cards"][0]["aspect"] == "materials"
    assert said.turn["cards"][-1] == ASKED_AGAIN


async def test_a_step_of_a_case_is_taken(asks_phone: FakeCore, base: ToldBase) -> None:
    base.found = resolution("decline")
    asks_phone.on("POST", f"/v1/cases/{NUMBER}/steps", case(followed=True))
    chosen = {"case": NUMBER, "do": "follow"}
    said = await act(ValidateTaskForm(), filling("/case_step{...}", "case_step", entities=chosen))
    shown = case_card(case(followed=True), "好的，有进展我在这里告诉您。")
    assert said.turn["cards"][0] == shown.model_dump(mode="json", exclude_none=True)
    assert said.turn["cards"][-1] == ASKED_AGAIN


async def test_a_question_at_the_review(core: FakeCore, base: ToldBase) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    core.draft(review(), refusal(review(), question=True))
    said = await act(ValidateTaskForm(), filling("要钱吗"))
    assert [card["type"] for card in said.turn["cards"]] == ["guide", "review"]
    assert [sent["do"] for sent in core.steps] == ["answer"]


async def test_applying_for_what_a_guide_offers_moves_the_form_to_it(
    asks_phone: FakeCore, base: ToldBase
) -> None:
    base.found = resolution("decline")
    asks_phone.on("POST", "/v1/drafts", draft(id="D-2", item="ling", title="风铃备案"))
    on = filling("/start_application{}", "start_application", entities={"item": "ling"})
    said = await act(ValidateTaskForm(), on)
    assert said.events[-5:] == fills("D-2")
    card = draft_card(draft(id="D-2", item="ling", title="风铃备案"), "好的，这就办风铃备案。")
    assert said.turn == whole("collecting", card, intent="start_application", item="ling")
