"""Drafts that are thrown away, by the citizen or by time, and their files with them."""

import datetime as dt

from sqlalchemy import delete, or_, select

from core.audit import service as audit
from core.context import Core
from core.drafts.models import AnswerRow, DraftRow, StepRow
from core.drafts.state import Draft
from core.vault import files

OPEN_LIVES = dt.timedelta(days=90)
OVER_LIVES = dt.timedelta(days=30)
STEPS_LIVE = dt.timedelta(days=7)


def purge(core: Core, dry_run: bool = False) -> int:
    """Delete drafts nobody touched for OPEN_LIVES (handed in or thrown away: OVER_LIVES), and
    the remembered steps older than STEPS_LIVE; how many drafts. With `dry_run` they are counted."""
    old = select(DraftRow).where(
        or_(
            DraftRow.updated_at <= core.now - OPEN_LIVES,
            (DraftRow.state != "open") & (DraftRow.updated_at <= core.now - OVER_LIVES),
        )
    )
    rows = core.db.scalars(old).all()
    if dry_run:
        return len(rows)
    core.db.execute(delete(StepRow).where(StepRow.created_at <= core.now - STEPS_LIVE))
    for row in rows:
        definition = core.parts.definitions.get(row.item)
        if definition is not None and row.state == "open":
            _release_files(core, Draft(core, row, definition))
        for table in (StepRow, AnswerRow):
            core.db.execute(delete(table).where(table.draft_id == row.id))
        core.db.delete(row)
    core.db.flush()
    return len(rows)


def throw_away(core: Core, draft: Draft) -> None:
    """Delete the answers and files of a draft at once."""
    _release_files(core, draft)
    for field in list(draft.answers):
        draft.drop(field)
    row = draft.row
    row.state, row.slot, row.asking, row.sealed_registers = "abandoned", None, None, None
    draft.touch()
    audit.record(
        core, "draft.abandon", person=row.person, subject=row.id, detail={"item": row.item}
    )


def _release_files(core: Core, draft: Draft) -> None:
    """The files of a correction belong to its case still."""
    for one in draft.definition.materials:
        if one.id in draft.values and not draft.row.correcting:
            files.release_file(core, draft.values[one.id])
