"""Opting in and out of topics, on record as consents."""

from sqlalchemy import delete, select

from core.audit import service as audit
from core.context import Core
from core.contract import (
    TOPIC_LABELS,
    Assurance,
    PushChoice,
    PushStop,
    PushTopic,
    PushView,
    TopicView,
)
from core.identity import service as identity
from core.pushes.models import ChoiceRow, PushRow

LEAST: dict[PushTopic, Assurance] = {"deadlines": "phone", "policies": "real_name"}
WORDS: dict[PushTopic, str] = {
    "deadlines": "我同意在草稿快要删除、办件等我补正时收到提醒。",
    "policies": (
        "我同意有新政策时查询我和未成年子女在人口、户籍、学历、社保、残疾人证登记库里的信息，"
        "看是否适合我，适合就发消息告诉我。"
    ),
}
"""What opting in agrees to, as it is put on record."""
HOW = "一天最多1条，一周最多3条，晚上9点到早上9点不打扰；回复“退订”随时停。"


def view(core: Core, session: str) -> PushView:
    """What this session, or who is signed in there, is told by itself."""
    rows = {row.topic: row for row in _rows(core, session)}
    topics = [
        TopicView(
            topic=topic,
            label=label,
            on=topic in rows,
            since=rows[topic].at if topic in rows else None,
        )
        for topic, label in TOPIC_LABELS.items()
    ]
    names = "、".join(one.label for one in topics if one.on)
    says = f"您订阅了：{names}。{HOW}" if names else "您没有订阅推送，不会主动给您发消息。"
    return PushView(topics=topics, says=says)


def choose(core: Core, choice: PushChoice) -> PushView:
    """Opt in (a 403 problem without a sign-in) or out of one topic. Twice is once."""
    if not choice.on:
        _end(core, [one for one in _rows(core, choice.session) if one.topic == choice.topic])
        return view(core, choice.session)
    person = identity.require(core, choice.session, LEAST[choice.topic])
    key = {"person": person.id, "topic": choice.topic}
    row = core.db.get(ChoiceRow, key, with_for_update=True)
    if row is not None:
        row.session = choice.session
        core.db.flush()
        return view(core, choice.session)
    consent = identity.record_consent(
        core,
        person=person.id,
        session=choice.session,
        purpose=f"推送：{TOPIC_LABELS[choice.topic]}",
        item="push",
        about=None,
        words=WORDS[choice.topic] + HOW,
    )
    core.db.add(ChoiceRow(**key, session=choice.session, consent=consent, at=core.now))
    core.db.flush()
    audit.record(core, "push.on", person=person.id, subject=choice.topic)
    return view(core, choice.session)


def stop(core: Core, asked: PushStop) -> PushView:
    """Unsubscribe from everything at once; what waits is not sent any more."""
    here = select(ChoiceRow).where(ChoiceRow.session == asked.session)
    rows = {(one.person, one.topic): one for one in core.db.scalars(here)}
    rows |= {(one.person, one.topic): one for one in _rows(core, asked.session)}
    _end(core, list(rows.values()))
    return view(core, asked.session)


def end_all(core: Core, person: str) -> None:
    """The same for a person, wherever they opted in."""
    query = select(ChoiceRow).where(ChoiceRow.person == person)
    _end(core, list(core.db.scalars(query)))


def _rows(core: Core, session: str) -> list[ChoiceRow]:
    """Of who is signed in; of the session that opted in, where its sign-in is over."""
    person = identity.person_of(core, session)
    mine = ChoiceRow.person == person.id if person else ChoiceRow.session == session
    return list(core.db.scalars(select(ChoiceRow).where(mine).order_by(ChoiceRow.topic)))


def _end(core: Core, rows: list[ChoiceRow]) -> None:
    for row in rows:
        waiting = PushRow.person == row.person, PushRow.topic == row.topic
        core.db.execute(delete(PushRow).where(*waiting, PushRow.sent_at.is_(None)))
        identity.end_consent(core, row.consent, row.person)
        core.db.delete(row)
        audit.record(core, "push.off", person=row.person, subject=row.topic)
    core.db.flush()
