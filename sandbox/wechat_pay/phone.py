"""Paying a JSAPI order on the sandbox's phone (sandbox.wechat_account), which is WeChat's app here.

https://pay.weixin.qq.com/docs/merchant/apis/jsapi-payment/jsapi-transfer-payment.html: the page's
signature is over app id, time, nonce and package, each with a line feed.
"""

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from sandbox.wechat_pay import signing
from sandbox.wechat_pay.api import Desk
from sandbox.wechat_pay.store import Document
from sandbox.wechat_pay.till import Refused

PREFIX = "prepay_id=wx"


class Called(BaseModel):
    """What a page gives to WeixinJSBridge."""

    appId: str
    timeStamp: str
    nonceStr: str
    package: str
    signType: str
    paySign: str


def router(desk: Desk) -> APIRouter:
    routes = APIRouter()

    @routes.post("/phone/pay", response_model=None)
    def phone_pay(called: Called, pay: bool = False) -> Document | JSONResponse:
        """The order, paid where `pay`; 400 with a message where it cannot be."""
        message = signing.lines(called.appId, called.timeStamp, called.nonceStr, called.package)
        own = called.signType == "RSA" and called.appId == desk.settings.pay_appid
        if not own or not signing.verifies(desk.keys.merchant, message, called.paySign):
            return JSONResponse({"message": "支付验证签名失败"}, 400)
        code = called.package.removeprefix(PREFIX)
        order = next((one for one in desk.store.all("orders") if one["code"] == code), None)
        if order is None or order["kind"] != "JSAPI":
            return JSONResponse({"message": "没有这笔订单"}, 400)
        try:
            order = desk.till.pay(order["number"]) if pay else order
        except Refused as no:
            return JSONResponse({"message": no.message}, 400)
        return {name: order[name] for name in ("description", "total", "state", "openid")}

    return routes
