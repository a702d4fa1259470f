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


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    if row["instant"] is not None:
        row["instant"] = bool(row["instant"])  # SQLite keeps it as a number
    return row
