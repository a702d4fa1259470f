"""The stored private values and files. Nothing here can be read without the cipher's keys."""

import datetime as dt

from sqlalchemy import LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from service.columns import UtcDateTime


class TokenRow(Base):
    """The value behind the token `[kind_number]` of a session.

    `sealed` and `digest` are null once the value has expired: the newest row of a kind stays
    empty, so that its number is never given again. `(session, kind, number)` comes first among
    the constraints, so that PostgreSQL makes two new values of a kind wait for each other there.
    """

    __tablename__ = "vault_tokens"
    __table_args__ = (
        UniqueConstraint("session", "kind", "number"),
        UniqueConstraint("session", "kind", "digest"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(8))
    number: Mapped[int]
    sealed: Mapped[str | None] = mapped_column(Text)
    digest: Mapped[str | None] = mapped_column(String(64))
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)


class FileRow(Base):
    """An uploaded file. `sha256` and `size` (bytes) are those of the file as it was sent;
    `expires_at` is null while a draft or a case holds the file."""

    __tablename__ = "vault_files"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    session: Mapped[str] = mapped_column(String(64), index=True)
    sealed_name: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    media_type: Mapped[str] = mapped_column(String(32))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, index=True)
