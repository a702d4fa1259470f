"""Core as the door needs it: the vault, accounts, sign-ins and bindings, in memory."""

import json

import httpx

from core.contract import IDENTITY_PATH
from tests.channels.gateway.conftest import FakeCore

FILES = "/v1/vault/files"


class Core(FakeCore):
    """Here from the start. `accounts` is the openid by session, `signed_in` are sessions and
    `bound` openids; `files` what was kept, `refuses` the words that a file is refused with."""

    def __init__(self) -> None:
        super().__init__()
        self.away = False
        self.accounts: dict[str, str] = {}
        self.signed_in: set[str] = set()
        self.bound: set[str] = set()
        self.files: list[bytes] = []
        self.refuses = ""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if self.away:
            raise httpx.ConnectError("refused", request=request)
        if path.startswith(IDENTITY_PATH):
            return self._identity(request, path.removeprefix(f"{IDENTITY_PATH}/").split("/"))
        if path == FILES:
            self.files.append(await request.aread())
            if self.refuses:
                return httpx.Response(415, json={"detail": self.refuses})
        return await super().handle_async_request(request)

    def _identity(self, request: httpx.Request, path: list[str]) -> httpx.Response:
        body = json.loads(request.content) if request.content else {}
        session = path[1] if len(path) > 1 else body["session"]
        openid = self.accounts.get(session, "")
        match request.method, path[0], path[2:]:
            case "PUT", "sessions", ["account"]:
                self.accounts[session] = body["subject"]
                return httpx.Response(204)
            case "POST", "bindings", _:
                self.bound.add(openid)
            case "DELETE", "bindings", _:
                self.bound.discard(openid)
                self.signed_in.discard(session)
                return httpx.Response(204)
            case "POST", "sessions", ["renew"] if openid in self.bound:
                self.signed_in.add(session)
        if path[0] == "bindings":
            return httpx.Response(200, json={"bound": openid in self.bound})
        told = {"session": session, "signed_in": session in self.signed_in}
        return httpx.Response(200, json=told)
