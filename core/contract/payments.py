"""Payments (缴费): notices of collecting units, orders, receipts. Money is integer fen.

A payment is true only when a verified notification or a query of the provider says so.
"""

from typing import Literal

from pydantic import AwareDatetime, Field

from core.contract.common import Key, Model, SessionId

PAYMENTS_PATH = "/v1/payments"

OrderState = Literal[
    "created", "awaiting", "paid", "closed", "failed", "refunding", "refunded", "refund_failed"
]
"""`awaiting`: the provider knows the order, nothing is credited. `failed`: the provider refused
it. `closed`: over without a payment."""
ORDER_LABELS: dict[OrderState, str] = {
    "created": "待支付",
    "awaiting": "待支付",
    "paid": "已支付",
    "closed": "已关闭",
    "failed": "没有成功",
    "refunding": "退款中",
    "refunded": "已退款",
    "refund_failed": "退款没有成功",
}
PayMethod = Literal["native", "jsapi", "redirect"]
"""`native`: a QR code to scan. `jsapi`: inside WeChat's browser. `redirect`: the public page for
non-tax payments (非税缴款)."""
OrderPower = Literal["refresh", "close", "ask_refund", "receipt"]


class NoticeLookUp(Model):
    """Find a payment notice (缴款通知书) by its number and its collecting unit's code."""

    session: SessionId
    number: str = Field(min_length=1, max_length=40, description="缴款通知书编码, any spelling")
    unit_code: str = Field(min_length=1, max_length=20, description="执收单位编码")


class NoticeView(Model):
    """A payment notice as it is read back. The payer is masked: 张*."""

    number: str
    unit_code: str
    unit_name: str
    what: str = Field(description="what is paid for (缴费项目)")
    payer: str
    amount_fen: int = Field(ge=0)
    due: str | None = Field(default=None, description="last day, YYYY-MM-DD")
    state: Literal["open", "paid", "closed"]
    demo: bool = Field(default=False, description="made-up notice of the sandbox: 演示")


class OrderCreate(Model):
    """Pay a notice. The same key twice is one order; an open order of the notice is given back."""

    session: SessionId
    number: str = Field(min_length=1, max_length=40)
    unit_code: str = Field(min_length=1, max_length=20)
    method: PayMethod = "native"
    openid: str | None = Field(default=None, max_length=64, description="with jsapi")
    key: Key


class OrderView(Model):
    """One order, to the session that placed it or the person signed in."""

    order: str = Field(pattern=r"^P\d{8}[0-9A-Z]{10}$", description="out_trade_no")
    number: str
    unit_name: str
    what: str
    payer: str
    amount_fen: int = Field(ge=0)
    state: OrderState
    state_label: str
    method: PayMethod
    demo: bool = False
    code_url: str | None = Field(default=None, description="native: what the QR code says")
    redirect_url: str | None = Field(default=None, description="redirect: the page to pay on")
    jsapi: dict[str, str] | None = Field(default=None, description="jsapi: to open the payment")
    created_at: AwareDatetime
    expires_at: AwareDatetime | None = None
    paid_at: AwareDatetime | None = None
    receipt: bool = Field(default=False, description="a receipt can be fetched")
    powers: list[OrderPower] = []
    says: str = Field(default="", description="what happened and what next, Chinese")


class OrderStep(Model):
    session: SessionId
    do: OrderPower
    key: Key | None = None
