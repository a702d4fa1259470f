"""What people agreed to, on record in the words they saw (授权)."""

from sqlalchemy import update

from core.audit import service as audit
from core.context import Core
from core.identity.models import ConsentRow
from core.identity.people import new_id
from core.vault import rotation
from service.problems import ProblemError


def record_consent(
    core: Core, *, person: str, session: str, purpose: str, item: str, about: str | None, words: str
) -> str:
    """Put on record what a person agreed to, in the words they saw; the consent's id.

    `about` is the person whose data it concerns, when not their own (代办).
    """
    consent = new_id("C")
    row = ConsentRow(
        id=consent,
        person=person,
        session=session,
        purpose=purpose,
        item=item,
        about=about,
        words=core.parts.cipher.seal(words, _consent_context(consent)),
        at=core.now,
        withdrawn_at=None,
    )
    core.db.add(row)
    core.db.flush()
    audit.record(core, "identity.consent", person=person, subject=consent, purpose=purpose)
    return consent


def withdraw_consent(core: Core, consent: str, person: str) -> None:
    """Take a consent of this person back; a 404 problem where there is none in force.

    Personal Information Protection Law of China, article 15: as easily as it was given.
    """
    taken = core.db.execute(
        update(ConsentRow)
        .where(
            ConsentRow.id == consent,
            ConsentRow.person == person,
            ConsentRow.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=core.now)
        .returning(ConsentRow.purpose)
    ).one_or_none()
    if taken is None:
        raise ProblemError(404, "没有这份生效中的授权，可能已经撤回。")
    audit.record(
        core, "identity.consent_withdrawn", person=person, subject=consent, purpose=taken.purpose
    )


def end_consent(core: Core, consent: str, person: str) -> None:
    """Take a consent back, if it is in force still."""
    row = core.db.get(ConsentRow, consent)
    if row is not None and row.person == person and row.withdrawn_at is None:
        withdraw_consent(core, consent, person)
        core.db.refresh(row)


def words_of(core: Core, row: ConsentRow) -> str:
    """What was agreed to, as it was shown. Private: it may name somebody."""
    return core.parts.cipher.open(row.words, _consent_context(row.id))


def _consent_context(consent: str) -> str:
    return f"consents:{consent}"


rotation.register(ConsentRow, ConsentRow.words, lambda row: _consent_context(row.id))
