"""What is measured: the sentences all systems know, and the labelled questions."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

import knowledge_base
from bench.search.worker import Sentence
from cli.evaluate.formats import ItemRow, RealRow, load, question_files
from knowledge_base.documents import split
from knowledge_base.schema import Guide
from text.normalise import normalise

LEARNT_FROM = Path(str(knowledge_base.__path__[0]))


@dataclass(frozen=True)
class Question:
    """`accept`: the ids that are right; `kind`: its register, `real` if a citizen typed it;
    `holding`: the ids of the documents that hold the labelled answer word for word."""

    text: str
    accept: frozenset[str]
    kind: str
    holding: frozenset[str] = frozenset()


def guide_sentences(guides: dict[str, Guide]) -> list[Sentence]:
    """All that our search learns matters from: names, summaries, facts and phrasings of the
    guides, the practice questions that one guide answers, and (owner empty) those that none
    does."""
    known: list[Sentence] = []
    for guide in guides.values():
        names = [guide.name, guide.short_name, *guide.aliases, guide.name_en]
        names += [guide.summary, guide.summary_en]
        known += [Sentence(guide.id, name, True) for name in dict.fromkeys(names)]
        known += [
            Sentence(guide.id, f"{guide.short_name}：{fact.text}", False) for fact in guide.facts
        ]
        known += [Sentence(guide.id, ask.text, True) for ask in guide.asks]
    return [*known, *_practice(guides)]


def _practice(guides: dict[str, Guide]) -> Iterator[Sentence]:
    for file in sorted(LEARNT_FROM.glob("practice/*.yml")):
        for row in _yaml(file)["questions"]:
            if len(row["accept"]) == 1 and row["accept"][0] in guides and "after" not in row:
                yield Sentence(row["accept"][0], row["text"], True)
    for row in _yaml(LEARNT_FROM / "not_covered.yml")["asks"]:
        if row.get("matter") not in guides:
            yield Sentence("", row["text"], True)


def questions(paths: list[Path], covered: set[str]) -> list[Question]:
    """The rows of one question each on a matter that has a guide; other files and rows are
    passed over."""
    found: list[Question] = []
    for file in question_files(paths):
        for row in load(file).rows:
            if not isinstance(row, ItemRow | RealRow) or not row.accepted & covered:
                continue
            if isinstance(row, RealRow) and (row.disputed or not row.in_scope):
                continue
            kind = row.style if isinstance(row, ItemRow) else "real"
            found.append(Question(row.text, row.accepted, kind))
    return found


def documents(folder: Path) -> tuple[list[Sentence], list[Question]]:
    """Passages of `corpus.jsonl` (docid, text), which joined give the texts again, and the
    questions of `queries.jsonl` (query, docid, answer)."""
    texts = {row["docid"]: row["text"] for row in _jsonl(folder / "corpus.jsonl")}
    known = [Sentence(id, part, False) for id, text in texts.items() for part in split(text)]
    plain = {id: normalise(text) for id, text in texts.items()}
    asked = []
    for row in _jsonl(folder / "queries.jsonl"):
        answer = normalise(row["answer"])
        holding = frozenset(id for id, text in plain.items() if answer in text)
        asked.append(Question(row["query"], frozenset([row["docid"]]), "policy", holding))
    return known, asked


def _jsonl(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)


def _yaml(file: Path) -> dict[str, Any]:
    data: dict[str, Any] = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    return data
