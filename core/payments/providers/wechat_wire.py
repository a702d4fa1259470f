"""The wire to WeChat Pay: the only file that knows the library `wechatpayv3`.

It is used in public-key mode and built on first use, so core starts without WeChat. What the
library leaves out is done here: the base address, and which answers can be trusted. The mode:
https://pay.weixin.qq.com/docs/merchant/products/platform-certificate/wxp-pub-key-guide.html
"""

import json
import logging
import threading
from collections.abc import Mapping
from typing import Any

import requests
from wechatpayv3 import SignType, WeChatPay, WeChatPayType

from core.payments.providers.base import Forged, ProviderRefused, ProviderUnavailable
from core.payments.settings import PaymentSettings

log = logging.getLogger("luoxiaozheng.core.payments")

TIMEOUT_S = (0.8, 1.2)
"""To connect and to read, seconds: two at most."""
BUSY = frozenset({"FREQUENCY_LIMITED", "FREQUENCY_LIMIT_EXCEED", "RATELIMIT_EXCEEDED"})


class WechatWire:
    """Signs, sends, verifies. Used by several threads."""

    def __init__(self, settings: PaymentSettings, notify_url: str) -> None:
        self._settings = settings
        self._notify_url = notify_url
        self._lock = threading.Lock()
        self._built: WeChatPay | None = None

    def sign(self, lines: list[str]) -> str:
        """SHA256 with RSA over these lines, each ended by a line feed, in base64."""
        signature: str = self._library().sign(lines, SignType.RSA_SHA256)
        return signature

    def opened(self, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        """A notification with its resource decrypted, its signature proven on the body before it
        is parsed. Names of headers in small letters. Raises Forged, ProviderUnavailable."""
        library = self._library()
        try:
            told = library.callback(headers, body)
        except Exception as error:  # the library raises what it likes, also for bytes not UTF-8
            raise Forged(f"unreadable: {type(error).__name__}") from None
        if not isinstance(told, dict):
            raise Forged("wrong signature, or sealed with another key")
        return told

    def ask(self, what: str, **given: Any) -> dict[str, Any]:
        """The same, read as a JSON object; an empty one for 204."""
        content = self.call(what, **given)
        if not content:
            return {}
        try:
            body = json.loads(content)
        except ValueError:
            raise ProviderUnavailable(f"{what}: not JSON") from None
        return body if isinstance(body, dict) else {}

    def call(self, what: str, **given: Any) -> str | bytes:
        """The body of an answer. Those of 2xx are verified by the library; a 4xx is a refusal by
        its code. Raises ProviderRefused, ProviderUnavailable."""
        ask = getattr(self._library(), what)
        try:
            status, content = ask(**given)
        except requests.RequestException as error:
            raise ProviderUnavailable(f"{what}: {type(error).__name__}") from None
        except Exception as error:  # also a wrong signature, which the library has no class for
            log.error("wechat answer not trusted", extra={"call": what, "why": str(error)[:80]})
            raise ProviderUnavailable(f"{what}: not trusted") from None
        if 200 <= status < 300:
            return content  # type: ignore[no-any-return]
        code = _code(content)
        log.warning("wechat refuses", extra={"call": what, "status": status, "code": code})
        if status >= 500 or status in (401, 429) or code in BUSY:
            raise ProviderUnavailable(f"{what}: {status} {code}")
        raise ProviderRefused(code)

    def _library(self) -> WeChatPay:
        with self._lock:
            if self._built is None:
                self._built = self._build()
            return self._built

    def _build(self) -> WeChatPay:
        """Raises ProviderUnavailable while a key file is missing or no key."""
        given, proxy = self._settings, self._settings.wechat_proxy
        try:
            built = WeChatPay(
                wechatpay_type=WeChatPayType.NATIVE,
                mchid=given.wechat_mchid,
                private_key=given.merchant_key_file.read_text(encoding="ascii"),
                cert_serial_no=given.wechat_serial,
                appid=given.wechat_appid,
                apiv3_key=given.wechat_api_v3_key.get_secret_value(),
                notify_url=self._notify_url,
                timeout=TIMEOUT_S,
                proxy={"http": proxy, "https": proxy},
                public_key=given.platform_key_file.read_text(encoding="ascii"),
                public_key_id=given.wechat_public_key_id,
            )
        except Exception as error:  # the library raises Exception itself for a key it cannot read
            log.error("wechat keys cannot be used", extra={"error": type(error).__name__})
            raise ProviderUnavailable("keys cannot be used") from None
        built._core._gate_way = given.wechat_url.rstrip("/")
        return built


def _code(content: str | bytes) -> str:
    """The error code of an answer, as far as it has one: capitals and underscores only."""
    try:
        code = str(json.loads(content)["code"])
    except (ValueError, KeyError, TypeError):
        return "UNKNOWN"
    return code if code.replace("_", "").isalnum() and len(code) <= 64 else "UNKNOWN"
