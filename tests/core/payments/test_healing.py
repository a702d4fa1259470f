"""Polling and the daily bill: what was lost is found."""

import datetime as dt
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.context import Core
from core.payments import polling
from core.payments.models import BillRow
from core.payments.providers import wechat_bill
from core.payments.reconcile import Outcome, reconcile
from core.security import Caller
from core.timers import Timers
from service.problems import ProblemError
from tests.core.payments.bank import APPID, MCHID
from tests.core.payments.conftest import OPEN, OTHER, House

DAY = dt.date(2026, 11, 23)
HEAD = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,"
    "交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,"
    "充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
)
SUMS = (
    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
)


def line(order: str, transaction: str, yuan: str, refund: str = "") -> str:
    state = "REFUND" if refund else "SUCCESS"
    values = {
        "交易时间": "2026-11-23 12:00:10",
        "公众账号ID": APPID,
        "商户号": MCHID,
        "微信订单号": transaction,
        "商户订单号": order,
        "交易状态": state,
        "货币种类": "CNY",
        "订单金额": yuan,
        "商户退款单号": refund or "0",
        "申请退款金额": yuan if refund else "0.00",
    }
    return ",".join(f"`{values.get(name, '')}" for name in HEAD.split(","))


def publish(house: House, *lines: str) -> None:
    text = "\r\n".join(["\ufeff" + HEAD, *lines, SUMS, "`1,`1.00,`0,`0,`0,`1.00,`0", ""])
    house.bank.bill = (text, hashlib.sha1(text.encode()).hexdigest())


def compare(house: House) -> Outcome:
    outcome: Outcome = house.call(reconcile, "wechat", DAY)
    return outcome


def run(house: House) -> int:
    return polling.run(
        house.maker, lambda db: Core(db, house.parts, Caller("timer", "clerk"), now=house.now)
    )


def test_a_lost_notification_is_healed_by_the_clock(house: House) -> None:
    order = house.place().order
    house.bank.pay(order)
    assert run(house) == 0
    house.now += dt.timedelta(seconds=20)
    assert run(house) == 1
    assert house.row(order).state == "paid" and len(house.news()) == 1
    house.now += dt.timedelta(days=1)
    assert run(house) == 0


def test_it_asks_less_and_less_often(house: House) -> None:
    order = house.place(method="native").order
    waits = []
    for _look in range(5):
        house.now += dt.timedelta(minutes=4)
        run(house)
        row = house.row(order)
        assert row.next_look_at is not None
        waits.append((row.next_look_at - house.now).seconds)
    assert waits == [20, 40, 60, 120, 300]


def test_an_order_left_between_the_transactions_is_placed(house: House) -> None:
    house.bank.away = 1
    with pytest.raises(ProblemError):
        house.place()
    house.now += dt.timedelta(seconds=20)
    run(house)
    (news,) = house.news()
    assert news.order is not None and news.order.state == "awaiting" and news.order.code_url


def test_what_nobody_paid_is_closed_after_its_time(house: House) -> None:
    order = house.place().order
    house.now += dt.timedelta(minutes=30)
    run(house)
    assert house.row(order).state == "closed" and house.row(order).slot is None
    assert house.bank.accounts[order].state == "CLOSED"


def test_an_order_that_never_got_there_is_closed_after_some_grace(house: House) -> None:
    house.bank.away = 1
    with pytest.raises(ProblemError):
        house.place()
    house.now += dt.timedelta(minutes=33)
    run(house)
    (news,) = house.news()
    assert news.order is not None and news.order.state == "closed"


def test_a_bank_that_is_away_is_asked_again_later(house: House) -> None:
    order = house.place().order
    house.bank.pay(order)
    house.bank.away = 1
    house.now += dt.timedelta(seconds=20)
    assert run(house) == 1
    assert house.row(order).state == "awaiting" and run(house) == 0
    house.now += dt.timedelta(seconds=40)
    run(house)
    assert house.row(order).state == "paid"


def test_the_bill_credits_what_was_lost_and_lists_what_differs(house: House) -> None:
    lost, ours = house.place().order, house.place(number=OTHER, key="k2").order
    house.bank.pay(lost)
    house.paid(ours)
    account = house.bank.accounts[lost]
    publish(
        house,
        line(lost, account.transaction or "", "88.50"),
        line("P20261123AAAAAAAAAA", "4200009", "3.00"),
        line(lost, "x", "88.50", refund="R-not-ours"),
    )
    outcome = compare(house)
    assert (outcome.entries, outcome.credited) == (3, 1)
    assert outcome.differences == [
        "P20261123AAAAAAAAAA: in the bill, not ours, 300 fen",
        f"{lost}: refund R-not-ours is not ours",
        f"{ours}: paid here, not in the bill",
    ]
    assert house.row(lost).state == "paid"
    again = compare(house)
    assert (again.credited, again.differences) == (0, outcome.differences)
    with house.core() as core:
        assert core.db.query(BillRow).count() == 1


def test_the_bill_alone_credits_nothing(house: House) -> None:
    """What the bank itself does not confirm when asked is listed only."""
    order = house.place().order
    publish(house, line(order, "42", "88.50"))
    outcome = compare(house)
    assert outcome.credited == 0
    assert outcome.differences == [f"{order}: paid in the bill, awaiting here"]


def test_a_closed_order_that_was_paid_is_found_by_the_bill(house: House) -> None:
    order = house.place().order
    house.step(order, "close")
    house.bank.accounts[order].state = "NOTPAY"
    house.bank.pay(order)
    publish(house, line(order, house.bank.accounts[order].transaction or "", "88.50"))
    assert compare(house).credited == 1
    assert house.row(order).slot == OPEN


def test_other_amounts_and_transactions_in_the_bill_are_listed(house: House) -> None:
    order = house.place().order
    house.paid(order)
    publish(house, line(order, "other", "88.51"))
    assert compare(house).differences == [
        f"{order}: 8851 fen in the bill, 8850 here",
        f"{order}: another transaction in the bill",
    ]


def test_a_day_without_a_bill_is_one_without_payments(house: House) -> None:
    assert compare(house) == Outcome("wechat", DAY, 0, 0, [])


def test_a_bill_whose_digest_differs_is_not_read(house: House) -> None:
    publish(house, line("P1", "42", "1.00"))
    house.bank.bill = (house.bank.bill[0] + " ", house.bank.bill[1])
    with pytest.raises(ProblemError) as error:
        compare(house)
    assert error.value.status == 503 and "digest" in error.value.detail


@given(st.integers(0, 10**12 - 1))
def test_yuan_become_fen_without_floating_point(fen: int) -> None:
    assert wechat_bill.fen(f"{fen // 100}.{fen % 100:02d}") == fen


@pytest.mark.parametrize("wrong", ["", "-1.00", "1.001", "1,000.00", "1e3", "NaN", "１.00 "])
def test_what_is_no_amount_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="no amount"):
        wechat_bill.fen(wrong)


def test_core_asks_by_the_clock(house: House) -> None:
    order = house.place().order
    house.bank.pay(order)
    clock = Timers(house.maker, house.parts, now=lambda: house.now)
    house.now += dt.timedelta(seconds=30)
    assert "payments" in clock.do_due()
    assert house.row(order).state == "paid"
    assert "payments" not in clock.do_due()
