"""The addresses of WeChat Pay API v3 that a merchant calls, each request and answer signed.

https://pay.weixin.qq.com/docs/merchant/apis/native-payment/direct-jsons/native-prepay.html and
its neighbours name the fields.
"""

import gzip
import hashlib
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from sandbox.wechat_pay import bill, failures, signing
from sandbox.wechat_pay.keys import Keys
from sandbox.wechat_pay.letters import moment
from sandbox.wechat_pay.settings import PaySettings
from sandbox.wechat_pay.store import Document, Store
from sandbox.wechat_pay.till import Refused, Till

WINDOW_S = 300
Answer = Callable[[Request, Document], Document | None]


@dataclass(frozen=True)
class Desk:
    """What the addresses work with."""

    settings: PaySettings
    keys: Keys
    store: Store
    till: Till
    clock: Callable[[], float] = time.time

    @property
    def now(self) -> float:
        return self.clock() + failures.read(self.store).skew_s

    def signed(self, request: Request, status: int, body: Document | None) -> Response:
        """An answer with its proof: by the public key where the merchant names it, else by the
        newest certificate."""
        raw = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        serial, key = self.settings.pay_key_id, self.keys.platform
        if request.headers.get("wechatpay-serial") != serial:
            serial, key = self.keys.newest()
        proof = signing.headers(key, serial, raw, self.now)
        return Response(raw, status, headers=proof, media_type="application/json")

    def is_merchant(self, request: Request, body: bytes) -> bool:
        """Whether the merchant signed this request, and lately."""
        given = signing.authorization(request.headers.get("authorization", ""))
        stamp = given.get("timestamp", "")
        if not stamp.isdigit() or abs(self.now - int(stamp)) > WINDOW_S:
            return False
        own = self.settings.pay_mchid, self.settings.pay_serial
        if (given.get("mchid"), given.get("serial_no")) != own:
            return False
        url = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        message = signing.lines(request.method, url, stamp, given.get("nonce_str", ""), body)
        return signing.verifies(self.keys.merchant, message, given.get("signature", ""))


def router(desk: Desk) -> APIRouter:
    """All addresses under /v3."""
    routes = APIRouter(prefix="/v3")
    for method, path, answer in (
        ("POST", "/pay/transactions/native", _native),
        ("POST", "/pay/transactions/jsapi", _jsapi),
        ("GET", "/pay/transactions/out-trade-no/{number}", _query),
        ("GET", "/pay/transactions/id/{transaction}", _query_id),
        ("POST", "/pay/transactions/out-trade-no/{number}/close", _close),
        ("POST", "/refund/domestic/refunds", _refund),
        ("GET", "/refund/domestic/refunds/{refund}", _query_refund),
        ("GET", "/bill/tradebill", _trade_bill),
        ("GET", "/certificates", _certificates),
    ):
        routes.add_api_route(path, _endpoint(desk, answer), methods=[method])
    routes.add_api_route("/billdownload/file", _download(desk), methods=["GET"])
    return routes


def _endpoint(
    desk: Desk, answer: Callable[[Desk, Request, Document], Document | None]
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        raw = await request.body()
        if failures.take(desk.store, "errors"):
            return Response(b'{"code":"SYSTEM_ERROR"}', 500, media_type="application/json")
        if not desk.is_merchant(request, raw):
            return desk.signed(request, 401, {"code": "SIGN_ERROR", "message": "签名错误"})
        try:
            asked = json.loads(raw) if raw else {}
            body = answer(desk, request, asked)
        except (ValueError, AttributeError):
            return desk.signed(request, 400, {"code": "PARAM_ERROR", "message": "参数错误"})
        except Refused as no:
            return desk.signed(request, no.status, {"code": no.code, "message": no.message})
        return desk.signed(request, 204 if body is None else 200, body)

    return endpoint


def _native(desk: Desk, _request: Request, asked: Document) -> Document:
    return {"code_url": f"{desk.settings.url}/pay/{desk.till.place(asked, 'NATIVE')['code']}"}


def _jsapi(desk: Desk, _request: Request, asked: Document) -> Document:
    return {"prepay_id": f"wx{desk.till.place(asked, 'JSAPI')['code']}"}


def _query(desk: Desk, request: Request, _asked: Document) -> Document:
    return desk.till.told(desk.till.order(request.path_params["number"]))


def _query_id(desk: Desk, request: Request, _asked: Document) -> Document:
    wanted = request.path_params["transaction"]
    for one in desk.store.all("orders"):
        if one["transaction"] == wanted:
            return desk.till.told(one)
    raise Refused(404, "ORDER_NOT_EXIST", "订单不存在")


def _close(desk: Desk, request: Request, _asked: Document) -> None:
    desk.till.close(request.path_params["number"])


def _refund(desk: Desk, _request: Request, asked: Document) -> Document:
    return desk.till.refund(asked)


def _query_refund(desk: Desk, request: Request, _asked: Document) -> Document:
    return desk.till.refund_of(request.path_params["refund"])


def _trade_bill(desk: Desk, request: Request, _asked: Document) -> Document:
    day = request.query_params.get("bill_date", "")
    text = _bill(desk, day)
    if not text:
        raise Refused(400, "NO_STATEMENT_EXIST", "账单文件不存在")
    packed = request.query_params.get("tar_type", "")
    token = f"token={day}" + (f"&tartype={packed}" if packed else "")
    return {
        "download_url": f"{desk.settings.url}/v3/billdownload/file?{token}",
        "hash_type": "SHA1",
        "hash_value": hashlib.sha1(text.encode()).hexdigest(),  # noqa: S324  as WeChat Pay does
    }


def _certificates(desk: Desk, _request: Request, _asked: Document) -> Document:
    """https://pay.weixin.qq.com/docs/merchant/apis/platform-certificate/api-v3-get-certificates/get.html"""
    key = desk.settings.pay_api_v3_key.get_secret_value()
    now = desk.clock()
    return {
        "data": [
            {
                "serial_no": serial,
                "effective_time": moment(now - 86400),
                "expire_time": moment(now + 86400 * 365),
                "encrypt_certificate": signing.seal(key, pem, "certificate"),
            }
            for serial, pem in desk.keys.certificates()
        ]
    }


def _download(desk: Desk) -> Callable[[Request], Response]:
    def download(request: Request) -> Response:
        """The file itself. It is not signed; its digest was."""
        if not desk.is_merchant(request, b""):
            return desk.signed(request, 401, {"code": "SIGN_ERROR", "message": "签名错误"})
        raw: Any = _bill(desk, request.query_params.get("token", "")).encode()
        if request.query_params.get("tartype") == "GZIP":
            raw = gzip.compress(raw)
        return Response(raw, media_type="application/octet-stream")

    return download


def _bill(desk: Desk, day: str) -> str:
    orders, refunds = desk.store.all("orders"), desk.store.all("refunds")
    return bill.made(day, orders, refunds, desk.settings.pay_mchid, desk.settings.pay_appid)
