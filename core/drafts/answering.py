"""Taking what the citizen says or sends for an entry of a draft."""

import re

from core.audit import service as audit
from core.context import Core
from core.contract import DraftStep, Refusal, StepResult
from core.drafts.answers import Taken, read_all
from core.drafts.expecting import expected
from core.drafts.moving import edit, refused, skip
from core.drafts.naming import to_change
from core.drafts.prefill import beneficiary, prefill
from core.drafts.state import Draft
from core.drafts.steps import Entry, editable, next_step, plan
from core.drafts.views import shown, view
from core.errands.base import Objection
from core.errands.registry import errand_of
from core.identity import service as identity
from core.items.definition import FieldDefinition, MaterialDefinition
from core.payments.qr import with_codes
from core.vault import files
from core.vault import service as vault
from text.fields import looks_like_question, parse, steering
from text.normalise import normalise

SIGN_IN_FIRST = "请先登录，再接着填。已填的内容都在。"
FILE = re.compile(r"\[FILE_[1-9]\d{0,5}\]")
NONE = re.compile(
    "(?:我|暂时|这里)*(?:没有?|冇|无|不想?|唔)(?:留|填|给|拍|影|传|上传|有)*"
    "(?:照片|相片?|图片?|图|电话|手机号?|号码)*(?:了|啊|呀|喔|呢|吧)?|no(?:photos?|pictures?|phone|number)"
)
"""There is nothing to give, normalised and without marks: 没有照片, 冇相, 不留电话."""
_MARKS = re.compile(r"[\W_]+")
ONE_TOKEN = re.compile(r"\s*\[NAME_[1-9]\d{0,5}\]\s*")


def opening(core: Core, draft: Draft, step: DraftStep) -> StepResult:
    """Take what the words that began it answer; what they do not is asked, not complained of."""
    result = answer(core, draft, step)
    if result.accepted or (result.refusal is not None and result.refusal.objection):
        return result
    draft.row.failures = 0
    return StepResult(draft=view(core, draft, step.session))


def answer(core: Core, draft: Draft, step: DraftStep) -> StepResult:
    """Take an answer to the entry that is asked, or to `step.field`."""
    now = next_step(draft)
    target = now.entry
    if step.field is not None:
        target = plan(draft).get(step.field)
        if target is None or not editable(draft, target):
            return refused(core, draft, step, step.field, "这一项现在不用填，或者不能改。")
    said = step.text or ""
    if isinstance(target, MaterialDefinition) and FILE.search(said):
        return _keep_file(core, draft, step, target)
    if isinstance(target, FieldDefinition) and target.type == "notice_number":
        said = with_codes(core, step.session, said)
    words = vault.open_text(core, step.session, said, purpose="application")
    if ONE_TOKEN.fullmatch(said) and isinstance(target, FieldDefinition) and target.type == "name":
        words = f"姓名是{words}" if parse("name", words) is None else words
    strict = now.kind == "stopped" and step.field is None
    taken = read_all(draft, target, words, strict=strict)
    if not taken and not strict and step.field is None and _has_none(target, words):
        return skip(core, draft, step)
    if not taken:
        return _not_taken(core, draft, step, target, words)
    return _accept(core, draft, step, taken)


def _has_none(target: Entry | None, words: str) -> bool:
    """Whether the words say that there is nothing to give for what may be left empty."""
    if target is None or not target.optional:
        return False
    if isinstance(target, FieldDefinition) and target.type in ("integer", "money"):
        return False  # 没有 may be a nought
    return steering(words) == "no" or NONE.fullmatch(_MARKS.sub("", normalise(words))) is not None


def _accept(core: Core, draft: Draft, step: DraftStep, taken: list[Taken]) -> StepResult:
    """Keep what was read. Another person's consent does not outlive a change of person."""
    for one in taken:
        before = draft.values.get(one.entry.id)
        draft.put(one.entry.id, one.value)
        if one.entry.id in ("for_whom", "beneficiary_id", "beneficiary_name") and before not in (
            None,
            one.value,
        ):
            draft.drop("acting_consent")
            draft.row.consent = None
    ids = {one.entry.id for one in taken}
    if draft.row.asking in ids:
        draft.row.asking = None
    draft.row.failures = 0
    if "acting_consent" in ids and draft.values.get("acting_consent") == "yes":
        _record_acting(core, draft, step.session)
    prefill(core, draft)
    wrong = _objection(draft, ids)
    audit.record(
        core,
        "draft.answer",
        person=draft.row.person,
        subject=draft.row.id,
        purpose="application",
        detail={"item": draft.row.item, "fields": " ".join(sorted(ids))},
    )
    if wrong is not None:
        refusal = Refusal(field=wrong.field, says=wrong.says, objection=True)
        return StepResult(draft=view(core, draft, step.session), refusal=refusal)
    there = plan(draft)
    accepted = [
        shown(core, draft, step.session, one.entry) for one in taken if one.entry.id in there
    ]
    return StepResult(draft=view(core, draft, step.session), accepted=accepted)


def _objection(draft: Draft, changed: set[str]) -> Objection | None:
    """What an errand makes of the answers; what cannot stand is forgotten."""
    errand = errand_of(draft.definition.kind)
    if errand is None:
        return None
    errand.settle(draft, changed)
    wrong = errand.objection(draft)
    draft.core.db.flush()  # what was just put can be forgotten only once it is stored
    for id in wrong.drop if wrong else ():
        draft.drop(id)
    return wrong


def _record_acting(core: Core, draft: Draft, session: str) -> None:
    """Put on record that the other agreed, as the applicant confirmed it."""
    number = beneficiary(draft)
    consent = plan(draft).get("acting_consent")
    if draft.person is None or number is None or not isinstance(consent, FieldDefinition):
        return
    draft.row.consent = identity.record_consent(
        core,
        person=draft.person.id,
        session=session,
        purpose=f"代办「{draft.definition.title}」",
        item=draft.row.item,
        about=identity.person_id_for(core, number),
        words=consent.ask,
    )


def _not_taken(
    core: Core, draft: Draft, step: DraftStep, target: Entry | None, words: str
) -> StepResult:
    """Say what is expected, or ask again what is to be changed. Questions and steering words are
    no failures."""
    change = to_change(draft, words) if step.field is None else None
    if change is not None:
        return edit(core, draft, step, change)
    question = looks_like_question(words)
    if not question and steering(words) in (None, "yes", "no"):
        draft.row.failures += 1
        draft.touch()
    now = next_step(draft)
    if now.kind == "review":
        says = "请核对上面的内容。没有问题就说“提交”，要改就说改哪一项、改成什么。"
        return refused(core, draft, step, "review", says, question)
    if now.kind == "sign_in" or target is None:
        return refused(core, draft, step, "sign_in", SIGN_IN_FIRST, question)
    if now.kind == "stopped" and step.field is None and isinstance(target, FieldDefinition):
        says = f"{target.otherwise}如果填错了，可以说“上一步”改「{target.label}」。"
        return refused(core, draft, step, target.id, says, question)
    return refused(core, draft, step, target.id, expected(target, words), question)


def _keep_file(core: Core, draft: Draft, step: DraftStep, target: MaterialDefinition) -> StepResult:
    token = FILE.findall(step.text or "")[0]
    file_id = vault.open_tokens(core, step.session, [token], "application").get(token)
    if file_id is None:
        says = f"这个文件已经过期或者不在了，请重新上传「{target.name}」。"
        return refused(core, draft, step, target.id, says)
    files.hold_file(core, file_id)
    before = draft.values.get(target.id)
    if before not in (None, file_id) and not draft.row.correcting:
        files.release_file(core, before or "")
    return _accept(core, draft, step, [Taken(target, file_id)])
