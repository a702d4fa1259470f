"""The stored case (办件), what happened to it, and who follows it."""

import datetime as dt

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.contract import CaseState
from core.database import Base
from core.guessing import TryColumns
from service.columns import UtcDateTime


class CaseRow(Base):
    """One case. Private values are kept sealed (answers, people) or as keyed digests.

    `slot` is taken while the case is open or approved, where its matter allows one case a
    beneficiary: a second one cannot be stored. `verdict` is the last decision, of the rules or
    of a clerk.
    """

    __tablename__ = "cases"
    __table_args__ = (Index("ix_cases_state_deadline", "state", "deadline"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(18), unique=True)
    draft_id: Mapped[str] = mapped_column(String(64), unique=True)
    slot: Mapped[str | None] = mapped_column(String(200), unique=True)
    item: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(200))
    owner: Mapped[str] = mapped_column(String(64), index=True)
    beneficiary: Mapped[str] = mapped_column(String(64), index=True)
    relation: Mapped[str] = mapped_column(String(16))
    state: Mapped[CaseState] = mapped_column(String(20))
    verdict: Mapped[str | None] = mapped_column(String(10))
    instant: Mapped[bool] = mapped_column(default=False)
    demo: Mapped[bool] = mapped_column(default=False)
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    sources: Mapped[list[str]] = mapped_column(JSON, default=list)
    corrections: Mapped[list[str]] = mapped_column(JSON, default=list)
    sealed_answers: Mapped[str] = mapped_column(Text)
    sealed_people: Mapped[str] = mapped_column(Text)
    materials: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    phone_tail: Mapped[str] = mapped_column(String(64))
    id_tail: Mapped[str] = mapped_column(String(64))
    result_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    submitted_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    deadline: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reminded_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)


class CaseEventRow(Base):
    """One step of a case. `who` is citizen, clerk or rules; `note` holds no private data."""

    __tablename__ = "case_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    from_state: Mapped[str] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    who: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(Text, default="")


class FollowRow(Base):
    """A session that hears the news of a case."""

    __tablename__ = "case_follows"
    __table_args__ = (UniqueConstraint("case_id", "session"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    session: Mapped[str] = mapped_column(String(64), index=True)


class TryRow(TryColumns, Base):
    """A failed look-up of a case."""

    __tablename__ = "case_tries"
