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
from knowledge_base.case import NO_CASE, OwnCase, case_in
from knowledge_base.confidence import clarity
from knowledge_base.corpus import read_corpus
from knowledge_base.embedding.encoder import Encoder, Vectors
from knowledge_base.embedding.pair import PairEncoder
from knowledge_base.facts import fact_features
from knowledge_base.folds import background_of
from knowledge_base.index import Index
from knowledge_base.loader import Library, Problem, load_guides
from knowledge_base.ranker import features
from knowledge_base.schema import Fact, Guide
from knowledge_base.settings import Settings
from knowledge_base.training import Learned
from knowledge_base.vectors import VectorCache
from messages import Aspect, Candidate
from text.normalise import normalise

logger = logging.getLogger(__name__)

Decision = Literal["answer", "ask_back", "which_matter", "decline"]

AT_MOST = 2.0
"""How many times its probability among all matters the confidence in the best may be: a cap
for what is like nothing the confidence was fitted on."""
NOT_SAID = 0.5
"""Probability from which the guide is taken to be silent on what was asked."""
FOLLOW_UP = 0.55
"""Likeness to a known follow-up from which a question without a matter asks "which one?"."""
MAX_CHOICES = 4


@dataclass(frozen=True)
class Resolution:
    """What a question was understood as. `confidence`: probability that answering with the
    first candidate is right. `facts`: its facts, best first; `said`: whether one of them
    answers."""

    decision: Decision
    candidates: list[Candidate]
    confidence: float
    aspect: Aspect
    aspect_p: float
    facts: list[Fact]
    said: bool
    timings_ms: dict[str, float]

    @property
    def item(self) -> str | None:
        return self.candidates[0].item if self.candidates else None


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

    def resolve(
        self, text: str, current_item: str | None = None, earlier: OwnCase = NO_CASE
    ) -> Resolution:
        """Which matter, which aspect, which facts. Its probability alone may decline.

        `earlier`: what the citizen said of their own case before.
        """
        state, learned = self._state, self._learned
        clock = _Clock()
        words = normalise(text)
        vector = self._cache.encoder.queries([words])[0]
        clock.lap("encode")
        point = learned.metric.queries(vector[None, :])[0]
        query = state.background.query(words, point, current_item)
        rows, none = features(query, state.index.search(words, vector), state.index)
        p = learned.matters.probabilities(rows, none)
        sure = learned.confidence.of(clarity(words, rows, none, p))
        sure = min(sure, AT_MOST * float(p[:-1].max(initial=0)))
        candidates = [
            Candidate(item=state.index.items[i], p=round(float(p[i]), 4))
            for i in np.argsort(-p[:-1])[:MAX_CHOICES]
        ]
        clock.lap("search")
        aspects = learned.aspects.probabilities(words, vector)
        aspect = max(aspects, key=lambda a: aspects[a])
        clock.lap("aspect")
        facts: list[Fact] = []
        said = True
        if candidates:
            guide = state.library.guides[candidates[0].item]
            case = earlier.updated(case_in(words))
            facts, said = self._rank_facts(state, guide, words, point, aspects, case)
        clock.lap("facts")
        return Resolution(
            decision=self._decide(p[:-1], sure, query.follow_up, current_item),
            candidates=candidates,
            confidence=round(sure, 4),
            aspect=aspect,
            aspect_p=aspects[aspect],
            facts=facts,
            said=said,
            timings_ms=clock.laps,
        )

    def _decide(
        self, p: "np.ndarray", sure: float, follow_up: float, current: str | None
    ) -> Decision:
        thresholds = self._learned.thresholds
        if len(p) and sure >= thresholds.answer:
            return "answer"
        if p.sum() >= thresholds.ask_back:
            return "ask_back"
        return "which_matter" if current is None and follow_up >= FOLLOW_UP else "decline"

    def _rank_facts(
        self,
        state: _State,
        guide: Guide,
        words: str,
        point: Vectors,
        aspects: dict[Aspect, float],
        case: OwnCase,
    ) -> tuple[list[Fact], bool]:
        """The guide's facts, best first, and whether one of them answers."""
        rows, none = fact_features(guide, state.index, words, point, aspects, case)
        p = self._learned.facts.probabilities(rows, none)
        order = np.argsort(-p[:-1], kind="stable")
        return [guide.facts[i] for i in order], bool(p[-1] < NOT_SAID)

    def _read(self) -> _State:
        library = load_guides(self._settings.guides_dir)
        corpus, metric = read_corpus(library.guides, self._cache), self._learned.metric
        index = Index(corpus.guides, metric, self._learned.classifier)
        return _State(library, index, background_of(corpus, metric))


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
    encoder = PairEncoder(Encoder(settings.encoder_dir))
    return VectorCache(encoder, settings.index_dir / "vectors.npz")
