"""The page that opens WeChat Pay for an order that was placed in the conversation (JSAPI).

https://pay.weixin.qq.com/doc/v3/merchant/4012791857
"""

import json
from html import escape
from urllib.parse import urlsplit

from fastapi.responses import HTMLResponse
from sqlalchemy import select

from channels.gateway.middleware import SECURITY_HEADERS
from channels.gateway.models import Event
from channels.gateway.pages import page
from channels.gateway.services import Services
from messages import PaymentCard

BACK = "回到对话"
LAST_CARDS = 300
NONE = ("这里没有要付的款，没有扣钱。", "请回到对话，重新说要缴的费。")


async def payment_of(services: Services, conversation: str, order: str) -> PaymentCard | None:
    """The newest card of an order in the conversation, private values opened."""
    query = (
        select(Event.payload)
        .where(Event.conversation_id == conversation, Event.kind == "card")
        .order_by(Event.id.desc())
        .limit(LAST_CARDS)
    )
    async with services.database.read() as session:
        for payload in await session.scalars(query):
            if payload.get("type") == "payment" and payload.get("order") == order:
                opened = await services.vault.render(conversation, [payload])
                return PaymentCard.model_validate(opened[0])
    return None


def pay_page(card: PaymentCard | None, js_url: str) -> HTMLResponse:
    """What is paid, the button, and the script that calls WeChat."""
    if card is None:
        return page("没有要付的款", NONE, BACK, 404)
    yuan = f"{card.amount_fen // 100}.{card.amount_fen % 100:02d} 元"
    told = [f"缴费：{card.title}", f"收款单位：{card.unit}" if card.unit else "", f"金额：{yuan}"]
    if card.jsapi is None:
        return page("不用付款", [*told, f"目前状态：{card.state_label}"], BACK)
    bridge = f'<script src="{escape(js_url)}"></script>' if js_url else ""
    signed = escape(json.dumps(card.jsapi))
    body = (
        f'<p><button id="pay" data-signed="{signed}">用微信支付</button></p>'
        f'<p id="said" role="status"></p>{bridge}<script src="/wechat/pay.js"></script>'
    )
    answer = page("确认付款", told, BACK, body=body)
    if js_url:
        answer.headers["Content-Security-Policy"] = _with_script_from(js_url)
    return answer


def _with_script_from(js_url: str) -> str:
    """The usual policy, and the one other place that the bridge comes from."""
    parts = urlsplit(js_url)
    origin = f"{parts.scheme}://{parts.netloc}"
    usual = SECURITY_HEADERS["Content-Security-Policy"]
    return f"{usual}; script-src 'self' {origin}; frame-src {origin}"
