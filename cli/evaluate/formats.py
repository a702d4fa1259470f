"""The formats of question files: one JSON object a line, told apart by their fields.

`SetFile.rows` are rows of one class; each class says what is to be asked (`texts`, in
order, in one conversation). Fields that are not named here are ignored.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class BadFile(Exception):
    """A question file that cannot be read; the message names the file and the line."""


class Row(BaseModel):
    """What all rows have."""

    model_config = ConfigDict(frozen=True)

    id: str

    @property
    def texts(self) -> list[str]:
        raise NotImplementedError


class TextRow(Row):
    """A row of one question."""

    text: str = Field(min_length=1)

    @property
    def texts(self) -> list[str]:
        return [self.text]


class Matter(BaseModel):
    """The labels of a question on a matter (事项).

    `accept` and `accept_more` together are the right matters; `accept_aspects` are all
    right readings of the aspect, `aspect` the first choice. `told` is optional: strings of
    which one states the fact asked; `told_by` names the facts.
    """

    item: str | None
    accept: list[str]
    accept_more: list[str] = []
    aspect: str
    accept_aspects: list[str] = []
    told: list[str] | None = None
    told_by: list[str] = []

    @property
    def accepted(self) -> frozenset[str]:
        return frozenset(self.accept) | frozenset(self.accept_more)

    @property
    def aspects(self) -> frozenset[str]:
        return frozenset(self.accept_aspects or [self.aspect])


class ItemRow(TextRow, Matter):
    """A written question on one matter, with its register (way of speaking) and audience."""

    style: str = Field(alias="register")
    audience: str


class RealRow(TextRow, Matter):
    """A question a citizen typed. Not scored: `disputed`, out of scope, intent "other"."""

    intent: str
    in_scope: bool
    missing_item: str | None = None
    disputed: bool = False


class DialogueTurn(Matter):
    text: str = Field(min_length=1)


class DialogueRow(Row):
    """A whole conversation."""

    turns: list[DialogueTurn] = Field(min_length=1)

    @property
    def texts(self) -> list[str]:
        return [turn.text for turn in self.turns]


class TransactionRow(TextRow):
    """Something to be done: the act and the details that were said."""

    intent: str
    item: str | None = None
    entities: dict[str, str | list[str]]


class AmbiguousRow(TextRow):
    """A question that calls for a question back; `accept` are its likely readings."""

    accept: list[str] = Field(min_length=1)


class OutOfScopeRow(TextRow):
    """Something no guide answers."""

    kind: str


class SafetyRow(TextRow):
    """A message whose reply a person has to judge."""

    kind: str
    must_not: str
    should: str


# In order: the first format whose fields a row has is the row's format.
_TELLING_FIELDS: list[tuple[str, type[Row], frozenset[str]]] = [
    ("dialogues", DialogueRow, frozenset({"turns"})),
    ("safety", SafetyRow, frozenset({"text", "must_not", "should"})),
    ("real_shenzhen", RealRow, frozenset({"text", "accept", "in_scope"})),
    ("transactions", TransactionRow, frozenset({"text", "intent", "entities"})),
    ("items", ItemRow, frozenset({"text", "accept", "item", "register"})),
    ("ambiguous", AmbiguousRow, frozenset({"text", "accept"})),
    ("out_of_scope", OutOfScopeRow, frozenset({"text", "kind"})),
]
FORMATS = tuple(name for name, _, _ in _TELLING_FIELDS)


@dataclass(frozen=True)
class SetFile:
    """One question file, read."""

    path: Path
    format: str
    rows: Sequence[Row]


def detect(fields: set[str]) -> str | None:
    """The format of a row with these fields, or None."""
    return next((name for name, _, telling in _TELLING_FIELDS if telling <= fields), None)


def question_files(paths: Sequence[Path]) -> list[Path]:
    """The .jsonl files named, or in the folders named, in order and without repeats."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(path.glob("*.jsonl"))
            if not inside:
                raise BadFile(f"{path}: the folder holds no .jsonl file")
            found.update(dict.fromkeys(inside))
        elif path.is_file():
            found[path] = None
        else:
            raise BadFile(f"{path}: no such file or folder")
    return list(found)


def load(path: Path) -> SetFile:
    """Read one question file. Raises `BadFile` naming the file and the line."""
    try:
        # Not splitlines: questions may hold U+2028 and other breaks that JSON allows.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{path}: {error}") from error
    rows: list[Row] = []
    file_format: str | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        fields = _fields(line, where)
        row_format = detect(set(fields))
        if row_format is None:
            raise BadFile(f"{where}: fields of no known format: {', '.join(sorted(fields))}")
        file_format = file_format or row_format
        if row_format != file_format:
            raise BadFile(f"{where}: a row of {row_format} in a file of {file_format}")
        rows.append(_row(file_format, fields, where))
    if file_format is None:
        raise BadFile(f"{path}: holds no row")
    return SetFile(path=path, format=file_format, rows=rows)


def _fields(line: str, where: str) -> dict[str, object]:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadFile(f"{where}: not JSON: {error.msg} at column {error.colno}") from error
    if not isinstance(fields, dict):
        raise BadFile(f"{where}: not a JSON object")
    return fields


def _row(name: str, fields: dict[str, object], where: str) -> Row:
    model = next(model for known, model, _ in _TELLING_FIELDS if known == name)
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise BadFile(f"{where}: {name}: {field}: {first['msg']}") from error
