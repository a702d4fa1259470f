"""The worked example of docs/APPLYING.md, as it stands there."""

import datetime as dt
import re
from pathlib import Path

import pytest

from core.approvals.inputs import inputs_of
from core.approvals.rulebook import Rulebook
from core.approvals.service import decide_pure
from core.approvals.table_lint import check_folder
from core.items.definitions import Definitions
from core.settings import HERE

ITEM = "shifan-shixiang"
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The two files of the page, in a folder of their own."""
    page = (HERE.parent / "docs" / "APPLYING.md").read_text(encoding="utf-8")
    (definition,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    (rules,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    (tmp_path / f"{ITEM}.yml").write_text(definition, encoding="utf-8")
    (tmp_path / f"{ITEM}.json").write_text(rules, encoding="utf-8")
    return tmp_path


def test_the_example_has_no_problem(folder: Path) -> None:
    assert check_folder(folder, Definitions(folder).all()) == []


@pytest.mark.parametrize(
    ("born", "verdict"),
    [("2008-11-22", "approve"), ("2008-11-23", "person"), (None, "person")],
)
def test_the_example_decides_as_the_page_says(folder: Path, born: str | None, verdict: str) -> None:
    definition = Definitions(folder).get(ITEM)
    rules = Rulebook(folder).for_item(ITEM, TODAY)
    assert definition and rules
    records = {"population": {"birth_date": born}, "household": None}
    inputs = inputs_of(definition, {"purpose": "study"}, records, "real_name", TODAY)
    assert decide_pure(rules, inputs, TODAY).verdict == verdict
