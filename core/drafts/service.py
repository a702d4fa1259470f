"""Filling an application (草稿): opening it, going on with it, one step at a time."""

from core.context import Core
from core.contract import DraftCreate, DraftStep, DraftView, StepResult
from core.drafts import store, submitting
from core.drafts.answering import SIGN_IN_FIRST, answer, opening
from core.drafts.clearing import throw_away
from core.drafts.moving import back, edit, refused, skip
from core.drafts.replaying import remember, replay
from core.drafts.state import Draft
from core.drafts.steps import next_step
from core.drafts.views import view
from core.errands.registry import errand_of
from core.identity import service as identity
from service.problems import ProblemError


def open_draft(core: Core, create: DraftCreate) -> DraftView:
    """Begin an application, or go on with the one that is open."""
    definition = store.definition_of(core, create.item)
    draft, known = store.find_or_make(core, create.session, definition)
    if known and create.fresh:
        throw_away(core, draft)
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
    replayed = replay(core, draft, step)
    if replayed is not None:
        return replayed
    if draft.row.state == "abandoned":
        raise store.no_draft()
    if draft.row.state == "submitted" and step.do != "submit":
        raise ProblemError(409, "这份申请已经提交，不能再改。可以查看它的进度。")
    result = _do(core, draft, step)
    remember(core, draft, step, result)
    core.db.flush()
    return result


def _do(core: Core, draft: Draft, step: DraftStep) -> StepResult:
    match step.do:
        case "submit":
            return _submit(core, draft, step)
        case "abandon":
            return _abandon(core, draft, step)
    if draft.locked:
        return refused(core, draft, step, "sign_in", SIGN_IN_FIRST)
    match step.do:
        case "opening":
            return opening(core, draft, step)
        case "answer":
            return answer(core, draft, step)
        case "back":
            return back(core, draft, step)
        case "skip":
            return skip(core, draft, step)
        case "edit":
            return edit(core, draft, step, step.field or "")
    raise ProblemError(422, "不认识这一步。")


def _submit(core: Core, draft: Draft, step: DraftStep) -> StepResult:
    now = next_step(draft)
    if now.kind not in ("review", "done"):
        field = now.entry.id if now.entry else "sign_in"
        return refused(core, draft, step, field, "还有没填完的，填完再提交。")
    if draft.definition.kind != "application":
        handed = submitting.hand_in(core, draft, step)
        done = StepResult(draft=view(core, draft, step.session))
        return done.model_copy(update=handed.view)
    case = submitting.submit(core, draft, step)
    return StepResult(draft=view(core, draft, step.session), case=case)


def _abandon(core: Core, draft: Draft, step: DraftStep) -> StepResult:
    """Throw a draft away: its answers and files are deleted at once."""
    throw_away(core, draft)
    return StepResult(draft=view(core, draft, step.session))
