"""The same product with all three databases on PostgreSQL, and the applications on it."""

from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from tests.conversations.runner import Located, read_cases, running
from tests.databases import fresh_database
from tests.stack import Stack

pytestmark = pytest.mark.stack


CONVERSATIONS = Path(__file__).parents[1] / "conversations"
CASES = [
    located
    for folder in ("happy_path", "corrections", "status")
    for located in read_cases(CONVERSATIONS / folder)
]


def failures(stack: Stack, cases: list[Located]) -> dict[str, str]:
    """What went wrong, by conversation."""
    with running(stack, cases) as begun:
        errors = {name: future.exception() for name, future in begun.items()}
    return {name: str(error) for name, error in errors.items() if error is not None}


def test_the_road_on_postgresql(tmp_path: Path) -> None:
    with (
        fresh_database("postgresql", tmp_path) as gateway,
        fresh_database("postgresql", tmp_path) as core,
        fresh_database("postgresql", tmp_path) as tracker,
    ):
        stack = Stack(
            tmp_path,
            {
                "LXZ_GATEWAY_DATABASE_URL": gateway,
                "LXZ_CORE_DATABASE_URL": core,
                "LXZ_RASA_TRACKER_DIALECT": "postgresql",
                "LXZ_RASA_TRACKER_URL": make_url(tracker)
                .set(drivername="postgresql")
                .render_as_string(hide_password=False),
            },
        )
        try:
            stack.start()
            first = stack.ask("育儿补贴一年多少钱")
            assert first["outcome"] == "answered"
            again = stack.ask("怎么申请", conversation_id=first["conversation_id"])
            assert again["trace"]["item"] == "yuer-butie"
            person = stack.ask("转人工", conversation_id=first["conversation_id"])
            assert person["cards"][0]["reference"].startswith("W-")
            assert failures(stack, CASES) == {}
        finally:
            stack.stop()
