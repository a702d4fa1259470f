"""Which step leads a case (办件) from where to where, and who may take it. All of it is data."""

from dataclasses import dataclass
from typing import Literal

from core.contract import STATE_LABELS, CasePower, CaseState
from service.problems import ProblemError

Who = Literal["citizen", "clerk", "rules"]
StepName = Literal[
    "accept",
    "approve",
    "refuse",
    "correct",
    "deliver",
    "close",
    "withdraw",
    "resubmit",
    "ask_review",
    "rules_approve",
    "rules_refuse",
    "rules_pass_on",
]


@dataclass(frozen=True)
class Step:
    """`called` is how a sentence names the step."""

    to: CaseState
    who: Who
    called: str
    comes_from: frozenset[CaseState]


WITH_CLERK: frozenset[CaseState] = frozenset({"submitted", "accepted", "under_review"})
"""A clerk acts next; the promised time limit runs."""
OPEN: frozenset[CaseState] = WITH_CLERK | {"needs_correction"}
HOLDING: frozenset[CaseState] = OPEN | {"approved", "delivered"}
"""While a case stands here, a second one for the same matter and person is a duplicate."""
ENDED: frozenset[CaseState] = frozenset({"withdrawn", "closed"})
"""No step leads out."""

STEPS: dict[StepName, Step] = {
    "rules_approve": Step("approved", "rules", "自动通过", frozenset({"submitted"})),
    "rules_refuse": Step("refused", "rules", "自动不予通过", frozenset({"submitted"})),
    "rules_pass_on": Step("under_review", "rules", "转人工审核", frozenset({"submitted"})),
    "accept": Step("accepted", "clerk", "受理", frozenset({"submitted", "under_review"})),
    "approve": Step("approved", "clerk", "通过", WITH_CLERK),
    "refuse": Step("refused", "clerk", "不予通过", WITH_CLERK),
    "correct": Step("needs_correction", "clerk", "要求补正", WITH_CLERK),
    "deliver": Step("delivered", "clerk", "送达", frozenset({"approved"})),
    "close": Step(
        "closed",
        "clerk",
        "办结",
        frozenset({"approved", "delivered", "refused", "needs_correction"}),
    ),
    "withdraw": Step("withdrawn", "citizen", "撤回", OPEN),
    "resubmit": Step("under_review", "citizen", "重新提交", frozenset({"needs_correction"})),
    "ask_review": Step("under_review", "citizen", "申请人工审核", frozenset({"refused"})),
}


def target(state: CaseState, step: StepName, who: Who) -> CaseState:
    """The state that a step leads to; a 409 problem where it does not lead from `state`, and a
    403 problem where it is not theirs to take."""
    rule = STEPS[step]
    if rule.who != who:
        raise ProblemError(403, f"「{rule.called}」不能由您来做。")
    if state not in rule.comes_from:
        raise ProblemError(
            409, f"这件现在是「{STATE_LABELS[state]}」，不能{rule.called}。请先看看它的最新进度。"
        )
    return rule.to


def powers(state: CaseState, instant: bool, followed: bool) -> list[CasePower]:
    """What the owner can do now. A person looks at a refusal of the rules (`instant`) once."""
    can: list[CasePower] = []
    if state == "needs_correction":
        can.append("correct")
    if state == "refused" and instant:
        can.append("ask_review")
    if state in OPEN:
        can.append("withdraw")
    if followed:
        can.append("unfollow")
    elif state not in ENDED:
        can.append("follow")
    return can


def clerk_steps(state: CaseState) -> list[StepName]:
    """What a clerk can do now."""
    return [
        name for name, step in STEPS.items() if step.who == "clerk" and state in step.comes_from
    ]
