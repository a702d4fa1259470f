"""A case as its owner sees it: state, verdict, who acts next, what can be done."""

import datetime as dt

from core.cases.follows import followers
from core.cases.models import CaseRow
from core.cases.states import WITH_CLERK, powers
from core.context import SHENZHEN, Core
from core.contract import STATE_LABELS, CaseView, NextMatter
from core.items.definition import ItemDefinition

WITH_RESULT = frozenset({"approved", "delivered", "closed"})


def view(core: Core, row: CaseRow, session: str) -> CaseView:
    """The public form of a case. It holds no private data, whoever asks."""
    followed = session in followers(core, row)
    actor, says = _what_next(core, row)
    return CaseView(
        number=row.number,
        item=row.item,
        title=row.title,
        state=row.state,
        state_label=STATE_LABELS[row.state],
        instant=row.instant,
        demo=row.demo,
        reasons=row.reasons,
        sources=row.sources,
        corrections=[label_of(core, row.item, one) for one in row.corrections],
        next_actor=actor,
        next_says=says,
        submitted_at=row.submitted_at,
        deadline=row.deadline if row.state in WITH_CLERK else None,
        decided_at=row.decided_at,
        followed=followed,
        powers=powers(row.state, row.instant, followed),
        result=has_result(row),
        next_items=_what_follows(core, row),
        version=row.version,
    )


def has_result(row: CaseRow) -> bool:
    """Whether there is a result document: it was approved, and that still stands."""
    return row.verdict == "approve" and row.state in WITH_RESULT


def _what_follows(core: Core, row: CaseRow) -> list[NextMatter]:
    """What people often do next (关联办), while the approval stands."""
    definition = core.parts.definitions.get(row.item)
    if definition is None or not has_result(row):
        return []
    here = core.parts.definitions.applications()
    return [
        NextMatter(item=one.item, title=one.title, applicable=one.item in here)
        for one in definition.next_items
    ]


def label_of(core: Core, item: str, field: str) -> str:
    """How a form calls a field or a material; its id where the definition has it no more."""
    definition = core.parts.definitions.get(item)
    return labels(definition).get(field, field) if definition else field


def labels(definition: ItemDefinition) -> dict[str, str]:
    """Ids of fields and materials to what a form calls them."""
    return {one.id: one.label for one in definition.fields} | {
        one.id: one.name for one in definition.materials
    }


def day(moment: dt.datetime) -> str:
    """A day in Shenzhen as it is said: 2026年11月30日."""
    local = moment.astimezone(SHENZHEN)
    return f"{local.year}年{local.month}月{local.day}日"


def _what_next(core: Core, row: CaseRow) -> tuple[str, str]:
    """Who acts next, and what happens next in one sentence."""
    if row.state in WITH_CLERK:
        if row.deadline is None:
            return "审核人员", "由审核人员办理，有结果会告诉您。您现在不用做什么。"
        if row.deadline < core.now:
            return "审核人员", "已经超过承诺的办理时限，已排在审核人员名单的最前面。"
        return "审核人员", f"由审核人员办理，承诺在{day(row.deadline)}前办结。您现在不用做什么。"
    if row.state == "needs_correction":
        return "您", "请补正列出的内容，再重新提交。"
    if row.state == "approved":
        definition = core.parts.definitions.get(row.item)
        return "办理部门", definition.approved_says if definition else "已经通过。"
    if row.state == "refused" and row.instant:
        return "您", "如果您不同意这个结果，可以申请人工审核。"
    if row.state == "refused":
        return "您", "这是审核人员的决定。如果有疑问，可以拨打 12345 咨询。"
    if row.state == "delivered":
        return "", "结果已经送达。"
    if row.state == "withdrawn":
        return "", "申请已经撤回。需要时可以重新申请。"
    return "", "这件已经结束。需要时可以重新申请。"
