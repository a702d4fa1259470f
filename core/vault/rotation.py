"""Sealing everything anew with the newest key, so that an old one can be retired.

Put the new key in front of LXZ_CORE_VAULT_KEYS, restart core, then rotate. The last key of the
list stays on it: digests are made with a key derived from it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, inspect, select, update
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session, undefer

from core.vault.cipher import Cipher
from core.vault.files import content_context, name_context
from core.vault.models import FileRow, TokenRow
from core.vault.service import context_of

Context = Callable[[Any], str]
"""The context that a row's column was sealed for."""


@dataclass(frozen=True)
class Sealed:
    """A column, text or bytes, that holds sealed values."""

    model: type[DeclarativeBase]
    column: InstrumentedAttribute[Any]
    context: Context


SEALED: list[Sealed] = [
    Sealed(TokenRow, TokenRow.sealed, lambda row: context_of(row.session, row.kind)),
    Sealed(FileRow, FileRow.sealed_name, name_context),
    Sealed(FileRow, FileRow.content, content_context),
]
"""All sealed columns of core; other modules add theirs with `register`."""


def register(
    model: type[DeclarativeBase], column: InstrumentedAttribute[Any], context: Context
) -> None:
    """Let rotation know of a sealed column. `context` gives what a row's value is sealed for."""
    SEALED.append(Sealed(model, column, context))


def reseal(db: Session, cipher: Cipher) -> int:
    """Seal anew what an older key sealed; how many values. The caller commits.

    Safe to repeat. Raises core.vault.cipher.Unreadable when the key of a value is missing.
    """
    return sum(_reseal_column(db, cipher, one) for one in SEALED)


def _reseal_column(db: Session, cipher: Cipher, sealed: Sealed) -> int:
    """One row at a time: a file may have 10 MB. Rows keep their version: nobody changed them."""
    keys, column = inspect(sealed.model).primary_key, sealed.column.expression
    table = cast(Table, sealed.model.__table__)
    changed = 0
    for identity in db.execute(select(*keys).where(sealed.column.is_not(None))).all():
        row = db.get(
            sealed.model,
            tuple(identity),
            options=[undefer(sealed.column)],
            populate_existing=True,
            with_for_update=True,
        )
        value = getattr(row, sealed.column.key, None)
        if row is not None and value is not None and not cipher.is_current(value):
            rotate = cipher.rotate if isinstance(value, str) else cipher.rotate_bytes
            anew = rotate(value, sealed.context(row))
            this = [key == part for key, part in zip(keys, identity, strict=True)]
            db.execute(update(table).where(*this).values({column: anew}))
            changed += 1
        if row is not None:
            db.expunge(row)
    return changed
