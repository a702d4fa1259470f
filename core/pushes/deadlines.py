"""Reminders of what ends soon: a draft that will be deleted, a case that waits for its citizen."""

import datetime as dt

from sqlalchemy import select

from core.cases.models import CaseRow
from core.context import Core
from core.drafts.clearing import OPEN_LIVES
from core.drafts.models import DraftRow
from core.pushes.models import ChoiceRow
from core.pushes.sending import put

BEFORE = dt.timedelta(days=7)
"""So long before a draft is deleted."""


GO_ON = "想接着办就说“继续办”。"


def remind(core: Core) -> int:
    """Let reminders wait for everybody who asked for them, once each; how many."""
    wanted = select(ChoiceRow.person).where(ChoiceRow.topic == "deadlines")
    number = 0
    drafts = select(DraftRow).where(
        DraftRow.person.in_(wanted),
        DraftRow.state == "open",
        DraftRow.updated_at <= core.now - (OPEN_LIVES - BEFORE),
        DraftRow.updated_at > core.now - OPEN_LIVES,
    )
    for draft in core.db.scalars(drafts):
        definition = core.parts.definitions.get(draft.item)
        if definition is not None and definition.kind == "application" and draft.person:
            says = f"您的「{definition.title}」还没提交，7天内不接着填就会删掉。{GO_ON}"
            number += put(core, draft.person, "deadlines", f"{draft.id}|{draft.updated_at}", says)
    cases = select(CaseRow).where(CaseRow.owner.in_(wanted), CaseRow.state == "needs_correction")
    for case in core.db.scalars(cases):
        says = f"您的「{case.title}」（{case.number}）在等您补正。想补正就说“查办件”。"
        number += put(core, case.owner, "deadlines", f"{case.number}|{case.version}", says)
    return number
