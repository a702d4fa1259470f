"""WeChat Pay in memory: it holds the truth about orders, signs with a real key, and is away, slow
or odd as it is told. Only the network is left out: what is signed is verified by the library."""

import base64
import json
import secrets
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretStr

from core.payments.providers.base import ProviderRefused, ProviderUnavailable
from core.payments.providers.wechat_wire import WechatWire
from core.payments.settings import PaymentSettings

MCHID, APPID, KEY_ID = "1230000109", "wxd678efh567hg6787", "PUB_KEY_ID_TEST"
API_V3_KEY = "a-test-key-of-exactly-32-bytes-!"


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    """One RSA key a name, made once."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def settings(folder: Any, **more: Any) -> PaymentSettings:
    """Settings of a merchant whose keys lie in a folder."""
    private, public = folder / "merchant.pem", folder / "platform.pem"
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    private.write_bytes(key("merchant").private_bytes(pem, *form))
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    public.write_bytes(key("platform").public_key().public_bytes(pem, spki))
    made_up: dict[str, Any] = {
        "env": "test",
        "wechat_url": "https://pay.example",
        "wechat_mchid": MCHID,
        "wechat_appid": APPID,
        "wechat_serial": "5157F09EFDC096DE15EBE81A47057A72",
        "wechat_key_file": private,
        "wechat_api_v3_key": SecretStr(API_V3_KEY),
        "wechat_public_key_file": public,
        "wechat_public_key_id": KEY_ID,
        "treasury_url": "https://treasury.example",
        "treasury_key": SecretStr("a-treasury-key"),
    }
    return PaymentSettings(**made_up | more)


@dataclass
class Account:
    """One order at the bank."""

    total: int
    state: str = "NOTPAY"
    transaction: str | None = None
    success_time: str = "2026-11-23T12:00:10+08:00"
    refunds: dict[str, str] = field(default_factory=dict)
    changed: dict[str, Any] = field(default_factory=dict)

    def told(self, order: str) -> dict[str, Any]:
        about: dict[str, Any] = {
            "appid": APPID,
            "mchid": MCHID,
            "out_trade_no": order,
            "trade_state": self.state,
            "trade_state_desc": "…",
        }
        if self.transaction:
            about |= {
                "transaction_id": self.transaction,
                "success_time": self.success_time,
                "amount": {"total": self.total, "currency": "CNY", "payer_total": self.total},
            }
        return about | self.changed


class Bank(WechatWire):
    """Stands for the wire. `away` = the next so many calls get no answer; with `deaf`, what was
    asked happens all the same. `refunds_as` is the state new refunds get."""

    def __init__(self, given: PaymentSettings) -> None:
        super().__init__(given, "https://hall.example/pay/notify/wechat")
        self.accounts: dict[str, Account] = {}
        self.away = 0
        self.deaf = False
        self.refuse: str | None = None
        self.refunds_as = "PROCESSING"
        self.calls: list[str] = []
        self.bill = ("", "")
        self.serial = 0

    def pay(self, order: str) -> bool:
        """Somebody pays; whether that worked."""
        account = self.accounts.get(order)
        if account is None or account.state != "NOTPAY":
            return False
        self.serial += 1
        account.state, account.transaction = "SUCCESS", f"42000{self.serial:023d}"
        return True

    def call(self, what: str, **given: Any) -> str | bytes:
        self.calls.append(what)
        if self.away and not self.deaf:
            self.away -= 1
            raise ProviderUnavailable(what)
        answer = getattr(self, f"_{what}")(**given)
        if self.away:
            self.away -= 1
            raise ProviderUnavailable(what)
        return answer if isinstance(answer, bytes) else json.dumps(answer)

    def _pay(self, **given: Any) -> dict[str, Any]:
        if self.refuse:
            raise ProviderRefused(self.refuse)
        order = given["out_trade_no"]
        account = self.accounts.setdefault(order, Account(given["amount"]["total"]))
        if account.state != "NOTPAY":
            raise ProviderRefused("ORDERPAID" if account.state == "SUCCESS" else "ORDER_CLOSED")
        if given["payer"]:
            return {"prepay_id": f"wx{order}"}
        return {"code_url": f"weixin://wxpay/bizpayurl?pr={order}"}

    def _query(self, out_trade_no: str) -> dict[str, Any]:
        if out_trade_no not in self.accounts:
            raise ProviderRefused("ORDER_NOT_EXIST")
        return self.accounts[out_trade_no].told(out_trade_no)

    def _close(self, out_trade_no: str) -> dict[str, Any]:
        account = self.accounts.get(out_trade_no)
        if account is None:
            raise ProviderRefused("ORDER_NOT_EXIST")
        if account.state == "SUCCESS":
            raise ProviderRefused("ORDERPAID")
        account.state = "CLOSED"
        return {}

    def _refund(self, **given: Any) -> dict[str, Any]:
        account = self.accounts[given["out_trade_no"]]
        refund = given["out_refund_no"]
        if account.transaction is None or given["amount"]["refund"] != account.total:
            raise ProviderRefused("INVALID_REQUEST")
        live = [one for one, state in account.refunds.items() if state in ("SUCCESS", "PROCESSING")]
        if live and refund not in account.refunds:
            raise ProviderRefused("NOT_ENOUGH")
        account.refunds.setdefault(refund, self.refunds_as)
        return self.refund_told(given["out_trade_no"], refund)

    def _query_refund(self, out_refund_no: str) -> dict[str, Any]:
        for order, account in self.accounts.items():
            if out_refund_no in account.refunds:
                return self.refund_told(order, out_refund_no)
        raise ProviderRefused("RESOURCE_NOT_EXISTS")

    def _trade_bill(self, bill_date: str) -> dict[str, Any]:
        if not self.bill[0]:
            raise ProviderRefused("NO_STATEMENT_EXIST")
        return {"download_url": "https://pay.example/x", "hash_value": self.bill[1]}

    def _download_bill(self, url: str) -> bytes:
        return self.bill[0].encode()

    def refund_told(self, order: str, refund: str) -> dict[str, Any]:
        account = self.accounts[order]
        amount = {"total": account.total, "refund": account.total, "currency": "CNY"}
        return {
            "out_trade_no": order,
            "out_refund_no": refund,
            "status": account.refunds[refund],
            "amount": amount,
        }

    def payment_notice(self, order: str, now: float, event: str = "") -> tuple[Any, bytes]:
        """A signed notification of a payment: headers and body."""
        told = self.accounts[order].told(order)
        return notification("TRANSACTION.SUCCESS", told, now, event or f"EV-{order}")

    def refund_notice(self, order: str, refund: str, now: float) -> tuple[Any, bytes]:
        told = self.refund_told(order, refund)
        state = told.pop("status")
        told["refund_status"] = state
        return notification(f"REFUND.{state}", told, now, f"EV-{refund}-{state}")


def notification(
    kind: str, resource: dict[str, Any], now: float, event: str, signer: str = "platform"
) -> tuple[dict[str, str], bytes]:
    """A notification as WeChat Pay sends it, signed with the key of this name."""
    nonce = secrets.token_hex(6)
    sealed = AESGCM(API_V3_KEY.encode()).encrypt(
        nonce.encode(), json.dumps(resource).encode(), b"transaction"
    )
    body = {
        "id": event,
        "create_time": "2026-11-23T12:00:11+08:00",
        "resource_type": "encrypt-resource",
        "event_type": kind,
        "summary": "支付成功",
        "resource": {
            "original_type": "transaction",
            "algorithm": "AEAD_AES_256_GCM",
            "ciphertext": base64.b64encode(sealed).decode(),
            "associated_data": "transaction",
            "nonce": nonce,
        },
    }
    raw = json.dumps(body, ensure_ascii=False).encode()
    return signed(raw, now, signer), raw


def signed(raw: bytes, now: float, signer: str = "platform") -> dict[str, str]:
    """The headers of a notification with this body."""
    stamp, nonce = str(int(now)), secrets.token_hex(16)
    message = f"{stamp}\n{nonce}\n".encode() + raw + b"\n"
    signature = key(signer).sign(message, padding.PKCS1v15(), hashes.SHA256())
    return {
        "Wechatpay-Timestamp": stamp,
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Serial": KEY_ID,
        "Wechatpay-Signature": base64.b64encode(signature).decode(),
        "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
    }
