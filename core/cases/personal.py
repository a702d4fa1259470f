"""What cases (办件) keep of a person: opened for them, and what of it can be forgotten."""

from collections.abc import Sequence

from sqlalchemy import delete, or_, select

from core.approvals import service as approvals
from core.cases.models import CaseEventRow, CaseRow, FollowRow
from core.cases.review import opened_fields
from core.cases.sealed import open_answers, open_people
from core.cases.views import labels
from core.context import Core
from core.contract import STATE_LABELS

VERDICTS = {"approve": "通过", "refuse": "未通过"}
WHO = {"citizen": "申请人", "clerk": "审核人员", "rules": "自动审批规则"}


def data_of(core: Core, person: str) -> list[dict[str, object]]:
    """All cases of a person, newest first. Private; the caller audits.

    Answers and people are told to who applied alone: they may hold what only that person knows.
    """
    return [
        _about(row)
        | (_handed_in(core, row) if row.owner == person else {"提交人": "由他人代办"})
        | {"经过": _events(core, row)}
        for row in _rows(core, person)
    ]


def forget_person(core: Core, person: str, sessions: Sequence[str]) -> int:
    """Let these sessions hear no more of any case, and forget what the rules were told about the
    cases of a person. The cases stay; how many."""
    core.db.execute(delete(FollowRow).where(FollowRow.session.in_(sessions)))
    rows = _rows(core, person)
    for row in rows:
        approvals.forget(core, row.number)
        if row.owner == row.beneficiary == person:
            core.db.execute(delete(FollowRow).where(FollowRow.case_id == row.id))
    return len(rows)


def _rows(core: Core, person: str) -> list[CaseRow]:
    mine = or_(CaseRow.owner == person, CaseRow.beneficiary == person)
    return list(core.db.scalars(select(CaseRow).where(mine).order_by(CaseRow.id.desc())))


def _about(row: CaseRow) -> dict[str, object]:
    return {
        "办件编号": row.number,
        "事项": row.title,
        "状态": STATE_LABELS[row.state],
        "提交时间": row.submitted_at.isoformat(),
        "决定": VERDICTS.get(row.verdict or "", "还没有决定"),
        "决定时间": row.decided_at.isoformat() if row.decided_at else None,
        "理由": row.reasons,
        "依据": row.sources,
    }


def _handed_in(core: Core, row: CaseRow) -> dict[str, object]:
    owner, beneficiary = open_people(core, row)
    definition = core.parts.definitions.get(row.item)
    names = labels(definition) if definition else {}
    people = {
        called: {"姓名": one.name, "证件号码": one.id_number, "手机号": one.mobile}
        for called, one in (("申请人", owner), ("受益人", beneficiary))
    }
    fields = opened_fields(definition, open_answers(core, row))
    return people | {
        "所填内容": {one.label: one.value for one in fields},
        "提交的材料": [names.get(one, one) for one in row.materials],
    }


def _events(core: Core, row: CaseRow) -> list[dict[str, str]]:
    query = select(CaseEventRow).where(CaseEventRow.case_id == row.id).order_by(CaseEventRow.id)
    return [
        {
            "时间": one.at.isoformat(),
            "状态": STATE_LABELS[one.to_state],
            "由谁": WHO[one.who],
            "说明": one.note,
        }
        for one in core.db.scalars(query)
    ]
