"""Reads the guides from their folder; a broken file is refused with line and reason."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from knowledge_base.schema import Guide

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Problem:
    """Why a file was refused. `line` counts from 1."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


@dataclass(frozen=True)
class Library:
    """All guides that could be read, by item id, and what was refused."""

    guides: dict[str, Guide] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


Read = tuple[Guide | None, list[Problem]]


class GuideFolder:
    """Every `*.yml` below a folder, read again and again: a file whose bytes are what they
    were is not parsed anew and gives the same `Guide` object."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[Path, tuple[bytes, Read]] = {}

    def read(self) -> Library:
        """The guides as they stand now. Never raises for the content of a file."""
        library = Library()
        home: dict[str, Path] = {}
        for path in sorted(self._folder.rglob("*.yml")):
            guide, problems = self._read_file(path)
            library.problems.extend(problems)
            if guide is None:
                continue
            if guide.id in home:
                reason = f"id {guide.id!r} is taken by {home[guide.id].name}"
                library.problems.append(Problem(path, 1, reason))
                continue
            home[guide.id] = path
            library.guides[guide.id] = guide
        return library

    def _read_file(self, path: Path) -> Read:
        try:
            content = path.read_bytes()
        except OSError as error:
            return None, [Problem(path, 1, str(error))]
        known = self._known.get(path)
        if known is None or known[0] != content:
            known = self._known[path] = (content, read_guide(path))
        return known[1]


def load_guides(folder: Path) -> Library:
    """The guides of a folder that is read once."""
    return GuideFolder(folder).read()


def read_guide(path: Path) -> Read:
    """One guide, or why it was refused."""
    guide, problems = read_model(path, Guide)
    if guide is None or path.stem == guide.id:
        return guide, problems
    reason = f"file name must be the id: {guide.id}.yml"
    return None, [Problem(path, _line_in(path, ("id",)), reason)]


def read_model(path: Path, model: type[Model]) -> tuple[Model | None, list[Problem]]:
    """A YAML file as `model`, or why it was refused. Never raises for its content."""
    read = _read_at_once(path, model)
    return (read, []) if read is not None else _read_with_lines(path, model)


def _read_at_once(path: Path, model: type[Model]) -> Model | None:
    """The quick way for the many files that are well; None leaves it to the other way."""
    try:
        return model.model_validate(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
    except (YAMLError, ValueError, RecursionError, OSError):
        return None


def _read_with_lines(path: Path, model: type[Model]) -> tuple[Model | None, list[Problem]]:
    """Ten times slower, but it knows on which line each value stands."""
    try:
        data = _yaml().load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return None, [Problem(path, line, error.problem or "not valid YAML")]
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return None, [Problem(path, line, "not UTF-8")]
    except (YAMLError, ValueError, RecursionError, OSError) as error:
        return None, [Problem(path, 1, str(error).splitlines()[0])]
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, [
            Problem(path, _line_of(data, detail["loc"]), _reason(detail))
            for detail in error.errors()
        ]


class _PlainDates(RoundTripConstructor):
    """Leaves dates as they are written: the schema reads them, and knows their line."""


_PlainDates.add_constructor("tag:yaml.org,2002:timestamp", _PlainDates.construct_yaml_str)


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.Constructor = _PlainDates
    return yaml


def _reason(detail: Any) -> str:
    where = ".".join(str(part) for part in detail["loc"])
    return f"{where}: {detail['msg']}" if where else str(detail["msg"])


def _line_in(path: Path, location: tuple[int | str, ...]) -> int:
    """The line in a file that has just been read well; 1 if it is no longer well."""
    try:
        return _line_of(_yaml().load(path.read_text(encoding="utf-8")), location)
    except (YAMLError, ValueError, RecursionError, OSError):
        return 1


def _line_of(data: Any, location: tuple[int | str, ...]) -> int:
    """The line where the value at `location` stands, or its nearest ancestor's."""
    line = 1
    for part in location:
        marks = getattr(getattr(data, "lc", None), "data", None) or {}
        if part not in marks:
            continue  # a missing field, or the tag of a union: no line of its own
        line = marks[part][0] + 1
        data = data[part]
    return line
