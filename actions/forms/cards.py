"""A draft or a case as the card that shows it."""

from core.contract import DraftView, Question
from messages import (
    Act,
    AnyCard,
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


CONFIRM = {
    "payment": "确认，去付款",
    "booking": "确认预约",
    "moving": "确认改期",
    "cancelling": "确定取消",
    "entitlements": "提交，看看结果",
}
"""What handing in is called; 提交 for all else."""


def matter_of(draft: DraftView) -> str | None:
    """The matter it is about: an errand's own id is none."""
    return draft.item if draft.kind == "application" else draft.about


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
        return NoticeCard(text=text, speech=text, item=matter_of(draft))
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
        item=matter_of(draft),
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
    return SignInCard(text=text, speech=text, item=matter_of(draft), wanted=wanted, options=[STOP])


def _stopped(draft: DraftView, lead: str) -> NoticeCard:
    says = draft.stop_says or "按您说的情况，这件事现在办不了。"
    text = lead if lead.startswith(says) else f"{lead}{says}"
    return NoticeCard(text=text, speech=text, item=matter_of(draft), options=[BACK, STOP, PERSON])


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
    go = CONFIRM.get(draft.kind, "提交")
    text = (
        f"{lead}{draft.title}填好了，请核对。{told}。{draft.consent}{demo}没有问题就说“{go[:2]}”。"
    )
    return ReviewCard(
        text=text,
        speech=f"{lead}填好了，请在屏幕上核对。没有问题就说{go[:2]}，要改就说改哪一项。",
        item=matter_of(draft),
        draft=draft.id,
        title=draft.title,
        rows=rows,
        waived=draft.waived,
        later=draft.later,
        consent=draft.consent,
        demo=draft.demo,
        options=[
            Option(label=go, act=Act(intent="draft_step", do="submit", draft=draft.id)),
            BACK,
            STOP,
        ],
    )
