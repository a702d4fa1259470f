"""Cross-validation: the search as it would be without a fifth of what it learns from."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from knowledge_base.background import Background
from knowledge_base.classifier import NONE, VAGUE, Classifier, fit_classifier
from knowledge_base.corpus import FOLDS, Corpus, Practised
from knowledge_base.embedding.encoder import Vectors
from knowledge_base.entries import EncodedGuide, Entry
from knowledge_base.guide_side import GuideSide
from knowledge_base.index import Index
from knowledge_base.metric import Metric, fit_metric
from knowledge_base.practice_neighbours import neighbours_of
from knowledge_base.staying import Staying, fit_staying


@dataclass(frozen=True)
class Ground:
    """Where a question is searched."""

    guides: dict[str, EncodedGuide]
    index: Index
    metric: Metric
    background: Background
    classifier: Classifier
    staying: Staying
    practised: Callable[[str], list[Practised]]
    sides: dict[str, GuideSide] = field(default_factory=dict)

    def side(self, item: str) -> GuideSide:
        """Made when a guide is first asked about."""
        if item not in self.sides:
            self.sides[item] = GuideSide(self.guides[item], self.metric, self.practised(item))
        return self.sides[item]


def ground_of(corpus: Corpus, fold: int | None = None) -> Ground:
    """Fit metric and classifier and build the index; without one fold of the phrasings, the
    practice questions and the uncovered questions if asked."""
    guides = corpus.guides if fold is None else [_without(g, fold) for g in corpus.guides]
    metric = metric_of(corpus, guides, fold)
    classifier = _classifier_of(corpus, guides, metric, fold)
    staying = _staying_of(corpus, metric, fold)
    index = Index(guides, metric, classifier)
    by_item = {encoded.guide.id: encoded for encoded in guides}
    return Ground(
        guides=by_item,
        index=index,
        metric=metric,
        background=background_of(corpus, metric, staying, fold),
        classifier=classifier,
        staying=staying,
        practised=lambda item: corpus.practised(item, fold),
    )


def held_out_asks(corpus: Corpus, fold: int) -> list[tuple[Entry, Vectors]]:
    """The phrasings that `ground_of(corpus, fold)` lacks, with their raw vectors."""
    return [
        (encoded.entries[row], encoded.vectors[row])
        for encoded in corpus.guides
        for row in _rows(encoded, fold)
    ]


def metric_of(corpus: Corpus, guides: list[EncodedGuide], fold: int | None) -> Metric:
    """Fit the metric on all phrasings, names and facts of `guides` and on practice questions."""
    entries = [entry for encoded in guides for entry in encoded.entries]
    vectors = np.concatenate([encoded.vectors for encoded in guides])
    stated = np.array([entry.kind == "fact" for entry in entries])
    items = np.array([entry.item for entry in entries])
    rows = {row: item for row, item in _telling(corpus, fold).items() if item != VAGUE}
    return fit_metric(
        np.concatenate([vectors[~stated], corpus.practice_vectors[list(rows)]]),
        [*items[~stated].tolist(), *rows.values()],
        vectors[stated],
        items[stated].tolist(),
        corpus.parts,
    )


def background_of(
    corpus: Corpus, metric: Metric, staying: Staying, without_fold: int | None = None
) -> Background:
    """What is known beside the guides, in the metric; without one fold if asked."""

    def kept(vectors: Vectors) -> Vectors:
        rows: Vectors = vectors[np.arange(len(vectors)) % FOLDS != without_fold]
        return rows

    practised = _telling(corpus, without_fold)
    return Background(
        not_covered=metric.queries(kept(corpus.not_covered)),
        follow_ups=metric.queries(kept(corpus.follow_up_vectors)),
        other_vectors=metric.queries(corpus.other_vectors),
        other_names=corpus.other_names,
        staying=staying,
        practice=neighbours_of(
            metric.queries(corpus.practice_vectors[list(practised)]), list(practised.values())
        ),
    )


def _telling(corpus: Corpus, without_fold: int | None) -> dict[int, str]:
    """The practice questions that tell their matter by themselves, by row: clear ones, those that
    leave the matter at hand too, with their guide, and vague ones."""
    return {
        i: question.accept[0] if len(question.accept) == 1 else VAGUE
        for i, question in enumerate(corpus.practice)
        if i % FOLDS != without_fold and question.accept and question.after not in question.accept
    }


def _staying_of(corpus: Corpus, metric: Metric, fold: int | None) -> Staying:
    """Trained on what was said in conversations."""
    rows = [
        i
        for i, question in enumerate(corpus.practice)
        if question.after is not None and i % FOLDS != fold
    ]
    said = [corpus.practice[i] for i in rows]
    return fit_staying(
        [question.text for question in said],
        metric.queries(corpus.practice_vectors[rows]),
        [question.after in question.accept for question in said],
    )


def _classifier_of(
    corpus: Corpus, guides: list[EncodedGuide], metric: Metric, fold: int | None
) -> Classifier:
    """Trained on names, facts and phrasings, on practice questions that tell their matter, and on
    questions that no guide answers."""
    texts, items, vectors = [], [], []
    for encoded in guides:
        for entry, vector in zip(encoded.entries, encoded.vectors, strict=True):
            texts.append(entry.text)
            items.append(entry.item)
            to_point = metric.passages if entry.kind == "fact" else metric.queries
            vectors.append(to_point(vector[None, :])[0])
    for i, item in _telling(corpus, fold).items():
        texts.append(corpus.practice[i].text)
        items.append(item)
        vectors.append(metric.queries(corpus.practice_vectors[i][None, :])[0])
    for i, text in enumerate(corpus.not_covered_texts):
        if i % FOLDS != fold:
            texts.append(text)
            items.append(NONE)
            vectors.append(metric.queries(corpus.not_covered[i][None, :])[0])
    return fit_classifier(texts, np.stack(vectors), items)


def _rows(encoded: EncodedGuide, fold: int) -> list[int]:
    asks = [i for i, entry in enumerate(encoded.entries) if entry.kind == "ask"]
    return [row for n, row in enumerate(asks) if n % FOLDS == fold]


def _without(encoded: EncodedGuide, fold: int) -> EncodedGuide:
    dropped = set(_rows(encoded, fold))
    keep = [i for i in range(len(encoded.entries)) if i not in dropped]
    return replace(
        encoded, entries=[encoded.entries[i] for i in keep], vectors=encoded.vectors[keep]
    )
