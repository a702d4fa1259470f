"""The public page for non-tax payments (非税缴款): the citizen is sent there with the notice's
number, and nothing is credited before its write-off (销账) comes back signed, or a query says so.

The real platform's interface is not published. This is a small protocol of OURS, written down in
docs/PAYMENTS.md; a district replaces this one class. Every message, in either direction, is JSON
with two headers: `X-Treasury-Timestamp` (seconds since 1970) and `X-Treasury-Signature`, the
HMAC-SHA256 (RFC 2104, hexadecimal) over timestamp, line feed, raw body.
"""

import datetime as dt
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Literal, TypeVar
from urllib.parse import urlencode

import httpx
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictInt, ValidationError

from core.contract import PayMethod
from core.payments.providers.base import (
    Answer,
    BillLine,
    Forged,
    Notification,
    Payment,
    PaymentState,
    Placed,
    Placing,
    Provider,
    ProviderRefused,
    ProviderUnavailable,
    Refund,
)
from core.payments.settings import PaymentSettings

WINDOW_S = 300
TIMEOUT_S = 2.0
STATES: dict[str, PaymentState] = {
    "written_off": "paid",
    "waiting": "waiting",
    "closed": "closed",
    "unknown": "unknown",
}


Told = TypeVar("Told", bound=BaseModel)


class _Order(BaseModel):
    model_config = ConfigDict(extra="ignore")

    order: str
    state: Literal["written_off", "waiting", "closed", "unknown"]
    client: str
    amount_fen: StrictInt = 0
    currency: str = ""
    transaction: str | None = Field(default=None, max_length=64)
    at: AwareDatetime | None = None

    def payment(self) -> Payment:
        return Payment(
            order=self.order,
            state=STATES[self.state],
            account=self.client,
            amount_fen=self.amount_fen,
            currency=self.currency,
            transaction=self.transaction,
            paid_at=self.at,
        )


class _Event(_Order):
    id: str = Field(min_length=1, max_length=64)


class _Bill(BaseModel):
    orders: list[_Order]


class TreasuryProvider(Provider):
    """Orders paid on the treasury's page."""

    name: ClassVar[str] = "treasury"
    methods: ClassVar[frozenset[PayMethod]] = frozenset({"redirect"})
    lives: ClassVar[dt.timedelta] = dt.timedelta(hours=2)

    def __init__(
        self,
        settings: PaymentSettings,
        clock: Callable[[], float] = time.time,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._url = settings.treasury_url.rstrip("/")
        self._client = settings.treasury_client
        self._key = settings.treasury_key.get_secret_value().encode()
        self._clock = clock
        self._http = httpx.Client(timeout=TIMEOUT_S, transport=transport, trust_env=False)

    @property
    def account(self) -> str:
        return self._client

    def place(self, asked: Placing) -> Placed:
        """The page's address; the treasury hears of the order when the citizen gets there. Its
        query is signed as a body would be."""
        query = urlencode(
            {
                "client": self._client,
                "order": asked.order,
                "notice": asked.number,
                "amount_fen": asked.amount_fen,
                "what": asked.description,
                "expires": int(asked.expires_at.timestamp()),
                "back": asked.back,
            }
        )
        signature = self._signature("0", query.encode())
        return Placed(redirect_url=f"{self._url}/pay?{query}&signature={signature}")

    def query(self, order: str) -> Payment:
        return self._order("query", order).payment()

    def close(self, order: str) -> None:
        if self._order("close", order).state != "closed":
            raise ProviderRefused("NOT_CLOSED")

    def refund(self, order: str, refund: str, amount_fen: int, reason: str) -> Refund:
        """Money that was written off is given back by the collecting unit (执收单位), not here."""
        raise ProviderRefused("BY_THE_COLLECTING_UNIT")

    def query_refund(self, order: str, refund: str) -> Refund:
        return Refund(refund, order, "unknown")

    def read_notification(self, headers: Mapping[str, str], body: bytes) -> Notification | None:
        self._prove(headers, body)
        try:
            told = _Event.model_validate_json(body)
        except ValidationError:
            raise ProviderUnavailable("notification of another shape") from None
        return Notification(told.id, told.payment())

    def answer(self, taken: bool) -> Answer:
        body = json.dumps({"taken": taken}).encode()
        return Answer(200 if taken else 503, body, {"Content-Type": "application/json"})

    def daily_bill(self, day: dt.date) -> list[BillLine]:
        bill = _read(_Bill, self._post("bill", {"day": day.isoformat()}))
        return [BillLine(one.payment()) for one in bill.orders]

    def _order(self, what: str, order: str) -> _Order:
        found = _read(_Order, self._post(what, {"order": order}))
        if found.order != order:
            raise ProviderUnavailable(f"{what}: another order")
        return found

    def _post(self, what: str, told: dict[str, Any]) -> bytes:
        """A signed question and its answer, whose signature holds."""
        body = json.dumps({"client": self._client, **told}).encode()
        stamp = str(int(self._clock()))
        headers = {
            "Content-Type": "application/json",
            "X-Treasury-Timestamp": stamp,
            "X-Treasury-Signature": self._signature(stamp, body),
        }
        try:
            answer = self._http.post(f"{self._url}/api/{what}", content=body, headers=headers)
            if answer.status_code == 200:
                self._prove(answer.headers, answer.content)
                return answer.content
        except (httpx.HTTPError, Forged) as error:
            raise ProviderUnavailable(f"{what}: {type(error).__name__}") from None
        raise ProviderUnavailable(f"{what}: {answer.status_code}")

    def _prove(self, headers: Mapping[str, str], body: bytes) -> None:
        known = {name.lower(): value for name, value in headers.items()}
        stamp = known.get("x-treasury-timestamp", "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
            raise Forged("no timestamp")
        if abs(self._clock() - int(stamp)) > WINDOW_S:
            raise Forged("too old, or from the future")
        given = known.get("x-treasury-signature", "")
        if not hmac.compare_digest(given.encode(), self._signature(stamp, body).encode()):
            raise Forged("wrong signature")

    def _signature(self, stamp: str, body: bytes) -> str:
        return hmac.new(self._key, stamp.encode() + b"\n" + body, hashlib.sha256).hexdigest()


def _read(kind: type[Told], content: bytes) -> Told:
    try:
        return kind.model_validate_json(content)
    except ValidationError:
        raise ProviderUnavailable("answer of another shape") from None
