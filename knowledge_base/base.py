"""The knowledge base as the actions see it: guides, index, `resolve()`, live reload."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import joblib
import numpy as np
import watchfiles

from knowledge_base.background import Background
from knowledge_base.corpus import read_corpus
from knowledge_base.embedding.encoder import Encoder, Vectors
from knowledge_base.index import Index
from knowledge_base.loader import Library, Problem, load_guides
from knowledge_base.ranker import features
from knowledge_base.schema import Fact, Guide
from knowledge_base.settings import Settings
from knowledge_base.training import Learned, background_of
from knowledge_base.vectors import VectorCache
from messages import Aspect, Candidate
from text.normalise import normalise

logger = logging.getLogger(__name__)

Decision = Literal["answer", "ask_back", "which_matter", "decline"]

ASPECT_WEIGHT = 0.6
"""How much the aspect classifier weighs against likeness when facts are ranked."""
ORDER_WEIGHT = 0.04
"""How much a fact loses for each one of its aspects that stands before it in the guide."""
FOLLOW_UP = 0.55
"""Likeness to a known follow-up from which a question without a matter asks "which one?"."""
MAX_CHOICES = 4


@dataclass(frozen=True)
class Resolution:
    """What a question was understood as. `confidence`: probability that the first
    candidate's guide answers. `facts`: its facts, best first."""

    decision: Decision
    candidates: list[Candidate]
    aspect: Aspect
    aspect_p: float
    facts: list[Fact]
    timings_ms: dict[str, float]

    @property
    def item(self) -> str | None:
        return self.candidates[0].item if self.candidates else None

    @property
    def confidence(self) -> float:
        return self.candidates[0].p if self.candidates else 0.0


@dataclass(frozen=True)
class _State:
    library: Library
    index: Index
    background: Background


class KnowledgeBase:
    """Thread-safe: a reload swaps the whole state at once."""

    def __init__(self, settings: Settings, learned: Learned, cache: VectorCache) -> None:
        self._settings = settings
        self._learned = learned
        self._cache = cache
        self._lock = threading.Lock()
        self._state = self._read()

    @classmethod
    def open(cls, settings: Settings) -> "KnowledgeBase":
        """With what `build()` left behind. Raises FileNotFoundError if it has not run."""
        file = settings.index_dir / "learned.joblib"
        if not file.is_file():
            raise FileNotFoundError(f"no trained search in {file}: run `luoxiaozheng build` first")
        return cls(settings, joblib.load(file), open_cache(settings))

    @property
    def guides(self) -> dict[str, Guide]:
        return self._state.library.guides

    @property
    def problems(self) -> list[Problem]:
        return self._state.library.problems

    def reload(self) -> list[Problem]:
        """Read the guides anew; only sentences not seen before are encoded. What is
        refused is returned and the rest serves; a guide that broke leaves the index."""
        with self._lock:
            self._state = self._read()
        return self.problems

    def watch(self, on_change: Callable[[list[Problem]], None], stop: threading.Event) -> None:
        """Reload whenever a file below the guides' folder changes, until `stop` is set."""
        for _ in watchfiles.watch(
            self._settings.guides_dir, stop_event=stop, debounce=300, rust_timeout=1000
        ):
            try:
                on_change(self.reload())
            except Exception:  # whatever is wrong with one change, the next must be seen
                logger.exception("guides not reloaded")

    def resolve(self, text: str, current_item: str | None = None) -> Resolution:
        """Which matter, which aspect, which facts. Its probability alone may decline."""
        state, learned = self._state, self._learned
        clock = _Clock()
        words = normalise(text)
        vector = self._cache.encoder.queries([words])[0]
        clock.lap("encode")
        point = learned.metric.queries(vector[None, :])[0]
        query = state.background.query(words, point, current_item)
        rows, none = features(query, state.index.search(words, vector), state.index)
        p = learned.ranker.probabilities(rows, none)[:-1]
        clock.lap("search")
        order = np.argsort(-p)[:MAX_CHOICES]
        candidates = [Candidate(item=state.index.items[i], p=round(float(p[i]), 4)) for i in order]
        aspects = learned.aspects.probabilities(words, vector)
        facts = self._rank_facts(state, candidates[0].item, point, aspects) if candidates else []
        aspect = max(aspects, key=lambda a: aspects[a])
        clock.lap("aspect")
        decision = self._decide(p, query.follow_up, current_item)
        return Resolution(decision, candidates, aspect, aspects[aspect], facts, clock.laps)

    def _decide(self, p: "np.ndarray", follow_up: float, current: str | None) -> Decision:
        thresholds = self._learned.thresholds
        if p.max(initial=0) >= thresholds.answer:
            return "answer"
        if p.sum() >= thresholds.ask_back:
            return "ask_back"
        return "which_matter" if current is None and follow_up >= FOLLOW_UP else "decline"

    def _rank_facts(
        self, state: _State, item: str, point: Vectors, aspects: dict[Aspect, float]
    ) -> list[Fact]:
        rows = state.index.rows[item, "fact"]
        likeness = state.index.vectors[rows] @ point
        facts = state.library.guides[item].facts
        fit = [sum(aspects.get(a, 0.0) for a in fact.aspects) for fact in facts]
        scores = [
            float(likeness[i]) + ASPECT_WEIGHT * min(fit[i], 1.0) - ORDER_WEIGHT * _place(facts, i)
            for i in range(len(facts))
        ]
        return [facts[i] for i in sorted(range(len(facts)), key=lambda i: -scores[i])]

    def _read(self) -> _State:
        library = load_guides(self._settings.guides_dir)
        corpus, metric = read_corpus(library.guides, self._cache), self._learned.metric
        return _State(library, Index(corpus.guides, metric), background_of(corpus, metric))


def _place(facts: list[Fact], i: int) -> int:
    """How many facts of the same aspects stand before: editors put the main one first."""
    return sum(bool(set(fact.aspects) & set(facts[i].aspects)) for fact in facts[:i])


class _Clock:
    """Milliseconds of each step, by name."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = round((now - self._last) * 1000, 2)
        self._last = now


def open_cache(settings: Settings) -> VectorCache:
    """The encoder that is set, with the vectors it is known to give."""
    return VectorCache(Encoder(settings.encoder_dir), settings.index_dir / "vectors.npz")
