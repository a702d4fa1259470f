"""What is kept of a person's pushes: opened for them, deleted."""

from sqlalchemy import delete, select

from core.context import Core
from core.contract import TOPIC_LABELS
from core.pushes.choices import end_all
from core.pushes.models import ChoiceRow, PushRow, words_context


def data_of(core: Core, person: str) -> dict[str, object]:
    """What they opted into and what they were told. Private; the caller audits."""
    choices = select(ChoiceRow).where(ChoiceRow.person == person).order_by(ChoiceRow.topic)
    pushes = select(PushRow).where(PushRow.person == person).order_by(PushRow.created_at)
    return {
        "订阅": [
            {"内容": TOPIC_LABELS[one.topic], "时间": one.at.isoformat()}
            for one in core.db.scalars(choices)
        ],
        "消息": [
            {
                "内容": core.parts.cipher.open(one.sealed, words_context(one.id)),
                "发送时间": one.sent_at.isoformat() if one.sent_at else None,
            }
            for one in core.db.scalars(pushes)
        ],
    }


def forget_person(core: Core, person: str) -> None:
    """End what they opted into, and forget what they were told."""
    end_all(core, person)
    core.db.execute(delete(PushRow).where(PushRow.person == person))
