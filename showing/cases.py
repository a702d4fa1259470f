"""A case (办件) as a card."""

from core.contract import POWER_LABELS, CaseView, NextMatter
from messages import Act, CaseCard, Option
from showing.sentences import sentence


def case_card(case: CaseView, lead: str = "") -> CaseCard:
    """Where a case stands: the state first, then why, then what next."""
    said = [f"{lead}{case.title}（办件编号{case.number}）：{case.state_label}。"]
    said += [sentence(reason) for reason in case.reasons]
    if case.corrections:
        said.append(f"需要补正：{'、'.join(case.corrections)}。")
    said.append(case.next_says)
    if case.next_items:
        said.append(f"接着常办的：{'、'.join(one.title for one in case.next_items)}。")
    if case.demo:
        said.append("（演示：规则没有法规依据，结果只供试用，不能当真。）")
    text = "".join(said)
    return CaseCard(
        text=text,
        speech=f"{lead}{case.title}，{case.state_label}。{case.next_says}",
        item=case.item,
        case=case.number,
        title=case.title,
        state=case.state,
        state_label=case.state_label,
        instant=case.instant,
        demo=case.demo,
        reasons=case.reasons,
        sources=case.sources,
        corrections=case.corrections,
        next_says=case.next_says,
        submitted_at=case.submitted_at.isoformat(),
        deadline=case.deadline.isoformat() if case.deadline else None,
        result=case.result,
        options=[
            Option(
                label=POWER_LABELS[power],
                act=Act(intent="case_step", case=case.number, do=power),
            )
            for power in case.powers
        ]
        + [_next(one) for one in case.next_items],
    )


def _next(matter: NextMatter) -> Option:
    """Applied for here, or its guide."""
    intent = "start_application" if matter.applicable else "ask_guide"
    act = Act(intent=intent, item=matter.item, aspect=None if matter.applicable else "overview")
    return Option(label=f"接着办{matter.title}", item=matter.item, act=act)
