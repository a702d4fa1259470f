"""Deciding: the inputs first, then the table. Approve, refuse by a sourced row, or to a person."""

import datetime as dt
import json
import logging
import uuid
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast

from sqlalchemy import update

from core.approvals.cells import fits
from core.approvals.engine import EngineError, row_hit
from core.approvals.inputs import inputs_of
from core.approvals.models import DecisionRow
from core.approvals.rulebook import Row, RuleSet
from core.context import Core
from core.items.definition import ItemDefinition
from core.registers.base import Record
from core.vault import rotation

log = logging.getLogger("luoxiaozheng.core.approvals")

Verdict = Literal["approve", "person", "refuse"]
DIGEST_CONTEXT = "decisions.inputs"
NO_RULES = "这个事项还没有自动审批的规则，由工作人员审核。"
NOT_NOW = "系统这次没能自动比对，由工作人员审核，您不用重新填写。"
REVIEW = "您可以要求人工复核。"


@dataclass(frozen=True)
class Decision:
    """What was decided and why. `trace` names the row that decided and holds no value."""

    verdict: Verdict
    reasons: list[str]
    sources: list[str]
    rule_version: str
    demo: bool
    input_digest: str
    trace: dict[str, Any] = field(default_factory=dict)
    id: str = ""
    """Of the stored decision; empty where none is stored."""


def decide(
    core: Core,
    definition: ItemDefinition,
    answers: dict[str, str],
    records: dict[str, Record | None],
    assurance: str,
    as_of: dt.date,
    *,
    case: str | None = None,
) -> Decision:
    """Decide by the rules in force on as_of and store the decision. Does not commit.

    `records`: by register name; None where there is no record, no entry where the register gave
    no answer. `case`: the case number, where it is known already."""
    rules = core.parts.rulebook.for_item(definition.item, as_of)
    inputs = inputs_of(definition, answers, records, assurance, as_of)
    decision = NO_RULE_SET if rules is None else decide_pure(rules, inputs, as_of)
    plain = json.dumps(inputs, ensure_ascii=False, sort_keys=True)
    key = uuid.uuid4().hex
    decision = replace(
        decision, id=key, input_digest=core.parts.cipher.digest(plain, DIGEST_CONTEXT)
    )
    core.db.add(
        DecisionRow(
            id=key,
            case_number=case,
            item=definition.item,
            rule_version=decision.rule_version,
            as_of=as_of,
            verdict=decision.verdict,
            input_digest=decision.input_digest,
            sealed_inputs=core.parts.cipher.seal(plain, sealed_context(key)),
            trace=decision.trace,
            decided_at=core.now,
        )
    )
    return decision


def decide_pure(rules: RuleSet, inputs: dict[str, Any], as_of: dt.date) -> Decision:
    """Decide without a database; no digest. ValueError where the rules are not in force yet."""
    if as_of < rules.effective_from:
        raise ValueError(f"{rules.item} {rules.version} is in force from {rules.effective_from}")
    given = {name: inputs.get(name) for name in rules.inputs}
    sound = {
        name: value if fits(value, rules.inputs[name].type) else None
        for name, value in given.items()
    }
    missing = [name for name, one in rules.inputs.items() if one.required and sound[name] is None]
    if missing:
        return _missing(rules, missing)
    try:
        return _by_row(rules, row_hit(rules, sound))
    except EngineError as error:
        log.error("rules failed", extra={"error": str(error)})
        return _decision(rules, "person", [NOT_NOW], rules.sources, {"failed": True})


def forget(core: Core, case: str) -> None:
    """Delete the inputs of a case's decisions; what was decided, when and by which row stays."""
    core.db.execute(
        update(DecisionRow).where(DecisionRow.case_number == case).values(sealed_inputs=None)
    )


def sealed_context(decision_id: str) -> str:
    """The cipher's context of the inputs of a decision."""
    return f"{DIGEST_CONTEXT}:{decision_id}"


NO_RULE_SET = Decision("person", [NO_RULES], [], "", False, "", {"no_rules": True})


def _missing(rules: RuleSet, names: list[str]) -> Decision:
    labels = _labels(rules, names)
    reason = f"还不能自动审批：{labels}没有查到或没有填写，由工作人员核对。"
    return _decision(rules, "person", [reason], rules.sources, {"missing": names})


def _by_row(rules: RuleSet, row: Row) -> Decision:
    reasons = [row.reason]
    if row.verdict == "person":
        looked_at = [name for name, cell in row.cells.items() if cell] or list(row.cells)
        reasons.append(f"工作人员会核对：{_labels(rules, looked_at)}。")
    if row.verdict == "refuse":
        reasons.append(REVIEW)
    sources = [str(rules.source_by_id[row.source])] if row.source else rules.sources
    trace = {"row": row.id, "basis": row.basis}
    return _decision(rules, cast(Verdict, row.verdict), reasons, sources, trace)


def _decision(
    rules: RuleSet,
    verdict: Verdict,
    reasons: list[str],
    sources: list[str],
    trace: dict[str, Any],
) -> Decision:
    return Decision(verdict, reasons, list(sources), rules.version, rules.demo, "", trace)


def _labels(rules: RuleSet, names: list[str]) -> str:
    return "、".join(dict.fromkeys(rules.inputs[name].label for name in names))


rotation.register(DecisionRow, DecisionRow.sealed_inputs, lambda row: sealed_context(row.id))
