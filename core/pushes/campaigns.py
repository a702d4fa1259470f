"""A clerk's news of a matter, told to those who asked for it and whom it seems to fit."""

import secrets

from sqlalchemy import select

from core.audit import service as audit
from core.context import Core
from core.contract import CampaignCreate, CampaignView
from core.entitlements import service as entitlements
from core.entitlements.rules import all_rules
from core.identity.models import PersonRow
from core.identity.people import opened
from core.pushes import sending
from core.pushes.models import CampaignRow, ChoiceRow
from core.registers.base import RegisterUnavailable
from service.problems import ProblemError

AT_ONCE = 5
"""People a transaction: each costs look-ups in registers, while other writers wait on SQLite."""
SEEMS = "按登记信息看，您可能符合「{title}」的条件，要看详细的就说“{title}”。"


def create(core: Core, asked: CampaignCreate) -> CampaignView:
    """Begin; people are looked at by and by. The same key again tells how far it got, a 409
    problem where it asks for something else."""
    if asked.item not in _matters(core):
        raise ProblemError(404, "没有这个事项的条件，不能按条件推送。")
    key = core.parts.cipher.digest(asked.key, "push_campaigns.key")
    digest = core.parts.cipher.digest(asked.model_dump_json(exclude={"key"}), "push_campaigns")
    row = core.db.scalar(select(CampaignRow).where(CampaignRow.key == key))
    if row is not None and row.asked != digest:
        raise ProblemError(409, "这个 key 已经用于另一次推送。")
    if row is None:
        row = CampaignRow(
            id=f"T-{secrets.token_hex(10)}",
            key=key,
            asked=digest,
            item=asked.item,
            says=asked.says,
            reached="",
            looked_at=0,
            fits=0,
            created_at=core.now,
            done_at=None,
        )
        core.db.add(row)
        core.db.flush()
        audit.record(core, "push.campaign", subject=row.id, detail={"item": asked.item})
    return _view(row)


def work(core: Core) -> int:
    """Hold the next people against the oldest campaign that is under way; how many. The caller
    commits."""
    query = (
        select(CampaignRow)
        .where(CampaignRow.done_at.is_(None))
        .order_by(CampaignRow.created_at, CampaignRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = core.db.scalar(query)
    if row is None:
        return 0
    people = _next(core, row)
    for number, (choice, person) in enumerate(people):
        try:
            row.fits += _told(core, row, choice, person)
        except RegisterUnavailable:
            return number  # from this person on, the next time
        row.looked_at += 1
        row.reached = choice.person
    if len(people) < AT_ONCE:
        row.done_at = core.now
    core.db.flush()
    return len(people)


def _next(core: Core, row: CampaignRow) -> list[tuple[ChoiceRow, PersonRow]]:
    query = (
        select(ChoiceRow, PersonRow)
        .join(PersonRow, PersonRow.id == ChoiceRow.person)
        .where(ChoiceRow.topic == "policies", ChoiceRow.person > row.reached)
        .order_by(ChoiceRow.person)
        .limit(AT_ONCE)
    )
    return [(choice, person) for choice, person in core.db.execute(query)]


def _told(core: Core, row: CampaignRow, choice: ChoiceRow, person: PersonRow) -> bool:
    who = entitlements.Somebody(person.id, opened(core, person, "id_number") or "", choice.consent)
    found = entitlements.match_item(core, who, row.item)
    if found is None or found.verdict != "likely":
        return False
    says = f"{row.says.rstrip('。')}。{SEEMS.format(title=found.title)}"
    return sending.put(core, person.id, "policies", row.id, says)


def _matters(core: Core) -> set[str]:
    """Those that can be held against a person's records."""
    applications = core.parts.definitions.applications().values()
    here = {one.item for one in applications if one.audience == "person"}
    return here | {one.item for one in all_rules().matters if one.about != "firm"}


def _view(row: CampaignRow) -> CampaignView:
    return CampaignView(
        campaign=row.id,
        item=row.item,
        says=row.says,
        looked_at=row.looked_at,
        fits=row.fits,
        done=row.done_at is not None,
    )
