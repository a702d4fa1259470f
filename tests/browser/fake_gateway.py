"""A scripted gateway for what a real one cannot be asked to do on cue: fail, wait, be late.

It serves the built page under the gateway's content policy and speaks the gateway's
contract (`/api/chat`, the event stream, `/api/feedback`, uploads, sign-in, results). What it
answers is up to the test.
"""

import asyncio
import json
import re
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from sse_starlette import EventSourceResponse

from messages import AnyCard, TextCard

HEADERS = {
    "Content-Security-Policy": "default-src 'self'",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FILE_TOKEN = re.compile(r"\[FILE_\d+\]")
Event = dict[str, Any]


class FakeGateway:
    """One conversation at a time, kept in memory. Set the attributes, then use the page."""

    def __init__(self) -> None:
        self.cards: list[AnyCard] = [TextCard(text="好的。")]
        self.script: list[list[AnyCard]] = []  # answers to come before `cards`
        self.delay_s = 0.0
        self.failures = 0  # so many coming posts are dropped with a 503
        self.received: list[dict[str, Any]] = []
        self.guides: list[dict[str, Any]] = []  # what /api/guides lists
        self.votes: list[dict[str, Any]] = []
        self.conversations: dict[str, list[Event]] = {}
        self.uploads: list[tuple[str, bytes]] = []  # name and content of each file that was kept
        self.refusals: list[int] = []  # statuses for coming uploads
        self.upload_delay_s = 0.0
        self.after_sign_in: list[AnyCard] = []  # what the conversation is shown then
        self.sign_ins: list[dict[str, str]] = []

    def push(self, card: AnyCard) -> None:
        """Appends a late card to the newest conversation."""
        events = list(self.conversations.values())[-1]
        self._append(events, "card", card.model_dump(mode="json"))

    def forget(self) -> None:
        """Loses all conversations, as after their keeping time."""
        self.conversations.clear()

    def answer(self, body: dict[str, Any]) -> dict[str, Any]:
        """Stores a message with its answer; the same client_message_id twice is one."""
        conversation = body.get("conversation_id") or f"c{len(self.received)}"
        events = self.conversations.setdefault(conversation, [])
        client_id = body["client_message_id"]
        if not any(event.get("for") == client_id for event in events):
            self._append(events, "user", {"text": self._words(events, body)}, client_id)
            for card in self.script.pop(0) if self.script else self.cards:
                self._append(events, "card", card.model_dump(mode="json"), client_id)
        mine = [e for e in events if e.get("for") == client_id and e["event"] == "card"]
        return {
            "conversation_id": conversation,
            "outcome": "answered",
            "cards": [event["data"] for event in mine],
            "event_ids": [event["id"] for event in mine],
        }

    @staticmethod
    def _words(events: list[Event], body: dict[str, Any]) -> str:
        """What a message is shown as: never a token, and the label of what was chosen."""
        if text := body.get("text"):
            return FILE_TOKEN.sub("〔已上传的文件〕", text)
        for event in events:
            card = event["data"]
            rows = [row.get("edit") or row.get("option") for row in card.get("rows", [])]
            for option in card.get("options", []) + [one for one in rows if one]:
                if option["choice"] == body["choice"]:
                    return str(option["label"])
        return str(body["choice"])

    @staticmethod
    def _append(
        events: list[Event], kind: str, data: dict[str, Any], client_id: str | None = None
    ) -> None:
        events.append({"event": kind, "id": len(events) + 1, "data": data, "for": client_id})

    async def stream(self, conversation: str, after: int) -> AsyncIterator[dict[str, str]]:
        """Events of a conversation from number `after` on, then those that come."""
        while conversation in self.conversations:
            events = self.conversations[conversation]
            for event in events[after:]:
                data = json.dumps(event["data"], ensure_ascii=False)
                yield {"event": event["event"], "id": str(event["id"]), "data": data}
                after = event["id"]  # not the length: one may have come meanwhile
            await asyncio.sleep(0.02)


def create_app(fake: FakeGateway, dist: Path) -> FastAPI:
    """The routes of the contract around one `FakeGateway`, and the page at `/`."""
    app = FastAPI()

    @app.middleware("http")
    async def add_policy(request: Request, call_next: Any) -> Response:
        response: Response = await call_next(request)
        response.headers.update(HEADERS)
        return response

    @app.post("/api/chat")
    async def chat(request: Request) -> JSONResponse:
        body = await request.json()
        fake.received.append(body)
        await asyncio.sleep(fake.delay_s)
        if fake.failures > 0:
            fake.failures -= 1
            return JSONResponse({"title": "unavailable"}, status_code=503)
        conversation = body.get("conversation_id")
        if conversation is not None and conversation not in fake.conversations:
            return JSONResponse({"title": "not found"}, status_code=404)
        return JSONResponse(fake.answer(body))

    @app.get("/api/conversations/{conversation}/events")
    async def events(conversation: str, request: Request) -> Response:
        if conversation not in fake.conversations:
            return JSONResponse({"title": "not found"}, status_code=404)
        after = int(request.headers.get("last-event-id", "0"))
        return EventSourceResponse(fake.stream(conversation, after))

    @app.get("/api/guides")
    async def guides() -> JSONResponse:
        return JSONResponse(fake.guides)

    @app.post("/api/feedback")
    async def feedback(request: Request) -> Response:
        fake.votes.append(await request.json())
        return Response(status_code=204)

    @app.post("/api/conversations/{conversation}/uploads")
    async def upload(conversation: str, file: UploadFile) -> JSONResponse:
        await asyncio.sleep(fake.upload_delay_s)
        if fake.refusals:
            return JSONResponse({"title": "refused"}, status_code=fake.refusals.pop(0))
        content = await file.read()
        fake.uploads.append((file.filename or "", content))
        token = f"[FILE_{len(fake.uploads)}]"
        return JSONResponse({"token": token, "kind": file.content_type, "size": len(content)})

    @app.get("/api/sign-in")
    async def sign_in(request: Request) -> Response:
        fake.sign_ins.append(dict(request.query_params))
        return RedirectResponse(f"http://localhost:{request.url.port}/issuer", status_code=302)

    @app.get("/issuer")
    async def issuer(request: Request) -> HTMLResponse:
        for card in fake.after_sign_in:
            fake.push(card)
        return HTMLResponse(f'<a href="http://127.0.0.1:{request.url.port}/">回到对话</a>')

    @app.get("/api/cases/{number}/result")
    async def result(number: str, conversation_id: str) -> Response:
        words = f"{number} {conversation_id}"
        return Response(words.encode(), media_type="application/pdf")

    @app.get("/api/payments/{order}/receipt")
    async def receipt(order: str, conversation_id: str) -> Response:
        words = f"{order} {conversation_id}"
        return Response(words.encode(), media_type="application/pdf")

    app.mount("/", StaticFiles(directory=dist, html=True))
    return app


class Server:
    """A uvicorn server in a thread, on a free port of the loopback."""

    def __init__(self, app: FastAPI) -> None:
        config = uvicorn.Config(
            app, host="127.0.0.1", port=0, log_level="warning", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def start(self) -> str:
        """Starts and returns the address."""
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.01)
            if not self._thread.is_alive():
                raise RuntimeError("the fake gateway did not start")
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def stop(self) -> None:
        """Stops; open event streams have to end first."""
        self._server.should_exit = True
        self._thread.join(5)
