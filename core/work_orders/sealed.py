"""The private side of a work order: what was told and by whom, the answer, notes, the session."""

import json
from dataclasses import asdict, dataclass, field

from core.context import Core
from core.vault import rotation
from core.work_orders.models import WorkOrderEventRow, WorkOrderRow


@dataclass(frozen=True)
class Told:
    """What the citizen told, opened. Private: never log it. `title`: its first words, in which
    nothing private is left; `because`: words of it that spoke for the category."""

    what: str
    title: str
    where: str | None = None
    when: str | None = None
    name: str | None = None
    mobile: str | None = None
    because: list[str] = field(default_factory=list)


def seal_told(core: Core, row: WorkOrderRow, told: Told) -> None:
    """Put what was told into a row that has its number."""
    row.sealed_told = core.parts.cipher.seal(
        json.dumps(asdict(told), ensure_ascii=False), _told(row)
    )


def open_told(core: Core, row: WorkOrderRow) -> Told:
    """What was told. Who opens it for somebody else than the citizen audits."""
    return Told(**json.loads(core.parts.cipher.open(row.sealed_told, _told(row))))


def seal_answer(core: Core, row: WorkOrderRow, answer: str | None) -> None:
    """Keep the unit's answer; None where it has to be given anew."""
    row.sealed_answer = core.parts.cipher.seal(answer, _answer(row)) if answer else None


def open_answer(core: Core, row: WorkOrderRow) -> str | None:
    """The unit's answer, if there is one."""
    return core.parts.cipher.open(row.sealed_answer, _answer(row)) if row.sealed_answer else None


def set_session(core: Core, row: WorkOrderRow, session: str | None) -> None:
    """Let a session alone see the order and hear of it; None: no session any more."""
    row.session_digest = session_digest(core, session) if session else None
    row.sealed_session = core.parts.cipher.seal(session, _session(row)) if session else None


def open_session(core: Core, row: WorkOrderRow) -> str | None:
    """Where news of the order goes."""
    if row.sealed_session is None:
        return None
    return core.parts.cipher.open(row.sealed_session, _session(row))


def session_digest(core: Core, session: str) -> str:
    """By what the orders of a session are found."""
    return core.parts.cipher.digest(session, "work_orders.session")


def seal_note(core: Core, order_id: int, note: str) -> str | None:
    """A note of a step; None where there is none."""
    return core.parts.cipher.seal(note, f"work_order_events.note:{order_id}") if note else None


def open_note(core: Core, row: WorkOrderEventRow) -> str:
    """The note of a step; empty where there is none."""
    return core.parts.cipher.open(row.sealed_note, _note(row)) if row.sealed_note else ""


def _told(row: WorkOrderRow) -> str:
    return f"work_orders.told:{row.number}"


def _answer(row: WorkOrderRow) -> str:
    return f"work_orders.answer:{row.number}"


def _session(row: WorkOrderRow) -> str:
    return f"work_orders.session:{row.number}"


def _note(row: WorkOrderEventRow) -> str:
    return f"work_order_events.note:{row.order_id}"


rotation.register(WorkOrderRow, WorkOrderRow.sealed_told, _told)
rotation.register(WorkOrderRow, WorkOrderRow.sealed_answer, _answer)
rotation.register(WorkOrderRow, WorkOrderRow.sealed_session, _session)
rotation.register(WorkOrderEventRow, WorkOrderEventRow.sealed_note, _note)
