"""What core's own database holds for one conversation."""

from typing import Any

from pydantic import SecretStr
from sqlalchemy import create_engine, text

from core.settings import CoreSettings
from core.vault.cipher import Cipher
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
    "work_orders": ("work_orders", "state, kind, anonymous, category, unit, urged"),
    "tickets": ("queue_tickets", "state, queue"),
}
"""Table and columns of what a conversation may have beside cases."""


def records(stack: Stack, conversation: str, of: str) -> list[dict[str, Any]]:
    """The orders, bookings, work orders or tickets of the conversation, the oldest first."""
    table, columns = RECORDS[of]
    by, session = "session", conversation
    if of == "work_orders":  # kept without the session itself
        by, session = "session_digest", _digest(stack, conversation)
    query = text(f"SELECT {columns} FROM {table} WHERE {by} = :session ORDER BY id")
    engine = create_engine(stack.variables["LXZ_CORE_DATABASE_URL"])
    try:
        with engine.connect() as connection:
            rows = connection.execute(query, {"session": session}).mappings()
            return [_plain(dict(row)) for row in rows]
    finally:
        engine.dispose()


def _digest(stack: Stack, conversation: str) -> str:
    """What a session of work orders is found by, with the stack's keys, else those of here."""
    keys = stack.variables.get("LXZ_CORE_VAULT_KEYS")
    settings = CoreSettings(vault_keys=SecretStr(keys)) if keys else CoreSettings()
    return Cipher.from_settings(settings).digest(conversation, "work_orders.session")


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """SQLite keeps truth as a number."""
    truths = {"instant", "anonymous"} & row.keys()
    return row | {name: bool(row[name]) for name in truths if row[name] is not None}
