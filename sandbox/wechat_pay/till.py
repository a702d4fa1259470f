"""The till: what happens to orders and refunds, whoever asks for it."""

import time
import uuid
from collections.abc import Callable
from typing import Any

from sandbox.wechat_pay.letters import Letters, moment
from sandbox.wechat_pay.settings import PaySettings
from sandbox.wechat_pay.store import Document, Store

STATES = {
    "SUCCESS": "支付成功",
    "REFUND": "转入退款",
    "NOTPAY": "订单未支付",
    "CLOSED": "已关闭",
}


class Refused(Exception):
    """An answer that is no: HTTP status and code of WeChat Pay."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


class Till:
    def __init__(
        self,
        settings: PaySettings,
        store: Store,
        letters: Letters,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._settings, self._store, self._letters = settings, store, letters
        self._clock = clock

    def place(self, asked: Document, kind: str) -> Document:
        """An order, new or the same again."""
        amount = asked.get("amount", {})
        total = amount.get("total")
        wrong = type(total) is not int or total < 1 or amount.get("currency", "CNY") != "CNY"
        own = asked.get("mchid"), asked.get("appid")
        if own != (self._settings.pay_mchid, self._settings.pay_appid):
            raise Refused(400, "APPID_MCHID_NOT_MATCH", "appid 和 mchid 不匹配")
        if wrong or not asked.get("description") or not asked.get("notify_url"):
            raise Refused(400, "PARAM_ERROR", "参数错误")
        if kind == "JSAPI" and not asked.get("payer", {}).get("openid"):
            raise Refused(400, "PARAM_ERROR", "缺少 openid")
        number = str(asked.get("out_trade_no", ""))
        with self._store.lock:
            known = self._store.get("orders", number)
            if known is None:
                known = self._new(asked, number, total, kind)
            elif known["state"] != "NOTPAY":
                code = "ORDERPAID" if known["state"] in ("SUCCESS", "REFUND") else "ORDER_CLOSED"
                raise Refused(400, code, STATES[known["state"]])
            elif (known["total"], known["kind"]) != (total, kind):
                raise Refused(403, "OUT_TRADE_NO_USED", "商户订单号重复")
        return known

    def order(self, number: str) -> Document:
        """A stored order."""
        found = self._store.get("orders", number)
        if found is None:
            raise Refused(404, "ORDER_NOT_EXIST", "订单不存在")
        return found

    def told(self, order: Document) -> Document:
        """An order as queries and notifications tell it."""
        about: Document = {
            "appid": self._settings.pay_appid,
            "mchid": self._settings.pay_mchid,
            "out_trade_no": order["number"],
            "trade_state": order["state"],
            "trade_state_desc": STATES[order["state"]],
            "attach": "",
        }
        if order["transaction"]:
            about |= {
                "transaction_id": order["transaction"],
                "trade_type": order["kind"],
                "bank_type": "OTHERS",
                "success_time": order["paid_at"],
                "payer": {"openid": order["openid"] or "o-sandbox"},
            }
            money = {"total": order["total"], "payer_total": order["total"]}
            about["amount"] = money | {"currency": "CNY", "payer_currency": "CNY"}
        return about

    def pay(self, number: str) -> Document:
        """Somebody pays. A notification is written."""
        with self._store.lock:
            order = self.order(number)
            if order["state"] != "NOTPAY":
                raise Refused(400, "ORDERPAID", STATES[order["state"]])
            if order["expires"] and moment(self._clock()) >= order["expires"]:
                raise Refused(400, "ORDER_EXPIRED", "付款时间已过")
            count = len(self._store.all("orders"))
            paid = {
                "state": "SUCCESS",
                "transaction": f"42{int(self._clock() * 1000):014d}{count:012d}",
                "paid_at": moment(self._clock()),
            }
            order = {**order, **paid}
            self._store.put("orders", number, order)
        self._letters.wechat(order["notify_url"], "TRANSACTION.SUCCESS", self.told(order))
        return order

    def close(self, number: str) -> None:
        with self._store.lock:
            order = self.order(number)
            if order["state"] in ("SUCCESS", "REFUND"):
                raise Refused(400, "ORDERPAID", STATES[order["state"]])
            self._store.put("orders", number, {**order, "state": "CLOSED"})

    def refund(self, asked: Document) -> Document:
        """A refund of the whole amount, new or the same again; it is done at once."""
        refund, number = str(asked.get("out_refund_no", "")), str(asked.get("out_trade_no", ""))
        with self._store.lock:
            known = self._store.get("refunds", refund)
            if known is not None:
                return known
            order = self._store.get("orders", number)
            if order is None or not order["transaction"]:
                raise Refused(404, "RESOURCE_NOT_EXISTS", "订单不存在")
            amount = asked.get("amount", {})
            full = amount.get("refund") == amount.get("total") == order["total"]
            if not refund or not full or order["state"] == "REFUND":
                raise Refused(400, "INVALID_REQUEST", "退款金额不对，或者已经退款")
            known = self._new_refund(order, refund)
            self._store.put("orders", number, {**order, "state": "REFUND"})
            self._store.put("refunds", refund, known)
        told = {**known, "refund_status": known["status"], "mchid": self._settings.pay_mchid}
        url = asked.get("notify_url") or order["notify_url"]
        self._letters.wechat(url, "REFUND.SUCCESS", told)
        return known

    def refund_of(self, refund: str) -> Document:
        found = self._store.get("refunds", refund)
        if found is None:
            raise Refused(404, "RESOURCE_NOT_EXISTS", "退款单不存在")
        return found

    def _new(self, asked: Document, number: str, total: int, kind: str) -> Document:
        order: dict[str, Any] = {
            "number": number,
            "code": uuid.uuid4().hex,
            "description": str(asked["description"])[:127],
            "total": total,
            "kind": kind,
            "openid": asked.get("payer", {}).get("openid") if kind == "JSAPI" else None,
            "notify_url": asked["notify_url"],
            "expires": asked.get("time_expire") or "",
            "state": "NOTPAY",
            "transaction": None,
            "paid_at": None,
        }
        self._store.put("orders", number, order)
        return order

    def _new_refund(self, order: Document, refund: str) -> Document:
        money = {"total": order["total"], "refund": order["total"], "payer_total": order["total"]}
        return {
            "refund_id": f"50{int(self._clock() * 1000):014d}{uuid.uuid4().int % 10**12:012d}",
            "out_refund_no": refund,
            "transaction_id": order["transaction"],
            "out_trade_no": order["number"],
            "channel": "ORIGINAL",
            "user_received_account": "支付用户零钱",
            "success_time": moment(self._clock()),
            "create_time": moment(self._clock()),
            "status": "SUCCESS",
            "amount": money | {"payer_refund": order["total"], "currency": "CNY"},
        }
