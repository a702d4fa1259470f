"""News that leaves core by its outbox, as cards."""

from core.contract import POWER_LABELS, CaseView, News
from messages import Act, AnyCard, CaseCard, NoticeCard, Option

WITHOUT_WORDS = {
    "case_changed": "您的办件有新进展，对我说“查办件”就能看到。",
    "deadline_near": "您有一个办件快到期限了，对我说“查办件”就能看到。",
}


def card_of(news: News) -> AnyCard:
    """What the conversation is shown: where the case stands, or the sentence of the news."""
    if news.kind == "case_changed" and news.case is not None:
        return _case_card(news.case)
    says = news.says or WITHOUT_WORDS[news.kind]
    level = "warning" if news.kind == "deadline_near" else "info"
    return NoticeCard.model_validate({"text": says, "speech": says, "level": level})


def _case_card(case: CaseView) -> CaseCard:
    demo = "（演示）" if case.demo else ""
    first = f"{case.title}{demo}：{case.state_label}，编号 {case.number}。"
    corrections = [f"请补正：{'、'.join(case.corrections)}。"] if case.corrections else []
    says = [*case.reasons, *corrections, case.next_says]
    return CaseCard(
        text="".join([first, *(_sentence(one) for one in says if one)]),
        speech=f"您的{case.title}，{case.state_label}。{_sentence(case.next_says)}",
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
        ],
    )


def _sentence(words: str) -> str:
    return words if not words or words[-1] in "。！？" else f"{words}。"
