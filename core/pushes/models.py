"""The stored choices, pushes and campaigns (推送)."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.contract import PushTopic
from core.database import Base
from core.identity.models import PersonRow
from core.vault import rotation
from service.columns import UtcDateTime


class ChoiceRow(Base):
    """Somebody opted into a topic, from this session and by this consent. No row = no."""

    __tablename__ = "push_choices"

    person: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), primary_key=True)
    topic: Mapped[PushTopic] = mapped_column(String(12), primary_key=True)
    session: Mapped[str] = mapped_column(String(64), index=True)
    consent: Mapped[str] = mapped_column(String(24))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class PushRow(Base):
    """One push: waiting until `sent_at` is there. `key` is a digest of what it is about, so that
    nobody is told the same twice. `sealed` are its words, which may tell whom a matter fits."""

    __tablename__ = "pushes"
    __table_args__ = (Index(None, "person", "sent_at"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    person: Mapped[str] = mapped_column(ForeignKey(PersonRow.id))
    topic: Mapped[PushTopic] = mapped_column(String(12))
    sealed: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    sent_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class CampaignRow(Base):
    """A clerk's news of a matter. `reached` is the last person who was looked at."""

    __tablename__ = "push_campaigns"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    asked: Mapped[str] = mapped_column(String(64))
    item: Mapped[str] = mapped_column(String(64))
    says: Mapped[str] = mapped_column(String(120))
    reached: Mapped[str] = mapped_column(String(24), default="")
    looked_at: Mapped[int] = mapped_column(default=0)
    fits: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


def words_context(push: str) -> str:
    """What the words of a push are sealed for."""
    return f"pushes:{push}"


rotation.register(PushRow, PushRow.sealed, lambda row: words_context(row.id))
