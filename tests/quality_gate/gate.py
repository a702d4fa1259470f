"""Asks the real search the gate's questions, measures, and compares with the baseline.

The baseline is JSON: `measures` are set, group and measure to value; `mistakes` are set and
id of the row to what was wrong.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel
from rasa_sdk import Tracker

from actions.question import moved_to, question_turn
from actions.thread import thread_of
from cli.assistant import Reply
from cli.evaluate.evaluators import EVALUATORS
from cli.evaluate.formats import load
from cli.evaluate.result import Measures, SetResult
from knowledge_base.base import KnowledgeBase

HERE = Path(__file__).parent
BASELINE = HERE / "baseline.json"
TOLERANCE = 0.02
_ROUNDING = 1e-5

MEASURED = {
    "questions": ("hit1", "helped", "wrong", "clarified", "declined", "aspect", "ece"),
    "ambiguous": ("good",),
    "out_of_scope": ("ok",),
    "dialogues": ("hit1",),
}
"""Set to what is measured on it as a whole. Names are the evaluator's."""
OF_A_REGISTER = ("hit1", "helped", "wrong", "clarified", "aspect")
LOWER_IS_BETTER = frozenset({"wrong", "clarified", "declined", "ece"})


class Figures(BaseModel):
    """What one run gives: the baseline's form. `rows` are how many each group holds."""

    measures: dict[str, dict[str, Measures]]
    rows: dict[str, dict[str, int]]
    mistakes: dict[str, dict[str, str]]


class Drop(NamedTuple):
    """A measure that is worse than it was by more than is allowed."""

    measured: str
    group: str
    measure: str
    before: float
    now: float | None

    def __str__(self) -> str:
        now = "not measured" if self.now is None else f"{self.now:.3f}"
        return f"{self.measured}, {self.group}: {self.measure} {self.before:.3f} -> {now}"


def ask_all(base: KnowledgeBase) -> list[SetResult]:
    """Every set asked and judged, each row a conversation of its own."""
    results = []
    for name in MEASURED:
        read = load(HERE / f"{name}.jsonl")
        replies = [converse(base, row.texts) for row in read.rows]
        evaluate = EVALUATORS[read.format]
        results.append(evaluate(name, read.rows, replies, frozenset(base.guides)))
    return results


def converse(base: KnowledgeBase, texts: list[str]) -> list[Reply]:
    """One reply a text; the matter at hand goes from turn to turn as it does in the product."""
    slots: dict[str, Any] = {}
    events: list[dict[str, Any]] = []
    replies = []
    for text in texts:
        events.append({"event": "user", "text": text})
        thread = thread_of(Tracker("gate", slots, {"text": text}, events, False, None, {}, None))
        turn = question_turn(base, thread, "zh")
        moved = moved_to(thread, turn)
        slots = slots | {event["name"]: event["value"] for event in moved}
        events.extend(moved)
        replies.append(Reply.model_validate(turn.model_dump(mode="json")))
    return replies


def figures(results: list[SetResult]) -> Figures:
    """What the gate compares, out of the evaluators' results."""
    found = Figures(measures={}, rows={}, mistakes={})
    for one in results:
        groups = {
            group.name: group for group in one.groups if _measured(one.path, group.name) is not None
        }
        found.measures[one.path] = {
            name: {key: _rounded(group.measures[key]) for key in _measured(one.path, name) or ()}
            for name, group in groups.items()
        }
        found.rows[one.path] = {name: group.n for name, group in groups.items()}
        found.mistakes[one.path] = {row.id: row.problem for row in one.rows if row.problem}
    return found


def drops(before: Figures, now: Figures) -> list[Drop]:
    """Every measure of the baseline that is worse now by more than the tolerance."""
    found = []
    for name, group, measure, old in _values(before):
        new = now.measures.get(name, {}).get(group, {}).get(measure)
        sign = 1 if measure in LOWER_IS_BETTER else -1
        if new is None or sign * (new - old) > allowed(before.rows[name][group]) + _ROUNDING:
            found.append(Drop(name, group, measure, old, new))
    return found


def allowed(rows: int) -> float:
    """The tolerance; in a group of less than 50 rows one is more than that, and one may slip."""
    return max(TOLERANCE, 1 / rows)


def new_mistakes(before: Figures, now: list[SetResult]) -> list[str]:
    """The rows that are wrong now and were not, or were so in another way; a line each."""
    return [
        f"{one.path} {row.id} {row.problem}: {row.text} | {row.expected} | {row.got}"
        for one in now
        for row in one.rows
        if row.problem and before.mistakes.get(one.path, {}).get(row.id) != row.problem
    ]


def read_baseline() -> Figures:
    """Raises FileNotFoundError, saying what to do, where none was recorded."""
    if not BASELINE.is_file():
        raise FileNotFoundError(f"no {BASELINE.name}: run `python -m tests.quality_gate.record`")
    return Figures.model_validate_json(BASELINE.read_text(encoding="utf-8"))


def write_baseline(found: Figures, path: Path = BASELINE) -> None:
    text = json.dumps(found.model_dump(), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def _measured(name: str, group: str) -> tuple[str, ...] | None:
    if group == "all":
        return MEASURED[name]
    return OF_A_REGISTER if name == "questions" and group.startswith("register: ") else None


def _values(found: Figures) -> Iterator[tuple[str, str, str, float]]:
    for name, groups in found.measures.items():
        for group, measures in groups.items():
            for measure, value in measures.items():
                if value is not None:
                    yield name, group, measure, value


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
