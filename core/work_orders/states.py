"""Which step leads a work order (工单) from where to where, and who may take it. All of it is data.

The road is that of the hotline: 受理, 派单, 办理, 答复, 回访, 办结.
"""

from dataclasses import dataclass
from typing import Literal

from core.contract import WORK_ORDER_STATES, WorkOrderPower, WorkOrderState
from service.problems import ProblemError

Who = Literal["citizen", "clerk"]
StepName = Literal[
    "dispatch", "accept", "return", "merge", "answer", "redo", "close", "follow_up", "withdraw",
    "urge", "add", "rate",
]  # fmt: skip


@dataclass(frozen=True)
class Step:
    """`to` is None where the state stays. `called` is how a sentence names the step."""

    to: WorkOrderState | None
    who: Who
    called: str
    comes_from: frozenset[WorkOrderState]


AT_DESK: frozenset[WorkOrderState] = frozenset({"filed", "returned"})
"""The desk has to dispatch it."""
OPEN: frozenset[WorkOrderState] = AT_DESK | {"dispatched", "in_progress"}
"""Not answered; the time limit runs."""
AT_UNIT: frozenset[WorkOrderState] = frozenset({"dispatched", "in_progress"})
ANSWERED: frozenset[WorkOrderState] = frozenset({"answered", "closed"})
ENDED: frozenset[WorkOrderState] = frozenset({"closed", "merged", "withdrawn"})
"""No step leads to another state."""

STEPS: dict[StepName, Step] = {
    "dispatch": Step("dispatched", "clerk", "派单", AT_DESK),
    "accept": Step("in_progress", "clerk", "开始办理", frozenset({"dispatched"})),
    "return": Step("returned", "clerk", "退回重派", AT_UNIT),
    "merge": Step("merged", "clerk", "并单", OPEN),
    "answer": Step("answered", "clerk", "答复", AT_UNIT),
    "redo": Step("in_progress", "clerk", "重新办理", frozenset({"answered"})),
    "close": Step("closed", "clerk", "办结", frozenset({"answered"})),
    "follow_up": Step(None, "clerk", "回访", ANSWERED),
    "withdraw": Step("withdrawn", "citizen", "撤回", OPEN),
    "urge": Step(None, "citizen", "催办", OPEN),
    "add": Step(None, "citizen", "补充", OPEN),
    "rate": Step(None, "citizen", "评价", ANSWERED),
}


def target(state: WorkOrderState, step: StepName, who: Who) -> WorkOrderState:
    """The state that a step leads to; a 409 problem where it does not lead from `state`, and a
    403 problem where it is not theirs to take."""
    rule = STEPS[step]
    if rule.who != who:
        raise ProblemError(403, f"「{rule.called}」不能由您来做。")
    if state not in rule.comes_from:
        raise ProblemError(
            409,
            f"这张工单现在是「{WORK_ORDER_STATES[state]}」，不能{rule.called}。请先看看最新进度。",
        )
    return rule.to or state


def powers(state: WorkOrderState, rated: bool) -> list[WorkOrderPower]:
    """What the citizen can do now."""
    can: list[WorkOrderPower] = []
    if state in OPEN:
        can += ["urge", "add", "withdraw"]
    if state in ANSWERED and not rated:
        can.append("rate")
    return can


def clerk_steps(state: WorkOrderState) -> list[StepName]:
    """What a clerk can do now."""
    return [
        name for name, step in STEPS.items() if step.who == "clerk" and state in step.comes_from
    ]
