"""The core service as an ASGI application."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI, Response
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import sessionmaker

from core.contract import Health
from core.database import SessionDep, make_engine
from core.security import require_service
from core.settings import CoreSettings
from core.wishes.models import WishRow
from core.wishes.routes import router as wishes
from service import problems

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


def create_app(settings: CoreSettings | None = None) -> FastAPI:
    """Build the service. Run the migrations first: `core.database.migrate(settings.url)`."""
    settings = settings or CoreSettings()
    engine = make_engine(settings.url)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
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
    app.state.sessions = sessionmaker(engine, expire_on_commit=False)
    problems.install(app)
    app.include_router(health)
    app.include_router(wishes, prefix="/v1", dependencies=[Depends(require_service)])
    return app
