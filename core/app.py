"""The core service as an ASGI application."""

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI, Request, Response
from sqlalchemy import select
from sqlalchemy.exc import DataError, SQLAlchemyError
from sqlalchemy.orm import sessionmaker

from core.appointments.routes import router as appointments
from core.approvals.routes import router as items
from core.audit.routes import router as audit
from core.cases.clerk import router as clerk
from core.cases.routes import router as cases
from core.contract import Health
from core.database import SessionDep, make_engine
from core.drafts.routes import router as drafts
from core.identity.routes import router as identity
from core.my_data.routes import router as my_data
from core.outbox.delivery import Deliverer
from core.outbox.routes import router as outbox
from core.parking.routes import router as parking
from core.parts import build_parts
from core.payments.routes import router as payments
from core.public_documents.routes import router as public_documents
from core.pushes.routes import router as pushes
from core.settings import CoreSettings
from core.timers import Timers
from core.vault.routes import router as vault
from core.wishes.models import WishRow
from core.wishes.routes import router as wishes
from core.work_orders.clerk import router as work_orders_clerk
from core.work_orders.routes import router as work_orders
from service import problems

log = logging.getLogger("luoxiaozheng.core")

health = APIRouter(tags=["health"])


@health.get("/health", responses={503: {"model": Health}})
def read_health(session: SessionDep, response: Response) -> Health:
    """Whether core and its migrated database can be used. Needs no token."""
    now = dt.datetime.now(dt.UTC)
    try:
        session.execute(select(WishRow.id).limit(1))
    except SQLAlchemyError:
        response.status_code = 503
        return Health(status="degraded", database="down", time=now)
    return Health(status="ok", database="ok", time=now)


async def _on_data(_request: Request, error: DataError) -> Response:
    """What a column cannot hold: a NUL in PostgreSQL's texts, a number beyond its range."""
    log.warning("no such data", extra={"error": type(error.orig).__name__})
    return problems.problem_response(422, "请求里有不能使用的字符或数字。")


def create_app(settings: CoreSettings | None = None) -> FastAPI:
    """Build the service. Run the migrations first: `core.database.migrate(settings.url)`."""
    settings = settings or CoreSettings()
    engine = make_engine(settings.url)
    sessions = sessionmaker(engine, expire_on_commit=False)
    parts = build_parts(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        token = settings.outbox_token.get_secret_value()
        deliverer = Deliverer(sessions, settings.outbox_url, token)
        timers = Timers(sessions, parts)
        deliverer.start()
        timers.start()
        yield
        await asyncio.to_thread(timers.stop)
        await asyncio.to_thread(deliverer.stop)
        engine.dispose()

    app = FastAPI(
        title="罗小政 core",
        version="1",
        description="The service modules of the district. Errors are problem JSON (RFC 9457).",
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.sessions = sessions
    app.state.parts = parts
    problems.install(app)
    app.exception_handler(DataError)(_on_data)
    app.include_router(health)
    for router in (
        wishes,
        identity,
        vault,
        items,
        drafts,
        cases,
        audit,
        my_data,
        outbox,
        appointments,
        parking,
        work_orders,
        payments,
        pushes,
        public_documents,
    ):
        app.include_router(router, prefix="/v1")
    app.include_router(work_orders_clerk)  # before the one that takes any /clerk/{number}
    app.include_router(clerk)
    return app
