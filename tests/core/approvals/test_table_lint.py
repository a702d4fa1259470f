"""What is found wrong with tables that can be read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.approvals.rulebook import read_rules
from core.approvals.table_lint import check_folder, lint, lint_item, reaching
from core.items.definition import ItemDefinition
from core.items.definitions import Definitions
from core.settings import HERE
from tests.core.approvals.small_rules import row, rows_of, small, write

DEFINITIONS = Definitions(HERE / "items" / "definitions")


def _same_cells_again(data: dict[str, Any]) -> None:
    rows_of(data).insert(3, row("again", ">= 71", "true", "", "approve", "law"))


def _null_below(data: dict[str, Any]) -> None:
    rows_of(data)[1]["c"] = '$ < 5 and $ == "待查"'


FAULTS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "an input in no row": (
        lambda data: rows_of(data)[1].update(c="", a="[60..61]"),
        "input note is asked for but in no row",
    ),
    "a source in no row": (
        lambda data: data["meta"]["sources"].append({"id": "more", "title": "另一条例"}),
        "source more is in no row",
    ),
    "an approval without a source": (
        lambda data: rows_of(data)[2].update(s='""'),
        "row good: decides without a source",
    ),
    "a refusal by hearsay": (
        lambda data: data["meta"]["sources"][0].update(trust="secondary"),
        "row young: refuses by a source that is neither official nor a statute",
    ),
    "no demonstration by hearsay": (
        lambda data: data["meta"]["sources"][0].update(trust="local_media"),
        "decides by what no official source or statute says, so demo must be true",
    ),
    "an impolite reason": (
        lambda data: rows_of(data)[2].update(r='"你可以领。"'),
        "row good: the reason is not a sentence in the polite form",
    ),
    "a row behind another": (_same_cells_again, "row again: no inputs lead here"),
    "a cell that always fails": (_null_below, "row noted: no inputs lead here"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_are_found(tmp_path: Path, name: str) -> None:
    break_it, words = FAULTS[name]
    data = small()
    break_it(data)
    assert words in lint(read_rules(write(tmp_path, data)))


def test_a_sound_table_has_no_faults_and_each_row_is_reached(tmp_path: Path) -> None:
    rules = read_rules(write(tmp_path, small()))
    assert lint(rules) == []
    assert all(reaching(rules, one) is not None for one in rules.rows)


def test_rules_and_definition_must_agree(tmp_path: Path) -> None:
    rules = read_rules(write(tmp_path, small()))
    definition = ItemDefinition.model_validate(
        {
            "item": "shifan",
            "title": "示范",
            "audience": "person",
            "consent": "同意。",
            "approved_says": "好。",
            "fields": [{"id": "old", "label": "年龄", "type": "yes_no", "ask": "老吗？"}],
            "inputs": {"age": {"of": "field.old"}, "local": {"of": "field.old"}},
        }
    )
    assert lint_item(rules, definition) == [
        "input age is a number, but the definition gives a boolean",
        "input note is not in the definition",
    ]
    assert lint_item(rules, None) == ["there is no definition of shifan"]


def test_a_folder_is_checked_file_by_file(tmp_path: Path) -> None:
    write(tmp_path, small())
    write(tmp_path, small(), "shifan@2026-01-01")
    (tmp_path / "broken.json").write_text("{")
    problems = check_folder(tmp_path, {})
    assert problems[0].startswith("broken.json: ")
    assert "shifan@2026-01-01.json: another file is in force from the same day" in problems


@pytest.mark.parametrize(
    ("item", "most"),
    [
        ("gaoling-jintie", 1),
        ("yingjiesheng-luohu", 1),
        ("zaizhi-rencai-yinjin", 1),
        ("juzhuzheng-qianzhu", 2),
        ("yuer-butie", 4),
    ],
)
def test_little_is_asked_after_sign_in(item: str, most: int) -> None:
    definition = DEFINITIONS.get(item)
    assert definition is not None
    asked = [one for one in definition.fields if not one.screen and one.prefill is None]
    assert len(asked) <= most
