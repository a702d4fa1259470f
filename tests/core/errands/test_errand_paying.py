"""Paying a notice: its two numbers, read back with payer and amount, an order once."""

import pytest

from core.contract import AccountHeld
from core.drafts import service
from core.identity import service as identity
from service.problems import ProblemError
from tests.core.errands.conftest import NOTICE, PAID, UNIT, VOID, Office, asks, filled

BOTH = f"缴款通知书编码{NOTICE}，执收单位编码{UNIT}"


def test_both_numbers_in_the_words_that_begin_it_are_read_back(office: Office) -> None:
    draft = office.open("pay")
    assert (draft.kind, draft.step, asks(draft), draft.about) == (
        "payment",
        "field",
        "notice",
        None,
    )
    now = office.opening(draft.id, f"我要缴费，{BOTH}").draft
    assert now.step == "review"
    assert filled(now) == {
        "notice": NOTICE,
        "unit": UNIT,
        "unit_name": "示范教育局",
        "what": "保教费",
        "payer": filled(now)["payer"],
        "amount": "1,250.50元",
        "due": "2026-12-31",
    }
    assert filled(now)["payer"].startswith("张*")
    assert {one.id for one in now.fields if one.editable} == {"notice", "unit"}


def test_words_that_say_no_number_are_not_complained_of(office: Office) -> None:
    draft = office.open("pay")
    began = office.opening(draft.id, "我要缴费")
    assert (began.refusal, began.accepted, began.draft.failures) == (None, [], 0)
    assert asks(office.say(draft.id, "9926 0000 0000 0001").draft) == "unit"
    assert office.say(draft.id, UNIT).draft.step == "review"


@pytest.mark.parametrize(
    ("number", "unit", "says"),
    [
        (PAID, UNIT, "已经缴过"), (VOID, UNIT, "已经失效"),
        ("9926000000000009", UNIT, ""), (NOTICE, "999999", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_paid_is_said_and_both_numbers_are_asked_again(
    number: str, unit: str, says: str, office: Office
) -> None:
    draft = office.open("pay").id
    office.say(draft, number)
    refused = office.say(draft, unit)
    assert refused.refusal is not None and says in refused.refusal.says
    assert refused.refusal.field == "notice"
    assert (asks(refused.draft), filled(refused.draft)) == ("notice", {})
    office.say(draft, NOTICE)
    assert office.say(draft, UNIT).draft.step == "review"


def test_it_is_handed_in_once_and_keeps_no_answers(office: Office) -> None:
    draft = office.open("pay").id
    office.opening(draft, BOTH)
    done = office.step(draft, "submit", key="k1")
    assert done.order is not None
    assert (done.order.amount_fen, done.order.state) == (125050, "awaiting")
    assert done.order.code_url == f"weixin://pay/{done.order.order}"
    assert (done.draft.step, done.draft.fields, done.case) == ("done", [], None)
    assert office.step(draft, "submit", key="k1") == done
    again = office.step(draft, "submit", key="k2")
    assert again.order is not None and again.order.order == done.order.order
    assert office.bank.placed == [done.order.order]
    assert len(office.rows("payment_orders")) == 1
    assert office.rows("draft_answers") == []


def test_another_session_sees_neither_draft_nor_order(office: Office) -> None:
    draft = office.open("pay").id
    office.opening(draft, BOTH)
    for do in ("submit", "back"):
        with pytest.raises(ProblemError) as refused:
            office.step(draft, do, "s2")
        assert refused.value.status == 404


def test_it_is_not_handed_in_before_it_is_filled(office: Office) -> None:
    draft = office.open("pay").id
    office.say(draft, NOTICE)
    refused = office.step(draft, "submit")
    assert refused.refusal is not None and refused.refusal.field == "unit"
    assert office.rows("payment_orders") == []


def test_a_number_is_changed_before_it_is_handed_in(office: Office) -> None:
    draft = office.open("pay").id
    office.opening(draft, BOTH)
    assert asks(office.step(draft, "edit", field="unit").draft) == "unit"
    refused = office.say(draft, "999999")
    assert refused.refusal is not None
    assert asks(office.step(draft, "back").draft) == "notice"


def test_begun_afresh_what_was_there_is_thrown_away_and_resumed_it_is_kept(
    office: Office,
) -> None:
    draft = office.open("pay").id
    office.say(draft, NOTICE)
    same = office.open("pay", fresh=False)
    assert (same.id, same.resumed, filled(same)) == (draft, True, {"notice": NOTICE})
    anew = office.open("pay")
    assert anew.id != draft and filled(anew) == {}
    with pytest.raises(ProblemError):
        office.read(draft)


def test_what_is_thrown_away_is_gone(office: Office) -> None:
    draft = office.open("pay").id
    office.say(draft, NOTICE)
    office.step(draft, "abandon")
    assert office.rows("draft_answers") == []
    assert office.call(service.open_drafts, "s1") == []


OPENID = "oTestOpenidOfAFollower000001"


def held(office: Office, session: str = "s1") -> None:
    """The session is held through WeChat."""
    account = AccountHeld(provider="wechat", subject=OPENID)
    office.call(identity.hold, session, account)


@pytest.mark.parametrize("inside", [True, False])
def test_a_session_held_through_wechat_pays_inside_it(office: Office, inside: bool) -> None:
    office.bank.methods = frozenset({"native", "jsapi"})  # type: ignore[misc]
    if inside:
        held(office)
    draft = office.open("pay").id
    office.opening(draft, BOTH)
    done = office.step(draft, "submit", key="k1")
    assert done.order is not None and done.order.state == "awaiting"
    assert done.order.method == ("jsapi" if inside else "native")
    assert (done.order.jsapi is not None, done.order.code_url is not None) == (inside, not inside)
    assert office.bank.openids == [OPENID if inside else None]
    assert OPENID not in done.model_dump_json()
    assert office.step(draft, "submit", key="k1") == done


def test_where_no_provider_takes_it_a_session_of_wechat_gets_a_code(office: Office) -> None:
    held(office)
    draft = office.open("pay").id
    office.opening(draft, BOTH)
    order = office.step(draft, "submit", key="k1").order
    assert order is not None and (order.method, order.jsapi) == ("native", None)
    assert order.code_url and office.bank.openids == [None]
