"""The decision tables of one folder, read again when a file changes: live, like guides.

A file `<item>.json`, or `<item>@<effective_from>.json` for a version from another day on, is a
JDM file (https://docs.gorules.io/) that opens in the JDM editor, with a key `meta` beside. See
docs/RULES.md. It is read strictly: zen-engine itself passes over what it cannot read.
"""

import datetime as dt
import json
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.approvals.cells import InputType, is_cell, text_of
from core.contract import ItemId

LOOK_EVERY_S = 1.0
CONTENT_TYPE = "application/vnd.gorules.decision"
OUTPUTS = ("verdict", "reason", "source")
VERDICTS = ("approve", "person", "refuse")

Trust = Literal["official", "statute", "local_media", "mirror", "secondary"]
LEGAL: frozenset[str] = frozenset({"official", "statute"})
"""Sources that may stand behind an automatic refusal."""


class BrokenRules(ValueError):
    """A rule file that cannot be used; says which and why."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RuleSource(_Strict):
    """Where a condition stands."""

    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    publisher: str = ""
    date: str = ""
    url: str | None = None
    trust: Trust = "secondary"

    def __str__(self) -> str:
        known = "，".join(part for part in (self.publisher, self.date) if part)
        return f"{self.title}（{known}）" if known else self.title


class RuleInput(_Strict):
    """One input. `label`: as said to a citizen when it is missing."""

    type: InputType
    required: bool = True
    label: str = ""


class _Meta(_Strict):
    item: ItemId
    version: str = Field(min_length=1, max_length=32)
    effective_from: dt.date
    demo: bool
    sources: list[RuleSource]
    inputs: dict[str, RuleInput]


@dataclass(frozen=True)
class Row:
    """One row of the table. `cells`: input name to its cell, "" = whatever the value."""

    id: str
    basis: str
    cells: dict[str, str]
    verdict: str
    reason: str
    source: str


@dataclass(frozen=True, eq=False)
class RuleSet:
    """One version of the rules of a matter."""

    item: str
    version: str
    effective_from: dt.date
    demo: bool
    sources: list[str]
    content: dict[str, Any] = field(repr=False)
    inputs: dict[str, RuleInput] = field(repr=False)
    source_by_id: dict[str, RuleSource] = field(repr=False)
    rows: list[Row] = field(repr=False)
    text: str = field(repr=False)
    """The content as JSON, for the engine."""


class Rulebook:
    """All rule sets. A broken file keeps its last good form; at start it raises BrokenRules."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._stamps: dict[Path, tuple[int, int]] = {}
        self._by_path: dict[Path, RuleSet] = {}
        self.problems: dict[str, str] = {}
        self._looked = 0.0
        self._read(strict=True)

    def all(self) -> list[RuleSet]:
        """Every version of every matter, at most LOOK_EVERY_S seconds old."""
        if time.monotonic() - self._looked >= LOOK_EVERY_S:
            self._read(strict=False)
        return list(self._by_path.values())

    def for_item(self, item: str, as_of: dt.date) -> RuleSet | None:
        """The newest version in force on a day."""
        in_force = [one for one in self.all() if one.item == item and one.effective_from <= as_of]
        return max(in_force, key=lambda one: one.effective_from, default=None)

    def _read(self, strict: bool) -> None:
        with self._lock:
            self._looked = time.monotonic()
            paths = sorted(self._folder.glob("*.json"))
            for gone in self._stamps.keys() - set(paths):
                del self._stamps[gone]
                self._by_path = {path: one for path, one in self._by_path.items() if path != gone}
                self.problems.pop(gone.name, None)
            for path in paths:
                stat = path.stat()
                stamp = (stat.st_mtime_ns, stat.st_size)
                if self._stamps.get(path) == stamp:
                    continue
                self._stamps[path] = stamp
                try:
                    self._by_path = self._by_path | {path: self._alone(path, read_rules(path))}
                    self.problems.pop(path.name, None)
                except BrokenRules as error:
                    if strict:
                        raise
                    self.problems[path.name] = str(error)

    def _alone(self, path: Path, rules: RuleSet) -> RuleSet:
        for other, known in self._by_path.items():
            same = (known.item, known.effective_from) == (rules.item, rules.effective_from)
            if same and other != path:
                raise BrokenRules(f"{path.name}: {other.name} is in force from the same day")
        return rules


def read_rules(path: Path) -> RuleSet:
    """One file. Raises BrokenRules."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        meta = _Meta.model_validate(data.get("meta") if isinstance(data, dict) else None)
        rules = _rule_set(data, meta)
        _check_name(path, meta)
    except (OSError, ValueError, ValidationError) as error:
        raise BrokenRules(f"{path.name}: {error}") from error
    return rules


def _check_name(path: Path, meta: _Meta) -> None:
    item, _, day = path.stem.partition("@")
    if item != meta.item:
        raise ValueError(f"item is {meta.item}, not {item}")
    if day and day != meta.effective_from.isoformat():
        raise ValueError(f"effective_from is {meta.effective_from}, not {day}")


def _rule_set(data: dict[str, Any], meta: _Meta) -> RuleSet:
    content = {key: value for key, value in data.items() if key != "meta"}
    table, columns = _table(content)
    names = {column["field"]: column.get("name", "") for column in table["inputs"]}
    if unknown := names.keys() - meta.inputs.keys():
        raise ValueError(f"inputs not in meta.inputs: {sorted(unknown)}")
    ids = [source.id for source in meta.sources]
    if not ids or len(ids) != len(set(ids)):
        raise ValueError("meta.sources is empty or names an id twice")
    return RuleSet(
        item=meta.item,
        version=meta.version,
        effective_from=meta.effective_from,
        demo=meta.demo,
        sources=[str(source) for source in meta.sources],
        content=content,
        inputs={
            name: one.model_copy(update={"label": one.label or names.get(name) or name})
            for name, one in meta.inputs.items()
        },
        source_by_id={source.id: source for source in meta.sources},
        rows=_rows(table["rules"], columns, meta),
        text=json.dumps(content, ensure_ascii=False),
    )


def _table(content: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The one decision table, and its columns by field name."""
    if content.get("contentType") != CONTENT_TYPE:
        raise ValueError(f"contentType is not {CONTENT_TYPE}")
    try:
        nodes = {node["id"]: node for node in content["nodes"]}
        tables = [node for node in nodes.values() if node["type"] == "decisionTableNode"]
        kinds = sorted(node["type"] for node in nodes.values())
        roads = {(edge["sourceId"], edge["targetId"]) for edge in content["edges"]}
        if kinds != ["decisionTableNode", "inputNode", "outputNode"]:
            raise ValueError("a rule file is an input, one decision table and an output")
        (begin,) = (one["id"] for one in nodes.values() if one["type"] == "inputNode")
        (end,) = (one["id"] for one in nodes.values() if one["type"] == "outputNode")
        if roads != {(begin, tables[0]["id"]), (tables[0]["id"], end)}:
            raise ValueError("the edges do not lead from the input by the table to the output")
        table: dict[str, Any] = tables[0]["content"]
        if table["hitPolicy"] != "first":
            raise ValueError("hitPolicy is not first")
        columns = {column["field"]: column["id"] for column in table["inputs"]}
        outputs = {column["field"]: column["id"] for column in table["outputs"]}
    except (KeyError, TypeError) as error:
        raise ValueError(f"the table lacks {error}") from error
    if sorted(outputs) != sorted(OUTPUTS):
        raise ValueError(f"the outputs are not {', '.join(OUTPUTS)}")
    return table, columns | outputs


def _rows(rules: list[dict[str, Any]], columns: dict[str, str], meta: _Meta) -> list[Row]:
    rows = [_row(rule, columns, meta) for rule in rules]
    if not rows or len({row.id for row in rows}) != len(rows):
        raise ValueError("the table has no rows, or an _id stands twice")
    if any(rows[-1].cells.values()) or rows[-1].verdict != "person":
        raise ValueError("the last row is not a catch-all with the verdict person")
    return rows


def _row(rule: dict[str, Any], columns: dict[str, str], meta: _Meta) -> Row:
    name = str(rule.get("_id") or "")
    basis = str(rule.get("_description") or "")
    if not name or not basis:
        raise ValueError(f"row {name or '?'}: _id or _description is missing")
    cells: dict[str, str] = {}
    said: dict[str, str] = {}
    for column, key in columns.items():
        cell = str(rule.get(key, ""))
        if column in OUTPUTS:
            text = text_of(cell)
            if text is None:
                raise ValueError(f"row {name}: {column} is not one text in quotation marks")
            said[column] = text
        elif is_cell(cell):
            cells[column] = cell.strip()
        else:
            raise ValueError(f"row {name}: cell {column} cannot be read by the engine")
    if said["verdict"] not in VERDICTS or not said["reason"]:
        raise ValueError(f"row {name}: unknown verdict, or no reason")
    if said["source"] not in {"", *(source.id for source in meta.sources)}:
        raise ValueError(f"row {name}: source is not in meta.sources")
    if said["verdict"] == "refuse" and not said["source"]:
        raise ValueError(f"row {name}: refuses without a source")
    return Row(name, basis, cells, said["verdict"], said["reason"], said["source"])
