"""Notifications on their way: sent until they are taken, later and later, or as failures say.

When they come again: https://pay.weixin.qq.com/docs/merchant/apis/native-payment/payment-notice.html
"""

import hashlib
import hmac
import json
import logging
import threading
import time
import uuid
from collections.abc import Callable

import httpx
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from sandbox.wechat_pay import failures, signing
from sandbox.wechat_pay.keys import Keys
from sandbox.wechat_pay.settings import PaySettings
from sandbox.wechat_pay.store import Document, Store

log = logging.getLogger("luoxiaozheng.sandbox.pay")

LADDER = (15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600)
"""Seconds to the next try."""
TIMEOUT_S = 5.0
LOOK_EVERY_S = 0.5


class Letters:
    """A post office with a thread of its own once started."""

    def __init__(
        self,
        settings: PaySettings,
        keys: Keys,
        store: Store,
        clock: Callable[[], float] = time.time,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._settings, self._keys, self._store, self._clock = settings, keys, store, clock
        self._http = httpx.Client(timeout=TIMEOUT_S, transport=transport, trust_env=False)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="letters", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def wechat(self, url: str, kind: str, resource: Document) -> None:
        """Write a notification of WeChat Pay."""
        original = "refund" if kind.startswith("REFUND") else "transaction"
        key = self._settings.pay_api_v3_key.get_secret_value()
        sealed = signing.seal(key, json.dumps(resource, ensure_ascii=False), original)
        body = {
            "id": str(uuid.uuid4()),
            "create_time": moment(self._clock()),
            "resource_type": "encrypt-resource",
            "event_type": kind,
            "summary": "退款通知" if original == "refund" else "支付成功",
            "resource": {"original_type": original, **sealed},
        }
        self._write(url, body, "wechat")

    def treasury(self, told: Document) -> None:
        """Write a write-off (销账) of the non-tax page."""
        self._write(
            self._settings.treasury_notify_url, {"id": str(uuid.uuid4()), **told}, "treasury"
        )

    def deliver_due(self) -> int:
        """Send what is due; how many letters were taken."""
        now = self._clock()
        due = [one for one in self._store.all("letters") if not one["done"] and one["due"] <= now]
        if failures.read(self._store).reorder:
            due.reverse()
        return sum(self._deliver(one) for one in due)

    def _write(self, url: str, body: Document, signer: str) -> None:
        if failures.take(self._store, "lose"):
            return
        signers = [signer]
        if failures.take(self._store, "duplicate"):
            signers.append(signer)
        if failures.take(self._store, "forge"):
            signers.insert(0, "stranger")
        due = self._clock() + failures.read(self._store).delay_s
        for one in signers:
            letter = {"id": str(uuid.uuid4()), "url": url, "body": json.dumps(body), "by": one}
            self._store.put("letters", letter["id"], {**letter, "due": due, "tries": 0, "done": 0})

    def _deliver(self, letter: Document) -> bool:
        body = letter["body"].encode()
        headers = {"Content-Type": "application/json", **self._proof(letter["by"], body)}
        try:
            taken = self._http.post(letter["url"], content=body, headers=headers).is_success
        except httpx.HTTPError:
            taken = False
        tries = letter["tries"] + 1
        over = taken or tries >= len(LADDER) or letter["by"] == "stranger"
        wait = LADDER[min(tries, len(LADDER)) - 1]
        changed = {"tries": tries, "done": int(over), "due": self._clock() + wait}
        self._store.put("letters", letter["id"], {**letter, **changed})
        return taken

    def _proof(self, signer: str, body: bytes) -> dict[str, str]:
        now = self._clock() + failures.read(self._store).skew_s
        if signer == "treasury":
            return treasury_proof(self._settings.treasury_key.get_secret_value(), body, now)
        key = self._keys.platform
        if signer == "stranger":
            key = generate_private_key(public_exponent=65537, key_size=2048)
        return signing.headers(key, self._settings.pay_key_id, body, now)

    def _run(self) -> None:
        while not self._stopping.wait(LOOK_EVERY_S):
            try:
                self.deliver_due()
            except Exception as error:
                log.error("letters failed", extra={"error": type(error).__name__})


def treasury_proof(key: str, body: bytes, now: float) -> dict[str, str]:
    """The headers of a message of the non-tax page: HMAC-SHA256 over time, line feed, body."""
    stamp = str(int(now))
    signature = hmac.new(key.encode(), stamp.encode() + b"\n" + body, hashlib.sha256).hexdigest()
    return {"X-Treasury-Timestamp": stamp, "X-Treasury-Signature": signature}


def moment(seconds: float) -> str:
    """Seconds since 1970 as RFC 3339 in Beijing's time."""
    return time.strftime("%Y-%m-%dT%H:%M:%S+08:00", time.gmtime(seconds + 8 * 3600))
