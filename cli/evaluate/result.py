"""What an evaluation gives: the same shape whatever the format of the questions."""

from pydantic import BaseModel

Measures = dict[str, float | None]
"""Name to value; shares are 0 to 1; None where nothing could be measured."""


class Group(BaseModel):
    """The measures of some of the rows. `n` is how many they are."""

    name: str
    n: int
    measures: Measures


class Bin(BaseModel):
    """One bin of a reliability diagram: [low, high), the last one closed."""

    low: float
    high: float
    n: int
    confidence: float | None
    hit1: float | None


class RowResult(BaseModel):
    """One question, what was wanted, what came, and the verdicts on it."""

    id: str
    text: str
    expected: str
    outcome: str
    shown: list[str]
    offered: list[str]
    intent: str | None
    item: str | None
    aspect: str | None
    confidence: float | None
    entities: dict[str, str | list[str]]
    said: str
    latency_ms: float
    error: str | None
    verdicts: dict[str, bool | None] = {}
    problem: str | None = None

    @property
    def got(self) -> str:
        """The reply in a few words: outcome, matters shown or offered, aspect, error."""
        parts = [self.outcome, *self.shown]
        if self.offered:
            parts.append("offered " + ", ".join(self.offered))
        if self.aspect:
            parts.append(f"[{self.aspect}]")
        if self.error:
            parts.append(self.error)
        return " ".join(parts)


class SetResult(BaseModel):
    """The result of one question file. Every row with a `problem` is a mistake.

    `for_reading` says that the rows are to be shown in full, for a reader's eye.
    """

    path: str
    format: str
    asked: int
    not_scored: int = 0
    groups: list[Group] = []
    calibration: list[Bin] = []
    notes: list[str] = []
    rows: list[RowResult] = []
    for_reading: bool = False


class Latency(BaseModel):
    """Milliseconds as the client saw them, and the mean of each step in the traces."""

    n: int
    p50: float | None
    p95: float | None
    p99: float | None
    steps: dict[str, float]


class Config(BaseModel):
    """What was measured: the command's own parameters."""

    url: str
    paths: list[str]
    concurrency: int
    covered: list[str]
    told: str | None = None


class Report(BaseModel):
    """All of a run, as `--json` saves it. `date` is ISO 8601 with offset."""

    date: str
    machine: dict[str, str | int | None]
    config: Config
    latency: Latency
    sets: list[SetResult]
    notes: list[str] = []
