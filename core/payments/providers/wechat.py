"""WeChat Pay API v3 (微信支付) for a direct merchant: Native and JSAPI orders in yuan.

The pages named below are those under https://pay.weixin.qq.com/docs/merchant/.
"""

import datetime as dt
import json
import logging
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

from pydantic import ValidationError
from wechatpayv3 import WeChatPayType

from core.contract import PayMethod
from core.payments.providers import wechat_bill, wechat_messages
from core.payments.providers.base import (
    CURRENCY,
    Answer,
    BillLine,
    Forged,
    Notification,
    Payment,
    Placed,
    Placing,
    Provider,
    ProviderRefused,
    ProviderUnavailable,
    Refund,
)
from core.payments.providers.wechat_wire import WechatWire
from core.payments.settings import PaymentSettings

Told = TypeVar("Told")

log = logging.getLogger("luoxiaozheng.core.payments")

WINDOW_S = 300
"""How far a notification's time may be from ours, in seconds."""
NOT_THERE = frozenset({"ORDER_NOT_EXIST", "ORDERNOTEXIST", "RESOURCE_NOT_EXISTS"})


class WechatProvider(Provider):
    """Reads answers strictly; what the wire cannot vouch for never gets here."""

    name: ClassVar[str] = "wechat"
    methods: ClassVar[frozenset[PayMethod]] = frozenset({"native", "jsapi"})
    lives: ClassVar[dt.timedelta] = dt.timedelta(minutes=30)

    def __init__(
        self, settings: PaymentSettings, wire: WechatWire, clock: Callable[[], float] = time.time
    ) -> None:
        self._settings = settings
        self._wire = wire
        self._clock = clock

    @property
    def account(self) -> str:
        return f"{self._settings.wechat_mchid}/{self._settings.wechat_appid}"

    def place(self, asked: Placing) -> Placed:
        """apis/native-payment/direct-jsons/native-prepay.html and
        apis/jsapi-payment/direct-jsons/jsapi-prepay.html"""
        jsapi = asked.method == "jsapi"
        body = self._wire.ask(
            "pay",
            description=asked.description[:127],
            out_trade_no=asked.order,
            amount={"total": asked.amount_fen, "currency": CURRENCY},
            time_expire=asked.expires_at.astimezone(wechat_bill.BEIJING).isoformat("T", "seconds"),
            payer={"openid": asked.openid} if jsapi else None,
            pay_type=WeChatPayType.JSAPI if jsapi else WeChatPayType.NATIVE,
        )
        if jsapi:
            return Placed(prepay_id=_text(body, "prepay_id"))
        return Placed(code_url=_text(body, "code_url"))

    def query(self, order: str) -> Payment:
        """apis/native-payment/query-by-out-trade-no.html"""
        try:
            body = self._wire.ask("query", out_trade_no=order)
        except ProviderRefused as error:
            if error.args[0] in NOT_THERE:
                return Payment(order, "unknown")
            raise ProviderUnavailable(f"query: {error.args[0]}") from None
        return _checked(wechat_messages.payment, body)

    def close(self, order: str) -> None:
        """apis/native-payment/close-order.html"""
        self._wire.ask("close", out_trade_no=order)

    def refund(self, order: str, refund: str, amount_fen: int, reason: str) -> Refund:
        """apis/native-payment/create.html"""
        amount = {"refund": amount_fen, "total": amount_fen, "currency": CURRENCY}
        body = self._wire.ask(
            "refund", out_refund_no=refund, out_trade_no=order, amount=amount, reason=reason[:80]
        )
        return _checked(wechat_messages.refund, body)

    def query_refund(self, order: str, refund: str) -> Refund:
        """apis/native-payment/query-by-out-refund-no.html"""
        try:
            return _checked(
                wechat_messages.refund, self._wire.ask("query_refund", out_refund_no=refund)
            )
        except ProviderRefused as error:
            if error.args[0] in NOT_THERE:
                return Refund(refund, order, "unknown")
            raise ProviderUnavailable(f"query_refund: {error.args[0]}") from None

    def read_notification(self, headers: Mapping[str, str], body: bytes) -> Notification | None:
        """apis/native-payment/payment-notice.html, apis/native-payment/refund-result-notice.html,
        the signature by development/interface-rules/signature-verification.html"""
        known = {name.lower(): value for name, value in headers.items()}
        self._refuse_stale(known)
        return _checked(wechat_messages.notification, self._wire.opened(known, body))

    def answer(self, taken: bool) -> Answer:
        """Nothing but the status where it was taken; otherwise WeChat sends it again
        (apis/native-payment/payment-notice.html)."""
        if taken:
            return Answer(204)
        body = json.dumps({"code": "FAIL", "message": "失败"}, ensure_ascii=False)
        return Answer(500, body.encode(), {"Content-Type": "application/json"})

    def daily_bill(self, day: dt.date) -> list[BillLine]:
        """apis/native-payment/get-trade-bill.html; what is downloaded is not signed,
        so its digest, which is, is compared. A day without a bill is one without payments."""
        try:
            told = self._wire.ask("trade_bill", bill_date=day.isoformat())
        except ProviderRefused as error:
            if error.args[0] in ("NO_STATEMENT_EXIST", "STATEMENT_NOT_EXIST"):
                return []
            raise ProviderUnavailable(f"bill: {error.args[0]}") from None
        url, digest = _text(told, "download_url"), _text(told, "hash_value")
        packed = self._wire.call("download_bill", url=url)
        try:
            return wechat_bill.read(wechat_bill.unpacked(packed, digest))
        except ValueError as error:
            raise ProviderUnavailable(f"bill: {error}") from None

    def page_parameters(self, prepay_id: str) -> dict[str, str]:
        """What WeixinJSBridge takes to open the payment, signed anew for now
        (apis/jsapi-payment/jsapi-transfer-payment.html)."""
        appid, package = self._settings.wechat_appid, f"prepay_id={prepay_id}"
        stamp, nonce = str(int(self._clock())), secrets.token_hex(16)
        signature = self._wire.sign([appid, stamp, nonce, package])
        return {
            "appId": appid,
            "timeStamp": stamp,
            "nonceStr": nonce,
            "package": package,
            "signType": "RSA",
            "paySign": signature,
        }

    def _refuse_stale(self, headers: Mapping[str, str]) -> None:
        """What can be told without a key: whose signature it claims to be, and how old."""
        stamp = headers.get("wechatpay-timestamp", "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
            raise Forged("no timestamp")
        if abs(self._clock() - int(stamp)) > WINDOW_S:
            raise Forged("too old, or from the future")
        if headers.get("wechatpay-serial") != self._settings.wechat_public_key_id:
            raise Forged("not signed with the key that is set")


def _checked(read: Callable[[dict[str, Any]], Told], body: dict[str, Any]) -> Told:
    try:
        return read(body)
    except ValidationError as error:
        log.error("wechat says what it should not", extra={"fields": error.error_count()})
        raise ProviderUnavailable("answer of another shape") from None


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise ProviderUnavailable(f"no {name}")
    return value
