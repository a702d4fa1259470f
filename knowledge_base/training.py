"""Fits the metric, the ranker, the aspect classifier and the thresholds.

Every example the ranker learns from is a phrasing that was held out of the index and of
the metric it is searched with, so that its probabilities hold for words not seen before.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from knowledge_base.aspects import AspectModel, fit_aspects
from knowledge_base.background import Background
from knowledge_base.corpus import Corpus
from knowledge_base.embedding.encoder import Vectors
from knowledge_base.entries import EncodedGuide
from knowledge_base.index import Hits, Index
from knowledge_base.metric import Metric, fit_metric
from knowledge_base.ranker import (
    FEATURES,
    NONE_FEATURES,
    Matrix,
    Query,
    Ranker,
    features,
)
from knowledge_base.thresholds import Judged, Thresholds, choose_thresholds

FOLDS = 5
RIDGE = 0.002
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Example:
    """One question with all candidates. `target`: row of the right guide, or the number
    of guides for "none of them". `weight` evens out the kinds of example."""

    rows: Matrix
    none: Matrix
    target: int
    weight: float
    kind: str


@dataclass(frozen=True)
class Learned:
    """Everything that is trained; kept with the index."""

    metric: Metric
    ranker: Ranker
    aspects: AspectModel
    thresholds: Thresholds
    report: dict[str, float] = field(default_factory=dict)


def train(corpus: Corpus, progress: Progress = lambda _: None) -> Learned:
    """Fit all of it on the guides' phrasings, the follow-ups and the uncovered questions."""
    examples: list[Example] = []
    for fold in range(FOLDS):
        progress(f"交叉验证 cross-validate {fold + 1}/{FOLDS}")
        examples.extend(_held_out(corpus, fold))
    progress("融合与阈值 fit ranker and thresholds")
    ranker, judged = fit_ranker(examples), []
    for example in examples:
        p = ranker.probabilities(example.rows, example.none)
        judged.append(Judged(p[:-1], example.target, example.kind, example.weight))
    thresholds, report = choose_thresholds(judged)
    metric = metric_of(corpus.guides)
    texts, vectors, aspects = corpus.aspect_rows()
    return Learned(
        metric=metric,
        ranker=ranker,
        aspects=fit_aspects(texts, vectors, aspects),
        thresholds=thresholds,
        report=report,
    )


def metric_of(guides: list[EncodedGuide]) -> Metric:
    """Fit the metric on all phrasings, names and facts of `guides`."""
    entries = [entry for encoded in guides for entry in encoded.entries]
    vectors = np.concatenate([encoded.vectors for encoded in guides])
    stated = np.array([entry.kind == "fact" for entry in entries])
    items = np.array([entry.item for entry in entries])
    return fit_metric(
        vectors[~stated], items[~stated].tolist(), vectors[stated], items[stated].tolist()
    )


def _held_out(corpus: Corpus, fold: int) -> Iterator[Example]:
    """The examples of one fold: its phrasings searched in an index without them."""
    random = np.random.default_rng(fold)
    kept = [_without_fold(encoded, fold) for encoded in corpus.guides]
    metric = metric_of(kept)
    index = Index(kept, metric)
    background = background_of(corpus, metric, fold)

    def example(
        text: str,
        vector: Vectors,
        target: str | None,
        current: str | None,
        kind: str,
        weight: float,
    ) -> Example:
        query = background.query(text, metric.queries(vector[None, :])[0], current)
        hits = index.search(text, vector)
        if kind == "left_out" and target is not None:
            query = _as_if_without_guide(query, target, index, hits)
            rows, none = features(query, hits, index, without=target)
            return Example(rows, none, len(rows), weight, kind)
        rows, none = features(query, hits, index)
        row = len(rows) if target is None else index.items.index(target)
        return Example(rows, none, row, weight, kind)

    for encoded in corpus.guides:
        item = encoded.guide.id
        for i in _fold_rows(encoded, fold):
            text, vector = encoded.entries[i].text, encoded.vectors[i]
            other = str(random.choice(index.items))
            yield example(text, vector, item, None, "ask", 1.0)
            yield example(text, vector, item, other, "switch", 0.3)
            yield example(text, vector, item, item, "stay", 0.3)
            yield example(text, vector, item, None, "left_out", 0.2)
    for i, text in enumerate(corpus.not_covered_texts):
        if i % FOLDS == fold:
            vector = corpus.not_covered[i]
            yield example(text, vector, None, None, "not_covered", 0.6)
            yield example(
                text, vector, None, str(random.choice(index.items)), "not_covered_within", 0.3
            )
    for i, text in enumerate(corpus.follow_up_texts):
        if i % FOLDS == fold:
            vector = corpus.follow_up_vectors[i]
            yield example(text, vector, None, None, "follow_up", 0.5)
            for item in random.choice(index.items, 3):
                yield example(text, vector, str(item), str(item), "follow_up", 1.0)


def background_of(corpus: Corpus, metric: Metric, without_fold: int | None = None) -> Background:
    """What is known beside the guides, in the metric; without one fold if asked."""

    def kept(vectors: Vectors) -> Vectors:
        rows: Vectors = vectors[np.arange(len(vectors)) % FOLDS != without_fold]
        return rows

    return Background(
        not_covered=metric.queries(kept(corpus.not_covered)),
        follow_ups=metric.queries(kept(corpus.follow_up_vectors)),
        other_vectors=metric.queries(corpus.other_vectors),
        other_names=corpus.other_names,
    )


def _as_if_without_guide(query: Query, item: str, index: Index, hits: Hits) -> Query:
    """A matter without a guide is still known by its names."""
    likeness = float(hits.sentences[index.rows[item, "name"]].max(initial=-1))
    spelt_out = max((len(name) for name in index.names[item] if name in query.text), default=0)
    return replace(
        query,
        other_matter=max(query.other_matter, likeness),
        other_name=max(query.other_name, spelt_out),
    )


def _fold_rows(encoded: EncodedGuide, fold: int) -> list[int]:
    asks = [i for i, entry in enumerate(encoded.entries) if entry.kind == "ask"]
    return [row for n, row in enumerate(asks) if n % FOLDS == fold]


def _without_fold(encoded: EncodedGuide, fold: int) -> EncodedGuide:
    dropped = set(_fold_rows(encoded, fold))
    keep = [i for i in range(len(encoded.entries)) if i not in dropped]
    return replace(
        encoded, entries=[encoded.entries[i] for i in keep], vectors=encoded.vectors[keep]
    )


def fit_ranker(examples: list[Example]) -> Ranker:
    """Maximum likelihood with a ridge; convex, so the start does not matter."""
    size, width = len(FEATURES), max(len(example.rows) for example in examples)
    rows = np.zeros((len(examples), width + 1, size))
    absent = np.ones((len(examples), width + 1), dtype=bool)
    targets = np.zeros(len(examples), dtype=int)
    for n, example in enumerate(examples):
        count = len(example.rows)
        rows[n, :count] = example.rows
        absent[n, :count] = False
        targets[n] = example.target if example.target < count else width
    absent[:, width] = False
    none = np.stack([example.none for example in examples])
    weight = np.array([example.weight for example in examples])
    weight /= weight.sum()

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        w, v = parameters[:size], parameters[size:]
        scores = rows @ w
        scores[:, width] = none @ v
        scores[absent] = -np.inf
        scores -= scores.max(axis=1, keepdims=True)
        p = np.exp(scores)
        p /= p.sum(axis=1, keepdims=True)
        at = np.arange(len(p))
        value = -(weight * np.log(np.maximum(p[at, targets], 1e-12))).sum()
        p[at, targets] -= 1
        p *= weight[:, None]
        gradient = np.append(np.einsum("nk,nkf->f", p, rows), p[:, width] @ none)
        ridge = RIDGE / size * parameters
        return value + 0.5 * float(ridge @ parameters), gradient + ridge

    start = np.zeros(size + len(NONE_FEATURES))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return Ranker(weights=best[:size], none_weights=best[size:])
