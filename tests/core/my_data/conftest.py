"""The house of drafts, with the routes of one's own data."""

import uuid
from collections.abc import Iterator
from typing import Any, cast

import pytest
from fastapi import FastAPI

from core.my_data.routes import router
from tests.core.drafts.conftest import TOKENS, database  # noqa: F401
from tests.core.drafts.conftest import House as DraftHouse
from tests.core.drafts.conftest import house as draft_house  # noqa: F401


class House:
    """What a test needs of it; `drafts` is the house of drafts itself."""

    def __init__(self, drafts: DraftHouse) -> None:
        self.drafts = drafts
        self.key = uuid.uuid4().hex
        cast(FastAPI, drafts.http.app).include_router(router, prefix="/v1")

    def ask(self, method: str, path: str, scope: str = "gateway", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {TOKENS[scope]}"}
        return self.drafts.http.request(method, f"/v1/my-data{path}", headers=headers, **more)

    def summary(self, session: str = "s1") -> Any:
        return self.ask("GET", "", "dialogue", params={"session": session})

    def export(self, session: str = "s1") -> Any:
        answer = self.ask("POST", "/export", json={"session": session})
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def delete(self, session: str = "s1", key: str | None = None) -> Any:
        """With a key of this test: the audit of the tests before is there still."""
        body = {"session": session, "key": key or self.key}
        return self.ask("POST", "/delete", "dialogue", json=body)

    def hand_in(self, session: str = "s1") -> str:
        """Hand an application in; the number of its case."""
        draft = self.drafts.to_review(session)
        case = self.drafts.step(draft.id, "submit", session).case
        assert case is not None
        return case.number

    def count(self, table: str, **where: Any) -> int:
        """Rows of a table with these values."""
        rows = self.drafts.rows(table)
        return sum(all(row[name] == value for name, value in where.items()) for row in rows)


@pytest.fixture
def house(draft_house: DraftHouse) -> Iterator[House]:  # noqa: F811
    yield House(draft_house)
