"""The gateway's wire to core's identity module: signing a conversation in and out, the account that
it is held through, and binding that to a person."""

from typing import TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from core.contract import (
    IDENTITY_PATH,
    AccountHeld,
    AccountProvider,
    Assurance,
    BindingCreate,
    BindingView,
    SessionView,
    SignInComplete,
    SignInStart,
    SignInStarted,
)

Body = TypeVar("Body", bound=BaseModel)

TIMEOUT_S = 10.0
"""Core asks the issuer up to four times, two seconds each."""


class SignInFailed(Exception):
    """Core did not do it. `says` is its sentence for the citizen, if it had one."""

    def __init__(self, status: int, says: str | None = None) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.says = says


class SignInClient:
    """Keeps its connections open; close it at the end. Every call raises SignInFailed."""

    def __init__(
        self, base_url: str, token: str, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._http = httpx.AsyncClient(
            base_url=base_url,
            transport=transport,
            timeout=TIMEOUT_S,
            trust_env=False,
            headers={"Authorization": f"Bearer {token}"},
        )

    async def start(self, session: str, redirect_uri: str, wanted: Assurance) -> SignInStarted:
        """Begin a sign-in; where to send the browser."""
        body = SignInStart(session=session, redirect_uri=redirect_uri, wanted=wanted)
        return await self._read("POST", "/sign-ins", SignInStarted, body)

    async def complete(self, state: str, code: str) -> SessionView:
        """Complete a sign-in with what the issuer sent back."""
        body = SignInComplete(state=state, code=code)
        return await self._read("POST", "/sign-ins/complete", SessionView, body)

    async def session(self, session: str) -> SessionView:
        """Who a session belongs to."""
        return await self._read("GET", f"/sessions/{session}", SessionView)

    async def sign_out(self, session: str) -> None:
        """End the sign-in of a session."""
        await self._ask("DELETE", f"/sessions/{session}")

    async def account(self, session: str, provider: AccountProvider, subject: str) -> None:
        """Say which account a session is held through; status 409 where it is another's."""
        held = AccountHeld(provider=provider, subject=subject)
        await self._ask("PUT", f"/sessions/{session}/account", held)

    async def renew(self, session: str) -> SessionView:
        """Sign a session in as who its account is bound to, unless somebody is signed in; who the
        session belongs to then."""
        return await self._read("POST", f"/sessions/{session}/renew", SessionView)

    async def bind(self, session: str, words: str) -> BindingView:
        """Bind the account of a session to who is signed in on it, who agreed to these words;
        status 403 where nobody is by name, 409 where it has no account."""
        body = BindingCreate(session=session, words=words)
        return await self._read("POST", "/bindings", BindingView, body)

    async def unbind(self, session: str) -> None:
        """End the binding of a session's account, and its sign-in."""
        await self._ask("DELETE", f"/bindings/{session}")

    async def binding(self, session: str) -> BindingView:
        """Whether the account of a session is bound."""
        return await self._read("GET", f"/bindings/{session}", BindingView)

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def _read(
        self, method: str, path: str, model: type[Body], body: BaseModel | None = None
    ) -> Body:
        answer = await self._ask(method, path, body)
        try:
            return model.model_validate_json(answer.content)
        except ValidationError:
            raise SignInFailed(502) from None

    async def _ask(self, method: str, path: str, body: BaseModel | None = None) -> httpx.Response:
        sent = None if body is None else body.model_dump()
        try:
            answer = await self._http.request(method, IDENTITY_PATH + path, json=sent)
        except httpx.HTTPError:
            raise SignInFailed(503) from None
        if not answer.is_success:
            raise SignInFailed(answer.status_code, _sentence(answer))
        return answer


def _sentence(answer: httpx.Response) -> str | None:
    """The detail of a problem that is about the sign-in, not about the call."""
    if answer.status_code not in (403, 409, 503):
        return None
    try:
        detail = answer.json().get("detail")
    except (ValueError, AttributeError):
        return None
    return detail if isinstance(detail, str) else None
