"""Keeps the shared access token: sealed at rest, renewed under a lease that one process takes."""

import base64
import datetime as dt
from dataclasses import dataclass, field

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr
from sqlalchemy import null, or_, update
from sqlalchemy.exc import IntegrityError

from channels.gateway.database import Database
from channels.wechat.access_token_row import TokenRow
from channels.wechat.token_server import Fresh


@dataclass(frozen=True)
class Kept:
    """The row as it was read; `fresh` is null when there is no token, or none that opens."""

    fresh: Fresh | None
    sealed: str | None = field(repr=False)


class TokenStore:
    """The token's row, by the account's appid. Raises SQLAlchemyError when the database is away."""

    def __init__(self, database: Database, appid: str, app_secret: SecretStr) -> None:
        self._database = database
        self._appid = appid
        self._cipher = Fernet(_key(app_secret))

    async def read(self) -> Kept:
        """What is kept now."""
        async with self._database.read() as session:
            row = await session.get(TokenRow, self._appid)
        if row is None or row.sealed is None or row.expires_at is None:
            return Kept(None, None)
        try:
            token = self._cipher.decrypt(row.sealed).decode()
        except InvalidToken:  # the AppSecret was changed
            return Kept(None, row.sealed)
        return Kept(Fresh(token, row.expires_at), row.sealed)

    async def lease(self, kept: Kept, until: dt.datetime) -> bool:
        """Take the lease until then; False when another holds it, or has renewed since `kept`."""
        await self._begin_row()
        unchanged = (
            TokenRow.sealed.is_(None) if kept.sealed is None else TokenRow.sealed == kept.sealed
        )
        free = or_(TokenRow.lease_until.is_(None), TokenRow.lease_until <= dt.datetime.now(dt.UTC))
        async with self._database.write() as session:
            taken = await session.execute(
                update(TokenRow)
                .where(TokenRow.name == self._appid, unchanged, free)
                .values(lease_until=until)
                .returning(TokenRow.name)
            )
            return taken.first() is not None

    async def keep(self, fresh: Fresh, until: dt.datetime) -> None:
        """Keep a new token and end the lease; nothing when the lease was lost meanwhile."""
        await self._end_lease(
            until,
            sealed=self._cipher.encrypt(fresh.token.encode()).decode(),
            expires_at=fresh.expires_at,
        )

    async def give_up(self, until: dt.datetime) -> None:
        """End the lease without a new token."""
        await self._end_lease(until)

    async def _end_lease(self, until: dt.datetime, **values: object) -> None:
        async with self._database.write() as session:
            await session.execute(
                update(TokenRow)
                .where(TokenRow.name == self._appid, TokenRow.lease_until == until)
                .values(lease_until=null(), **values)
            )

    async def _begin_row(self) -> None:
        async with self._database.read() as session:
            if await session.get(TokenRow, self._appid) is not None:
                return
        try:
            async with self._database.write() as session:
                session.add(TokenRow(name=self._appid))
        except IntegrityError:  # another process was first
            return


def _key(app_secret: SecretStr) -> bytes:
    derive = HKDF(SHA256(), 32, salt=None, info=b"luoxiaozheng/wechat/access-token")
    return base64.urlsafe_b64encode(derive.derive(app_secret.get_secret_value().encode()))
