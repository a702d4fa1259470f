"""What the citizen and the clerk do with an order."""

import datetime as dt
from typing import Any

import pytest

from core.payments import service
from core.payments.states import STEPS, target
from service.problems import ProblemError
from tests.core.payments.conftest import OPEN, UNIT, House


def refused(house: House, order: str, do: str, session: str = "s1") -> ProblemError:
    with pytest.raises(ProblemError) as error:
        house.step(order, do, session)
    return error.value


def test_refresh_finds_a_payment_whose_notification_was_lost(house: House) -> None:
    order = house.place().order
    assert house.step(order, "refresh").state == "awaiting"
    house.bank.pay(order)
    view = house.step(order, "refresh")
    assert (view.state, view.receipt, view.code_url) == ("paid", True, None)
    assert view.powers == ["ask_refund", "receipt"]


def test_refresh_without_an_answer_changes_nothing(house: House) -> None:
    order = house.place().order
    house.bank.away = 1
    assert house.step(order, "refresh").state == "awaiting"


def test_an_answer_about_another_amount_is_not_believed(house: House) -> None:
    order = house.place().order
    house.bank.pay(order)
    house.bank.accounts[order].total = 1
    assert house.step(order, "refresh").state == "awaiting"


def test_closing_frees_the_notice_and_nobody_can_pay_any_more(house: House) -> None:
    order = house.place().order
    assert house.step(order, "close").state == "closed"
    assert not house.bank.pay(order)
    assert house.step(order, "close").state == "closed"
    assert house.place("s2", key="k2").order != order


def test_closing_what_was_just_paid_is_a_payment(house: House) -> None:
    order = house.place().order
    house.bank.pay(order)
    assert refused(house, order, "close").status == 409
    assert house.call(service.one, order, "s1").state == "paid"


def test_closing_without_an_answer_closes_nothing(house: House) -> None:
    order = house.place().order
    house.bank.away = 2
    assert refused(house, order, "close").status == 503
    assert house.row(order).state == "awaiting"


def test_money_that_comes_for_a_closed_order_is_not_lost(house: House) -> None:
    """It pays the notice where no other order does, else it is marked to be given back."""
    first = house.place().order
    house.step(first, "close")
    house.bank.accounts[first].state = "NOTPAY"
    house.paid(first)
    assert house.row(first).slot == OPEN
    view = house.call(service.one, first, "s1")
    assert view.state == "paid" and view.receipt


def test_money_that_comes_twice_credits_the_notice_once(house: House) -> None:
    first = house.place().order
    house.step(first, "close")
    second = house.place("s2", key="k2").order
    assert house.paid(second) == 204
    house.bank.accounts[first].state = "NOTPAY"
    assert house.paid(first) == 204
    view = house.call(service.one, first, "s1")
    assert (view.state, view.receipt, view.powers) == ("paid", False, [])
    assert "重复付的" in view.says
    assert (house.row(first).slot, house.row(second).slot) == (None, OPEN)
    house.bank.refunds_as = "SUCCESS"
    assert house.call(service.refund, first).state == "refunded"
    assert house.row(second).state == "paid"


def test_a_refund_is_asked_by_the_citizen_and_done_by_a_clerk(house: House) -> None:
    order = house.place().order
    assert refused(house, order, "ask_refund").status == 409
    house.paid(order)
    view = house.step(order, "ask_refund")
    assert view.state == "paid" and "退款申请" in view.says and "ask_refund" not in view.powers
    for scope in ("dialogue", "gateway"):
        assert house.ask("POST", f"/orders/{order}/refund", scope).status_code == 403
    answer = house.ask("POST", f"/orders/{order}/refund", "clerk")
    assert answer.status_code == 200 and answer.json()["state"] == "refunding"
    refund = house.row(order).refund
    assert refund is not None
    house.bank.accounts[order].refunds[refund] = "SUCCESS"
    notice = house.bank.refund_notice(order, refund, house.now.timestamp())
    assert house.notify(*notice) == house.notify(*notice) == 204
    assert [one.order.state for one in house.news() if one.order] == [
        "paid",
        "refunding",
        "refunded",
    ]
    assert house.call(service.find_notice, "s2", OPEN, UNIT).state == "open"
    assert house.place("s2", key="k2").state == "awaiting"


def test_a_refund_is_one_however_often_it_is_asked(house: House) -> None:
    order = house.place().order
    house.paid(order)
    house.bank.away, house.bank.deaf = 1, True
    assert house.call(service.refund, order).state == "refunding"
    assert house.call(service.refund, order).state == "refunding"
    assert len(house.bank.accounts[order].refunds) == 1
    (refund,) = house.bank.accounts[order].refunds
    house.bank.accounts[order].refunds[refund] = "SUCCESS"
    assert house.step(order, "refresh").state == "refunded"


def test_a_refund_that_never_arrived_is_asked_for_again(house: House) -> None:
    order = house.place().order
    house.paid(order)
    house.bank.away = 1
    assert house.call(service.refund, order).state == "refunding"
    assert house.bank.accounts[order].refunds == {}
    assert house.step(order, "refresh").state == "refunding"
    assert len(house.bank.accounts[order].refunds) == 1


def test_a_failed_refund_can_be_tried_again(house: House) -> None:
    order = house.place().order
    house.paid(order)
    house.bank.refunds_as = "ABNORMAL"
    view = house.call(service.refund, order)
    assert view.state == "refund_failed" and "不会少" in view.says
    house.bank.refunds_as = "SUCCESS"
    assert house.call(service.refund, order).state == "refunded"
    assert len(house.bank.accounts[order].refunds) == 2


def test_the_treasury_gives_back_by_its_own_way(house: House) -> None:
    order = house.place(method="redirect").order
    row = house.row(order)
    with house.core() as core:
        from core.payments.moves import by_number, credit
        from core.payments.providers.base import Payment

        row = by_number(core, order, lock=True)
        assert row is not None
        told = Payment(order, "paid", "luoxiaozheng", 8850, "CNY", "T1", core.now)
        assert credit(core, row, told, "query")
        core.db.commit()
    assert house.call(service.refund, order).state == "refund_failed"


def test_who_did_not_place_it_can_do_nothing(house: House) -> None:
    order = house.place().order
    for do in ("refresh", "close", "ask_refund", "receipt"):
        assert refused(house, order, do, "s2").status == 404
    assert refused(house, "P20261123AAAAAAAAAA", "refresh").status == 404


def test_a_receipt_can_be_had_and_proven_while_the_payment_stands(house: House) -> None:
    order = house.place().order
    path = f"/orders/{order}/receipt?session=s1"
    assert house.ask("GET", path, "gateway").status_code == 409
    house.paid(order)
    assert house.ask("GET", path, "dialogue").status_code == 403
    assert house.ask("GET", f"/orders/{order}/receipt?session=s2", "gateway").status_code == 404
    answer = house.ask("GET", path, "gateway")
    if answer.status_code == 503:
        pytest.skip("no Chinese font is installed")
    assert answer.content.startswith(b"%PDF") and answer.headers["cache-control"] == "no-store"
    from core.payments.receipts import _code

    with house.core() as core:
        code = _code(core, order)
    check = house.ask("GET", f"/verify/{code}", "gateway").json()
    assert (check["genuine"], check["number"]) == (True, order)
    assert house.ask("GET", f"/verify/{'0' * 32}", "gateway").json()["genuine"] is False
    house.bank.refunds_as = "SUCCESS"
    house.call(service.refund, order)
    assert house.ask("GET", f"/verify/{code}", "gateway").json()["genuine"] is False


def test_the_routes_speak_the_contract(house: House) -> None:
    body: dict[str, Any] = {"session": "s1", "number": OPEN, "unit_code": UNIT, "key": "k"}
    placed = house.ask("POST", "/orders", json=body).json()
    assert placed["state"] == "awaiting"
    assert house.ask("GET", "/orders?session=s1").json() == [placed]
    assert house.ask("GET", f"/orders/{placed['order']}?session=s1").json() == placed
    path = f"/orders/{placed['order']}/steps"
    closed = house.ask("POST", path, json={"session": "s1", "do": "close"})
    assert closed.json()["state"] == "closed"
    wrong = house.ask("POST", "/orders", json=body | {"number": "1", "key": "k2"})
    assert wrong.status_code == 404


def test_what_a_person_paid_is_told_to_them_and_stays(house: House) -> None:
    person = house.sign_in("s1")
    order = house.place(method="jsapi", openid="o-x").order
    (about,) = house.call(service.data_of, person)
    assert (about["订单号"], about["金额"]) == (order, "88.50元")
    assert house.call(service.forget_person, person, ["s1"]) == 1
    assert house.row(order).sealed_openid is None


def test_every_step_leads_to_a_state_and_nothing_leads_out_of_refunded() -> None:
    assert {to for to, _from in STEPS.values()} == {
        "awaiting",
        "failed",
        "paid",
        "closed",
        "refunding",
        "refunded",
        "refund_failed",
    }
    assert [step for step in STEPS if target("refunded", step)] == []
    assert target("paid", "paid") is None and target("closed", "paid") == "paid"


def test_an_order_that_expired_unseen_is_closed_by_refresh(house: House) -> None:
    order = house.place().order
    house.now += dt.timedelta(minutes=31)
    assert house.step(order, "refresh").state == "closed"
    assert house.bank.accounts[order].state == "CLOSED"
