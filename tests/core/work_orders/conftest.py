"""Work orders on a fresh database, with the real tree, rules and examples, and people signed in."""

import datetime as dt
import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import select, text
from sqlalchemy.orm import Session, sessionmaker

from core.approvals.calendar import Calendar
from core.context import Core
from core.context import now as clock
from core.contract import News, WorkOrderClerkStep, WorkOrderCreate, WorkOrderView
from core.database import Base, make_engine, migrate, write_session
from core.identity.issuer import Claims
from core.identity.models import SessionRow
from core.identity.people import person_signing_in
from core.outbox.models import OutboxRow
from core.parts import Parts
from core.security import Caller
from core.settings import CoreSettings
from core.vault import files
from core.vault import service as vault
from core.vault.cipher import Cipher
from core.work_orders import clerk, desk, routes, service
from core.work_orders.models import WorkOrderRow
from service import problems
from tests.databases import KINDS, fresh_database

TOKENS = {"dialogue": "dialogue-token", "gateway": "gateway-token", "clerk": "clerk-token"}
NOW = dt.datetime(2026, 11, 23, 4, tzinfo=dt.UTC)
"""A Monday noon in Shenzhen."""
NOISE = "楼下的工地半夜还在打桩，全家睡不着"
MOBILE = "15400000101"
ANNA = "440399195001010214"
"""Made up: 440399 is nobody's region."""
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\x06\0\0\0\x1f\x15\xc4\x89" + b"\0" * 40
TABLES = (
    "work_order_tries",
    "work_order_events",
    "work_orders",
    "outbox",
    "vault_files",
    "vault_tokens",
    "sessions",
    "consents",
    "people",
)


@dataclass
class Desk:
    """Core's work orders over one database. `now` is the clock of every call."""

    url: str
    folder: Path
    now: dt.datetime = NOW

    def __post_init__(self) -> None:
        self.settings = CoreSettings(
            env="test",
            var_dir=self.folder,
            database_url=self.url,
            token=SecretStr(TOKENS["dialogue"]),
            gateway_token=SecretStr(TOKENS["gateway"]),
            clerk_token=SecretStr(TOKENS["clerk"]),
            vault_keys=SecretStr("t:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="),
            outbox_token=SecretStr("outbox-token"),
            oidc_client_secret=SecretStr("a-client-secret"),
        )
        nothing = cast(Any, None)
        names = Parts.__dataclass_fields__
        given = {
            "settings": self.settings,
            "cipher": Cipher.from_settings(self.settings),
            "calendar": Calendar(None),
        }
        self.parts = Parts(**cast(Any, dict.fromkeys(names, nothing) | given))
        self.engine = make_engine(self.url)
        self.maker: sessionmaker[Session] = sessionmaker(self.engine, expire_on_commit=False)
        self.http = TestClient(self._app())

    def _app(self) -> FastAPI:
        app = FastAPI()
        problems.install(app)
        app.include_router(routes.router, prefix="/v1")
        app.include_router(clerk.router)
        app.state.settings, app.state.sessions = self.settings, self.maker
        app.state.parts = self.parts
        app.dependency_overrides[clock] = lambda: self.now
        return app

    def empty(self) -> None:
        """Without rows, with the clock as at the beginning."""
        self.now = NOW
        with self.engine.begin() as connection:
            for table in TABLES:
                connection.execute(text(f"DELETE FROM {table}"))

    @contextmanager
    def core(self) -> Iterator[Core]:
        """One call, not yet committed."""
        with write_session(self.maker) as db:
            yield Core(db, self.parts, Caller("dialogue", "dialogue"), now=self.now)

    def call(self, function: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """One call of a service function, committed."""
        with self.core() as core:
            result = function(core, *given, **named)
            core.db.commit()
            return result

    def sign_in(self, session: str) -> str:
        """Sign Anna in; her opaque id."""
        with self.core() as core:
            person = person_signing_in(core, Claims("安娜", ANNA, MOBILE, "real_name"))
            row = SessionRow(
                session=session,
                person=person,
                assurance="real_name",
                signed_in_at=core.now,
                expires_at=core.now + dt.timedelta(days=3650),
            )
            core.db.merge(row)
            core.db.commit()
            return person

    def file(self, session: str = "s1", **more: Any) -> WorkOrderView:
        """File a complaint about a building site."""
        given = {"kind": "complaint", "what": NOISE, "where": "莲塘聚宝路工地", "key": "k1"}
        asked = WorkOrderCreate.model_validate(given | more | {"session": session})
        return cast(WorkOrderView, self.call(service.file, asked))

    def token(self, session: str, kind: str, value: str) -> str:
        return cast(str, self.call(vault.tokenise, session, kind, value))

    def photo(self, session: str) -> str:
        kept = self.call(files.keep_file, session, "p.png", PNG)
        return cast(str, kept.token)

    def clerk(self, number: str, do: str, **more: Any) -> WorkOrderView:
        """A step of a clerk who has just looked at the order."""
        version = self.row(number).version
        asked = WorkOrderClerkStep.model_validate({"do": do, "version": version} | more)
        return cast(WorkOrderView, self.call(desk.review, number, asked))

    def answered(self, number: str) -> WorkOrderView:
        """Dispatched, accepted and answered."""
        self.clerk(number, "dispatch", unit="ecology")
        self.clerk(number, "accept")
        return self.clerk(number, "answer", note="已经要求工地夜间停工。")

    def row(self, number: str) -> WorkOrderRow:
        with self.core() as core:
            return core.db.scalars(select(WorkOrderRow).where(WorkOrderRow.number == number)).one()

    def news(self) -> list[News]:
        """All that was published, oldest first."""
        with self.core() as core:
            rows = core.db.scalars(select(OutboxRow).order_by(OutboxRow.id))
            return [News.model_validate_json(one.payload) for one in rows]

    def ask(self, method: str, path: str, scope: str = "dialogue", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {TOKENS[scope]}"}
        return self.http.request(method, f"/v1/work-orders{path}", headers=headers, **more)

    def stored(self, *but: str) -> str:
        """Every value of every table, as text."""
        said = []
        with self.engine.connect() as connection:
            for table in Base.metadata.sorted_tables:
                if table.name not in but:
                    said += [str(tuple(row)) for row in connection.execute(select(table))]
        return "\n".join(said)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The routing is trained once for all tests."""
    return tmp_path_factory.mktemp("work_orders")


@pytest.fixture(scope="module", params=KINDS)
def database(
    request: pytest.FixtureRequest, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    with fresh_database(request.param, tmp_path_factory.mktemp("database")) as url:
        migrate(url)
        built = Desk(url, folder)
        yield built
        built.engine.dispose()


@pytest.fixture
def house(database: Desk) -> Desk:
    database.empty()
    return database


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """All that is logged meanwhile, with what was given beside the words."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Everything())
    logging.getLogger().addHandler(handler)
    before = logging.getLogger().level
    logging.getLogger().setLevel(logging.DEBUG)
    yield stream
    logging.getLogger().setLevel(before)
    logging.getLogger().removeHandler(handler)


class _Everything(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return f"{record.getMessage()} {record.__dict__}"
