"""Where a case stands: by number and proof, or all of one's own after sign-in."""

import pytest

from actions.forms.cards import STOP
from actions.status import ASK_NUMBER, ASK_PROOF, NOT_FOUND, ActionStatus
from messages import SignInCard, TextCard
from showing.cases import case_card
from tests.actions.conftest import (
    ToldBase,
    act,
    asks,
    failure,
    notice,
    remembered,
    resolution,
    slot,
    tracker,
    whole,
)
from tests.actions.fake_core import NUMBER, Away, FakeCore, No, case

LOOK_UP = "/v1/cases/look-up"
SAFE = "您的办件都在，没有受影响。"
WHICH = "登录后能看到您的全部办件。" + ASK_NUMBER


@pytest.mark.parametrize(
    ("text", "proof"),
    [
        (f"查{NUMBER}，尾号5678", "5678"),
        (f"5678 {NUMBER.lower()}", "5678"),
        ("ＬＨ20261122 7K3Q9XYZ 后四位１２３Ｘ", "123x"),
        (f"{NUMBER} 手机 [PHONE_1]", "[PHONE_1]"),
        (f"{NUMBER} 身份证 [ID_2]", "[ID_2]"),
    ],
)
async def test_number_and_proof_in_one_message(text: str, proof: str, core: FakeCore) -> None:
    core.on("POST", LOOK_UP, case())
    said = await act(ActionStatus(), tracker(text, "check_case"))
    assert said.events == [slot("asked_case", None)]
    card = case_card(case())
    assert said.turn == whole("reported", card, intent="check_case", item="deng-ji")
    asked = {"session": "c-1", "number": NUMBER, "proof": proof}
    assert core.to("POST", LOOK_UP) == [asked]


@pytest.mark.parametrize("status", [403, 404])
async def test_a_number_alone_is_kept_and_the_proof_asked_for(status: int, core: FakeCore) -> None:
    """403: nobody is signed in. 404: who is signed in does not own the case."""
    core.on("POST", LOOK_UP, No(status, "请先登录，或者提供后四位。"))
    said = await act(ActionStatus(), tracker(NUMBER, "check_case"))
    assert said.events == asks(NUMBER)
    assert said.turn == whole("clarified", notice(ASK_PROOF), intent="check_case")


async def test_a_wrong_proof_tells_nothing(core: FakeCore) -> None:
    core.on("POST", LOOK_UP, No(404, "没有查到这个办件。"))
    said = await act(ActionStatus(), tracker(f"{NUMBER} 0000", "check_case"))
    assert said.turn == whole("clarified", notice(NOT_FOUND), intent="check_case")
    assert said.events[0] == slot("task", "status")
    assert said.events[2:] == asks()[2:]


async def test_too_many_tries_are_said(core: FakeCore) -> None:
    core.on("POST", LOOK_UP, No(429, "试的次数太多了，请 15 分钟后再试。"))
    said = await act(ActionStatus(), tracker(f"{NUMBER} 0000", "check_case"))
    card = notice("试的次数太多了，请 15 分钟后再试。")
    assert said.turn == whole("clarified", card, intent="check_case")


async def test_who_is_not_signed_in_is_asked_which(core: FakeCore, base: ToldBase) -> None:
    base.found = resolution("decline")
    said = await act(ActionStatus(), tracker("我的件到哪了", "check_case"))
    card = SignInCard(text=WHICH, speech=WHICH, wanted="phone", options=[STOP])
    assert said.events == asks()
    assert said.turn == whole("clarified", card, intent="check_case")


async def test_beside_the_sign_in_stands_the_guide_of_what_was_filed_elsewhere(
    core: FakeCore, base: ToldBase
) -> None:
    base.found = resolution("ask_back", ("ling", 0.6))
    said = await act(ActionStatus(), tracker("我的风铃备案到哪了", "check_case"))
    kinds = [card["type"] for card in said.turn["cards"]]
    assert said.events == asks()
    assert (said.turn["outcome"], kinds) == ("directed", ["sign_in", "guide"])
    assert said.turn["trace"]["item"] == "ling"


async def test_a_number_needs_no_guide(core: FakeCore, base: ToldBase) -> None:
    core.on("POST", LOOK_UP, No(404, "没有查到这个办件。"))
    await act(ActionStatus(), tracker(f"风铃备案{NUMBER}", "check_case", sureness=0.1))
    assert base.asked == []


async def test_words_that_are_hardly_a_status_are_answered(core: FakeCore, base: ToldBase) -> None:
    base.found = resolution("answer", ("ling", 0.9))
    said = await act(ActionStatus(), tracker("风铃备案要多久", "check_case", sureness=0.1))
    assert (said.turn["outcome"], said.events) == ("answered", remembered("ling"))


async def test_who_is_signed_in_sees_all(core: FakeCore) -> None:
    other = case(item="ling", title="风铃备案", state="approved", state_label="已通过")
    core.signed_in(case(), other)
    said = await act(ActionStatus(), tracker("我的件到哪了", "check_case"))
    cards = [case_card(case()), case_card(other)]
    assert said.events == []
    assert said.turn == whole("reported", *cards, intent="check_case", item="deng-ji")
    assert core.to("GET", "/v1/cases") == [{"session": "c-1", "limit": "5"}]


async def test_who_has_no_case_is_told_where_else(core: FakeCore) -> None:
    core.signed_in()
    said = await act(ActionStatus(), tracker("我的件到哪了", "check_case"))
    text = "您名下还没有在这里提交的办件。别处办的，请到广东政务服务网或i深圳上查。"
    assert said.events == []
    assert said.turn == whole("reported", TextCard(text=text, speech=text), intent="check_case")


async def test_a_sign_in_that_just_ended_is_asked_for_again(core: FakeCore, base: ToldBase) -> None:
    base.found = resolution("decline")
    core.signed_in()
    core.on("GET", "/v1/cases", No(403, "请先登录。"))
    said = await act(ActionStatus(), tracker("我的件到哪了", "check_case"))
    card = SignInCard(text=WHICH, speech=WHICH, wanted="phone", options=[STOP])
    assert said.events == asks()
    assert said.turn == whole("clarified", card, intent="check_case")


@pytest.mark.parametrize("text", ["我的件到哪了", f"{NUMBER} 5678"])
async def test_core_away_is_said(text: str, core: FakeCore) -> None:
    core.on("POST", LOOK_UP, Away())
    core.away()
    said = await act(ActionStatus(), tracker(text, "check_case"))
    assert said.events == []
    assert said.turn == whole("failed", failure(SAFE), intent="check_case")
