"""A vault on a fresh database."""

import base64
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from core.context import Core
from core.database import make_engine, migrate, write_session
from core.parts import Parts
from core.security import Caller
from core.settings import CoreSettings
from core.vault.cipher import Cipher
from tests.databases import KINDS, fresh_database

OLD = "old:" + base64.b64encode(b"o" * 32).decode()
NEW = "new:" + base64.b64encode(b"n" * 32).decode()
NOW = dt.datetime(2026, 11, 22, 4, tzinfo=dt.UTC)


def settings_with(url: str = "", keys: str = OLD) -> CoreSettings:
    return CoreSettings(env="development", database_url=url, vault_keys=keys, token_hours=24)


@dataclass
class Vault:
    """Opens a `Core` on one database, as the service would for one call."""

    settings: CoreSettings
    engine: Engine
    now: dt.datetime = NOW
    maker: sessionmaker[Session] = field(init=False)

    def __post_init__(self) -> None:
        self.maker = sessionmaker(self.engine, expire_on_commit=False)

    @property
    def parts(self) -> Parts:
        unused = cast(Any, None)
        cipher = Cipher.from_settings(self.settings)
        return Parts(self.settings, cipher, unused, unused, unused, unused, unused)

    def core(self, db: Session) -> Core:
        return Core(db, self.parts, Caller("gateway", "gateway"), now=self.now)

    def call(self, function: Any, *arguments: Any, **named: Any) -> Any:
        """One call of a service function, committed."""
        with write_session(self.maker) as db:
            result = function(self.core(db), *arguments, **named)
            db.commit()
            return result

    def stored(self) -> str:
        """All rows of all tables, as text."""
        with self.engine.connect() as connection:
            tables = ("vault_tokens", "vault_files", "audit")
            return "\n".join(
                repr(row) for name in tables for row in connection.exec_driver_sql(_all(name))
            )


def _all(table: str) -> str:
    return f"SELECT * FROM {table}"


@pytest.fixture(params=KINDS)
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Vault]:
    with fresh_database(request.param, tmp_path) as url:
        migrate(url)
        engine = make_engine(url)
        yield Vault(settings_with(url), engine)
        engine.dispose()
