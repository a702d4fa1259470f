"""The stored audit: entries that are only ever added, and the head of their chain."""

from sqlalchemy import BigInteger, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base

_Number = BigInteger().with_variant(Integer, "sqlite")


class AuditRow(Base):
    """One entry. `id` counts from 1 without a gap; `hash` covers every other column.

    `at` is ISO 8601 text in UTC, so that each of its bytes is under the hash on any database.
    """

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(_Number, primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(32))
    action: Mapped[str] = mapped_column(String(64))
    person: Mapped[str | None] = mapped_column(String(64), index=True)
    subject: Mapped[str] = mapped_column(String(128))
    purpose: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str] = mapped_column(Text)
    caller: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The one row that knows how many entries there are and the hash of the last.

    Whoever adds entries locks it first, so that there is one chain; the migration inserts it.
    """

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    entries: Mapped[int] = mapped_column(_Number)
    hash: Mapped[str] = mapped_column(String(64))
