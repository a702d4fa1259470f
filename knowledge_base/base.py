"""The knowledge base as the actions see it: guides, index, `resolve()`, live reload."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import joblib
import numpy as np
import watchfiles

from knowledge_base.background import Background
from knowledge_base.case import NO_CASE, OwnCase, case_in
from knowledge_base.choice import Matrix
from knowledge_base.corpus import Corpus, read_corpus
from knowledge_base.embedding.encoder import Encoder
from knowledge_base.embedding.pair import PairEncoder
from knowledge_base.folds import background_of
from knowledge_base.guide_side import GuideSide, Question
from knowledge_base.index import Index
from knowledge_base.loader import GuideFolder, Library, Problem
from knowledge_base.matter_model import Decision
from knowledge_base.ranker import FEATURES, at_hand, features
from knowledge_base.schema import Fact, Guide
from knowledge_base.settings import Settings
from knowledge_base.training import Learned
from knowledge_base.umbrellas import as_named, read_umbrellas
from knowledge_base.vectors import VectorCache
from knowledge_base.within_guide import read_within, without_guide
from messages import Aspect, Candidate
from text.normalise import normalise

logger = logging.getLogger(__name__)

AT_MOST = 2.0
"""How many times its probability among all matters the confidence in the best may be: a cap
for what is like nothing the confidence was fitted on."""
ELSEWHERE = 0.3
"""The most the confidence may be where the question is about a place that the guide never
speaks of: Shanghai's allowance is not ours, however alike the words."""
FOLLOW_UP = 0.55
"""Likeness to a known follow-up from which a question without a matter asks "which one?"."""
MAX_CHOICES = 4


@dataclass(frozen=True)
class Resolution:
    """What a question was understood as. `confidence`: probability that answering with the
    first candidate is right. `facts`: its facts, best first; `close`: how many of them are
    likely; `said`: whether one of them answers. `sisters`: items that the question's name for the
    first candidate also covers."""

    decision: Decision
    candidates: list[Candidate]
    confidence: float
    aspect: Aspect
    aspect_p: float
    facts: list[Fact]
    close: int
    said: bool
    timings_ms: dict[str, float]
    sisters: list[str] = field(default_factory=list)

    @property
    def item(self) -> str | None:
        return self.candidates[0].item if self.candidates else None


@dataclass(frozen=True)
class _State:
    library: Library
    corpus: Corpus
    index: Index
    background: Background
    sides: dict[str, GuideSide]


class KnowledgeBase:
    """Thread-safe: a reload swaps the whole state at once."""

    def __init__(self, settings: Settings, learned: Learned, cache: VectorCache) -> None:
        self._settings = settings
        self._folder = GuideFolder(settings.guides_dir)
        self._learned = learned
        self._cache = cache
        self._umbrellas = read_umbrellas()
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
        """Read the guides that changed anew; only sentences not seen before are encoded. What
        is refused is returned and the rest serves; a guide that broke leaves the index."""
        with self._lock:
            self._state = self._read(self._state)
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
        self,
        text: str,
        current_item: str | None = None,
        earlier: OwnCase = NO_CASE,
        before: Sequence[str] = (),
    ) -> Resolution:
        """Which matter, which aspect, which facts. Its probability alone may decline.

        `earlier`: what the citizen said of their own case before; `before`: the matters talked
        about before `current_item`, the newest first.
        """
        state, learned = self._state, self._learned
        current = current_item if current_item in state.library.guides else None
        clock = _Clock()
        words = normalise(text)
        vector = self._cache.encoder.queries([words])[0]
        clock.lap("encode")
        point = learned.metric.queries(vector[None, :])[0]
        read = learned.aspects.probabilities(words, vector)
        question = Question(words, vector, point, read, earlier.updated(case_in(words)))
        clock.lap("aspect")
        hand = at_hand(current, state.sides[current], state.index, question) if current else None
        query = state.background.query(words, point, current, hand, before)
        rows, none = features(query, state.index.search(words, vector), state.index)
        model = learned.within if current else learned.alone
        p, sure = model.read(words, rows, none)
        candidates = [
            Candidate(item=state.index.items[i], p=round(float(p[i]), 4))
            for i in np.argsort(-p[:-1])[:MAX_CHOICES]
        ]
        sure, sisters = as_named(self._umbrellas, state.index, words, current, p, sure)
        most = min(AT_MOST * float(p[:-1].max(initial=0)), _cap(rows, p))
        sure = sure._replace(right=min(sure.right, most))
        clock.lap("search")
        within = without_guide(read)
        if candidates:
            item = candidates[0].item
            side = state.sides[item]
            near = hand.near if hand and item == current else side.nearness(question)
            within = read_within(side, question, near, learned.facts, learned.asked_aspects)
        clock.lap("facts")
        decision = model.verdict(p, sure)
        if decision == "decline" and current is None and query.follow_up >= FOLLOW_UP:
            decision = "which_matter"
        return Resolution(
            decision=decision,
            candidates=candidates,
            confidence=round(sure.confidence, 4),
            **within._asdict(),
            timings_ms=clock.laps,
            sisters=sisters,
        )

    def _read(self, before: _State | None = None) -> _State:
        """What has not changed is taken over from `before`."""
        library, metric = self._folder.read(), self._learned.metric
        corpus = read_corpus(library.guides, self._cache, before.corpus if before else None)
        known = {id(e): before.sides[e.guide.id] for e in before.corpus.guides} if before else {}
        return _State(
            library=library,
            corpus=corpus,
            index=Index(corpus.guides, metric, self._learned.classifier),
            background=background_of(corpus, metric, self._learned.staying),
            sides={
                one.guide.id: known.get(id(one))
                or GuideSide(one, metric, corpus.practised(one.guide.id))
                for one in corpus.guides
            },
        )


def _cap(rows: Matrix, p: Matrix) -> float:
    elsewhere = len(rows) and rows[int(p[:-1].argmax()), FEATURES.index("elsewhere")]
    return ELSEWHERE if elsewhere else 1.0


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
