"""Inputs, the table, and what is never left to the table."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from core.approvals import engine
from core.approvals.dryrun import dry_run
from core.approvals.engine import EngineError
from core.approvals.inputs import inputs_of
from core.approvals.rulebook import RuleSet, read_rules
from core.approvals.service import NOT_NOW, decide_pure
from core.items.definition import ItemDefinition
from core.registers.base import Record
from tests.core.approvals.small_rules import rows_of, small, write

DAY = dt.date(2026, 11, 22)


@pytest.fixture
def rules(tmp_path: Path) -> RuleSet:
    return read_rules(write(tmp_path, small()))


@pytest.mark.parametrize(
    ("inputs", "verdict", "row"),
    [
        ({"age": 70, "local": True}, "approve", "good"),
        ({"age": 69, "local": True}, "person", "rest"),
        ({"age": 70, "local": False}, "person", "rest"),
        ({"age": 59, "local": True}, "refuse", "young"),
        ({"age": 70, "local": True, "note": "待查"}, "person", "noted"),
    ],
)
def test_the_first_row_that_fits_decides(
    rules: RuleSet, inputs: dict[str, Any], verdict: str, row: str
) -> None:
    decision = decide_pure(rules, inputs, DAY)
    assert (decision.verdict, decision.trace["row"]) == (verdict, row)
    assert decision.reasons[0] == f"因为{row}。"
    assert (decision.rule_version, decision.demo) == ("1", False)


@pytest.mark.parametrize(
    ("inputs", "missing"),
    [
        ({}, ["age", "local"]),
        ({"age": None, "local": True}, ["age"]),
        ({"age": "70", "local": True}, ["age"]),
        ({"age": True, "local": True}, ["age"]),
        ({"age": 70, "local": 1}, ["local"]),
    ],
)
def test_what_is_missing_or_of_another_type_goes_to_a_person_by_name(
    rules: RuleSet, inputs: dict[str, Any], missing: list[str]
) -> None:
    decision = decide_pure(rules, inputs, DAY)
    assert decision.verdict == "person"
    assert decision.trace == {"missing": missing}
    labels = "、".join({"age": "年龄", "local": "本地户籍"}[name] for name in missing)
    assert f"{labels}没有查到或没有填写" in decision.reasons[0]


def test_a_person_is_told_what_will_be_looked_at(rules: RuleSet) -> None:
    noted = decide_pure(rules, {"age": 70, "local": True, "note": "待查"}, DAY)
    rest = decide_pure(rules, {"age": 65, "local": True}, DAY)
    assert noted.reasons[1] == "工作人员会核对：备注。"
    assert rest.reasons[1] == "工作人员会核对：年龄、本地户籍、备注。"


def test_a_refusal_names_its_source_and_offers_a_review(rules: RuleSet) -> None:
    decision = decide_pure(rules, {"age": 59, "local": True}, DAY)
    assert decision.sources == ["示范条例（示范市）"]
    assert decision.reasons[-1] == "您可以要求人工复核。"


def test_the_trace_holds_no_value(rules: RuleSet) -> None:
    trace = decide_pure(rules, {"age": 87, "local": True}, DAY).trace
    assert trace == {"row": "good", "basis": "依据good"}


def test_rules_do_not_decide_before_they_are_in_force(rules: RuleSet) -> None:
    with pytest.raises(ValueError, match="in force from 2026-01-01"):
        decide_pure(rules, {"age": 70, "local": True}, dt.date(2025, 12, 31))


def test_an_engine_that_fails_sends_the_case_to_a_person(
    rules: RuleSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_text: str) -> None:
        raise RuntimeError("70")

    monkeypatch.setattr(engine, "_compiled", broken)
    with pytest.raises(EngineError, match=r"RuntimeError$"):
        engine.row_hit(rules, {"age": 70, "local": True})
    decision = decide_pure(rules, {"age": 70, "local": True}, DAY)
    assert (decision.verdict, decision.reasons) == ("person", [NOT_NOW])


DEFINITION = ItemDefinition.model_validate(
    {
        "item": "shifan",
        "title": "示范",
        "audience": "person",
        "consent": "同意。",
        "approved_says": "好。",
        "registers": ["population", "household"],
        "fields": [
            {"id": "ok", "label": "是否", "type": "yes_no", "ask": "是吗？"},
            {"id": "count", "label": "人数", "type": "integer", "ask": "几人？"},
            {"id": "sum", "label": "金额", "type": "money", "ask": "多少？"},
            {"id": "word", "label": "说明", "type": "text", "ask": "怎样？"},
            {"id": "day", "label": "日期", "type": "date", "ask": "哪天？"},
        ],
        "inputs": {
            "ok": {"of": "field.ok"},
            "is_yes": {"of": "field.ok", "fn": "equals", "value": "yes"},
            "count": {"of": "field.count"},
            "sum": {"of": "field.sum"},
            "word": {"of": "field.word"},
            "one_of": {"of": "field.word", "fn": "one_of", "value": ["甲", "乙"]},
            "said": {"of": "field.word", "fn": "present"},
            "days": {"of": "field.day", "fn": "days"},
            "months": {"of": "field.day", "fn": "months"},
            "age": {"of": "register.population.birth_date", "fn": "years"},
            "term": {"of": "register.population.birth_date", "fn": "years", "value": "term"},
            "calendar": {
                "of": "register.population.birth_date",
                "fn": "years",
                "value": "calendar",
            },
            "known": {"of": "register.population", "fn": "present"},
            "born_known": {"of": "register.population.birth_date", "fn": "present"},
            "minors": {"of": "register.household.minors"},
            "assurance": {"of": "person.assurance"},
        },
    }
)
ANSWERS = {"ok": "yes", "count": "3", "sum": "360000", "word": "甲", "day": "2026-10-22"}
RECORDS: dict[str, Record | None] = {
    "population": {"birth_date": "1956-11-22"},
    "household": {"minors": [{"name": "某"}]},
}


def asked(answers: dict[str, str], records: dict[str, Record | None]) -> dict[str, Any]:
    return inputs_of(DEFINITION, answers, records, "real_name", DAY)


def test_inputs_are_typed_and_counted() -> None:
    assert asked(ANSWERS, RECORDS) == {
        "ok": True,
        "is_yes": True,
        "count": 3,
        "sum": 360000.0,
        "word": "甲",
        "one_of": True,
        "said": True,
        "days": 31,
        "months": 1,
        "age": 70,
        "term": 69,
        "calendar": 70,
        "known": True,
        "born_known": True,
        "minors": None,  # a list is not an input
        "assurance": "real_name",
    }


def test_what_is_missing_stays_none() -> None:
    inputs = asked({}, {"population": None, "household": None})
    present = {"said": False, "known": False, "born_known": False, "assurance": "real_name"}
    assert inputs == dict.fromkeys(inputs, None) | present


def test_a_silent_register_is_not_an_absent_record() -> None:
    inputs = asked(ANSWERS, {})
    assert inputs["known"] is None
    assert inputs["age"] is None


def test_what_cannot_be_read_is_missing() -> None:
    wrong = {"ok": "maybe", "count": "drei", "sum": "viel", "day": "2026-02-30"}
    inputs = asked(wrong, {"population": {"birth_date": 1956}})
    names = ("ok", "count", "sum", "days", "months", "age", "term")
    assert [inputs[name] for name in names] == [None] * len(names)


def test_a_dry_run_counts_what_would_fall_otherwise(tmp_path: Path, rules: RuleSet) -> None:
    data = small()
    data["meta"]["version"] = "2"
    rows_of(data)[2]["a"] = ">= 65"
    new = read_rules(write(tmp_path, data))
    cases = [{"age": age, "local": True} for age in (59, 64, 65, 69, 70)]
    summary = dry_run(rules, new, cases)
    assert summary.tried == 5
    assert summary.moves == {("person", "approve"): 2}
    assert [(one.which, one.reason) for one in summary.changed] == [
        ("3", "因为good。"),
        ("4", "因为good。"),
    ]
