"""The same product with all three databases on PostgreSQL."""

from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from tests.databases import fresh_database
from tests.stack import Stack

pytestmark = pytest.mark.stack


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
        finally:
            stack.stop()
