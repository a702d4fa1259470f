"""What WeChat Pay says of payments and refunds, read strictly: an amount is an integer, in fen."""

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr

from core.payments.providers.base import (
    Notification,
    Payment,
    PaymentState,
    Refund,
    RefundState,
)

PAYMENT_STATES: dict[str, PaymentState] = {
    "SUCCESS": "paid",
    "REFUND": "paid",
    "NOTPAY": "waiting",
    "USERPAYING": "waiting",
    "PAYERROR": "waiting",
    "CLOSED": "closed",
    "REVOKED": "closed",
}
"""trade_state; REFUND (转入退款) was paid before
(https://pay.weixin.qq.com/docs/merchant/apis/native-payment/query-by-out-trade-no.html)."""
REFUND_STATES: dict[str, RefundState] = {
    "SUCCESS": "done",
    "PROCESSING": "waiting",
    "CLOSED": "failed",
    "ABNORMAL": "failed",
}
"""https://pay.weixin.qq.com/doc/v3/merchant/4013071041"""


class _Model(BaseModel):
    """WeChat adds fields without notice; they are passed over."""

    model_config = ConfigDict(extra="ignore")


class _Amount(_Model):
    total: StrictInt
    currency: StrictStr = "CNY"
    refund: StrictInt = 0


class _Transaction(_Model):
    appid: StrictStr
    mchid: StrictStr
    out_trade_no: StrictStr
    trade_state: Literal[
        "SUCCESS", "REFUND", "NOTPAY", "CLOSED", "REVOKED", "USERPAYING", "PAYERROR"
    ]
    transaction_id: StrictStr | None = Field(default=None, max_length=64)
    success_time: dt.datetime | None = None
    amount: _Amount | None = None


class _Refund(_Model):
    out_trade_no: StrictStr
    out_refund_no: StrictStr
    status: Literal["SUCCESS", "PROCESSING", "CLOSED", "ABNORMAL"] | None = None
    refund_status: Literal["SUCCESS", "PROCESSING", "CLOSED", "ABNORMAL"] | None = None
    success_time: dt.datetime | None = None
    amount: _Amount


class _Notice(_Model):
    id: StrictStr = Field(min_length=1, max_length=64)
    event_type: StrictStr
    resource: dict[str, Any]


def payment(body: dict[str, Any]) -> Payment:
    """An order as a query or a notification tells it. Raises pydantic.ValidationError."""
    told = _Transaction.model_validate(body)
    amount = told.amount
    return Payment(
        order=told.out_trade_no,
        state=PAYMENT_STATES[told.trade_state],
        account=f"{told.mchid}/{told.appid}",
        amount_fen=amount.total if amount else 0,
        currency=amount.currency if amount else "",
        transaction=told.transaction_id,
        paid_at=told.success_time if told.success_time and told.success_time.tzinfo else None,
    )


def refund(body: dict[str, Any]) -> Refund:
    """A refund; a notification calls its state `refund_status`. Raises pydantic.ValidationError."""
    told = _Refund.model_validate(body)
    state = told.refund_status or told.status
    return Refund(
        refund=told.out_refund_no,
        order=told.out_trade_no,
        state=REFUND_STATES[state] if state else "unknown",
        amount_fen=told.amount.refund,
        at=told.success_time if told.success_time and told.success_time.tzinfo else None,
    )


def notification(body: dict[str, Any]) -> Notification | None:
    """A notification with its resource opened; None for a kind that does not matter here. Raises
    pydantic.ValidationError."""
    told = _Notice.model_validate(body)
    kind = told.event_type.partition(".")[0]
    if kind == "TRANSACTION":
        return Notification(told.id, payment(told.resource))
    if kind == "REFUND":
        return Notification(told.id, refund(told.resource))
    return None
