"""What must hold of every practice question: its labels exist and do not contradict."""

from collections import defaultdict
from pathlib import Path
from typing import Any, get_args

import pytest
from ruamel.yaml import YAML

from knowledge_base import corpus
from knowledge_base.facts import UNKNOWN
from knowledge_base.loader import Library
from messages import Aspect
from text.normalise import normalise

FILES = sorted((Path(corpus.__file__).parent / "practice").glob("*.yml"))
Row = dict[str, Any]


@pytest.fixture(scope="module")
def practice() -> dict[str, list[Row]]:
    """The rows of each file."""
    yaml = YAML(typ="safe")
    return {path.stem: yaml.load(path.read_text("utf-8"))["questions"] for path in FILES}


@pytest.fixture(params=[path.stem for path in FILES])
def rows(request: pytest.FixtureRequest, practice: dict[str, list[Row]]) -> list[Row]:
    return practice[request.param]


def test_every_matter_has_a_guide_and_stands_once(rows: list[Row], library: Library) -> None:
    for row in rows:
        assert {*row["accept"], row.get("after")} - {None} <= set(library.guides), row
        assert len(row["accept"]) == len(set(row["accept"])), row


def test_a_question_of_one_matter_tells_its_aspect_and_fact(
    rows: list[Row], library: Library
) -> None:
    """Others have no fact, and perhaps an aspect."""
    known: set[Aspect | None] = {*get_args(Aspect)}
    for row in rows:
        if len(row["accept"]) == 1:
            facts = {fact.id for fact in library.guides[row["accept"][0]].facts}
            assert row["aspect"] in known, row
            assert row["fact"] in facts | {UNKNOWN}, row
        else:
            assert row.get("aspect") in known | {None}, row
            assert "fact" not in row, row


def test_no_text_stands_twice_with_different_labels(practice: dict[str, list[Row]]) -> None:
    """The same words after another matter may mean something else."""
    labels = defaultdict(set)
    for row in (row for rows in practice.values() for row in rows):
        label = (frozenset(row["accept"]), row.get("aspect"), row.get("fact"))
        labels[normalise(row["text"]), row.get("after")].add(label)
    assert {asked: found for asked, found in labels.items() if len(found) > 1} == {}
