"""Taking the entries of a feed in: new ones added, known ones renewed, explanations linked."""

import hashlib
from dataclasses import dataclass, field

from sqlalchemy import delete, insert, or_, select

from core.audit import service as audit
from core.context import Core
from core.contract import DocumentKind
from core.public_documents.entries import Entry, explained_by_title, kind_of
from core.public_documents.feeds import Read
from core.public_documents.models import DocumentRow, TermRow
from core.public_documents.terms import weighted


@dataclass(frozen=True)
class Given:
    """What an operator says of a whole feed, where its entries do not."""

    publisher: str = ""
    kind: DocumentKind | None = None
    may_link: bool = True


@dataclass
class Imported:
    added: int = 0
    renewed: int = 0
    unchanged: int = 0
    passed_over: list[str] = field(default_factory=list)


def import_feed(core: Core, read: Read, given: Given) -> Imported:
    """Take a feed in, in the transaction of the call. The same feed again changes nothing."""
    done = Imported(passed_over=list(read.passed_over))
    for entry, categories in read.entries:
        publisher = entry.publisher or given.publisher
        if not publisher:
            done.passed_over.append(f"{entry.id}: no publisher")
            continue
        values = _values(entry, kind_of(entry, categories, given.kind), publisher, given)
        _store(core, values, done)
    _link(core)
    detail: dict[str, str | int | bool] = {
        "added": done.added,
        "renewed": done.renewed,
        "passed_over": len(done.passed_over),
    }
    audit.record(core, "documents.import", detail=detail)
    return done


def _values(entry: Entry, kind: DocumentKind, publisher: str, given: Given) -> dict[str, object]:
    return {
        "uid": entry.id,
        "title": entry.title,
        "kind": kind,
        "publisher": publisher,
        "number": entry.number,
        "published_on": entry.published_on,
        "url": entry.url,
        "may_link": entry.may_link and given.may_link,
        "text": entry.text,
        "about": entry.interprets or explained_by_title(entry.title),
    }


def _store(core: Core, values: dict[str, object], done: Imported) -> None:
    query = select(DocumentRow).where(DocumentRow.uid == values["uid"]).with_for_update()
    row = core.db.scalar(query)
    if row is not None and all(getattr(row, name) == value for name, value in values.items()):
        done.unchanged += 1
        return
    if row is None:
        digest = hashlib.sha256(str(values["uid"]).encode()).hexdigest()
        row = DocumentRow(id=f"D-{digest[:20]}", interprets=None)
        core.db.add(row)
        done.added += 1
    else:
        row.interprets = None
        core.db.execute(delete(TermRow).where(TermRow.document == row.id))
        done.renewed += 1
    for name, value in values.items():
        setattr(row, name, value)
    row.imported_at = core.now
    core.db.flush()
    title = f"{row.title} {row.number or ''} {row.publisher}"
    found = weighted(title, row.text)
    rows = [{"term": term, "document": row.id, "weight": w} for term, w in found.items()]
    if rows:
        core.db.execute(insert(TermRow), rows)


def _link(core: Core) -> None:
    """Join explanations with what they explain, once both are here."""
    query = select(DocumentRow).where(
        DocumentRow.about.is_not(None), DocumentRow.interprets.is_(None)
    )
    for row in core.db.scalars(query):
        about = row.about or ""
        same = or_(DocumentRow.uid == about, DocumentRow.url == about, DocumentRow.title == about)
        found = select(DocumentRow.id).where(same, DocumentRow.id != row.id)
        row.interprets = core.db.scalar(found.order_by(DocumentRow.published_on.desc()).limit(1))
    core.db.flush()
