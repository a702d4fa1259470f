"""Payments on a fresh database, with a bank in memory and a register of a few notices."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session, sessionmaker

from core.approvals.calendar import Calendar
from core.approvals.rulebook import Rulebook
from core.context import Core
from core.context import now as clock
from core.contract import News, OrderCreate, OrderStep, OrderView
from core.database import make_engine, migrate, write_session
from core.identity.issuer import Claims
from core.identity.models import SessionRow
from core.identity.people import person_signing_in
from core.items.definitions import Definitions
from core.outbox.models import OutboxRow
from core.parts import Parts
from core.payments import routes, service
from core.payments.desk import Desk
from core.payments.models import OrderRow
from core.payments.notices import Notice, NoticesUnavailable
from core.payments.providers.treasury import TreasuryProvider
from core.payments.providers.wechat import WechatProvider
from core.registers.base import Registers
from core.security import Caller
from core.vault.cipher import Cipher
from service import problems
from tests.core.payments.bank import Bank, settings
from tests.core_settings import TOKENS, core_settings
from tests.databases import KINDS, fresh_database

NOW = dt.datetime(2026, 11, 23, 4, tzinfo=dt.UTC)
"""A Monday noon in Shenzhen."""
UNIT = "103001"
OPEN, OTHER, PAID, VOID = "1000000001", "1000000002", "1000000003", "1000000004"
TABLES = (
    "payment_bills",
    "payment_events",
    "payment_tries",
    "payment_notices",
    "payment_orders",
    "outbox",
    "sessions",
    "people",
)


def notice(number: str, **more: Any) -> Notice:
    given: dict[str, Any] = {
        "number": number,
        "unit_code": UNIT,
        "unit_name": "城管局",
        "what": "垃圾处理费",
        "payer": "张小三",
        "amount_fen": 8850,
        "due": "2026-12-31",
        "state": "open",
    }
    return Notice(**given | more)


class Memory:
    """A register of a dictionary, which can be away."""

    def __init__(self) -> None:
        self.notices: dict[str, Notice] = {}
        self.away = False
        self.asked = 0

    def find(self, number: str) -> Notice | None:
        self.asked += 1
        if self.away:
            raise NoticesUnavailable("away")
        return self.notices.get(number)


@dataclass
class House:
    """Core's payments over one database. `now` is the clock of every call, and of the bank."""

    url: str
    folder: Path
    now: dt.datetime = NOW
    register: Memory = field(default_factory=Memory)

    def __post_init__(self) -> None:
        (self.folder / "none").mkdir()
        self.settings = core_settings(self.url, self.folder, public_url="https://hall.example")
        self.paying = settings(self.folder)
        self.parts = Parts(
            settings=self.settings,
            cipher=Cipher.from_settings(self.settings),
            definitions=Definitions(self.folder / "none"),
            rulebook=Rulebook(self.folder / "none"),
            calendar=Calendar(None),
            registers=Registers({}, timeout_s=1.0),
            issuer=cast(Any, None),
            payments=Desk(),
        )
        self.new_bank()
        self.engine = make_engine(self.url)
        self.maker: sessionmaker[Session] = sessionmaker(self.engine, expire_on_commit=False)
        self.http = TestClient(self._app())

    def new_bank(self) -> None:
        """A bank without accounts."""
        self.bank = Bank(self.paying)
        wechat = WechatProvider(self.paying, self.bank, lambda: self.now.timestamp())
        treasury = TreasuryProvider(self.paying, lambda: self.now.timestamp())
        desk = Desk(self.register, {"wechat": wechat, "treasury": treasury})
        object.__setattr__(self.parts, "payments", desk)

    def _app(self) -> FastAPI:
        app = FastAPI()
        problems.install(app)
        app.include_router(routes.router, prefix="/v1")
        app.state.settings, app.state.sessions = self.settings, self.maker
        app.state.parts = self.parts
        app.dependency_overrides[clock] = lambda: self.now
        return app

    def empty(self) -> None:
        """Without rows, with everything as at the beginning."""
        self.now = NOW
        self.register.away, self.register.asked = False, 0
        self.register.notices = {
            OPEN: notice(OPEN),
            OTHER: notice(OTHER, payer="深圳演示物业有限公司", amount_fen=1),
            PAID: notice(PAID, state="paid"),
            VOID: notice(VOID, state="closed"),
        }
        self.new_bank()
        with self.engine.begin() as connection:
            for table in TABLES:
                connection.execute(text(f"DELETE FROM {table}"))

    @contextmanager
    def core(self) -> Iterator[Core]:
        """One call, not yet committed."""
        with write_session(self.maker) as db:
            yield Core(db, self.parts, Caller("gateway", "gateway"), now=self.now)

    def call(self, function: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """One call of a service function, committed."""
        with self.core() as core:
            result = function(core, *given, **named)
            core.db.commit()
            return result

    def sign_in(self, session: str, id_number: str = "440399195001010214") -> str:
        """Sign a session in; the person's opaque id."""
        with self.core() as core:
            person = person_signing_in(core, Claims("人", id_number, None, "real_name"))
            core.db.merge(
                SessionRow(
                    session=session,
                    person=person,
                    assurance="real_name",
                    signed_in_at=core.now,
                    expires_at=core.now + dt.timedelta(days=3650),
                )
            )
            core.db.commit()
            return person

    def place(
        self, session: str = "s1", number: str = OPEN, key: str = "k1", **more: Any
    ) -> OrderView:
        asked = OrderCreate(session=session, number=number, unit_code=UNIT, key=key, **more)
        view: OrderView = self.call(service.place_order, asked)
        return view

    def step(self, order: str, do: Any, session: str = "s1") -> OrderView:
        view: OrderView = self.call(service.step, order, OrderStep(session=session, do=do))
        return view

    def notify(self, headers: Any, body: bytes, provider: str = "wechat") -> int:
        """Deliver a notification; the status it is answered with."""
        with self.maker() as db:
            core = Core(db, self.parts, Caller("gateway", "gateway"), now=self.now)
            answer = service.take_notification(core, provider, headers, body)
            db.commit()
            return answer.status

    def paid(self, order: str) -> int:
        """Pay an order and deliver the notification; the status it is answered with."""
        assert self.bank.pay(order)
        return self.notify(*self.bank.payment_notice(order, self.now.timestamp()))

    def row(self, order: str) -> OrderRow:
        with self.core() as core:
            return core.db.scalars(select(OrderRow).where(OrderRow.order == order)).one()

    def news(self) -> list[News]:
        """All that was published, oldest first."""
        with self.core() as core:
            rows = core.db.scalars(select(OutboxRow).order_by(OutboxRow.id))
            return [News.model_validate_json(one.payload) for one in rows]

    def ask(self, method: str, path: str, scope: Any = "dialogue", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {TOKENS[scope]}"} | more.pop("headers", {})
        return self.http.request(method, f"/v1/payments{path}", headers=headers, **more)


@pytest.fixture(scope="module", params=KINDS)
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("payments")
    with fresh_database(request.param, folder) as url:
        migrate(url)
        built = House(url, folder)
        yield built
        built.engine.dispose()


@pytest.fixture
def house(database: House) -> House:
    database.empty()
    return database
