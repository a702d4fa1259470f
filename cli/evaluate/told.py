"""Labels of the fact that answers: from ids to the sentences that must be told.

A label file is one JSON object, id of the question to the fact that answers it, to a list
where several facts equally do, or to `unknown` where the guide does not say. A fact is named
by its id alone, meant of every right matter that has it, or as `matter/fact`. Turns of a
dialogue are named `id#1`, `id#2` and so on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from cli.evaluate.formats import BadFile, DialogueRow, Matter, Row, SetFile
from cli.evaluate.measures import sentences
from knowledge_base.schema import Fact, Guide
from knowledge_base.wording import EN, ZH, Wording
from text.traditional import to_hong_kong

UNKNOWN = "unknown"
AnyMatter = TypeVar("AnyMatter", bound=Matter)
Labels = dict[str, list[str]]


def read_labels(path: Path) -> Labels:
    """Each question's id with the facts that answer. Raises `BadFile` naming the file."""
    try:
        read = TypeAdapter(dict[str, str | list[str]]).validate_json(path.read_bytes())
    except OSError as error:
        raise BadFile(f"{path}: {error}") from error
    except ValidationError as error:
        raise BadFile(f"{path}: {error.errors()[0]['msg']}") from error
    return {key: [value] if isinstance(value, str) else value for key, value in read.items()}


def with_labels(
    sets: Sequence[SetFile], labels: Labels, guides: Mapping[str, Guide]
) -> list[SetFile]:
    """The same sets, each labelled question with what must be told. Raises `BadFile`."""
    return [replace(one, rows=[_row(row, labels, guides) for row in one.rows]) for one in sets]


def count_labelled(sets: Iterable[SetFile]) -> int:
    """How many questions say what must be told."""
    rows = [row for one in sets for row in one.rows]
    turns = [turn for row in rows if isinstance(row, DialogueRow) for turn in row.turns]
    return sum(isinstance(one, Matter) and bool(one.told) for one in [*rows, *turns])


def _row(row: Row, labels: Labels, guides: Mapping[str, Guide]) -> Row:
    if isinstance(row, DialogueRow):
        turns = [
            _labelled(turn, f"{row.id}#{number}", labels, guides)
            for number, turn in enumerate(row.turns, start=1)
        ]
        return row.model_copy(update={"turns": turns})
    return _labelled(row, row.id, labels, guides) if isinstance(row, Matter) else row


def _labelled(
    matter: AnyMatter, question: str, labels: Labels, guides: Mapping[str, Guide]
) -> AnyMatter:
    if question not in labels:
        return matter
    right = [guides[item] for item in sorted(matter.accepted) if item in guides]
    told = list[str]()
    for label in labels[question]:
        if label == UNKNOWN:
            told += [said for guide in right for said in _unsaid(guide)]
            continue
        facts = _facts(label, right)
        if not facts:
            raise BadFile(f"label of {question}: no right matter has a fact {label!r}")
        told += [said for fact in facts for said in _said(fact)]
    if not told:
        raise BadFile(f"label of {question}: none of its right matters has a guide")
    return matter.model_copy(update={"told": told, "told_by": labels[question]})


def _facts(label: str, guides: Sequence[Guide]) -> list[Fact]:
    item, _, fact_id = label.rpartition("/")
    return [
        fact
        for guide in guides
        if item in ("", guide.id)
        for fact in guide.facts
        if fact.id == fact_id
    ]


def _said(fact: Fact) -> list[str]:
    """The fact's first sentence as each kind of reader is told it."""
    texts = [*_scripts(fact.text), *([fact.text_en] if fact.text_en else [])]
    return [sentences(text)[0] for text in texts]


def _unsaid(guide: Guide) -> list[str]:
    """All ways of saying that the guide does not say."""
    chinese = [said for plain in _silences(ZH, guide.short_name) for said in _scripts(plain)]
    return [*chinese, *_silences(EN, guide.name_en)]


def _silences(words: Wording, name: str) -> list[str]:
    of_aspects = [words.silent.format(name=name, what=what) for what in words.unsaid.values()]
    return [words.silent_here.format(name=name), *of_aspects]


def _scripts(text: str) -> list[str]:
    return [text, to_hong_kong(text)]
