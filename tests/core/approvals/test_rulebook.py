"""Reading rule files: strictly, live, and by the day from which they are in force."""

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.approvals import rulebook
from core.approvals.rulebook import BrokenRules, Rulebook, read_rules
from tests.core.approvals.small_rules import META, rows_of, small, write

DAY = dt.date(2026, 11, 22)


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    rules = read_rules(write(tmp_path, small()))
    assert (rules.item, rules.version, rules.demo) == ("shifan", "1", False)
    assert rules.sources == ["示范条例（示范市）"]
    assert [one.label for one in rules.inputs.values()] == ["年龄", "本地户籍", "备注"]
    assert rules.rows[0].cells == {"age": "< 60", "local": "", "note": ""}


def _cell(row: int, column: str, text: str) -> Callable[[dict[str, Any]], object]:
    return lambda data: rows_of(data)[row].update({column: text})


def _meta(**changes: Any) -> Callable[[dict[str, Any]], object]:
    return lambda data: data["meta"].update(changes)


BREAKS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "no meta": (lambda data: data.pop("meta"), "meta|dictionary"),
    "another item": (_meta(item="other"), "item is other"),
    "an unknown key": (_meta(author="x"), "author"),
    "a day that is none": (_meta(effective_from="soon"), "effective_from"),
    "no sources": (_meta(sources=[]), "sources"),
    "a source twice": (_meta(sources=META["sources"] * 2), "sources"),
    "an unknown type": (_meta(inputs=META["inputs"] | {"age": {"type": "date"}}), "age"),
    "an input not in meta": (_meta(inputs={"age": {"type": "number"}}), "not in meta.inputs"),
    "another content": (lambda data: data.update(contentType="x"), "contentType"),
    "no table": (lambda data: data["nodes"].pop(1), "one decision table"),
    "a loose table": (lambda data: data["edges"].pop(), "edges"),
    "another hit policy": (
        lambda data: data["nodes"][1]["content"].update(hitPolicy="collect"),
        "hitPolicy",
    ),
    "no outputs": (lambda data: data["nodes"][1]["content"].update(outputs=[]), "outputs"),
    "no catch-all": (lambda data: rows_of(data).pop(), "catch-all"),
    "a catch-all with a cell": (_cell(-1, "b", "true"), "catch-all"),
    "a catch-all that approves": (_cell(-1, "v", '"approve"'), "catch-all"),
    "a refusal without a source": (_cell(0, "s", '""'), "young: refuses without a source"),
    "an unknown source": (_cell(0, "s", '"rumour"'), "young: source"),
    "an unknown verdict": (_cell(2, "v", '"perhaps"'), "good: unknown verdict"),
    "no reason": (_cell(2, "r", '""'), "good: unknown verdict, or no reason"),
    "a reason with escaped marks": (_cell(2, "r", r'"说\"是\"。"'), "good: reason"),
    "a cell that cannot be read": (_cell(2, "a", ">= ((70"), "good: cell age"),
    "a function that is none": (_cell(2, "c", "starts($)"), "good: cell note"),
    "no legal basis": (_cell(2, "_description", ""), "good: _id or _description"),
    "an id twice": (_cell(1, "_id", "young"), "_id stands twice"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_file_that_is_not_sound_is_named_with_the_reason(tmp_path: Path, name: str) -> None:
    break_it, words = BREAKS[name]
    data = small()
    break_it(data)
    with pytest.raises(BrokenRules, match=words) as raised:
        read_rules(write(tmp_path, data))
    assert str(raised.value).startswith("shifan.json: ")


@pytest.mark.parametrize("text", ["", "[]", "{", "null"])
def test_what_is_no_rule_file_at_all_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "shifan.json"
    path.write_text(text)
    with pytest.raises(BrokenRules, match=r"^shifan\.json: "):
        read_rules(path)


def test_a_broken_file_stops_the_start(tmp_path: Path) -> None:
    write(tmp_path, small() | {"contentType": "x"})
    with pytest.raises(BrokenRules):
        Rulebook(tmp_path)


def test_the_newest_version_in_force_decides(tmp_path: Path) -> None:
    write(tmp_path, small())
    later = small()
    later["meta"] |= {"version": "2", "effective_from": "2027-01-01"}
    write(tmp_path, later, "shifan@2027-01-01")
    book = Rulebook(tmp_path)
    found = {day: book.for_item("shifan", dt.date.fromisoformat(day)) for day in DAYS}
    assert {day: rules and rules.version for day, rules in found.items()} == DAYS
    assert book.for_item("other", DAY) is None


DAYS = {"2025-12-31": None, "2026-01-01": "1", "2026-12-31": "1", "2027-01-01": "2"}


def test_the_day_in_a_file_name_is_the_day_in_meta(tmp_path: Path) -> None:
    with pytest.raises(BrokenRules, match="not 2027-01-01"):
        read_rules(write(tmp_path, small(), "shifan@2027-01-01"))


def test_two_files_in_force_from_the_same_day_are_refused(tmp_path: Path) -> None:
    write(tmp_path, small())
    write(tmp_path, small(), "shifan@2026-01-01")
    with pytest.raises(BrokenRules, match="from the same day"):
        Rulebook(tmp_path)


def test_a_saved_file_is_in_force_without_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rulebook, "LOOK_EVERY_S", 0.0)
    path = write(tmp_path, small())
    book = Rulebook(tmp_path)
    data = small()
    data["meta"]["version"] = "1.1"
    os.utime(write(tmp_path, data), ns=(1, 1))
    assert [one.version for one in book.all()] == ["1.1"]
    path.unlink()
    assert book.all() == []


def test_a_file_broken_while_running_keeps_its_last_good_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rulebook, "LOOK_EVERY_S", 0.0)
    path = write(tmp_path, small())
    book = Rulebook(tmp_path)
    path.write_text("{")
    assert [one.version for one in book.all()] == ["1"]
    assert list(book.problems) == ["shifan.json"]
    write(tmp_path, small())
    assert [one.version for one in book.all()] == ["1"]
    assert book.problems == {}
