"""The same step again gives the same result: what came of a step with a key is kept, sealed."""

import hashlib

from sqlalchemy import select

from core.context import Core
from core.contract import DraftStep, StepResult
from core.drafts.models import StepRow
from core.drafts.state import Draft, result_context
from service.problems import ProblemError


def replay(core: Core, draft: Draft, step: DraftStep) -> StepResult | None:
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


def remember(core: Core, draft: Draft, step: DraftStep, result: StepResult) -> None:
    """Keep what came of a step, where it has a key."""
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
