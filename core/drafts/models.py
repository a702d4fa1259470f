"""The stored draft (草稿), its answers, and the steps that were taken once."""

import datetime as dt

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from service.columns import UtcDateTime


class DraftRow(Base):
    """One draft. `person` is null until somebody signs in.

    `slot` names session and matter while this is the open draft of both: a second one cannot be
    stored. `asking` is a field that is asked again though it is filled. `sealed_registers` says
    which registers were looked up, for whom, and whether they had a record.
    """

    __tablename__ = "drafts"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    session: Mapped[str] = mapped_column(String(64), index=True)
    person: Mapped[str | None] = mapped_column(String(64), index=True)
    item: Mapped[str] = mapped_column(String(64))
    slot: Mapped[str | None] = mapped_column(String(140), unique=True)
    definition_digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(12))
    asking: Mapped[str | None] = mapped_column(String(64))
    failures: Mapped[int] = mapped_column(default=0)
    correcting: Mapped[str | None] = mapped_column(String(40), index=True)
    case_number: Mapped[str | None] = mapped_column(String(40))
    consent: Mapped[str | None] = mapped_column(String(64))
    sealed_registers: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column()
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)

    __mapper_args__ = {"version_id_col": version}


class AnswerRow(Base):
    """The value of one field or paper. `sealed` is null where it was skipped; `position` counts
    the answers of a draft in the order they came."""

    __tablename__ = "draft_answers"
    __table_args__ = (UniqueConstraint("draft_id", "field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), index=True)
    field: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(10))
    position: Mapped[int]
    answered_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class StepRow(Base):
    """A step that was taken under a key, and what came of it, sealed."""

    __tablename__ = "draft_steps"
    __table_args__ = (UniqueConstraint("draft_id", "key_digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), index=True)
    key_digest: Mapped[str] = mapped_column(String(64))
    asked_digest: Mapped[str] = mapped_column(String(64))
    sealed_result: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
