"""Fits all that the search learns: metric, aspects, choices, confidence, thresholds.

Every example is a phrasing the index was searched without: held out of it, or never in it
(`practice/`, by another writer). So the probabilities hold for words not seen before.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from joblib import Parallel, delayed

from knowledge_base.aspects import AspectModel, fit_aspects
from knowledge_base.choice import Choice, Example, fit_choice
from knowledge_base.classifier import Classifier
from knowledge_base.confidence import Confidence, fit_confidence
from knowledge_base.corpus import FOLDS, Corpus
from knowledge_base.examples import CONFIDENCE_WEIGHTS, Asked, fact_examples, matter_examples
from knowledge_base.folds import ground_of
from knowledge_base.metric import Metric
from knowledge_base.thresholds import Judged, Thresholds, choose_thresholds

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Learned:
    """Everything that is trained; kept with the index."""

    metric: Metric
    classifier: Classifier
    matters: Choice
    facts: Choice
    aspects: AspectModel
    confidence: Confidence
    thresholds: Thresholds
    report: dict[str, float] = field(default_factory=dict)


def train(corpus: Corpus, progress: Progress = lambda _: None) -> Learned:
    """Fit all of it on phrasings, practice questions, follow-ups and uncovered questions."""
    asked: list[Asked] = []
    facts: list[Example] = []
    rounds = Parallel(n_jobs=-1, return_as="generator")(
        delayed(_round)(corpus, fold) for fold in range(FOLDS)
    )
    for fold, (of_matters, of_facts) in enumerate(rounds):
        progress(f"交叉验证 cross-validate {fold + 1}/{FOLDS}")
        asked.extend(of_matters)
        facts.extend(of_facts)
    progress("融合与阈值 fit choices, confidence and thresholds")
    ground = ground_of(corpus)
    matters = fit_choice([one.example for one in asked])
    confidence, judged = _judge(asked, matters)
    thresholds, report = choose_thresholds(judged)
    return Learned(
        metric=ground.metric,
        classifier=ground.classifier,
        matters=matters,
        facts=fit_choice(facts),
        aspects=fit_aspects(*corpus.aspect_rows()),
        confidence=confidence,
        thresholds=thresholds,
        report=report,
    )


def _round(corpus: Corpus, fold: int) -> tuple[list[Asked], list[Example]]:
    """The examples of matters and of facts that one fold gives."""
    ground = ground_of(corpus, fold)
    aspects = fit_aspects(*corpus.aspect_rows(fold))
    matters = list(matter_examples(corpus, ground, fold))
    return matters, list(fact_examples(corpus, ground, fold, aspects))


def _judge(asked: list[Asked], matters: Choice) -> tuple[Confidence, list[Judged]]:
    """Fit the confidence on the choice's own probabilities, and judge all with it."""
    read = [one.read(matters) for one in asked]
    judged = [
        Judged(p[:-1], 0.0, one.guides, one.kind, CONFIDENCE_WEIGHTS[one.kind])
        for one, (p, _) in zip(asked, read, strict=True)
    ]
    confidence = fit_confidence(
        np.stack([clear for _, clear in read]),
        np.array([float(row.right) for row in judged]),
        np.array([row.weight for row in judged]),
    )
    return confidence, [
        replace(row, confidence=confidence.of(clear))
        for row, (_, clear) in zip(judged, read, strict=True)
    ]
