"""Filling an application: steering words first, then core's draft, then the normal road."""

from typing import Any

import pytest

from actions.forms.cards import BACK, PERSON, SKIP, STOP, draft_card
from actions.forms.task_form import ValidateTaskForm
from core.contract import FieldView, StepResult
from messages import Act, Option, TextCard
from showing.bookings import booking_card
from showing.cases import case_card
from showing.payments import payment_card
from showing.work_orders import work_order_card
from tests.actions.conftest import (
    ENDS,
    GOES_ON,
    ToldBase,
    act,
    filling,
    fills,
    notice,
    resolution,
    slot,
    spoken,
    whole,
)
from tests.actions.fake_core import (
    PHONE,
    TAKEN,
    FakeCore,
    No,
    case,
    draft,
    refusal,
    result,
    review,
)
from tests.core_views import booking, order, work_order

REFUSED = "请告诉我11位手机号。"
PAPERS = ["纸鸢登记要带纸鸢和身份证"]
APPROVED = case(state="approved", state_label="已通过", instant=True)


def goes_on(now: Any, lead: str = "", **trace: Any) -> dict[str, Any]:
    """The turn that asks what the draft wants now."""
    known = {"intent": "ask_guide", "item": "deng-ji", **trace}
    return whole("collecting", draft_card(now, lead), **known)


def step(do: str, **more: str) -> dict[str, Any]:
    return {"session": "c-1", "do": do, "key": f"m-1:{do}", **more}


def chosen(do: str, draft: str = "D-1", **more: str) -> Any:
    entities = {"draft": draft, "do": do, **more}
    return filling("/draft_step{...}", "draft_step", entities=entities)


async def test_an_answer_is_read_back_with_its_token(core: FakeCore) -> None:
    phone = FieldView(id="mobile", label="手机号", value="[PHONE_1]", source="typed")
    core.draft(draft(), result(review(), accepted=[TAKEN, phone]))
    events = spoken("我叫[NAME_1]，电话[PHONE_1]")
    said = await act(ValidateTaskForm(), filling("我叫[name_1],电话[phone_1]", events=events))
    assert said.events == GOES_ON
    assert said.turn == goes_on(review(), "记下了，姓名：[NAME_1]，手机号：[PHONE_1]。")
    assert core.steps == [step("answer", text="我叫[NAME_1]，电话[PHONE_1]")]


async def test_what_the_parser_takes_is_an_answer_whatever_the_act(core: FakeCore) -> None:
    core.draft(draft(), result(accepted=[TAKEN]))
    said = await act(ValidateTaskForm(), filling("[NAME_1]", "human_agent"))
    assert said.turn == goes_on(draft(), "记下了，姓名：[NAME_1]。", intent="human_agent")


async def test_the_same_message_sends_the_same_key(core: FakeCore) -> None:
    core.draft(draft(), result(accepted=[TAKEN]))
    for _ in range(2):
        await act(ValidateTaskForm(), filling("[NAME_1]", metadata={"message": "g-7"}))
    assert [sent["key"] for sent in core.steps] == ["g-7:answer", "g-7:answer"]


@pytest.mark.parametrize("failures", [0, 2])
async def test_a_refusal_says_what_is_expected(failures: int, core: FakeCore) -> None:
    core.draft(draft(), refusal(draft(failures=failures)))
    said = await act(ValidateTaskForm(), filling("123"))
    assert said.events == GOES_ON
    assert said.turn == goes_on(draft(), REFUSED)


@pytest.mark.parametrize(("optional", "skip"), [(False, []), (True, [SKIP])])
async def test_after_three_other_ways_are_offered(
    optional: bool, skip: list[Option], core: FakeCore
) -> None:
    asked = PHONE.model_copy(update={"optional": optional})
    now = draft(failures=3, question=asked)
    core.draft(draft(), refusal(now))
    said = await act(ValidateTaskForm(), filling("123"))
    text = "这一项好像不太好填。您可以换个办法，填好的都不会丢。"
    cards = [draft_card(now, REFUSED), notice(text, [*skip, BACK, STOP, PERSON])]
    assert said.turn == whole("collecting", *cards, intent="ask_guide", item="deng-ji")


@pytest.mark.parametrize("text", ["上一步", "返回", "/back"])
async def test_back(text: str, core: FakeCore) -> None:
    core.draft(draft(), result(draft(done=0)))
    said = await act(ValidateTaskForm(), filling(text, "back"))
    assert said.events == GOES_ON
    assert said.turn == goes_on(draft(done=0), intent="back")
    assert core.steps == [step("back")]


@pytest.mark.parametrize("text", ["跳过", "下一个", "/skip"])
async def test_skip(text: str, core: FakeCore) -> None:
    core.draft(draft(), result(review()))
    said = await act(ValidateTaskForm(), filling(text, "skip"))
    assert said.turn == goes_on(review(), intent="skip")
    assert core.steps == [step("skip")]


async def test_what_cannot_be_skipped_is_said(core: FakeCore) -> None:
    core.draft(draft(), refusal())
    said = await act(ValidateTaskForm(), filling("跳过", "skip"))
    assert said.turn == goes_on(draft(), REFUSED, intent="skip")


@pytest.mark.parametrize("text", ["算了", "不办了", "/stop"])
async def test_stopping_keeps_the_draft_and_offers_to_delete_it(text: str, core: FakeCore) -> None:
    said = await act(ValidateTaskForm(), filling(text, "stop"))
    kept = "好的，先停在这里。填好的都给您留着，想接着办就说“继续办”。"
    delete = Option(label="删掉这份草稿", act=Act(intent="draft_step", do="abandon", draft="D-1"))
    card = TextCard(text=kept, speech=kept, options=[delete])
    assert said.events == GOES_ON + ENDS
    assert said.turn == whole("smalltalk", card, intent="stop")
    assert core.steps == []


async def test_another_matter_is_asked_for(core: FakeCore) -> None:
    said = await act(ValidateTaskForm(), filling("换一个"))
    text = "好的，这件先放着，填好的都给您留着。您想换成办哪一件？"
    assert said.events == GOES_ON + ENDS
    assert said.turn == whole("smalltalk", TextCard(text=text, speech=text), intent="ask_guide")
    assert core.steps == []


async def test_waiting_loses_nothing(core: FakeCore) -> None:
    core.draft(draft())
    said = await act(ValidateTaskForm(), filling("等一下"))
    text = "不急，您慢慢来。填到这里都存着，准备好了接着回答就行。"
    cards = [TextCard(text=text, speech=text), draft_card(draft())]
    assert said.events == GOES_ON
    assert said.turn == whole("collecting", *cards, intent="ask_guide")
    assert core.steps == []


@pytest.mark.parametrize("text", ["继续办", "接着填"])
async def test_going_on_asks_again(text: str, core: FakeCore) -> None:
    core.draft(draft())
    said = await act(ValidateTaskForm(), filling(text, "start_application"))
    assert said.turn == goes_on(draft(), intent="start_application")
    assert core.steps == []


@pytest.mark.parametrize(
    ("fields", "told"), [([], "还没有填"), ([TAKEN, TAKEN], "姓名：[NAME_1]；姓名：[NAME_1]")]
)
async def test_what_is_filled_can_be_heard(
    fields: list[FieldView], told: str, core: FakeCore
) -> None:
    core.draft(draft(fields=fields))
    said = await act(ValidateTaskForm(), filling("我填了什么"))
    text = f"纸鸢登记已经填了：{told}。"
    cards = [TextCard(text=text, speech=text), draft_card(draft())]
    assert said.turn == whole("collecting", *cards, intent="ask_guide")


async def test_signing_in_goes_on(core: FakeCore) -> None:
    core.draft(draft())
    said = await act(ValidateTaskForm(), filling("/signed_in", "signed_in"))
    assert said.events == GOES_ON
    assert said.turn == goes_on(draft(), "登录好了。", intent="signed_in")


async def test_somebody_else_signs_in(core: FakeCore) -> None:
    core.on("GET", "/v1/drafts/D-1", No())
    core.on("GET", "/v1/drafts", [])
    said = await act(ValidateTaskForm(), filling("/signed_in", "signed_in"))
    assert said.events == GOES_ON + ENDS
    assert said.turn["cards"][0]["text"].startswith("登录好了。")


async def test_somebody_else_signs_in_who_has_a_draft_of_their_own(core: FakeCore) -> None:
    core.on("GET", "/v1/drafts/D-1", No())
    core.on("GET", "/v1/drafts", [draft(id="D-2")])
    said = await act(ValidateTaskForm(), filling("/signed_in", "signed_in"))
    assert said.events == GOES_ON + fills("D-2")
    assert said.turn["cards"][0]["draft"] == "D-2"


@pytest.mark.parametrize(
    "text",
    ["提交", "提交。", "没问题", "是的！", "好", "OK", "沒有問題", "好了，提交吧", "冇錯，提交啦"],
)
async def test_a_review_is_handed_in_by_word(text: str, core: FakeCore) -> None:
    says = refusal(review())
    done = result(draft(step="done"), case=APPROVED)
    core.draft(review(), lambda sent: done if sent["do"] == "submit" else says)
    said = await act(ValidateTaskForm(), filling(text, "affirm"))
    assert said.events == GOES_ON + ENDS
    card = case_card(APPROVED, "已经提交。")
    assert said.turn == whole("decided", card, intent="affirm", item="deng-ji")
    assert core.steps[-1] == step("submit")


@pytest.mark.parametrize(
    ("state", "outcome"),
    [("approved", "decided"), ("refused", "decided"), ("under_review", "submitted")],
)
async def test_a_verdict_or_a_person_ends_the_form(
    state: Any, outcome: str, core: FakeCore
) -> None:
    verdict = case(state=state)
    core.draft(review(), result(draft(step="done"), case=verdict))
    said = await act(ValidateTaskForm(), chosen("submit"))
    assert said.events == GOES_ON + ENDS
    card = case_card(verdict, "已经提交。")
    assert said.turn == whole(outcome, card, intent="draft_step", item="deng-ji")


async def test_yes_before_the_review_is_an_answer(core: FakeCore) -> None:
    core.draft(draft(), result(review(), accepted=[TAKEN]))
    await act(ValidateTaskForm(), filling("是的", "affirm"))
    assert [sent["do"] for sent in core.steps] == ["answer"]


def replaying(first: StepResult) -> Any:
    """What core gives for steps of a message it has seen: the answer's result again."""
    case_made = result(draft(step="done"), case=APPROVED)
    return lambda sent: case_made if sent["do"] == "submit" else first


async def test_a_yes_sent_again_after_a_crash_hands_nothing_in(core: FakeCore) -> None:
    """It answered the last field; the draft, read anew, is at its review."""
    core.draft(review(), replaying(result(review(), accepted=[TAKEN])))
    said = await act(ValidateTaskForm(), filling("是的", "affirm"))
    assert [sent["do"] for sent in core.steps] == ["answer"]
    assert said.events == GOES_ON
    assert said.turn == goes_on(review(), "记下了，姓名：[NAME_1]。", intent="affirm")


async def test_a_submit_sent_again_after_a_crash_gives_the_verdict_again(
    core: FakeCore, base: ToldBase
) -> None:
    base.found = resolution("decline")
    core.draft(draft(step="done"), replaying(refusal(review())))
    said = await act(ValidateTaskForm(), filling("提交"))
    assert said.events == GOES_ON + ENDS
    card = case_card(APPROVED, "已经提交。")
    assert said.turn == whole("decided", card, intent="ask_guide", item="deng-ji")


async def test_a_draft_handed_in_elsewhere_ends_the_form(core: FakeCore, base: ToldBase) -> None:
    base.found = resolution("decline")
    core.draft(draft(step="done"), No(409, "这份申请已经提交，不能再改。"))
    said = await act(ValidateTaskForm(), filling("[PHONE_1]"))
    assert said.events[-3:] == ENDS
    assert "已经提交" in said.turn["cards"][-1]["text"]


async def test_editing_a_row_of_the_review(core: FakeCore) -> None:
    core.draft(review(), result())
    said = await act(ValidateTaskForm(), chosen("edit", field="mobile"))
    assert said.events == GOES_ON
    assert said.turn == goes_on(draft(), intent="draft_step")
    assert core.steps == [step("edit", field="mobile")]


async def test_throwing_it_away_ends_the_form(core: FakeCore) -> None:
    core.draft(draft(), result())
    said = await act(ValidateTaskForm(), chosen("abandon"))
    gone = "这份草稿已经删掉了。想办别的，随时说。"
    assert said.events == GOES_ON + ENDS
    assert said.turn == whole("smalltalk", TextCard(text=gone, speech=gone), intent="draft_step")
    assert core.steps == [step("abandon")]


async def test_a_step_of_another_draft_moves_the_form_to_it(core: FakeCore) -> None:
    """Else the next answer would go into the wrong draft."""
    other = draft(id="D-2")
    core.draft(other, result(other))
    said = await act(ValidateTaskForm(), chosen("edit", draft="D-2", field="mobile"))
    assert said.events == [*GOES_ON, slot("draft_id", "D-2")]
    assert said.turn == goes_on(other, intent="draft_step")


async def test_throwing_another_draft_away_leaves_the_form(core: FakeCore) -> None:
    core.draft(draft())
    core.draft(draft(id="D-2"), result(draft(id="D-2")))
    said = await act(ValidateTaskForm(), chosen("abandon", draft="D-2"))
    assert said.events == GOES_ON
    assert said.turn["cards"][-1]["draft"] == "D-1"


async def test_accepted_and_refused_are_both_said(core: FakeCore) -> None:
    both = refusal().model_copy(update={"accepted": [TAKEN]})
    core.draft(draft(), both)
    said = await act(ValidateTaskForm(), filling("我叫[NAME_1]，电话123"))
    assert said.turn == goes_on(draft(), f"记下了，姓名：[NAME_1]。{REFUSED}")


FILED = work_order_card(work_order(), "已经转交。")
ERRANDS: list[tuple[str, dict[str, Any], str, Any]] = [
    ("payment", {"order": order()}, "collecting", payment_card(order(), "请付款。")),
    ("booking", {"booking": booking()}, "booked", booking_card(booking(), bring=PAPERS)),
    ("moving", {"booking": booking()}, "booked", booking_card(booking(), bring=PAPERS)),
    ("cancelling", {"booking": booking()}, "booked", booking_card(booking(), bring=PAPERS)),
    (
        "work_order",
        {"work_order": work_order()},
        "filed",
        work_order_card(work_order(), "已经转交。"),
    ),
]


@pytest.mark.parametrize(
    ("kind", "view", "outcome", "card"), ERRANDS, ids=[one[0] for one in ERRANDS]
)
async def test_an_errand_that_is_handed_in_shows_what_it_became(
    kind: Any, view: dict[str, Any], outcome: str, card: Any, core: FakeCore, base: ToldBase
) -> None:
    filled = review(kind=kind, item="errand")
    done = result(draft(kind=kind, item="errand", step="done"), **view)
    core.draft(filled, refusal(filled), done)
    said = await act(ValidateTaskForm(), filling("确认"))
    assert [sent["do"] for sent in core.steps] == ["answer", "submit"]
    assert said.events == GOES_ON + ENDS
    trace = {"item": "deng-ji"} if outcome == "booked" else {}
    assert said.turn == whole(outcome, card, intent="ask_guide", **trace)


MATTER = PHONE.model_copy(update={"field": "matter", "label": "要办的事", "type": "matter"})
ASKS_MATTER: dict[str, Any] = {"kind": "booking", "item": "book", "question": MATTER}


async def test_the_matter_that_is_asked_for_is_searched_for(core: FakeCore, base: ToldBase) -> None:
    """Under a key of its own: core takes the same key with other words for a mistake."""
    base.found = resolution("answer", ("deng-ji", 0.9))
    found = TAKEN.model_copy(update={"id": "matter", "label": "要办的事", "value": "纸鸢登记"})
    after = draft(kind="booking", item="book", about="deng-ji")
    core.draft(draft(**ASKS_MATTER), refusal(draft(**ASKS_MATTER)), result(after, accepted=[found]))
    said = await act(ValidateTaskForm(), filling("登记纸鸢的事"))
    assert core.steps == [
        step("answer", text="登记纸鸢的事"),
        step("answer", text="deng-ji|纸鸢登记", field="matter") | {"key": "m-1:answer:matter"},
    ]
    assert said.turn == goes_on(after, "记下了，要办的事：纸鸢登记。")


async def test_a_matter_that_search_does_not_find_is_asked_again(
    core: FakeCore, base: ToldBase
) -> None:
    base.found = resolution("decline")
    core.draft(draft(**ASKS_MATTER), refusal(draft(**ASKS_MATTER)))
    said = await act(ValidateTaskForm(), filling("那个事"))
    assert len(core.steps) == 1
    assert said.turn["cards"][0]["text"].startswith(REFUSED)


@pytest.mark.parametrize(
    ("kind", "now", "hands_in"),
    [("cancelling", "review", True), ("cancelling", "field", False), ("booking", "review", False)],
)
async def test_cancelling_an_appointment_is_not_cancelling_the_form(
    kind: Any, now: str, hands_in: bool, core: FakeCore, base: ToldBase
) -> None:
    here = review(kind=kind, item="errand") if now == "review" else draft(kind=kind, item="errand")
    done = result(draft(kind=kind, item="errand", step="done"), booking=booking())
    core.draft(here, done)
    said = await act(ValidateTaskForm(), filling("取消"))
    assert [sent["do"] for sent in core.steps] == (["submit"] if hands_in else [])
    assert said.turn["outcome"] == ("booked" if hands_in else "smalltalk")
    assert said.events == GOES_ON + ENDS
