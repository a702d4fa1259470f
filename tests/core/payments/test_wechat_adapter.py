"""The adapter for WeChat Pay with official vectors, and against the sandbox without a network.

Product and sandbox share no code: what one signs the other verifies.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from fastapi.testclient import TestClient
from pydantic import SecretStr, ValidationError
from requests.adapters import HTTPAdapter

from core.payments.desk import Desk
from core.payments.providers.base import (
    Forged,
    Payment,
    Placing,
    ProviderRefused,
    ProviderUnavailable,
    Refund,
)
from core.payments.providers.treasury import TreasuryProvider
from core.payments.providers.wechat import WechatProvider
from core.payments.providers.wechat_wire import WechatWire
from core.payments.settings import PaymentSettings
from sandbox.wechat_pay.app import create_app
from sandbox.wechat_pay.settings import PaySettings
from tests import wechat_vectors as vectors
from tests.core.payments import bank
from tests.core_settings import core_settings

NOW = dt.datetime(2026, 11, 23, 4, tzinfo=dt.UTC)
NOTIFY = "http://gateway.test/pay/notify/wechat"


def vector_provider(folder: Path) -> WechatProvider:
    given = bank.settings(
        folder,
        wechat_url="http://127.0.0.1:8012",
        wechat_api_v3_key=SecretStr(vectors.NOTIFY_API_V3_KEY),
        wechat_public_key_id=vectors.NOTIFY_SERIAL,
    )
    certificate = x509.load_pem_x509_certificate(vectors.CERTIFICATE.encode())
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    pem = certificate.public_key().public_bytes(serialization.Encoding.PEM, spki)
    (folder / "platform.pem").write_bytes(pem)
    return WechatProvider(given, WechatWire(given, NOTIFY), lambda: vectors.NOTIFY_TIME + 299)


HEADERS = {
    "Wechatpay-Nonce": vectors.NOTIFY_NONCE,
    "Wechatpay-Timestamp": str(vectors.NOTIFY_TIME),
    "Wechatpay-Serial": vectors.NOTIFY_SERIAL,
    "Wechatpay-Signature": vectors.NOTIFY_SIGNATURE,
    "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
}


def test_the_official_notification_is_proven_and_opened(tmp_path: Path) -> None:
    provider = vector_provider(tmp_path)
    known = {name.lower(): value for name, value in HEADERS.items()}
    told = provider._wire.opened(known, vectors.NOTIFY_BODY)
    assert told["resource"] == vectors.NOTIFY_PLAINTEXT
    assert provider.read_notification(HEADERS, vectors.NOTIFY_BODY) is None  # not about payments
    with pytest.raises(Forged, match="signature"):
        provider.read_notification(HEADERS, vectors.NOTIFY_BODY.replace(b"2021", b"2022"))


class Site:
    """The sandbox, its clock, and the product's providers on a wire to it."""

    def __init__(self, folder: Path) -> None:
        self.now = NOW.timestamp()
        self.inbox: list[httpx.Request] = []
        sandbox = PaySettings(env="test", var_dir=folder)
        self.app: Any = create_app(sandbox, lambda: self.now, httpx.MockTransport(self._take))
        self.http = TestClient(self.app, base_url=sandbox.url)
        given = PaymentSettings(env="development", var_dir=folder)
        self.wechat = WechatProvider(given, WechatWire(given, NOTIFY), lambda: self.now)
        wire = httpx.MockTransport(self._carry)
        self.treasury = TreasuryProvider(given, lambda: self.now, wire)

    def place(self, provider: Any, order: str = "P1", method: Any = "native") -> Any:
        openid = "o1" if method == "jsapi" else None
        expires = NOW + dt.timedelta(minutes=30)
        return provider.place(Placing(order, "99", "垃圾处理费", 8850, method, expires, openid))

    def _take(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.inbox.append(request)
        return httpx.Response(204)

    def _carry(self, request: httpx.Request) -> httpx.Response:
        answer = self.http.request(
            request.method,
            request.url.raw_path.decode(),
            content=request.read(),
            headers=request.headers,
        )
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def send(self, _adapter: Any, request: Any, **more: Any) -> requests.Response:
        """In the place of the network below `requests`."""
        assert more["timeout"] == (0.8, 1.2) and request.url.startswith("http://127.0.0.1:8012/")
        answer = self.http.request(
            request.method, request.path_url, content=request.body, headers=dict(request.headers)
        )
        made = requests.Response()
        made.status_code, made._content = answer.status_code, answer.content
        made.headers.update(answer.headers)
        return made


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    built = Site(tmp_path)
    monkeypatch.setattr(
        HTTPAdapter, "send", lambda adapter, request, **m: built.send(adapter, request, **m)
    )
    monkeypatch.setattr("wechatpayv3.utils.time.time", lambda: built.now)
    yield built


def test_an_order_from_placing_to_refund(site: Site) -> None:
    placed = site.place(site.wechat)
    assert placed.code_url.startswith("http://127.0.0.1:8012/pay/")
    assert site.place(site.wechat) == placed
    assert site.wechat.query("P1").state == "waiting"
    assert site.wechat.query("P2") == Payment("P2", "unknown")
    assert site.http.post(placed.code_url.removeprefix("http://127.0.0.1:8012")).status_code == 200
    told = site.wechat.query("P1")
    assert (told.state, told.amount_fen, told.currency) == ("paid", 8850, "CNY")
    assert told.account == site.wechat.account and told.paid_at == NOW
    site.app.state.letters.deliver_due()
    (letter,) = site.inbox
    seen = site.wechat.read_notification(letter.headers, letter.content)
    assert seen is not None and seen.about == told
    with pytest.raises(ProviderRefused, match="ORDERPAID"):
        site.wechat.close("P1")
    assert site.wechat.query_refund("P1", "R1") == Refund("R1", "P1", "unknown")
    back = site.wechat.refund("P1", "R1", 8850, "退款")
    assert (back.state, back.amount_fen) == ("done", 8850)
    assert site.wechat.query_refund("P1", "R1") == back
    site.app.state.letters.deliver_due()
    letter = site.inbox[-1]
    seen = site.wechat.read_notification(letter.headers, letter.content)
    assert seen is not None and seen.about == back
    paid, refunded = site.wechat.daily_bill(NOW.date())
    assert paid.payment == told and paid.refund is None
    assert (refunded.refund, refunded.refund_fen) == ("R1", 8850)
    assert site.wechat.daily_bill(dt.date(2026, 11, 22)) == []


def test_inside_wechat(site: Site) -> None:
    placed = site.place(site.wechat, method="jsapi")
    told = site.wechat.page_parameters(placed.prepay_id)
    lines = [told[name] for name in ("appId", "timeStamp", "nonceStr", "package")]
    from sandbox.wechat_pay.signing import lines as joined
    from sandbox.wechat_pay.signing import verifies

    assert verifies(site.app.state.keys.merchant, joined(*lines), told["paySign"])


def test_what_closes_is_closed(site: Site) -> None:
    site.place(site.wechat)
    site.wechat.close("P1")
    assert site.wechat.query("P1").state == "closed"
    with pytest.raises(ProviderRefused, match="ORDER_CLOSED"):
        site.place(site.wechat)
    with pytest.raises(ProviderRefused, match="ORDER_NOT_EXIST"):
        site.wechat.close("P9")


def test_what_cannot_be_trusted_is_no_answer(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.http.post("/admin/failures", json={"errors": 1})
    with pytest.raises(ProviderUnavailable):
        site.place(site.wechat)
    real = site.send

    def changed(adapter: Any, request: Any, **more: Any) -> requests.Response:
        answer = real(adapter, request, **more)
        answer._content = (answer._content or b"").replace(b"http", b"hxxp")
        return answer

    monkeypatch.setattr(site, "send", changed)
    with pytest.raises(ProviderUnavailable, match="not trusted"):
        site.place(site.wechat)

    def slow(*_given: Any, **_more: Any) -> requests.Response:
        raise requests.Timeout

    monkeypatch.setattr(site, "send", slow)
    with pytest.raises(ProviderUnavailable, match="Timeout"):
        site.wechat.query("P1")


def test_a_platform_certificate_is_not_taken_for_the_key(site: Site) -> None:
    """Also not after the sandbox changes certificates: public-key mode knows one key."""
    site.http.post("/admin/rotate")
    site.http.post(site.place(site.wechat).code_url.removeprefix("http://127.0.0.1:8012"))
    site.app.state.letters.deliver_due()
    letter = site.inbox[0]
    serial, _key = site.app.state.keys.newest()
    with pytest.raises(Forged, match="not signed with the key"):
        site.wechat.read_notification(
            {**letter.headers, "wechatpay-serial": serial}, letter.content
        )
    assert site.wechat.read_notification(letter.headers, letter.content) is not None


def test_the_treasury_from_its_page_to_the_bill(site: Site) -> None:
    link = site.place(site.treasury, method="redirect").redirect_url
    assert site.treasury.query("P1").state == "unknown"
    path = link.removeprefix("http://127.0.0.1:8012")
    assert "88.50 元" in site.http.get(path).text
    assert site.treasury.query("P1").state == "waiting"
    site.http.post(path)
    told = site.treasury.query("P1")
    assert (told.state, told.amount_fen, told.account) == ("paid", 8850, "luoxiaozheng")
    site.app.state.letters.deliver_due()
    seen = site.treasury.read_notification(site.inbox[0].headers, site.inbox[0].content)
    assert seen is not None and seen.about == told
    with pytest.raises(Forged):
        site.treasury.read_notification(site.inbox[0].headers, site.inbox[0].content + b" ")
    assert [one.payment for one in site.treasury.daily_bill(NOW.date())] == [told]
    with pytest.raises(ProviderRefused):
        site.treasury.close("P1")
    site.treasury.close("P2")
    with pytest.raises(ProviderRefused):
        site.treasury.refund("P1", "R1", 8850, "")


def test_keys_that_are_not_there_are_no_answer(tmp_path: Path) -> None:
    given = PaymentSettings(env="development", var_dir=tmp_path / "nothing")
    provider = WechatProvider(given, WechatWire(given, NOTIFY))
    with pytest.raises(ProviderUnavailable, match="keys"):
        provider.query("P1")


def test_outside_development_the_sandbox_and_default_secrets_are_not_used(tmp_path: Path) -> None:
    quiet = PaymentSettings(env="production", notices="none")
    assert not quiet.uses_wechat and not quiet.uses_treasury
    desk = Desk.from_settings(core_settings("sqlite://", tmp_path), PaymentSettings(env="test"))
    assert desk.providers == {} and desk.taking("native") is None
    moved = PaymentSettings(env="development", wechat_url="http://localhost:9999")
    assert moved.uses_wechat and moved.uses_treasury
    real = bank.settings(tmp_path).model_dump()
    for missing, word in (
        ({"wechat_mchid": "1900000001"}, "LXZ_CORE_WECHAT_MCHID"),
        ({"wechat_key_file": None}, "LXZ_CORE_WECHAT_KEY_FILE"),
        ({"wechat_public_key_id": ""}, "LXZ_CORE_WECHAT_PUBLIC_KEY_ID"),
        ({"wechat_api_v3_key": SecretStr("short")}, "32 bytes"),
        ({"wechat_api_v3_key": SecretStr("development-only-wechat-v3-key-1")}, "default secret"),
        ({"treasury_key": SecretStr("development-only-treasury-key")}, "LXZ_CORE_TREASURY_KEY"),
        ({"env": "production", "wechat_url": "http://pay.example"}, "https"),
        ({"env": "production", "treasury_url": "http://treasury.example"}, "https"),
    ):
        with pytest.raises(ValidationError, match=word):
            PaymentSettings(**real | missing)
    core = core_settings("sqlite://", tmp_path, public_url="https://hall.example/")
    both = Desk.from_settings(
        core, PaymentSettings(**real | {"env": "production", "notices": "none"})
    )
    assert set(both.providers) == {"wechat", "treasury"}
    wechat: Any = both.providers["wechat"]
    assert wechat._wire._notify_url == "https://hall.example/pay/notify/wechat"
