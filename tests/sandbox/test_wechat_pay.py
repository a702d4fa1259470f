"""The sandbox for payments, as a merchant and a payer see it."""

import base64
import hashlib
import json
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from fastapi.testclient import TestClient
from pydantic import ValidationError

from sandbox.wechat_pay import signing
from sandbox.wechat_pay.app import create_app
from sandbox.wechat_pay.letters import treasury_proof
from sandbox.wechat_pay.settings import PaySettings
from tests import wechat_vectors as vectors

URL = "http://pay.test"
NOTIFY = "http://gateway.test/pay/notify/wechat"
V3_KEY = "development-only-wechat-v3-key-1"


class Inbox(httpx.BaseTransport):
    """Takes the notifications, or refuses them."""

    def __init__(self) -> None:
        self.letters: list[httpx.Request] = []
        self.status = 204

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.letters.append(request)
        return httpx.Response(self.status)


class Merchant:
    """A merchant with the keys that the sandbox made, on a clock of its own."""

    def __init__(self, folder: Path) -> None:
        self.now, self.inbox = 1_800_000_000.0, Inbox()
        self.settings = PaySettings(env="test", var_dir=folder, pay_url=URL)
        self.app: Any = create_app(self.settings, lambda: self.now, self.inbox)
        self.http = TestClient(self.app, base_url=URL)
        pem = (self.settings.folder / "merchant_key.pem").read_bytes()
        self.key: Any = load_pem_private_key(pem, None)
        self.platform: RSAPublicKey = self.app.state.keys.platform.public_key()

    def ask(self, method: str, path: str, body: Any = None, **changed: str) -> httpx.Response:
        raw = b"" if body is None else json.dumps(body).encode()
        stamp, nonce = changed.get("stamp", str(int(self.now))), secrets.token_hex(8)
        signature = signing.sign(self.key, signing.lines(method, path, stamp, nonce, raw))
        parts = {
            "mchid": "1900000001",
            "nonce_str": nonce,
            "signature": changed.get("signature", signature),
            "timestamp": stamp,
            "serial_no": changed.get("serial", "5A4D0001"),
        }
        told = ",".join(f'{name}="{value}"' for name, value in parts.items())
        headers = {"Authorization": f"{signing.SCHEMA} {told}"}
        if "by_certificate" not in changed:
            headers["Wechatpay-Serial"] = "PUB_KEY_ID_SANDBOX"
        return self.http.request(method, path, content=raw, headers=headers)

    def place(self, number: str = "P1", total: Any = 8850, **changed: Any) -> httpx.Response:
        body = {
            "appid": "wxsandbox000000001",
            "mchid": "1900000001",
            "description": "垃圾处理费",
            "out_trade_no": number,
            "notify_url": NOTIFY,
            "amount": {"total": total, "currency": "CNY"},
            **changed,
        }
        kind = "jsapi" if "payer" in changed else "native"
        return self.ask("POST", f"/v3/pay/transactions/{kind}", body)

    def pay(self, number: str = "P1") -> httpx.Response:
        code_url: str = self.place(number).json()["code_url"]
        assert code_url.startswith(f"{URL}/pay/")
        return self.http.post(code_url.removeprefix(URL))

    def fail(self, **how: Any) -> None:
        assert self.http.post("/admin/failures", json=how).status_code == 200

    def post(self) -> int:
        taken: int = self.app.state.letters.deliver_due()
        return taken

    def proven(self, letter: Any, key: RSAPublicKey | None = None) -> bool:
        headers, content = letter.headers, letter.content
        stamp, nonce = headers["wechatpay-timestamp"], headers["wechatpay-nonce"]
        message = signing.lines(stamp, nonce, content)
        return signing.verifies(key or self.platform, message, headers["wechatpay-signature"])


@pytest.fixture
def shop(tmp_path: Path) -> Merchant:
    return Merchant(tmp_path)


def test_official_vectors_of_signature_and_seal() -> None:
    certificate = x509.load_pem_x509_certificate(vectors.CERTIFICATE.encode())
    key = certificate.public_key()
    assert isinstance(key, RSAPublicKey)
    assert signing.verifies(key, vectors.SIGNED, vectors.SIGNATURE)
    assert not signing.verifies(key, vectors.SIGNED + b" ", vectors.SIGNATURE)
    told = signing.lines(str(vectors.NOTIFY_TIME), vectors.NOTIFY_NONCE, vectors.NOTIFY_BODY)
    assert signing.verifies(key, told, vectors.NOTIFY_SIGNATURE)
    aes = vectors.AES
    sealed = signing.seal(aes["key"], aes["plaintext"], aes["associated_data"], aes["nonce"])
    assert sealed["ciphertext"] == aes["ciphertext"]


def test_an_order_is_placed_paid_and_told(shop: Merchant) -> None:
    answer = shop.place()
    assert answer.status_code == 200 and shop.proven(answer)
    assert shop.place().json() == answer.json()
    path = "/v3/pay/transactions/out-trade-no/P1?mchid=1900000001"
    assert shop.ask("GET", path).json()["trade_state"] == "NOTPAY"
    page = shop.http.get(answer.json()["code_url"].removeprefix(URL))
    assert "88.50 元" in page.text and "仅供开发测试" in page.text
    assert "支付成功" in shop.pay().text
    told = shop.ask("GET", path).json()
    assert (told["trade_state"], told["amount"]["total"]) == ("SUCCESS", 8850)
    assert shop.post() == 1 and shop.post() == 0
    (letter,) = shop.inbox.letters
    assert str(letter.url) == NOTIFY and shop.proven(letter)
    resource = json.loads(letter.content)["resource"]
    opened = AESGCM(V3_KEY.encode()).decrypt(
        resource["nonce"].encode(), base64.b64decode(resource["ciphertext"]), b"transaction"
    )
    assert json.loads(opened) == told
    by_id = shop.ask("GET", f"/v3/pay/transactions/id/{told['transaction_id']}?mchid=1900000001")
    assert by_id.json() == told


def test_inside_wechat_an_order_has_a_prepay_id(shop: Merchant) -> None:
    assert shop.place(payer={"openid": "o1"}).json()["prepay_id"].startswith("wx")
    assert shop.place("P2", payer={"openid": ""}).json()["code"] == "PARAM_ERROR"


@pytest.mark.parametrize("changed", [{"signature": "x"}, {"serial": "1"}, {"stamp": "1799999699"}])
def test_only_the_merchant_is_served(shop: Merchant, changed: dict[str, str]) -> None:
    answer = shop.ask("GET", "/v3/pay/transactions/out-trade-no/P1?mchid=1900000001", **changed)
    assert (answer.status_code, answer.json()["code"]) == (401, "SIGN_ERROR")
    assert shop.http.get("/v3/certificates").status_code == 401


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"total": 0}, "PARAM_ERROR"),
        ({"total": 1.5}, "PARAM_ERROR"),
        ({"total": "1"}, "PARAM_ERROR"),
        ({"notify_url": ""}, "PARAM_ERROR"),
        ({"mchid": "2"}, "APPID_MCHID_NOT_MATCH"),
    ],
)
def test_a_wrong_order_is_refused(shop: Merchant, changed: dict[str, Any], code: str) -> None:
    assert shop.place(**changed).json()["code"] == code


def test_a_closed_order_cannot_be_paid_and_a_paid_one_not_closed(shop: Merchant) -> None:
    code_url = shop.place().json()["code_url"].removeprefix(URL)
    close = "/v3/pay/transactions/out-trade-no/{}/close"
    assert shop.ask("POST", close.format("P1"), {"mchid": "1900000001"}).status_code == 204
    assert shop.http.post(code_url).status_code == 400
    assert shop.place().json()["code"] == "ORDER_CLOSED"
    shop.pay("P2")
    assert shop.ask("POST", close.format("P2"), {}).json()["code"] == "ORDERPAID"
    assert shop.ask("POST", close.format("P9"), {}).json()["code"] == "ORDER_NOT_EXIST"
    assert shop.place("P2", 1).json()["code"] == "ORDERPAID"


def test_an_order_that_expired_cannot_be_paid(shop: Merchant) -> None:
    expires = "2027-01-15T16:05:00+08:00"
    code_url = shop.place(time_expire=expires).json()["code_url"].removeprefix(URL)
    shop.now += 301
    assert "付款时间已过" in shop.http.post(code_url).text


def test_all_of_the_money_goes_back_once(shop: Merchant) -> None:
    shop.pay()
    shop.post()
    body = {"out_trade_no": "P1", "out_refund_no": "R1", "notify_url": NOTIFY}
    money = {"refund": 8850, "total": 8850, "currency": "CNY"}
    path = "/v3/refund/domestic/refunds"
    wrong = shop.ask("POST", path, body | {"amount": money | {"refund": 1}})
    assert wrong.json()["code"] == "INVALID_REQUEST"
    first = shop.ask("POST", path, body | {"amount": money})
    assert first.json()["status"] == "SUCCESS"
    assert shop.ask("POST", path, body | {"amount": money}).json() == first.json()
    again = shop.ask("POST", path, body | {"amount": money, "out_refund_no": "R2"})
    assert again.status_code == 400
    assert shop.ask("GET", f"{path}/R1").json() == first.json()
    assert shop.ask("GET", f"{path}/R2").status_code == 404
    assert shop.post() == 1
    assert json.loads(shop.inbox.letters[-1].content)["event_type"] == "REFUND.SUCCESS"


def test_the_bill_of_a_day_has_its_digest(shop: Merchant) -> None:
    path = "/v3/bill/tradebill?bill_date={}&bill_type=ALL&tar_type="
    assert shop.ask("GET", path.format("2027-01-15")).json()["code"] == "NO_STATEMENT_EXIST"
    shop.pay()
    told = shop.ask("GET", path.format("2027-01-15")).json()
    file = shop.ask("GET", told["download_url"].removeprefix(URL))
    assert "wechatpay-signature" not in file.headers
    head, line, _sums, total, _end = file.text.split("\r\n")
    assert head.startswith("\ufeff交易时间,公众账号ID") and line.count("`") == head.count(",") + 1
    assert "`P1," in line and "`88.50," in line and total.startswith("`1,`88.50")
    assert hashlib.sha1(file.content).hexdigest() == told["hash_value"]


def test_certificates_change_and_old_ones_stay_good(shop: Merchant) -> None:
    def opened() -> dict[str, x509.Certificate]:
        found = {}
        for one in shop.ask("GET", "/v3/certificates").json()["data"]:
            sealed = one["encrypt_certificate"]
            pem = AESGCM(V3_KEY.encode()).decrypt(
                sealed["nonce"].encode(), base64.b64decode(sealed["ciphertext"]), b"certificate"
            )
            found[one["serial_no"]] = x509.load_pem_x509_certificate(pem)
        return found

    before = opened()
    serial = shop.http.post("/admin/rotate").json()["serial"]
    after = opened()
    assert after.keys() == before.keys() | {serial} and len(before) == 1
    answer = shop.ask("GET", "/v3/certificates", by_certificate="1")
    assert answer.headers["wechatpay-serial"] == serial
    key = after[serial].public_key()
    assert isinstance(key, RSAPublicKey) and shop.proven(answer, key)


def test_a_letter_comes_again_later_and_later_until_it_is_taken(shop: Merchant) -> None:
    shop.inbox.status = 500
    shop.pay()
    for wait in (15, 15, 30, 180):
        assert shop.post() == 0
        count = len(shop.inbox.letters)
        shop.now += wait - 1
        assert shop.post() == 0 and len(shop.inbox.letters) == count
        shop.now += 1
    shop.inbox.status = 204
    assert shop.post() == 1 and len({one.content for one in shop.inbox.letters}) == 1


def test_failures_happen_as_they_are_set(shop: Merchant) -> None:
    shop.fail(lose=1)
    shop.pay("L")
    assert shop.post() == 0 and shop.inbox.letters == []
    shop.fail(duplicate=1, forge=1)
    shop.pay("D")
    shop.post()
    letters = shop.inbox.letters
    assert [shop.proven(one) for one in letters] == [False, True, True]
    shop.fail(delay_s=60)
    shop.pay("S")
    assert shop.post() == 0
    shop.now += 60
    assert shop.post() == 1
    shop.fail(reorder=True)
    shop.pay("A")
    first = shop.app.state.letters._store.all("letters")[-1]["body"]
    shop.pay("B")
    shop.post()
    assert shop.inbox.letters[-1].content == first.encode()
    shop.fail(errors=1)
    assert [shop.place("E").status_code for _ in range(2)] == [500, 200]
    assert shop.http.post("/admin/failures", json={"odd": 1}).status_code == 422


def test_a_wrong_clock_is_seen_in_what_it_signs(shop: Merchant) -> None:
    shop.pay()
    shop.fail(skew_s=-1000)
    shop.post()
    (letter,) = shop.inbox.letters
    assert int(letter.headers["wechatpay-timestamp"]) == int(shop.now) - 1000


def test_orders_and_keys_outlive_a_restart(shop: Merchant) -> None:
    shop.pay()
    again = Merchant(shop.settings.var_dir)
    path = "/v3/pay/transactions/out-trade-no/P1?mchid=1900000001"
    assert again.ask("GET", path).json()["trade_state"] == "SUCCESS"
    assert again.post() == 1 and shop.proven(again.inbox.letters[0])


def test_the_treasury_writes_off_what_is_paid_on_its_page(shop: Merchant) -> None:
    query = "client=luoxiaozheng&order=P1&notice=99&amount_fen=8850&what=x&expires=1800000060&back="
    key = "development-only-treasury-key"
    signature = treasury_proof(key, query.encode(), 0)["X-Treasury-Signature"]
    link = f"/treasury/pay?{query}&signature={signature}"
    assert shop.http.get(link.replace("8850", "1")).status_code == 400
    assert "88.50 元" in shop.http.get(link).text
    assert "已经销账" in shop.http.post(link).text
    assert shop.http.post(link).status_code == 400
    assert shop.post() == 1
    (letter,) = shop.inbox.letters
    told = json.loads(letter.content)
    assert (told["state"], told["amount_fen"], told["order"]) == ("written_off", 8850, "P1")
    proof = treasury_proof(key, letter.content, shop.now)
    assert letter.headers["x-treasury-signature"] == proof["X-Treasury-Signature"]

    def ask(what: str, **asked: str) -> httpx.Response:
        raw = json.dumps(asked).encode()
        headers = treasury_proof(key, raw, shop.now)
        return shop.http.post(f"/treasury/api/{what}", content=raw, headers=headers)

    assert ask("query", order="P1").json()["state"] == "written_off"
    assert ask("close", order="P1").json()["state"] == "written_off"
    assert ask("close", order="P2").json()["state"] == "closed"
    assert ask("query", order="P3").json()["state"] == "unknown"
    assert [one["order"] for one in ask("bill", day="2027-01-15").json()["orders"]] == ["P1"]
    assert ask("odd", order="P1").status_code == 404
    assert shop.http.post("/treasury/api/query", content=b"{}").status_code == 401


def test_it_does_not_start_in_production() -> None:
    with pytest.raises(ValidationError, match="development or test only"):
        PaySettings(env="production")
    done = subprocess.run(
        [sys.executable, "-m", "sandbox.wechat_pay"],
        env={"LXZ_ENV": "production"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0 and "development or test only" in done.stderr
    assert PaySettings.model_fields["pay_host"].default == "127.0.0.1"


def called(shop: Merchant, prepay: str, **changed: str) -> dict[str, str]:
    """What a page gives to WeixinJSBridge."""
    about = {"appId": "wxsandbox000000001", "timeStamp": "1800000000", "nonceStr": "n"}
    about |= {"package": f"prepay_id={prepay}", "signType": "RSA"}
    message = signing.lines(*(about[name] for name in ("appId", "timeStamp", "nonceStr")))
    message += signing.lines(about["package"])
    return about | {"paySign": signing.sign(shop.key, message)} | changed


def test_a_jsapi_order_is_paid_on_the_phone(shop: Merchant) -> None:
    prepay = shop.place(payer={"openid": "o1"}).json()["prepay_id"]
    asked = called(shop, prepay)
    seen = shop.http.post("/phone/pay", json=asked).json()
    assert seen == {"description": "垃圾处理费", "total": 8850, "state": "NOTPAY", "openid": "o1"}
    paid = shop.http.post("/phone/pay?pay=true", json=asked).json()
    assert paid["state"] == "SUCCESS" and shop.post() == 1
    assert shop.http.post("/phone/pay?pay=true", json=asked).status_code == 400


@pytest.mark.parametrize(
    "changed",
    [{"paySign": "AAAA"}, {"nonceStr": "x"}, {"signType": "MD5"}, {"appId": "wx0"}],
)
def test_the_phone_pays_nothing_without_the_merchants_signature(
    shop: Merchant, changed: dict[str, str]
) -> None:
    prepay = shop.place(payer={"openid": "o1"}).json()["prepay_id"]
    told = shop.http.post("/phone/pay?pay=true", json=called(shop, prepay, **changed))
    assert told.status_code == 400 and told.json() == {"message": "支付验证签名失败"}
    unknown = shop.http.post("/phone/pay?pay=true", json=called(shop, "wx0"))
    assert unknown.json() == {"message": "没有这笔订单"}
