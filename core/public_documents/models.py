"""The stored documents and the terms they are found by (政务公开)."""

import datetime as dt

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.contract import DocumentKind
from core.database import Base
from service.columns import UtcDateTime


class DocumentRow(Base):
    """One document. `uid` is what its feed calls it; `about` is what it says it explains (a uid,
    an address or a title), `interprets` the document of ours that this is."""

    __tablename__ = "public_documents"
    __table_args__ = (Index(None, "kind", "published_on"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    uid: Mapped[str] = mapped_column(String(500), unique=True)
    title: Mapped[str] = mapped_column(String(300), index=True)
    kind: Mapped[DocumentKind] = mapped_column(String(16))
    publisher: Mapped[str] = mapped_column(String(120))
    number: Mapped[str | None] = mapped_column(String(80))
    published_on: Mapped[dt.date] = mapped_column(Date, index=True)
    url: Mapped[str | None] = mapped_column(String(1000), index=True)
    may_link: Mapped[bool] = mapped_column()
    text: Mapped[str] = mapped_column(Text)
    about: Mapped[str | None] = mapped_column(String(1000))
    interprets: Mapped[str | None] = mapped_column(
        ForeignKey("public_documents.id", ondelete="SET NULL"), index=True
    )
    imported_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class TermRow(Base):
    """A term stands in a document. `weight` is 3 in title, number or publisher, 1 in the text."""

    __tablename__ = "public_document_terms"

    term: Mapped[str] = mapped_column(String(24), primary_key=True)
    document: Mapped[str] = mapped_column(
        ForeignKey(DocumentRow.id, ondelete="CASCADE"), primary_key=True, index=True
    )
    weight: Mapped[int] = mapped_column()
