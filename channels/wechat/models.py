"""What the door keeps: who its users are, what came from them, what goes to them.

Openids and words are sealed; an openid is found by its keyed digest. Cards are not copied: a
delivery names events of the gateway's conversation.
"""

import datetime as dt
from typing import Any, Literal

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from channels.wechat.base import Base
from service.columns import UtcDateTime

InboxState = Literal["new", "working", "done"]
Route = Literal["passive", "service"]
DeliveryState = Literal["ready", "sending", "waiting", "sent", "given_up"]
"""`sending`: a part is under way; found after a crash, nobody knows whether it arrived. `waiting`:
the quota is spent, the user's next touch sends it on."""

IS_OPEN = text("state != 'done'")
IS_DUE = text("state IN ('ready', 'sending')")
"""What queues ask for, as their indexes know it: a queue must not be slowed by what is done."""


class UserRow(Base):
    """One follower, and the one conversation with them.

    `conversation_id` is null until the first turn. `seen_event` is the last event of the
    conversation that a delivery exists for. `grants` is what may be sent now, see quotas.py.
    `account_told`: core knows that this conversation is held with this openid. `binds_until`: the
    user asked that the next sign-in be kept.
    """

    __tablename__ = "wechat_users"

    id: Mapped[int] = mapped_column(primary_key=True)
    openid_digest: Mapped[str] = mapped_column(String(64), unique=True)
    sealed_openid: Mapped[str] = mapped_column(Text)
    conversation_id: Mapped[str | None] = mapped_column(String(32), unique=True)
    follows: Mapped[bool] = mapped_column(default=True)
    seen_event: Mapped[int] = mapped_column(default=0)
    grants: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    account_told: Mapped[bool] = mapped_column(default=False)
    binds_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class InboxRow(Base):
    """One message or event, once. `sealed` holds what it said until it is done."""

    __tablename__ = "wechat_inbox"
    __table_args__ = (
        Index("ix_wechat_inbox_user_id_state", "user_id", "state"),
        Index("ix_wechat_inbox_open", "id", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(UserRow.id, ondelete="CASCADE"))
    sealed: Mapped[str | None] = mapped_column(Text)
    state: Mapped[InboxState] = mapped_column(String(8))
    tries: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    arrived_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)


class DeliveryRow(Base):
    """What one reply, or one piece of news, is for a user: the cards of the events `first_event`
    to `last_event`, as messages, of which `parts_sent` are with WeChat. `words` instead of events
    are the door's own (no private data); `sealed_lead` is what was heard, said before the cards.
    `route` is how the first part went or goes."""

    __tablename__ = "wechat_deliveries"
    __table_args__ = (
        Index("ix_wechat_deliveries_user_id_state", "user_id", "state"),
        Index("ix_wechat_deliveries_due", "id", sqlite_where=IS_DUE, postgresql_where=IS_DUE),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(UserRow.id, ondelete="CASCADE"))
    inbox_id: Mapped[int | None] = mapped_column(unique=True)
    first_event: Mapped[int] = mapped_column(default=0)
    last_event: Mapped[int] = mapped_column(default=0)
    words: Mapped[str | None] = mapped_column(Text)
    sealed_lead: Mapped[str | None] = mapped_column(Text)
    route: Mapped[Route] = mapped_column(String(8))
    state: Mapped[DeliveryState] = mapped_column(String(8))
    parts_sent: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    sending_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
