"""A small page for non-tax payments (非税缴款), by the protocol of docs/PAYMENTS.md."""

import hmac
import json
import uuid
from collections.abc import Callable
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from sandbox.wechat_pay import page
from sandbox.wechat_pay.api import WINDOW_S, Desk
from sandbox.wechat_pay.letters import Letters, moment, treasury_proof
from sandbox.wechat_pay.store import Document

WRONG = "这个链接不对，或者已经过了时间。请回到对话里重新缴费。"


def router(desk: Desk, letters: Letters) -> APIRouter:
    """The page and the three questions."""
    routes = APIRouter(prefix="/treasury")

    @routes.get("/pay")
    def ask(request: Request) -> HTMLResponse:
        order = _arrived(desk, request)
        if order is None or order["state"] != "waiting":
            return _html(page.told("不能缴款", _why(order)), 400)
        return _html(
            page.ask("非税缴款", f"通知书 {order['notice']} {order['what']}", order["fen"])
        )

    @routes.post("/pay")
    def pay(request: Request) -> HTMLResponse:
        with desk.store.lock:
            order = _arrived(desk, request)
            if order is None or order["state"] != "waiting":
                return _html(page.told("不能缴款", _why(order)), 400)
            written_off = {"state": "written_off", "transaction": uuid.uuid4().hex}
            order = {**order, **written_off, "at": moment(desk.clock())}
            desk.store.put("treasury", order["order"], order)
        letters.treasury(_told(desk, order))
        return _html(page.told("缴款成功", "已经销账，结果会告诉您。", order["back"]))

    @routes.post("/api/{what}")
    async def answer(what: str, request: Request) -> Response:
        raw = await request.body()
        key = desk.settings.treasury_key.get_secret_value()
        stamp = request.headers.get("x-treasury-timestamp", "")
        proven = stamp.isdigit() and abs(desk.now - int(stamp)) <= WINDOW_S
        expected = treasury_proof(key, raw, int(stamp or 0) if stamp.isdigit() else 0)
        given = request.headers.get("x-treasury-signature", "")
        right = hmac.compare_digest(given.encode(), expected["X-Treasury-Signature"].encode())
        if not proven or not right:
            return Response(status_code=401)
        questions: dict[str, Callable[[Desk, Document], Document]] = {
            "query": _query,
            "close": _close,
            "bill": _bill,
        }
        if what not in questions:
            return Response(status_code=404)
        body = json.dumps(questions[what](desk, json.loads(raw))).encode()
        return Response(body, headers=treasury_proof(key, body, desk.now))

    return routes


def _arrived(desk: Desk, request: Request) -> Document | None:
    """The order of a signed link, noted when the citizen first gets here; None for another."""
    query, _, signature = request.url.query.rpartition("&signature=")
    key = desk.settings.treasury_key.get_secret_value()
    expected = treasury_proof(key, query.encode(), 0)["X-Treasury-Signature"]
    given = dict(parse_qsl(query))
    if not hmac.compare_digest(signature.encode(), expected.encode()):
        return None
    known = desk.store.get("treasury", given["order"])
    if known is None and int(given["expires"]) > desk.now:
        known = {
            "order": given["order"],
            "notice": given["notice"],
            "what": given["what"],
            "fen": int(given["amount_fen"]),
            "back": given.get("back", ""),
            "state": "waiting",
        }
        desk.store.put("treasury", given["order"], known)
    return known


def _why(order: Document | None) -> str:
    return WRONG if order is None or order["state"] == "closed" else "这张通知书已经缴过了。"


def _told(desk: Desk, order: Document) -> Document:
    about = {
        "order": order["order"],
        "state": order["state"],
        "client": desk.settings.treasury_client,
    }
    if order["state"] == "written_off":
        money = {"amount_fen": order["fen"], "currency": "CNY"}
        about |= money | {"transaction": order["transaction"], "at": order["at"]}
    return about


def _query(desk: Desk, asked: Document) -> Document:
    known = desk.store.get("treasury", asked["order"])
    return _told(desk, known or {"order": asked["order"], "state": "unknown"})


def _close(desk: Desk, asked: Document) -> Document:
    """Also one that nobody came for yet: then nobody can pay it later."""
    with desk.store.lock:
        known = desk.store.get("treasury", asked["order"]) or {"order": asked["order"]}
        if known.get("state") != "written_off":
            known = {**known, "state": "closed"}
            desk.store.put("treasury", asked["order"], known)
    return _told(desk, known)


def _bill(desk: Desk, asked: Document) -> Document:
    orders = desk.store.all("treasury")
    of_day = [one for one in orders if one.get("at", "").startswith(asked["day"])]
    return {"orders": [_told(desk, one) for one in of_day]}


def _html(text: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(text, status, headers=page.HEADERS)
