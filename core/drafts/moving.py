"""Going about in a draft without giving an answer: back, to another entry, past one."""

from core.context import Core
from core.contract import DraftStep, Refusal, StepResult
from core.drafts.state import Draft
from core.drafts.steps import asked, editable, next_step, plan
from core.drafts.views import view
from core.items.definition import FieldDefinition

NOTHING_BEFORE = "这已经是第一步了。"


def back(core: Core, draft: Draft, step: DraftStep) -> StepResult:
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
        return refused(core, draft, step, here or "", NOTHING_BEFORE)
    return _ask_again(core, draft, step, before[-1])


def _until_sign_in(draft: Draft) -> list[str]:
    ids = list(plan(draft))
    return ids[: ids.index("sign_in")] if "sign_in" in ids else ids


def edit(core: Core, draft: Draft, step: DraftStep, field: str) -> StepResult:
    """Ask the entry `field` again."""
    entry = plan(draft).get(field)
    if entry is None:
        return refused(core, draft, step, field, "这份申请里没有这一项，请选一项来改。")
    if not editable(draft, entry):
        says = "这一项来自实名登录，不能在这里改。如果不对，请换本人的账号重新登录。"
        return refused(core, draft, step, entry.id, says)
    return _ask_again(core, draft, step, entry.id)


def _ask_again(core: Core, draft: Draft, step: DraftStep, id: str) -> StepResult:
    draft.row.asking, draft.row.failures = id, 0
    draft.touch()
    return StepResult(draft=view(core, draft, step.session))


def skip(core: Core, draft: Draft, step: DraftStep) -> StepResult:
    """Leave an optional field empty, or a filled one as it is."""
    now = next_step(draft)
    entry = now.entry
    if entry is None or now.kind == "stopped":
        return refused(core, draft, step, "", "这一步不能跳过。")
    if entry.id in draft.answers:
        draft.row.asking = None
    elif entry.optional:
        draft.put(entry.id, None)
    else:
        name = entry.label if isinstance(entry, FieldDefinition) else entry.name
        return refused(core, draft, step, entry.id, f"「{name}」是必须的，不能跳过。")
    draft.row.failures = 0
    draft.touch()
    return StepResult(draft=view(core, draft, step.session))


def refused(
    core: Core, draft: Draft, step: DraftStep, field: str, says: str, question: bool = False
) -> StepResult:
    """Nothing was taken, and why."""
    refusal = Refusal(field=field, says=says, question_like=question)
    return StepResult(draft=view(core, draft, step.session), refusal=refusal)
