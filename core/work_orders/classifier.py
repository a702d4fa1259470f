"""Which leaf of the tree a text is about, with a probability and the words that spoke for it.

A linear model (support vectors, one leaf against the rest) over TF-IDF. Its scores become
probabilities by one temperature, found on examples that the model had not seen
(Guo et al., On Calibration of Modern Neural Networks, 2017, section 4.2).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from core.work_orders import examples
from core.work_orders.features import cut, features, plain
from core.work_orders.tree import tree

FOLDS = 5
SOFTNESS = 0.3
SHOWN = 3
Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Guess:
    """`sure`: the probability of the leaf; `unit_sure`: that of all leaves of its unit."""

    leaf: str
    sure: float
    unit_sure: float
    because: list[str]


@dataclass(frozen=True)
class Report:
    """As measured on examples that the model had not seen."""

    examples: int
    leaf: float
    unit: float
    at_desk: float
    unit_dispatched: float


@dataclass(frozen=True)
class Classifier:
    """Trained. Below `threshold` for the unit a person should look."""

    vectors: TfidfVectorizer
    model: LinearSVC
    temperature: float
    threshold: float
    report: Report

    def guess(self, text: str) -> Guess:
        """The likeliest leaf of any text."""
        said = plain(text)
        vector = self.vectors.transform([features(said)])
        chances = softmax(self.model.decision_function(vector)[0] / self.temperature)
        best = int(chances.argmax())
        leaf = str(self.model.classes_[best])
        return Guess(
            leaf=leaf,
            sure=float(chances[best]),
            unit_sure=float(chances[_same_unit(self.model.classes_, leaf)].sum()),
            because=self._because(said, vector, best),
        )

    def _because(self, said: str, vector: Any, best: int) -> list[str]:
        """The words that spoke most for a leaf, most first; none lies within another."""
        names = self.vectors.get_feature_names_out()
        spoke = dict(
            zip(
                names[vector.indices],
                vector.data * self.model.coef_[best][vector.indices],
                strict=True,
            )
        )
        words = {one for one in cut(said) if len(one) > 1}
        weight = {word: sum(spoke.get(one, 0.0) for one in set(features(word))) for word in words}
        shown: list[str] = []
        for word in sorted(weight, key=lambda one: (-weight[one], one)):
            if weight[word] > 0 and not any(word in one or one in word for one in shown):
                shown.append(word)
        return shown[:SHOWN]


def train() -> Classifier:
    """Learn from the examples. Some seconds."""
    pairs, said = examples.words(), examples.sentences()
    seen = [features(text) for text, _ in said]
    known = np.array([leaf for _, leaf in said])
    given = [features(word) for word, _ in pairs]
    leaves = [leaf for _, leaf in pairs]
    scores = _unseen_scores(seen, known, given, leaves)
    vectors, model = _fit(seen + given, [*known, *leaves])
    temperature = _temperature(scores, known, model.classes_)
    chances = softmax(scores / temperature, axis=1)
    threshold, report = _measured(chances, known, model.classes_)
    return Classifier(vectors, model, temperature, threshold, report)


def _fit(documents: list[list[str]], leaves: list[str]) -> tuple[TfidfVectorizer, LinearSVC]:
    vectors = TfidfVectorizer(analyzer=_as_it_is, sublinear_tf=True)
    model = LinearSVC(C=SOFTNESS, random_state=0)
    return vectors, model.fit(vectors.fit_transform(documents), leaves)


def _unseen_scores(
    seen: list[list[str]], known: Array, given: list[list[str]], leaves: list[str]
) -> Array:
    """The score of every leaf for every example, by a model that had not seen the example."""
    scores = np.zeros((len(seen), len(set(leaves))))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for learned, left in folds.split(seen, known):
        vectors, model = _fit([seen[one] for one in learned] + given, [*known[learned], *leaves])
        unseen = vectors.transform([seen[one] for one in left])
        scores[left] = model.decision_function(unseen)
    return scores


def _temperature(scores: Array, known: Array, classes: Array) -> float:
    """What makes the probabilities of the known leaves likeliest."""
    rows, columns = np.arange(len(known)), np.searchsorted(classes, known)

    def loss(log_temperature: float) -> float:
        chances = log_softmax(scores / np.exp(log_temperature), axis=1)
        return float(-chances[rows, columns].mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-5, 3), method="bounded").x))


def _measured(chances: Array, known: Array, classes: Array) -> tuple[float, Report]:
    """The threshold where dispatching pays most, a wrong dispatch costing what a right one saves;
    and how well it goes."""
    guessed = classes[chances.argmax(axis=1)]
    units = {leaf.id: leaf.unit for leaf in tree().categories.values()}
    right = np.array([units[a] == units[b] for a, b in zip(guessed, known, strict=True)])
    sure = np.array(
        [row[_same_unit(classes, leaf)].sum() for row, leaf in zip(chances, guessed, strict=True)]
    )
    order = np.argsort(-sure)
    gain = np.cumsum(2 * right[order].astype(int) - 1)
    threshold = float(sure[order][int(gain.argmax())])
    sent = sure >= threshold
    return threshold, Report(
        examples=len(known),
        leaf=float((guessed == known).mean()),
        unit=float(right.mean()),
        at_desk=float(1 - sent.mean()),
        unit_dispatched=float(right[sent].mean()),
    )


def _same_unit(classes: Array, leaf: str) -> Array:
    units = {one.id: one.unit for one in tree().categories.values()}
    return np.array([units[str(one)] == units[leaf] for one in classes])


def _as_it_is(found: list[str]) -> list[str]:
    return found
