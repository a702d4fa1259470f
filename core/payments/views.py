"""An order as the citizen sees it: what happened, what is safe, what comes next."""

import datetime as dt

from core.context import SHENZHEN, Core
from core.contract import ORDER_LABELS, OrderPower, OrderView
from core.payments.models import OrderRow
from core.payments.providers.base import ProviderUnavailable
from core.payments.states import OPEN, WITH_MONEY

SAYS = {
    "failed": "支付平台没有接受这笔订单，没有扣款。请稍后重新缴费，或者打电话问收款单位。",
    "closed": "这笔订单已经关闭，没有扣款。需要时可以重新缴费。",
    "refunding": "正在退款，会原路退回付款的账户，一般 1 到 3 个工作日到账。您不用做什么。",
    "refunded": "已经原路退回付款的账户。到账时间以银行为准，一般 1 到 3 个工作日。",
    "refund_failed": "退款暂时没有成功，您的钱有记录、不会少。工作人员会接着处理。",
}
TWICE = (
    "这张通知书已经由另一笔订单缴过，这一笔是重复付的。钱有记录，会由工作人员原路退给您，"
    "您不用做什么。"
)
ASKED = "已经收到您的退款申请，由工作人员核对后原路退回，有结果会告诉您。"


def view(core: Core, row: OrderRow) -> OrderView:
    """The public form of an order. Holds no private data but the masked payer."""
    payable = row.state == "awaiting" and row.expires_at > core.now
    return OrderView(
        order=row.order,
        number=row.number,
        unit_name=row.unit_name,
        what=row.what,
        payer=row.payer,
        amount_fen=row.amount_fen,
        state=row.state,
        state_label=ORDER_LABELS[row.state],
        method=row.method,
        demo=row.demo,
        code_url=row.code_url if payable else None,
        redirect_url=row.redirect_url if payable else None,
        jsapi=_jsapi(core, row) if payable else None,
        created_at=row.created_at,
        expires_at=row.expires_at if row.state in OPEN else None,
        paid_at=row.paid_at,
        receipt=has_receipt(row),
        powers=_powers(row),
        says=_says(core, row),
    )


def is_double(row: OrderRow) -> bool:
    """Whether this is money that came for a notice which another order has paid."""
    return row.state in WITH_MONEY and row.state != "refunded" and row.slot is None


def has_receipt(row: OrderRow) -> bool:
    """Whether the payment stands."""
    return row.state in ("paid", "refund_failed") and not is_double(row)


def clock(moment: dt.datetime) -> str:
    """A moment in Shenzhen as it is said: 11月23日 14:05."""
    local = moment.astimezone(SHENZHEN)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def _powers(row: OrderRow) -> list[OrderPower]:
    if row.state in OPEN:
        return ["refresh", "close"]
    can: list[OrderPower] = ["refresh"] if row.state == "refunding" else []
    if row.state == "paid" and row.refund_asked_at is None and not is_double(row):
        can.append("ask_refund")
    if has_receipt(row):
        can.append("receipt")
    return can


def _says(core: Core, row: OrderRow) -> str:
    if row.state == "created":
        return "订单已经记下，支付平台还没有确认，没有扣款。请点刷新，或者过一会儿再看。"
    if row.state == "awaiting":
        if row.expires_at <= core.now:
            return "付款时间已过，正在和支付平台核对。没有付款就不会扣钱，已付的不会丢。"
        return f"请在{clock(row.expires_at)}前付款。付款后会告诉您结果；没有付款就不会扣钱。"
    if is_double(row):
        return TWICE
    if row.state == "paid":
        return ASKED if row.refund_asked_at else "已经收到付款，可以下载缴费凭证。"
    return SAYS[row.state]


def _jsapi(core: Core, row: OrderRow) -> dict[str, str] | None:
    """Signed anew each time: the parameters carry the time. None where the keys are away."""
    provider = core.parts.payments.providers.get(row.provider)
    if row.prepay_id is None or provider is None:
        return None
    try:
        return provider.page_parameters(row.prepay_id)
    except ProviderUnavailable:
        return None
