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
from knowledge_base.confidence import Sure, fit_logistic
from knowledge_base.corpus import FOLDS, Corpus
from knowledge_base.examples import CONFIDENCE_WEIGHTS, Asked, matter_examples
from knowledge_base.folds import ground_of
from knowledge_base.matter_model import MatterModel
from knowledge_base.metric import Metric
from knowledge_base.staying import Staying
from knowledge_base.thresholds import Judged, choose_thresholds
from knowledge_base.within_examples import within_examples

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Learned:
    """Everything that is trained; kept with the index. `alone`, `within`: which matter, of a
    question without and with a matter at hand; `staying`: whether it goes on with that one;
    `facts`, `asked_aspects`: what of it; `aspects`: the aspect by the words alone."""

    metric: Metric
    classifier: Classifier
    staying: Staying
    alone: MatterModel
    within: MatterModel
    facts: Choice
    asked_aspects: Choice
    aspects: AspectModel
    report: dict[str, float] = field(default_factory=dict)


def train(corpus: Corpus, progress: Progress = lambda _: None) -> Learned:
    """Fit all of it on phrasings, practice questions, follow-ups and uncovered questions."""
    asked: list[Asked] = []
    facts: list[Example] = []
    aspects: list[Example] = []
    rounds = Parallel(n_jobs=-1, return_as="generator")(
        delayed(_round)(corpus, fold) for fold in range(FOLDS)
    )
    for fold, (of_matters, of_facts, of_aspects) in enumerate(rounds):
        progress(f"交叉验证 cross-validate {fold + 1}/{FOLDS}")
        asked.extend(of_matters)
        facts.extend(of_facts)
        aspects.extend(of_aspects)
    progress("融合与阈值 fit choices, confidence and thresholds")
    ground = ground_of(corpus)
    alone, report = fit_matters([one for one in asked if not one.in_thread])
    within, report_within = fit_matters([one for one in asked if one.in_thread])
    return Learned(
        metric=ground.metric,
        classifier=ground.classifier,
        staying=ground.staying,
        alone=alone,
        within=within,
        facts=fit_choice(facts),
        asked_aspects=fit_choice(aspects),
        aspects=fit_aspects(*corpus.aspect_rows()),
        report=report | {f"within.{name}": value for name, value in report_within.items()},
    )


def _round(corpus: Corpus, fold: int) -> tuple[list[Asked], list[Example], list[Example]]:
    """The examples of matters, of facts and of aspects that one fold gives."""
    ground = ground_of(corpus, fold)
    aspects = fit_aspects(*corpus.aspect_rows(fold))
    matters = list(matter_examples(corpus, ground, fold))
    return matters, *within_examples(corpus, ground, fold, aspects)


def fit_matters(asked: list[Asked]) -> tuple[MatterModel, dict[str, float]]:
    """Fit the choice, how sure it is on its own probabilities, and the thresholds on both;
    with what they give on these examples."""
    choice = fit_choice([one.example for one in asked])
    read = [one.read(choice) for one in asked]
    judged = [
        Judged(p[:-1], Sure(0.0, 0.0, 0.0), one.guides, one.kind, CONFIDENCE_WEIGHTS[one.kind])
        for one, (p, _) in zip(asked, read, strict=True)
    ]
    clear = np.stack([clear for _, clear in read])
    weight = np.array([row.weight for row in judged])
    right = np.array([float(row.right) for row in judged])
    meant = np.array([len(row.targets) for row in judged])
    at_most_one = meant <= 1
    sure = (
        fit_logistic(clear[at_most_one], right[at_most_one], weight[at_most_one]),
        fit_logistic(clear, (meant > 1).astype(float), weight),
        fit_logistic(clear, (meant == 0).astype(float), weight),
    )
    judged = [
        replace(row, sure=Sure(*(fitted.of(one) for fitted in sure)))
        for row, one in zip(judged, clear, strict=True)
    ]
    thresholds, report = choose_thresholds(judged)
    return MatterModel(choice, sure, thresholds), report
