"""What every payment provider can do, and the words in which it says what it knows.

No call takes more than two seconds, and none is made while a database transaction is open.
"""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from core.contract import PayMethod

CURRENCY = "CNY"
"""Orders are in yuan, counted in fen (分), always as integers."""

PaymentState = Literal["paid", "waiting", "closed", "unknown"]
"""`unknown`: the provider has no such order. `waiting`: it may still be paid."""
RefundState = Literal["done", "waiting", "failed", "unknown"]


class ProviderUnavailable(Exception):
    """No answer, or one that cannot be trusted: what was asked may have happened or not."""


class ProviderRefused(Exception):
    """The provider answered no, for good. `args[0]` is its code; it holds no private data."""


class Forged(Exception):
    """A notification that the provider did not sign, or signed long ago. Says what is wrong."""


@dataclass(frozen=True)
class Placing:
    """An order to be placed. `description` is what the citizen reads in the provider's app;
    `back` is where a page of the provider may send the browser afterwards."""

    order: str
    number: str
    description: str
    amount_fen: int
    method: PayMethod
    expires_at: dt.datetime
    openid: str | None = None
    back: str = ""


@dataclass(frozen=True)
class Placed:
    """How the citizen pays; one of the three is set."""

    code_url: str | None = None
    prepay_id: str | None = None
    redirect_url: str | None = None


@dataclass(frozen=True)
class Payment:
    """What a provider says of an order. `account` is who was paid, as in `Provider.account`."""

    order: str
    state: PaymentState
    account: str = ""
    amount_fen: int = 0
    currency: str = ""
    transaction: str | None = None
    paid_at: dt.datetime | None = None


@dataclass(frozen=True)
class Refund:
    """What a provider says of a refund. Amount in fen."""

    refund: str
    order: str
    state: RefundState
    amount_fen: int = 0
    at: dt.datetime | None = None


@dataclass(frozen=True)
class Notification:
    """A verified notification. `event` is its own number, the same when it is sent again."""

    event: str
    about: Payment | Refund


@dataclass(frozen=True)
class BillLine:
    """One line of a daily bill: a payment, or a refund where `refund` is set."""

    payment: Payment
    refund: str | None = None
    refund_fen: int = 0


@dataclass(frozen=True)
class Answer:
    """What the provider wants to hear after a notification."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Provider(ABC):
    """One object an installation, used by several threads. Only `read_notification` and
    `page_parameters` work without the network."""

    name: ClassVar[str]
    methods: ClassVar[frozenset[PayMethod]]
    lives: ClassVar[dt.timedelta]
    """How long an order may be paid."""

    @property
    @abstractmethod
    def account(self) -> str:
        """Who is to be paid: what `Payment.account` must say."""

    @abstractmethod
    def place(self, asked: Placing) -> Placed:
        """Place an order; the same one again gives the same. Raises ProviderRefused,
        ProviderUnavailable."""

    @abstractmethod
    def query(self, order: str) -> Payment:
        """How an order stands. Raises ProviderUnavailable."""

    @abstractmethod
    def close(self, order: str) -> None:
        """Let nobody pay an order any more. Raises ProviderRefused where it was paid or is not
        there, ProviderUnavailable."""

    @abstractmethod
    def refund(self, order: str, refund: str, amount_fen: int, reason: str) -> Refund:
        """Give all of the money of an order back; the same `refund` again is the same refund.
        Raises ProviderRefused, ProviderUnavailable."""

    @abstractmethod
    def query_refund(self, order: str, refund: str) -> Refund:
        """How a refund stands. Raises ProviderUnavailable."""

    @abstractmethod
    def read_notification(self, headers: Mapping[str, str], body: bytes) -> Notification | None:
        """What a notification says, its signature proven on `body` as it came before anything of
        it is parsed. None for a kind that does not matter here. Raises Forged."""

    @abstractmethod
    def answer(self, taken: bool) -> Answer:
        """The answer to a notification; `taken` = do not send it again."""

    @abstractmethod
    def daily_bill(self, day: dt.date) -> list[BillLine]:
        """All payments and refunds of a day in Shenzhen. Raises ProviderUnavailable."""

    def page_parameters(self, prepay_id: str) -> dict[str, str] | None:
        """What a page inside the provider's app needs to open the payment; None where there is
        no such thing."""
        return None
