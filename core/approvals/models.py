"""Stored decisions."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from service.columns import UtcDateTime


class DecisionRow(Base):
    """One decision. The inputs are kept sealed, so that a new version of the rules can be tried
    over them; `input_digest` is keyed. `trace` says which row decided and holds no value."""

    __tablename__ = "decisions"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    case_number: Mapped[str | None] = mapped_column(String(24), index=True)
    item: Mapped[str] = mapped_column(String(64), index=True)
    rule_version: Mapped[str] = mapped_column(String(32))
    as_of: Mapped[dt.date]
    verdict: Mapped[str] = mapped_column(String(8))
    input_digest: Mapped[str] = mapped_column(String(64))
    sealed_inputs: Mapped[str | None] = mapped_column(Text)
    trace: Mapped[dict[str, Any]] = mapped_column(JSON)
    decided_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
