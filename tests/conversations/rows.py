"""What core's own database holds for one conversation."""

from typing import Any

from sqlalchemy import create_engine, text

from tests.stack import Stack

QUERY = text(
    'SELECT drafts.item AS item, drafts.state AS draft, cases.state AS "case",'
    " cases.instant AS instant FROM drafts LEFT JOIN cases ON cases.draft_id = drafts.id"
    " WHERE drafts.session = :session ORDER BY drafts.created_at, drafts.id"
)


def core_rows(stack: Stack, conversation: str) -> list[dict[str, Any]]:
    """Each draft of the conversation with its case, the oldest first."""
    engine = create_engine(stack.variables["LXZ_CORE_DATABASE_URL"])
    try:
        with engine.connect() as connection:
            rows = connection.execute(QUERY, {"session": conversation}).mappings()
            return [_plain(dict(row)) for row in rows]
    finally:
        engine.dispose()


RECORDS = {
    "orders": ("payment_orders", "state, amount_fen"),
    "bookings": ("bookings", "state, item, kind"),
    "work_orders": ("work_orders", "state, kind, anonymous"),
    "tickets": ("queue_tickets", "state, queue"),
}
"""Table and columns of what a conversation may have beside cases."""


def records(stack: Stack, conversation: str, of: str) -> list[dict[str, Any]]:
    """The orders, bookings, work orders or tickets of the conversation, the oldest first."""
    table, columns = RECORDS[of]
    query = text(f"SELECT {columns} FROM {table} WHERE session = :session ORDER BY id")
    engine = create_engine(stack.variables["LXZ_CORE_DATABASE_URL"])
    try:
        with engine.connect() as connection:
            return [
                dict(row) for row in connection.execute(query, {"session": conversation}).mappings()
            ]
    finally:
        engine.dispose()


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    if row["instant"] is not None:
        row["instant"] = bool(row["instant"])  # SQLite keeps it as a number
    return row
