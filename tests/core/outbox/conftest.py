"""A database, on each kind, and a deliverer of its outbox to a gateway."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from core.database import make_engine, migrate
from core.outbox.delivery import Deliverer
from tests.core.outbox.posting import Clock, Gateway, to
from tests.databases import KINDS, fresh_database


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with fresh_database(request.param, tmp_path) as url:
        migrate(url)
        yield url


@pytest.fixture
def maker(url: str) -> Iterator[sessionmaker[Session]]:
    engine = make_engine(url)
    yield sessionmaker(engine, expire_on_commit=False)
    engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
def deliverer(maker: sessionmaker[Session], clock: Clock, gateway: Gateway) -> Deliverer:
    return to(gateway, maker, clock)
