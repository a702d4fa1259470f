"""What the gateway stores about handing a conversation to a person."""

import datetime as dt

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from channels.gateway.database import Base
from channels.gateway.models import Conversation
from service.columns import UtcDateTime

NUMBERS = 999
"""Waiting numbers run from 1 to here and begin again."""


class Handover(Base):
    """One wish for a person. A conversation has at most one that is `waiting` or `claimed`.

    `state`: waiting, claimed, ended, or callback (a person rings back; `phone` is the token of
    the number, null until it is said, `message_id` the message that was asked for it).
    `put_back`: was claimed by somebody who went away, so it is first. `ending`: given_up (by the
    citizen), handed_back, ended (by the agent), closed (hours over), called (rung back).
    `reason` is masked. `last_event_id`: what came later, the agent does not see.
    """

    __tablename__ = "handovers"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey(Conversation.id, ondelete="CASCADE"), index=True
    )
    state: Mapped[str] = mapped_column(String(8), index=True)
    put_back: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text)
    item: Mapped[str | None] = mapped_column(String(64))
    draft: Mapped[str | None] = mapped_column(String(64))
    outcome: Mapped[str | None] = mapped_column(String(16))
    phone: Mapped[str | None] = mapped_column(String(32))
    message_id: Mapped[int | None]
    asked_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    claimed_by: Mapped[str | None] = mapped_column(String(40))
    claimed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    renewed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    ending: Mapped[str | None] = mapped_column(String(12))
    last_event_id: Mapped[int | None]

    @property
    def number(self) -> int:
        """The waiting number, as it is said to the citizen."""
        return (self.id - 1) % NUMBERS + 1


class DeskAgent(Base):
    """When an agent's page was last heard of."""

    __tablename__ = "desk_agents"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    seen_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
