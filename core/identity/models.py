"""The stored people, sign-ins, sessions, consents and accounts (身份).

Private values are sealed by the vault's cipher; equality is by keyed digest.
"""

import datetime as dt

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from service.columns import UtcDateTime


class PersonRow(Base):
    """One person by opaque id. `digest` is that of the identity number.

    Somebody known only as the beneficiary of another's application has no name yet.
    """

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    id_number: Mapped[str] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    mobile: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class OrganisationRow(Base):
    """One organisation by opaque id. `digest` is that of the unified social credit code."""

    __tablename__ = "organisations"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class SignInRow(Base):
    """A sign-in that began. `sealed` holds verifier, nonce and redirect address as JSON."""

    __tablename__ = "sign_ins"

    state_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    session: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[str] = mapped_column(Text)
    wanted: Mapped[str] = mapped_column(String(16))
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    used_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class SessionRow(Base):
    """Who a session belongs to until `expires_at`."""

    __tablename__ = "sessions"

    session: Mapped[str] = mapped_column(String(64), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), index=True)
    assurance: Mapped[str] = mapped_column(String(16))
    signed_in_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)


class ConsentRow(Base):
    """What a person agreed to, in the words they saw (sealed: they may name somebody).

    `about` is whose data it concerns, when not their own.
    """

    __tablename__ = "consents"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey(PersonRow.id), index=True)
    session: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(String(100))
    item: Mapped[str] = mapped_column(String(64))
    about: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id), index=True)
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class AccountRow(Base):
    """An account at a channel's provider. `digest` is that of provider and subject.

    `person`, `bound_at` and `consent` are set while it is bound (绑定).
    """

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    provider: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    subject: Mapped[str] = mapped_column(Text)
    person: Mapped[str | None] = mapped_column(ForeignKey(PersonRow.id), index=True)
    bound_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    consent: Mapped[str | None] = mapped_column(String(24))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class SessionAccountRow(Base):
    """The account that a session is held through; `seen_at` is when it was last used so."""

    __tablename__ = "session_accounts"

    session: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey(AccountRow.id, ondelete="CASCADE"), index=True)
    seen_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
