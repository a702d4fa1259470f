"""An order (缴费订单) as a card."""

from core.contract import OrderPower, OrderView
from messages import Act, Option, PaymentCard
from showing.sentences import sentence, yuan

POWERS: dict[OrderPower, str] = {
    "refresh": "我付好了",
    "close": "不付了",
    "ask_refund": "申请退款",
}
"""`receipt` is no option: the card has a link."""


def payment_card(order: OrderView, lead: str = "") -> PaymentCard:
    """What is to be paid or was paid, and what next."""
    first = f"{lead}{order.what}，{yuan(order.amount_fen)}，{order.state_label}。"
    demo = "（演示：不会真的扣钱。）" if order.demo else ""
    text = (
        f"{first}收款单位：{order.unit_name}。缴款人：{order.payer}。{sentence(order.says)}{demo}"
    )
    return PaymentCard(
        text=text,
        speech=f"{first}{sentence(order.says)}",
        order=order.order,
        title=order.what,
        unit=order.unit_name,
        payer=order.payer,
        amount_fen=order.amount_fen,
        state=order.state,
        state_label=order.state_label,
        next_says=sentence(order.says),
        qr=order.code_url,
        url=order.redirect_url,
        jsapi=order.jsapi,
        expires_at=order.expires_at.isoformat() if order.expires_at else None,
        receipt=order.receipt,
        demo=order.demo,
        options=[
            Option(label=label, act=Act(intent="record_step", case=order.order, do=power))
            for power, label in POWERS.items()
            if power in order.powers
        ],
    )
