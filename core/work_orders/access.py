"""Whose work order it is: that of the session that filed it, and of who was signed in there."""

from sqlalchemy import ColumnElement, or_

from core.context import Core
from core.identity import service as identity
from core.work_orders.models import WorkOrderRow
from core.work_orders.moves import no_such_order
from core.work_orders.sealed import session_digest


def is_theirs(core: Core, row: WorkOrderRow, session: str) -> bool:
    """Whether a session may see an order. An anonymous one only the session that filed it."""
    if row.session_digest == session_digest(core, session):
        return True
    person = identity.person_of(core, session)
    return person is not None and row.person == person.id


def theirs(core: Core, row: WorkOrderRow | None, session: str) -> WorkOrderRow:
    """The order; nobody else learns that there is one."""
    if row is None or not is_theirs(core, row, session):
        raise no_such_order()
    return row


def of_session(core: Core, session: str) -> ColumnElement[bool]:
    """The condition for all orders that a session may see."""
    mine = WorkOrderRow.session_digest == session_digest(core, session)
    person = identity.person_of(core, session)
    return or_(mine, WorkOrderRow.person == person.id) if person else mine
