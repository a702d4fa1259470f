"""Finding public documents by their words (政务公开)."""

import math
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from core.context import Core
from core.contract import (
    DOCUMENT_KINDS,
    DocumentKind,
    DocumentLink,
    DocumentsFound,
    DocumentView,
)
from core.public_documents.importing import Given, Imported, import_feed
from core.public_documents.models import DocumentRow, TermRow
from core.public_documents.terms import IN_TITLE, asked_terms

__all__ = ["Given", "Imported", "find", "import_feed"]

GOOD = 0.6
"""Share of what was asked, by how rare its terms are, that the title of a good hit has."""
LEAST_TERMS = 2
"""Fewer terms are too little to call a hit good."""


def find(core: Core, q: str, kind: DocumentKind | None, limit: int) -> DocumentsFound:
    """The documents whose terms, the rare ones above all, stand in the words; in the title they
    count threefold. Without words the newest."""
    of_kind = [DocumentRow.kind == kind] if kind else []
    if not q.strip():
        newest = select(DocumentRow).where(*of_kind)
        newest = newest.order_by(DocumentRow.published_on.desc(), DocumentRow.id).limit(limit)
        return DocumentsFound(documents=[_view(core, row) for row in core.db.scalars(newest)])
    asked = asked_terms(q)
    worth = _worth(core, asked)
    if not worth:
        return DocumentsFound(documents=[])
    ranked = core.db.execute(_ranked(worth, of_kind, limit))
    found = [(one[0], float(one[2])) for one in ranked]
    good = len(asked) >= LEAST_TERMS and found[:1] != [] and found[0][1] >= GOOD * _total(worth)
    return DocumentsFound(documents=[_view(core, row) for row, _ in found], good=good)


def _ranked(worth: dict[str, float], of_kind: list[ColumnElement[bool]], limit: int) -> Select[Any]:
    value = case(worth, value=TermRow.term, else_=0.0)
    score = func.sum(value * TermRow.weight).label("score")
    in_title = func.sum(case((TermRow.weight == IN_TITLE, value), else_=0.0)).label("in_title")
    hits = (
        select(TermRow.document, score, in_title)
        .where(TermRow.term.in_(worth))
        .group_by(TermRow.document)
        .subquery()
    )
    return (
        select(DocumentRow, hits.c.score, hits.c.in_title)
        .join(hits, hits.c.document == DocumentRow.id)
        .where(*of_kind)
        .order_by(
            hits.c.score.desc(),
            DocumentRow.about.is_not(None),  # the document before what explains it
            DocumentRow.published_on.desc(),
            DocumentRow.id,
        )
        .limit(limit)
    )


def _worth(core: Core, asked: list[str]) -> dict[str, float]:
    """How much each term tells: ln(1 + N / n); one that no document has counts as of one. Empty
    where no document has any of them."""
    counts = select(TermRow.term, func.count()).where(TermRow.term.in_(asked))
    known = {term: n for term, n in core.db.execute(counts.group_by(TermRow.term))}
    if not known:
        return {}
    total = core.db.scalar(select(func.count()).select_from(DocumentRow)) or 1
    return {term: math.log(1 + total / known.get(term, 1)) for term in asked}


def _total(worth: dict[str, float]) -> float:
    return sum(worth.values())


def _view(core: Core, row: DocumentRow) -> DocumentView:
    explained = core.db.get(DocumentRow, row.interprets) if row.interprets else None
    by = select(DocumentRow).where(DocumentRow.interprets == row.id)
    by = by.order_by(DocumentRow.published_on.desc(), DocumentRow.id)
    return DocumentView(
        id=row.id,
        title=row.title,
        kind=row.kind,
        kind_label=DOCUMENT_KINDS[row.kind],
        publisher=row.publisher,
        number=row.number,
        published_on=row.published_on,
        url=_address(row),
        interprets=_link(explained) if explained else None,
        interpreted_by=[_link(one) for one in core.db.scalars(by)],
    )


def _link(row: DocumentRow) -> DocumentLink:
    return DocumentLink(id=row.id, title=row.title, url=_address(row))


def _address(row: DocumentRow) -> str | None:
    return row.url if row.may_link else None
