"""What the gateway stores. Words are masked before they get here."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from channels.gateway.database import Base
from service.columns import UtcDateTime


class Conversation(Base):
    """One conversation. `owner_hash` is the SHA-256 of the token it belongs to;
    `owner_kind` says who answers: bot or person. `asked_type` is the type of the private field
    that is being asked, "" while a form is filled otherwise, null while none is. `door` is the
    name of the channel that it was opened through."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner_hash: Mapped[str] = mapped_column(String(64), index=True)
    owner_kind: Mapped[str] = mapped_column(String(8), default="bot")
    locale: Mapped[str] = mapped_column(String(8))
    door: Mapped[str] = mapped_column(String(16), default="web", server_default="web")
    asked_type: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Message(Base):
    """One message of a citizen and, once it is known, the reply to it.

    `client_hash` is the SHA-256 of client_message_id. `claimed_at` is when a process
    began to work on it, so that another can take over what a dead one left. `user_event_id`
    is its own event, which goes with it: both belong to the conversation.
    """

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("conversation_id", "client_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(Conversation.id, ondelete="CASCADE"))
    client_hash: Mapped[str | None] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    reply: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    claimed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    user_event_id: Mapped[int | None]


class Event(Base):
    """One thing shown in a conversation: `user` (masked words) or `card`. Ids only grow."""

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_conversation_id_id", "conversation_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(Conversation.id, ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(8))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Feedback(Base):
    """A thumb on one card; a later one replaces it. The comment is masked."""

    __tablename__ = "feedback"

    event_id: Mapped[int] = mapped_column(
        ForeignKey(Event.id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    value: Mapped[str] = mapped_column(String(4))
    comment: Mapped[str | None] = mapped_column(Text)
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class NewsRow(Base):
    """A piece of news that was taken from core's outbox, so that it is shown once."""

    __tablename__ = "news"

    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id, ondelete="CASCADE"))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
