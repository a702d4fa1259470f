"""What drafts keep of a person: told, opened for them, deleted."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from core.cases.moves import by_number
from core.context import Core
from core.contract import MyDraft
from core.drafts.models import AnswerRow, DraftRow, StepRow
from core.drafts.state import Draft, answer_context
from core.drafts.steps import plan
from core.identity import service as identity
from core.items.definition import FieldDefinition
from core.items.wording import in_words
from core.vault import files

STATES = {"open": "没有提交", "submitted": "已经提交", "abandoned": "已经删除内容"}


def open_of(core: Core, person: str, sessions: Sequence[str]) -> list[MyDraft]:
    """The drafts of a person that are not handed in, the newest first."""
    return [
        MyDraft(title=_title(core, row), updated_at=row.updated_at)
        for row in _rows(core, person, sessions)
        if row.state == "open"
    ]


def data_of(core: Core, person: str, sessions: Sequence[str]) -> list[dict[str, object]]:
    """All drafts of a person with their answers opened. Private; the caller audits."""
    return [
        {
            "事项": _title(core, row),
            "状态": STATES[row.state],
            "开始时间": row.created_at.isoformat(),
            "最近修改": row.updated_at.isoformat(),
            "已填内容": _answers(core, row),
        }
        for row in _rows(core, person, sessions)
    ]


def forget_person(core: Core, person: str, sessions: Sequence[str]) -> int:
    """Delete all drafts of a person with answers, remembered steps and files; how many drafts.

    What a draft that is not handed in had another's consent for, is withdrawn.
    """
    rows = _rows(core, person, sessions, lock=True)
    for row in rows:
        _release_files(core, row)
        if row.consent is not None and row.state != "submitted":
            identity.end_consent(core, row.consent, person)
        for table in (StepRow, AnswerRow):
            core.db.execute(delete(table).where(table.draft_id == row.id))
        core.db.delete(row)
    core.db.flush()
    return len(rows)


def _rows(
    core: Core, person: str, sessions: Sequence[str], *, lock: bool = False
) -> list[DraftRow]:
    """The drafts of a person, and those of their sessions that are nobody's yet."""
    nobodys = DraftRow.person.is_(None) & DraftRow.session.in_(sessions)
    query = select(DraftRow).where((DraftRow.person == person) | nobodys)
    query = query.order_by(DraftRow.updated_at.desc(), DraftRow.id)
    return list(core.db.scalars(query.with_for_update() if lock else query))


def _title(core: Core, row: DraftRow) -> str:
    definition = core.parts.definitions.get(row.item)
    return definition.title if definition else row.item


def _answers(core: Core, row: DraftRow) -> dict[str, str]:
    """Label to value in words; of a matter that is no longer there, by the ids of its fields."""
    definition = core.parts.definitions.get(row.item)
    entries = plan(Draft(core, row, definition)) if definition else {}
    told = {}
    for field, value in _values(core, row).items():
        entry = entries.get(field)
        if entry is None:
            told[field] = value
        elif isinstance(entry, FieldDefinition):
            told[entry.label] = in_words(entry, value)
        else:
            told[entry.name] = "已上传"
    return told


def _values(core: Core, row: DraftRow) -> dict[str, str]:
    query = select(AnswerRow).where(AnswerRow.draft_id == row.id).order_by(AnswerRow.position)
    return {
        one.field: core.parts.cipher.open(one.sealed, answer_context(one))
        for one in core.db.scalars(query)
        if one.sealed is not None
    }


def _release_files(core: Core, row: DraftRow) -> None:
    """Let go of the papers of a draft, but not of those that its case has (补正)."""
    definition = core.parts.definitions.get(row.item)
    papers = {one.id for one in definition.materials} if definition else set()
    case = by_number(core, row.correcting) if row.correcting else None
    kept = set(case.materials.values()) if case else set()
    for field, value in _values(core, row).items():
        if field in papers and value not in kept:
            files.release_file(core, value)
