"""A matter that can be applied for here, held against what the registers say."""

from typing import Any

from core.approvals.inputs import inputs_of
from core.approvals.rulebook import RuleSet
from core.context import Core
from core.contract import Match
from core.drafts.steps import holds
from core.entitlements.expressions import told
from core.entitlements.known import Known, known_of
from core.entitlements.looking import Found
from core.entitlements.tables import Outlook, Verdict, outlook
from core.items.definition import FieldDefinition, ItemDefinition

NOTHING_AGAINST = "按登记库里的信息，没有看到不符合的条件。"
BY_A_PERSON = "能不能办要由工作人员核对。"
NO_ANSWER = "（登记库暂时没有回应）"


def match_application(
    core: Core, definition: ItemDefinition, found: Found, assurance: str
) -> Match:
    """The same questions and the same table as in an application; nothing is stored."""
    rules = core.parts.rulebook.for_item(definition.item, core.today)
    inputs, answers, against = _read(core, definition, found, assurance)
    fields = [one for one in definition.fields if one.screen and _applies(one, answers)]
    stopped = [
        one.otherwise or ""
        for one in definition.fields
        if one.id in answers and not holds(one, answers[one.id])
    ]
    unasked = [one for one in fields if one.must and one.id not in answers]
    by_table = outlook(rules, inputs, _later(definition)) if rules else Outlook("likely")
    verdict, why, missing = _joined(by_table, unasked, definition, found, rules)
    if against or stopped:
        verdict, why, missing = "no", (against or stopped)[:2], []
    return Match(
        item=definition.item,
        title=definition.title,
        verdict=verdict,
        why=why,
        missing=missing,
        applicable=True,
        demo=rules is not None and rules.demo,
        source=rules.sources[0] if rules else "",
    )


def _read(
    core: Core, definition: ItemDefinition, found: Found, assurance: str
) -> tuple[dict[str, Any], dict[str, str], list[str]]:
    """The inputs of the table, the fields that registers answer, and what speaks against it."""
    known = known_of(definition.item)
    seen = _inputs(core, definition, {}, found, assurance)
    answers = {
        field: _answer(value)
        for field, expression in known.fields.items()
        if (value := told(expression, seen)) is not None
    }
    inputs = _inputs(core, definition, answers, found, assurance)
    return inputs, answers, _against(known, inputs)


def _answer(value: object) -> str:
    """As a form keeps it; the engine counts in floating point."""
    return f"{value:.0f}" if isinstance(value, float) else str(value)


def _inputs(
    core: Core, definition: ItemDefinition, answers: dict[str, str], found: Found, assurance: str
) -> dict[str, Any]:
    """As the table is asked, but a field that nobody was asked is unknown, not empty."""
    inputs = inputs_of(definition, answers, found.records, assurance, core.today)
    for name, source in definition.inputs.items():
        root, _, field = source.of.partition(".")
        if root == "field" and field not in answers:
            inputs[name] = None
        if source.of == "person.assurance":
            inputs[name] = None  # the application asks for the sign-in it needs
    return inputs


def _against(known: Known, inputs: dict[str, Any]) -> list[str]:
    return [one.why for one in known.unless if told(one.condition, inputs) is True]


def _applies(field: FieldDefinition, answers: dict[str, str]) -> bool:
    return all(
        answers.get(other) in (None, *([wanted] if isinstance(wanted, str) else wanted))
        for other, wanted in field.when.items()
    )


def _later(definition: ItemDefinition) -> set[str]:
    """Inputs that the application itself asks after the sign-in, and how sure that is."""
    screens = {f"field.{one.id}" for one in definition.fields if one.screen}
    return {
        name
        for name, source in definition.inputs.items()
        if not source.of.startswith("register.") and source.of not in screens
    }


def _joined(
    by_table: Outlook,
    unasked: list[FieldDefinition],
    definition: ItemDefinition,
    found: Found,
    rules: RuleSet | None,
) -> tuple[Verdict, list[str], list[str]]:
    """What the questions before the sign-in and the table come to together."""
    if by_table.verdict == "no":
        return "no", list(by_table.why), []
    same = {f"field.{one.id}" for one in unasked}
    labels = [
        _label(name, definition, found, rules)
        for name in by_table.missing
        if definition.inputs[name].of not in same
    ]
    if by_table.verdict == "likely" and not unasked:
        return "likely", [NOTHING_AGAINST], list(dict.fromkeys(labels))
    open_labels = labels if by_table.verdict == "open" else []
    missing = list(dict.fromkeys([*(one.label for one in unasked), *open_labels]))
    return "open", list(by_table.why) or ([] if missing else [BY_A_PERSON]), missing


def _label(name: str, definition: ItemDefinition, found: Found, rules: RuleSet | None) -> str:
    label = rules.inputs[name].label if rules else name
    root, register, *_ = definition.inputs[name].of.split(".")
    away = root == "register" and register not in found.records
    return f"{label}{NO_ANSWER}" if away else label
