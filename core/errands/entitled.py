"""What one may be entitled to (政策匹配): for oneself or one's firm, with consent, at once."""

from core.drafts.state import Draft
from core.entitlements import service as entitlements
from core.errands.base import Errand, Handed
from core.identity import service as identity
from service.problems import ProblemError

DONE_BEFORE = "刚才的结果已经给您看过，这里没有保存。想再看一次，说“我能享受什么政策”。"


class Entitled(Errand):
    """Fields `whose`, `firm` and `agreed`. What comes of it is shown and not kept."""

    def submit(self, draft: Draft, session: str, key: str) -> Handed:
        core, definition, values = draft.core, draft.definition, draft.values
        person = identity.require(core, session, definition.assurance)
        asked = next(one.ask for one in definition.fields if one.id == "agreed")
        consent = identity.record_consent(
            core,
            person=person.id,
            session=session,
            purpose=definition.title,
            item=definition.item,
            about=None,
            words=f"{asked}{definition.consent}",
        )
        firm = values.get("firm") if values["whose"] == "firm" else None
        found = entitlements.match(core, person, firm, consent=consent)
        return Handed(consent, {"matches": found})

    def again(self, draft: Draft, number: str, session: str) -> Handed:
        raise ProblemError(409, DONE_BEFORE)
