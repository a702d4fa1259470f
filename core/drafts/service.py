"""Filling an application (草稿): opening, one step at a time, handing in, clearing up."""

import datetime as dt
import hashlib
import re

from sqlalchemy import delete, or_, select

from core.audit import service as audit
from core.context import Core
from core.contract import DraftCreate, DraftStep, DraftView, Refusal, StepResult
from core.drafts import store, submitting
from core.drafts.answers import Taken, expected, read_all, to_change
from core.drafts.models import AnswerRow, DraftRow, StepRow
from core.drafts.personal import data_of, forget_person, open_of
from core.drafts.prefill import beneficiary, prefill
from core.drafts.state import Draft, result_context
from core.drafts.steps import IDENTITY, Entry, asked, editable, next_step, plan
from core.drafts.views import shown, view
from core.errands.base import Objection
from core.errands.registry import errand_of
from core.identity import service as identity
from core.items.definition import FieldDefinition, ItemDefinition, MaterialDefinition
from core.payments.qr import with_codes
from core.vault import files
from core.vault import service as vault
from service.problems import ProblemError
from text.fields import looks_like_question, parse, steering
from text.normalise import normalise

__all__ = [
    "data_of",
    "draft_for_correction",
    "forget_person",
    "open_draft",
    "open_drafts",
    "open_of",
    "purge",
    "read_draft",
    "take_step",
]

OPEN_LIVES = dt.timedelta(days=90)
OVER_LIVES = dt.timedelta(days=30)
STEPS_LIVE = dt.timedelta(days=7)
SIGN_IN_FIRST = "请先登录，再接着填。已填的内容都在。"
NOTHING_BEFORE = "这已经是第一步了。"
FILE = re.compile(r"\[FILE_[1-9]\d{0,5}\]")
NONE = re.compile(
    "(?:我|暂时|这里)*(?:没有?|冇|无|不想?|唔)(?:留|填|给|拍|影|传|上传|有)*"
    "(?:照片|相片?|图片?|图|电话|手机号?|号码)*(?:了|啊|呀|喔|呢|吧)?|no(?:photos?|pictures?|phone|number)"
)
"""There is nothing to give, normalised and without marks: 没有照片, 冇相, 不留电话."""
_MARKS = re.compile(r"[\W_]+")
ONE_TOKEN = re.compile(r"\s*\[NAME_[1-9]\d{0,5}\]\s*")


def open_draft(core: Core, create: DraftCreate) -> DraftView:
    """Begin an application, or go on with the one that is open."""
    definition = store.definition_of(core, create.item)
    draft, known = store.find_or_make(core, create.session, definition)
    if known and create.fresh:
        _throw_away(core, draft)
        core.db.flush()
        draft, known = store.find_or_make(core, create.session, definition)
    if errand := errand_of(definition.kind):
        errand.settle(draft, set())
    return view(core, draft, create.session, resumed=known)


def open_drafts(core: Core, session: str) -> list[DraftView]:
    """The open drafts of a session and of who is signed in there, the newest first."""
    rows = store.open_rows(core, session)
    person = identity.person_of(core, session)
    drafts = [
        store.settled(core, row, session, person)
        for row in rows
        if core.parts.definitions.get(row.item) is not None
    ]
    return [view(core, one, session) for one in drafts if one.row.state == "open"]


def read_draft(core: Core, draft_id: str, session: str) -> DraftView:
    """One draft; a 404 problem where it is another's."""
    draft = store.find(core, draft_id, session)
    if draft.row.state == "abandoned":
        raise store.no_draft()
    return view(core, draft, session)


def take_step(core: Core, draft_id: str, step: DraftStep) -> StepResult:
    """Do one thing to a draft. With a key, the same step again gives the same result."""
    draft = store.find(core, draft_id, step.session)
    replayed = _replay(core, draft, step)
    if replayed is not None:
        return replayed
    if draft.row.state == "abandoned":
        raise store.no_draft()
    if draft.row.state == "submitted" and step.do != "submit":
        raise ProblemError(409, "这份申请已经提交，不能再改。可以查看它的进度。")
    result = _do(core, draft, step)
    _remember(core, draft, step, result)
    core.db.flush()
    return result


def draft_for_correction(
    core: Core,
    session: str,
    case_number: str,
    definition: ItemDefinition,
    answers: dict[str, str],
    fields: list[str],
    materials: dict[str, str] | None = None,
) -> DraftView:
    """A draft with the answers and papers of a case, which asks for the named ones again (补正).

    The owner is signed in (`identity.require` raises else). The open one for the same case is
    gone on with.
    """
    person = identity.require(core, session, definition.assurance)
    query = select(DraftRow).where(
        DraftRow.correcting == case_number, DraftRow.state == "open", DraftRow.person == person.id
    )
    known = core.db.scalar(query.with_for_update())
    if known is not None:
        draft = store.settled(core, known, session, person)
        return view(core, draft, session, resumed=True)
    row = store.new_row(core, session, definition)
    row.person, row.correcting = person.id, case_number
    core.db.add(row)
    core.db.flush()
    draft = store.settled(core, row, session, person)
    proven = {one.id for one in definition.fields if one.prefill in IDENTITY}
    for field, value in (answers | (materials or {})).items():
        if field not in fields:
            draft.put(field, value, "sign_in" if field in proven else "typed")
    for field in plan(draft):
        if field not in draft.answers and field not in fields:
            draft.put(field, None)
    audit.record(core, "draft.correct", person=person.id, subject=row.id, detail={"item": row.item})
    return view(core, draft, session)


def purge(core: Core, dry_run: bool = False) -> int:
    """Delete drafts nobody touched for OPEN_LIVES (handed in or thrown away: OVER_LIVES), and
    the remembered steps older than STEPS_LIVE; how many drafts. With `dry_run` they are counted."""
    old = select(DraftRow).where(
        or_(
            DraftRow.updated_at <= core.now - OPEN_LIVES,
            (DraftRow.state != "open") & (DraftRow.updated_at <= core.now - OVER_LIVES),
        )
    )
    rows = core.db.scalars(old).all()
    if dry_run:
        return len(rows)
    core.db.execute(delete(StepRow).where(StepRow.created_at <= core.now - STEPS_LIVE))
    for row in rows:
        definition = core.parts.definitions.get(row.item)
        if definition is not None and row.state == "open":
            _release_files(core, Draft(core, row, definition))
        for table in (StepRow, AnswerRow):
            core.db.execute(delete(table).where(table.draft_id == row.id))
        core.db.delete(row)
    core.db.flush()
    return len(rows)


def _do(core: Core, draft: Draft, step: DraftStep) -> StepResult:
    match step.do:
        case "submit":
            return _submit(core, draft, step)
        case "abandon":
            return _abandon(core, draft, step)
    if draft.locked:
        return _refused(core, draft, step, "sign_in", SIGN_IN_FIRST)
    match step.do:
        case "opening":
            return _opening(core, draft, step)
        case "answer":
            return _answer(core, draft, step)
        case "back":
            return _back(core, draft, step)
        case "skip":
            return _skip(core, draft, step)
        case "edit":
            return _edit(core, draft, step, step.field or "")
    raise ProblemError(422, "不认识这一步。")


def _opening(core: Core, draft: Draft, step: DraftStep) -> StepResult:
    """Take what the words that began it answer; what they do not is asked, not complained of."""
    result = _answer(core, draft, step)
    if result.accepted or (result.refusal is not None and result.refusal.objection):
        return result
    draft.row.failures = 0
    return StepResult(draft=view(core, draft, step.session))


def _answer(core: Core, draft: Draft, step: DraftStep) -> StepResult:
    now = next_step(draft)
    target = now.entry
    if step.field is not None:
        target = plan(draft).get(step.field)
        if target is None or not editable(draft, target):
            return _refused(core, draft, step, step.field, "这一项现在不用填，或者不能改。")
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
        return _skip(core, draft, step)
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
        return _edit(core, draft, step, change)
    question = looks_like_question(words)
    if not question and steering(words) in (None, "yes", "no"):
        draft.row.failures += 1
        draft.touch()
    now = next_step(draft)
    if now.kind == "review":
        says = "请核对上面的内容。没有问题就说“提交”，要改就说改哪一项、改成什么。"
        return _refused(core, draft, step, "review", says, question)
    if now.kind == "sign_in" or target is None:
        return _refused(core, draft, step, "sign_in", SIGN_IN_FIRST, question)
    if now.kind == "stopped" and step.field is None and isinstance(target, FieldDefinition):
        says = f"{target.otherwise}如果填错了，可以说“上一步”改「{target.label}」。"
        return _refused(core, draft, step, target.id, says, question)
    return _refused(core, draft, step, target.id, expected(target, words), question)


def _keep_file(core: Core, draft: Draft, step: DraftStep, target: MaterialDefinition) -> StepResult:
    token = FILE.findall(step.text or "")[0]
    file_id = vault.open_tokens(core, step.session, [token], "application").get(token)
    if file_id is None:
        says = f"这个文件已经过期或者不在了，请重新上传「{target.name}」。"
        return _refused(core, draft, step, target.id, says)
    files.hold_file(core, file_id)
    before = draft.values.get(target.id)
    if before not in (None, file_id) and not draft.row.correcting:
        files.release_file(core, before or "")
    return _accept(core, draft, step, [Taken(target, file_id)])


def _back(core: Core, draft: Draft, step: DraftStep) -> StepResult:
    """Ask the one before again; what stopped the draft, itself."""
    now = next_step(draft)
    order = [id for id in asked(draft) if id in draft.answers or (now.entry and now.entry.id == id)]
    here = now.entry.id if now.entry else None
    if now.kind == "stopped" and here:
        return _ask_again(core, draft, step, here)
    before = order[: order.index(here)] if here in order else order
    if now.kind == "sign_in":
        before = [id for id in before if id in _until_sign_in(draft)]
    if not before:
        return _refused(core, draft, step, here or "", NOTHING_BEFORE)
    return _ask_again(core, draft, step, before[-1])


def _until_sign_in(draft: Draft) -> list[str]:
    ids = list(plan(draft))
    return ids[: ids.index("sign_in")] if "sign_in" in ids else ids


def _edit(core: Core, draft: Draft, step: DraftStep, field: str) -> StepResult:
    entry = plan(draft).get(field)
    if entry is None:
        return _refused(core, draft, step, field, "这份申请里没有这一项，请选一项来改。")
    if not editable(draft, entry):
        says = "这一项来自实名登录，不能在这里改。如果不对，请换本人的账号重新登录。"
        return _refused(core, draft, step, entry.id, says)
    return _ask_again(core, draft, step, entry.id)


def _ask_again(core: Core, draft: Draft, step: DraftStep, id: str) -> StepResult:
    draft.row.asking, draft.row.failures = id, 0
    draft.touch()
    return StepResult(draft=view(core, draft, step.session))


def _skip(core: Core, draft: Draft, step: DraftStep) -> StepResult:
    """Leave an optional field empty, or a filled one as it is."""
    now = next_step(draft)
    entry = now.entry
    if entry is None or now.kind == "stopped":
        return _refused(core, draft, step, "", "这一步不能跳过。")
    if entry.id in draft.answers:
        draft.row.asking = None
    elif entry.optional:
        draft.put(entry.id, None)
    else:
        name = entry.label if isinstance(entry, FieldDefinition) else entry.name
        return _refused(core, draft, step, entry.id, f"「{name}」是必须的，不能跳过。")
    draft.row.failures = 0
    draft.touch()
    return StepResult(draft=view(core, draft, step.session))


def _submit(core: Core, draft: Draft, step: DraftStep) -> StepResult:
    now = next_step(draft)
    if now.kind not in ("review", "done"):
        field = now.entry.id if now.entry else "sign_in"
        return _refused(core, draft, step, field, "还有没填完的，填完再提交。")
    if draft.definition.kind != "application":
        handed = submitting.hand_in(core, draft, step)
        done = StepResult(draft=view(core, draft, step.session))
        return done.model_copy(update=handed.view)
    case = submitting.submit(core, draft, step)
    return StepResult(draft=view(core, draft, step.session), case=case)


def _abandon(core: Core, draft: Draft, step: DraftStep) -> StepResult:
    """Throw a draft away: its answers and files are deleted at once."""
    _throw_away(core, draft)
    return StepResult(draft=view(core, draft, step.session))


def _throw_away(core: Core, draft: Draft) -> None:
    _release_files(core, draft)
    for field in list(draft.answers):
        draft.drop(field)
    row = draft.row
    row.state, row.slot, row.asking, row.sealed_registers = "abandoned", None, None, None
    draft.touch()
    audit.record(
        core, "draft.abandon", person=row.person, subject=row.id, detail={"item": row.item}
    )


def _release_files(core: Core, draft: Draft) -> None:
    """The files of a correction belong to its case still."""
    for one in draft.definition.materials:
        if one.id in draft.values and not draft.row.correcting:
            files.release_file(core, draft.values[one.id])


def _refused(
    core: Core, draft: Draft, step: DraftStep, field: str, says: str, question: bool = False
) -> StepResult:
    refusal = Refusal(field=field, says=says, question_like=question)
    return StepResult(draft=view(core, draft, step.session), refusal=refusal)


def _replay(core: Core, draft: Draft, step: DraftStep) -> StepResult | None:
    """What came of this step when it was taken before; a 409 problem for another step."""
    if step.key is None:
        return None
    query = select(StepRow).where(
        StepRow.draft_id == draft.row.id, StepRow.key_digest == _key(draft, step)
    )
    known = core.db.scalar(query)
    if known is None:
        return None
    if known.asked_digest != _asked_digest(core, step):
        raise ProblemError(409, "这个 key 已经用于另一步。")
    result = core.parts.cipher.open(known.sealed_result, result_context(known))
    return StepResult.model_validate_json(result)


def _remember(core: Core, draft: Draft, step: DraftStep, result: StepResult) -> None:
    if step.key is None:
        return
    row = StepRow(
        draft_id=draft.row.id,
        key_digest=_key(draft, step),
        asked_digest=_asked_digest(core, step),
        created_at=core.now,
    )
    row.sealed_result = core.parts.cipher.seal(result.model_dump_json(), result_context(row))
    core.db.add(row)


def _key(draft: Draft, step: DraftStep) -> str:
    return hashlib.sha256(f"{step.session}|{draft.row.id}|{step.key}".encode()).hexdigest()


def _asked_digest(core: Core, step: DraftStep) -> str:
    return core.parts.cipher.digest(step.model_dump_json(exclude={"key"}), "draft_steps.asked")
