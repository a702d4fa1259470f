"""A work order as its citizen sees it: state, unit, limit, what happened, what can be done."""

from sqlalchemy import select

from core.cases.views import day
from core.context import Core
from core.contract import (
    WORK_ORDER_LABELS,
    WORK_ORDER_STATES,
    Progress,
    Routing,
    WorkOrderView,
)
from core.work_orders.models import WorkOrderEventRow, WorkOrderRow
from core.work_orders.sealed import open_answer, open_told
from core.work_orders.states import OPEN, powers
from core.work_orders.tree import tree

SAYS = {
    "file": "工单已登记。",
    "dispatch": "已派给承办单位。",
    "accept": "承办单位开始办理。",
    "return": "承办单位退回，正在重新派单。",
    "merge": "已和同一件事的工单合并，一起办理。",
    "answer": "承办单位已答复。",
    "redo": "回访后重新办理。",
    "close": "工单已办结。",
    "follow_up": "工作人员做了回访。",
    "withdraw": "您撤回了工单。",
    "urge": "您催办了一次。",
    "add": "您补充了情况。",
    "rate": "您作了评价。",
}


def view(core: Core, row: WorkOrderRow) -> WorkOrderView:
    """The public form of an order. It names nobody, whoever asks; what was told only by its first
    words, in which nothing private is left."""
    return WorkOrderView(
        number=row.number,
        kind=row.kind,
        kind_label=WORK_ORDER_LABELS[row.kind],
        title=open_told(core, row).title,
        state=row.state,
        state_label=WORK_ORDER_STATES[row.state],
        category_says=category_says(row.category),
        unit_says=unit_says(row.unit),
        anonymous=row.anonymous,
        filed_at=row.filed_at,
        deadline=row.deadline,
        progress=[
            Progress(at=one.at, says=SAYS.get(one.step, WORK_ORDER_STATES[one.to_state]))
            for one in events(core, row)
        ],
        answer=_answer(core, row),
        rating=row.rating,
        powers=powers(row.state, row.rating is not None),
        says=_what_next(core, row),
    )


def events(core: Core, row: WorkOrderRow) -> list[WorkOrderEventRow]:
    """What happened to an order, oldest first."""
    of_row = WorkOrderEventRow.order_id == row.id
    return list(
        core.db.scalars(select(WorkOrderEventRow).where(of_row).order_by(WorkOrderEventRow.id))
    )


def routing_of(core: Core, row: WorkOrderRow) -> Routing:
    """Why an order went where it is, as it was found when it was filed."""
    return Routing(
        category=row.category,
        category_says=category_says(row.category),
        unit=row.unit,
        unit_says=unit_says(row.unit),
        confidence=row.confidence,
        because=open_told(core, row).because,
        rule=row.rule,
    )


def category_says(category: str) -> str:
    """A category as it is read; its id where the tree has it no more."""
    leaf = tree().categories.get(category)
    return leaf.says if leaf else category


def unit_says(unit: str) -> str:
    """A unit as it is called; its id where there is none such any more."""
    return tree().units.get(unit, unit)


def _answer(core: Core, row: WorkOrderRow) -> str | None:
    """Its own, or that of the order it was merged into."""
    if row.merged_into is None:
        return open_answer(core, row)
    main = core.db.scalar(select(WorkOrderRow).where(WorkOrderRow.number == row.merged_into))
    return open_answer(core, main) if main else None


def _what_next(core: Core, row: WorkOrderRow) -> str:
    """What happens next, in one sentence."""
    if row.state in OPEN and row.deadline < core.now:
        return "已经超过办理期限，已列入督办。可以再催一次，或者拨打 12345。"
    if row.state in ("filed", "returned"):
        return f"受理台会尽快派单，{day(row.deadline)}前答复您。"
    if row.state in OPEN:
        return f"由{unit_says(row.unit)}办理，{day(row.deadline)}前答复您。"
    if row.state == "answered":
        return "已经答复。满意不满意，都请评个分；不满意的会有人回访。"
    if row.state == "merged":
        return "和同一件事的工单一起办理，有答复会告诉您。"
    if row.state == "withdrawn":
        return "工单已经撤回。需要时可以再提。"
    return "工单已经办结。还有问题可以再提一张，或者拨打 12345。"
