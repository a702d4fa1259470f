"""What often follows (关联办) is told once the case is approved, while that stands."""

import pytest

from core.cases.service import one
from core.contract import NextMatter
from core.items.definition import NextItem
from tests.core.cases.conftest import House


def follows(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    definition = house.parts.definitions.get("old-age-allowance")
    items = [NextItem(item="stamp", title="盖章"), NextItem(item="bell", title="风铃备案")]
    monkeypatch.setattr(definition, "next_items", items)


def test_an_approved_case_names_them(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    follows(house, monkeypatch)
    seen = house.submit(months="12")
    assert seen.state == "approved"
    assert seen.next_items == [
        NextMatter(item="stamp", title="盖章", applicable=True),
        NextMatter(item="bell", title="风铃备案", applicable=False),
    ]


def test_a_case_that_waits_names_none(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    follows(house, monkeypatch)
    seen = house.submit(months="3")
    assert house.call(one, seen.number, "s1").next_items == []
