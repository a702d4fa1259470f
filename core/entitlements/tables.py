"""A decision table asked with some inputs unknown: which of its rows may still be hit."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

from core.approvals.cells import fits, meets
from core.approvals.rulebook import Row, RuleSet

Verdict = Literal["likely", "open", "no"]


@dataclass(frozen=True)
class Outlook:
    """`why` holds plain reasons; `missing` the inputs that would have to be known."""

    verdict: Verdict
    why: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def outlook(rules: RuleSet, inputs: dict[str, Any], later: Collection[str]) -> Outlook:
    """What the table would come to. `later`: inputs that are told with the application itself,
    so that not knowing them leaves nothing open.

    No approval within reach: `no` where all that is left refuses, else a person decides.
    """
    known = {
        name: value if fits(value := inputs.get(name), one.type) else None
        for name, one in rules.inputs.items()
    }
    rows = possible(rules, known)
    approvals = [row for row in rows if row.verdict == "approve"]
    if not approvals:
        return _without_approval(rows, known, later)
    best = min(approvals, key=lambda row: len(_unknown(row, known)))
    before = rows[: rows.index(best) + 1]
    missing = dict.fromkeys(name for row in before for name in _unknown(row, known))
    left = [name for name in missing if name not in later]
    return Outlook("open" if left else "likely", missing=tuple(left or missing))


def possible(rules: RuleSet, known: dict[str, Any]) -> list[Row]:
    """The rows that may be hit, in order; the last of them surely, where none before is."""
    found = []
    for row in rules.rows:
        if any(
            cell and known[name] is not None and not meets(cell, known[name], known)
            for name, cell in row.cells.items()
        ):
            continue
        found.append(row)
        if not _unknown(row, known):
            break
    return found


def _without_approval(rows: list[Row], known: dict[str, Any], later: Collection[str]) -> Outlook:
    told = [row for row in rows if any(row.cells.values())] or rows
    reasons = tuple(dict.fromkeys(row.reason for row in told))
    if all(row.verdict == "refuse" for row in rows):
        return Outlook("no", reasons)
    missing = dict.fromkeys(name for row in told for name in _unknown(row, known))
    left = [name for name in missing if name not in later]
    return Outlook("open", reasons[:1] if len(told) == 1 else (), tuple(left or missing))


def _unknown(row: Row, known: dict[str, Any]) -> list[str]:
    return [name for name, cell in row.cells.items() if cell and known[name] is None]
