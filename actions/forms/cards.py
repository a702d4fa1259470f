"""A draft or a case as the card that shows it."""

from core.contract import POWER_LABELS, CaseView, DraftView, Question
from messages import (
    Act,
    AnyCard,
    CaseCard,
    FormCard,
    NoticeCard,
    Option,
    ReviewCard,
    ReviewRow,
    SignInCard,
)

STOP = Option(label="先不办了", act=Act(intent="stop"))
BACK = Option(label="上一步", act=Act(intent="back"))
SKIP = Option(label="跳过", act=Act(intent="skip"))
PERSON = Option(label="转人工", act=Act(intent="human_agent"))


def draft_card(draft: DraftView, lead: str = "") -> AnyCard:
    """What the draft wants now. `lead` is said before it, e.g. what was just taken."""
    if draft.step == "sign_in":
        return _sign_in(draft, lead)
    if draft.step == "review":
        return _review(draft, lead)
    if draft.step == "stopped":
        return _stopped(draft, lead)
    if draft.question is None:  # done: the case's card says more
        text = f"{lead}这份申请已经提交。"
        return NoticeCard(text=text, speech=text, item=draft.item)
    return _form(draft, draft.question, lead)


def _form(draft: DraftView, question: Question, lead: str) -> FormCard:
    hint = f"（例如：{question.example}）" if question.example else ""
    text = f"{lead}{question.text}{hint}"
    options = [Option(label=one.label, act=Act(text=one.label)) for one in question.options]
    options += [SKIP] if question.optional else []
    options += [BACK] if draft.done else []
    return FormCard(
        text=text,
        speech=f"{lead}{question.text}",
        item=draft.item,
        draft=draft.id,
        title=draft.title,
        field=question.field,
        label=question.label,
        field_type=question.type,
        example=question.example,
        optional=question.optional,
        private=question.private,
        upload=question.upload,
        done=draft.done,
        total=draft.total,
        options=options,
    )


def _sign_in(draft: DraftView, lead: str) -> SignInCard:
    text = f"{lead}办{draft.title}要先确认是您本人。请点“去登录”，登录后会自动接着填。"
    wanted = draft.needs if draft.needs and draft.needs != "anonymous" else "real_name"
    return SignInCard(text=text, speech=text, item=draft.item, wanted=wanted, options=[STOP])


def _stopped(draft: DraftView, lead: str) -> NoticeCard:
    says = draft.stop_says or "按您说的情况，这件事现在办不了。"
    text = lead if lead.startswith(says) else f"{lead}{says}"
    return NoticeCard(text=text, speech=text, item=draft.item, options=[BACK, STOP, PERSON])


def _review(draft: DraftView, lead: str) -> ReviewCard:
    rows = [
        ReviewRow(
            field=one.id,
            label=one.label,
            value=one.value,
            source=one.source,
            edit=Option(
                label=f"改{one.label}",
                act=Act(intent="draft_step", do="edit", field=one.id, draft=draft.id),
            )
            if one.editable
            else None,
        )
        for one in draft.fields
    ]
    told = "；".join(f"{row.label}：{row.value}" for row in rows)
    demo = "（演示：这件事的规则没有法规依据，结果只供试用。）" if draft.demo else ""
    text = f"{lead}{draft.title}填好了，请核对。{told}。{draft.consent}{demo}没有问题就说“提交”。"
    return ReviewCard(
        text=text,
        speech=f"{lead}填好了，请在屏幕上核对。没有问题就说提交，要改就说改哪一项。",
        item=draft.item,
        draft=draft.id,
        title=draft.title,
        rows=rows,
        waived=draft.waived,
        later=draft.later,
        consent=draft.consent,
        demo=draft.demo,
        options=[
            Option(label="提交", act=Act(intent="draft_step", do="submit", draft=draft.id)),
            BACK,
            STOP,
        ],
    )


def case_card(case: CaseView, lead: str = "") -> CaseCard:
    """Where a case stands: the state first, then why, then what next."""
    said = [f"{lead}{case.title}（办件编号{case.number}）：{case.state_label}。"]
    said += [_sentence(reason) for reason in case.reasons]
    if case.corrections:
        said.append(f"需要补正：{'、'.join(case.corrections)}。")
    said.append(case.next_says)
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
        ],
    )


def _sentence(words: str) -> str:
    return words if words.endswith(("。", "！", "？")) else f"{words}。"
