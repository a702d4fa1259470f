"""The code on a result document that proves it genuine."""

import hashlib

from sqlalchemy import select

from core.cases.models import CaseRow
from core.cases.views import has_result
from core.context import Core
from core.contract import STATE_LABELS, ResultCheck

CODE_LENGTH = 32
"""Hexadecimal digits: 128 bits, which nobody guesses."""


def result_code(core: Core, number: str) -> str:
    """The code of a case, always the same, so that its document can be made again. Only who has
    the digest key can compute it; what is stored is `stored_form`."""
    return core.parts.cipher.digest(number, "cases.result")[:CODE_LENGTH]


def stored_form(code: str) -> str:
    """SHA-256 of a code: a copy of the database makes no genuine document."""
    return hashlib.sha256(code.encode()).hexdigest()


def check_url(core: Core, number: str) -> str:
    """What the QR code of a result document holds."""
    return f"{core.parts.settings.public_url.rstrip('/')}/verify/{result_code(core, number)}"


def check(core: Core, code: str) -> ResultCheck:
    """What the code of a document says about it. Holds no private data."""
    query = select(CaseRow).where(CaseRow.result_digest == stored_form(code.strip().lower()))
    row = core.db.scalar(query)
    if row is None or not has_result(row):
        return ResultCheck(genuine=False)
    return ResultCheck(
        genuine=True,
        number=row.number,
        title=row.title,
        decided_at=row.decided_at,
        state_label=STATE_LABELS[row.state],
        demo=row.demo or core.parts.settings.registers == "sandbox",
    )
