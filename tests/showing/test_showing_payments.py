"""An order as a card: what is paid, who to, what can be done."""

import datetime as dt

import pytest

from messages import Act, Option, PaymentCard
from showing.payments import payment_card
from tests.core_views import AT, ORDER, order


def act(label: str, do: str) -> Option:
    return Option(label=label, act=Act(intent="record_step", case=ORDER, do=do))


def test_an_order_that_waits() -> None:
    assert payment_card(order(expires_at=AT + dt.timedelta(hours=2)), "请付款。") == PaymentCard(
        text=(
            "请付款。学杂费，1,250.50元，待支付。收款单位：示范学校。缴款人：张*。"
            "请用微信扫码付款。"
        ),
        speech="请付款。学杂费，1,250.50元，待支付。请用微信扫码付款。",
        order=ORDER,
        title="学杂费",
        unit="示范学校",
        payer="张*",
        amount_fen=125050,
        state="awaiting",
        state_label="待支付",
        next_says="请用微信扫码付款。",
        qr="weixin://pay/1",
        expires_at="2026-11-23T03:00:00+00:00",
        options=[act("我付好了", "refresh"), act("不付了", "close")],
    )


def test_a_paid_order_has_a_receipt_by_its_link_and_not_as_an_option() -> None:
    paid = order(
        state="paid",
        state_label="已支付",
        code_url=None,
        receipt=True,
        powers=["receipt", "ask_refund"],
        says="",
    )
    card = payment_card(paid)
    assert card.text == "学杂费，1,250.50元，已支付。收款单位：示范学校。缴款人：张*。"
    assert (card.receipt, card.qr, card.expires_at) == (True, None, None)
    assert card.options == [act("申请退款", "ask_refund")]


def test_the_ways_to_pay_are_kept() -> None:
    card = payment_card(order(redirect_url="https://pay.example.com", jsapi={"appId": "wx1"}))
    assert (card.url, card.jsapi) == ("https://pay.example.com", {"appId": "wx1"})


@pytest.mark.parametrize("demo", [True, False])
def test_a_demonstration_is_said(demo: bool) -> None:
    card = payment_card(order(demo=demo))
    assert ("不会真的扣钱" in card.text, card.demo) == (demo, demo)
