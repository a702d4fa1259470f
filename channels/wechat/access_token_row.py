"""The account's access token, shared by all processes of the channel."""

import datetime as dt

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from channels.wechat.base import Base
from service.columns import UtcDateTime


class TokenRow(Base):
    """One row an account. `sealed` is the token, null until the first; whoever set `lease_until`
    is asking for a new one until then."""

    __tablename__ = "wechat_tokens"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    sealed: Mapped[str | None] = mapped_column(Text)
    expires_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    lease_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
