"""What a run gives."""

from dataclasses import dataclass

from bench.search.knowledge import Question
from bench.search.measures import quality
from bench.search.systems import SYSTEMS
from bench.search.worker import Answer


@dataclass(frozen=True)
class Run:
    """One system's answers; `memory` in MiB."""

    answers: list[Answer]
    build_seconds: float
    load_seconds: float
    memory: float


@dataclass(frozen=True)
class Task:
    """One set of questions, by all systems (name -> run, in the order of the table)."""

    documents: int
    sentences: int
    asked: list[Question]
    runs: dict[str, Run]


def ours(task: Task) -> str | None:
    """The name of our own system, if it took part."""
    return next((name for name in task.runs if SYSTEMS[name].ours), None)


def best_rival(task: Task) -> str | None:
    """The rival whose first is right most often."""
    rivals = [name for name in task.runs if not SYSTEMS[name].ours]
    hits = {name: quality(task.asked, task.runs[name].answers).top1 for name in rivals}
    return max(rivals, key=lambda name: hits[name], default=None)
