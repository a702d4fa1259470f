"""One system in a process of its own: builds, or answers questions one at a time.

    python -m bench.search.worker build|answer SYSTEM FOLDER

`FOLDER` holds sentences.jsonl and questions.jsonl; what the system builds lies in
FOLDER/SYSTEM/, and build.json or answers.json beside it. Runs on Python 3.10 too (Rasa).
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True)
class Answer:
    """`ranking`: ids, best first, ten at most. `score`, `margin`: the best one's score and
    its lead over the second, both on the system's own scale. `confidence`: a probability,
    or None. `answered`: what the system's own rule says."""

    ranking: list[str]
    score: float
    margin: float
    confidence: float | None = None
    answered: bool = True
    ms: float = 0.0


@dataclass(frozen=True)
class Sentence:
    """A sentence of one document, as written. `spoken`: how people ask, not what is stated.
    `owner` is empty for questions that no document answers."""

    owner: str
    text: str
    spoken: bool


Answerer = Callable[[str], Answer]


class System(Protocol):
    """Builds into a folder, then opens what it built. Both get the sentences to search."""

    def build(self, sentences: list[Sentence], folder: Path) -> None: ...

    def open(self, sentences: list[Sentence], folder: Path) -> Answerer: ...


def work(step: str, make: Callable[[], System], name: str, folder: Path) -> None:
    """Do one step and write down what it took; `make` imports what the system needs."""
    own = folder / name
    own.mkdir(exist_ok=True)
    if step == "build":
        system, start = make(), time.perf_counter()
        system.build(_sentences(folder), own)
        _write(own / "build.json", {"seconds": time.perf_counter() - start})
    else:
        questions = [row["text"] for row in _rows(folder / "questions.jsonl")]
        _write(own / "answers.json", _answer(make, folder, own, questions))


def _answer(
    make: Callable[[], System], folder: Path, own: Path, questions: list[str]
) -> dict[str, Any]:
    """`memory`: MiB by which the process grew, imports and what it had built included."""
    before, start = resident(), time.perf_counter()
    answerer = make().open(_sentences(folder), own)
    seconds = time.perf_counter() - start
    answerer(questions[0])  # what is made at the first use belongs to loading
    answers = []
    for question in questions:
        start = time.perf_counter()
        answer = answerer(question)
        answers.append({**asdict(answer), "ms": (time.perf_counter() - start) * 1000})
    return {"answers": answers, "load": seconds, "memory": resident() - before}


def resident() -> float:
    """Memory of this process in MiB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _sentences(folder: Path) -> list[Sentence]:
    return [Sentence(**row) for row in _rows(folder / "sentences.jsonl")]


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


def _write(file: Path, data: dict[str, Any]) -> None:
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def main() -> None:
    step, name, folder = sys.argv[1:]
    from bench.search.systems import SYSTEMS

    work(step, SYSTEMS[name].make, name, Path(folder))


if __name__ == "__main__":
    main()
