"""When a push may go out: by day, at most one a day and three a week, to who still wants it."""

import datetime as dt
import secrets

from sqlalchemy import delete, func, select

from core.context import SHENZHEN, Core
from core.contract import News, PushTopic
from core.outbox import service as outbox
from core.pushes.models import ChoiceRow, PushRow, words_context

FIRST_HOUR, LAST_HOUR = 9, 21
"""Shenzhen: from 9:00 on, up to 21:00, nobody is disturbed outside."""
A_DAY, A_WEEK = 1, 3
WEEK = dt.timedelta(days=7)
WAITS = dt.timedelta(days=7)
"""What could not be sent for so long is old news."""
KEPT = dt.timedelta(days=30)
AT_ONCE = 200
HOW_TO_STOP = "回复“退订”就不再发了。"


def quiet(moment: dt.datetime) -> bool:
    """Is it night in Shenzhen, 21:00 to 9:00?"""
    return not FIRST_HOUR <= moment.astimezone(SHENZHEN).hour < LAST_HOUR


def put(core: Core, person: str, topic: PushTopic, about: str, says: str) -> bool:
    """Let a push wait for its time; False where this person was told, or is to be told, of
    `about` already."""
    key = core.parts.cipher.digest(f"{person}|{topic}|{about}", "pushes.key")
    if core.db.scalar(select(PushRow.id).where(PushRow.key == key)) is not None:
        return False
    row = PushRow(
        id=f"N-{secrets.token_hex(10)}", key=key, person=person, topic=topic, created_at=core.now
    )
    row.sealed = core.parts.cipher.seal(says, words_context(row.id))
    core.db.add(row)
    core.db.flush()
    return True


def send_due(core: Core) -> int:
    """Publish what may go out now; how many. The caller commits."""
    if quiet(core.now):
        return 0
    query = (
        select(PushRow)
        .where(PushRow.sent_at.is_(None), PushRow.created_at > core.now - WAITS)
        .order_by(PushRow.created_at, PushRow.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    return sum(_send(core, row) for row in core.db.scalars(query).all())


def purge(core: Core, dry_run: bool = False) -> int:
    """Delete pushes that were sent long ago or waited too long; how many."""
    waited = PushRow.sent_at.is_(None) & (PushRow.created_at <= core.now - WAITS)
    old = waited | (PushRow.sent_at <= core.now - KEPT)
    number = core.db.scalar(select(func.count()).select_from(PushRow).where(old)) or 0
    if not dry_run:
        core.db.execute(delete(PushRow).where(old))
    return number


def _send(core: Core, row: PushRow) -> bool:
    choice = core.db.get(ChoiceRow, {"person": row.person, "topic": row.topic})
    if choice is None or _had_enough(core, row.person):
        return False
    row.sent_at = core.now
    core.db.flush()
    words = core.parts.cipher.open(row.sealed, words_context(row.id))
    says = f"{words}{HOW_TO_STOP}"
    outbox.publish(core, News(key=f"push-{row.id}", session=choice.session, kind="push", says=says))
    return True


def _had_enough(core: Core, person: str) -> bool:
    """One today, or three within seven days, all topics together."""
    query = select(PushRow.sent_at).where(
        PushRow.person == person, PushRow.sent_at > core.now - WEEK
    )
    sent = [moment for moment in core.db.scalars(query) if moment is not None]
    today = [one for one in sent if one.astimezone(SHENZHEN).date() == core.today]
    return len(sent) >= A_WEEK or len(today) >= A_DAY
