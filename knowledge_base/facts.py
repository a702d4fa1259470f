"""Which fact of a guide answers: features of a choice among its facts, or "not said".

Weights come from `training.py`, fitted on phrasings whose answering fact is labelled.
"""

import numpy as np

from knowledge_base.case import fit_of
from knowledge_base.choice import Matrix
from knowledge_base.guide_side import NEVER, GuideSide, Nearness, Question
from knowledge_base.schema import Fact

LEAST = 1e-9
"""What "not said" has at least, so that something is left when all facts are another's."""
UNSETTLED = 0.2
"""What is left of the probability of a fact of one case while the citizen's is not known: what
holds for everybody is said first, and is given the rest where it speaks of the same aspect."""
UNKNOWN = "unknown"
"""What a phrasing is labelled with that its guide has no answer for."""
FEATURES = [
    "aspect",  # probability that one of its aspects is asked
    "first_aspect",  # probability that its main aspect is asked
    "likeness",  # cosine of the question with the fact, in the metric
    "likeness_within",  # the same, of what sets them off from the rest of the guide
    "asked",  # cosine with the nearest phrasing that this fact answers, in the metric
    "asked_within",
    "asked_words",  # bigrams shared with the nearest in words
    "never_asked",  # no phrasing is labelled with it
    "often_asked",  # share of the guide's phrasings that it answers
    "score",  # of the guide's phrasing model
    "shared",  # share of the question's bigrams that stand in the fact
    "place",  # how many facts of the same aspects stand before it
    "lead",  # first of the most probable aspect
    "own_case",
    "other_case",
    "unsettled_case",
]
NONE_FEATURES = [
    "bias",
    "aspect_unsaid",  # probability of the aspects that no fact has
    "asked",  # the same as above, of phrasings the guide has no answer for
    "asked_within",
    "asked_words",
    "never_asked",
    "often_asked",
    "score",
    "best_asked",
    "best_asked_within",
    "best_likeness",
    "best_aspect",
]


def fact_features(side: GuideSide, question: Question, near: Nearness) -> tuple[Matrix, Matrix]:
    """Per fact [facts, len(FEATURES)] and for "not said" [len(NONE_FEATURES)]."""
    grams, aspects = question.grams, question.aspects
    asked = near.by(side.asked_facts)
    top = max(aspects, key=lambda a: aspects[a])
    lead = next((i for i, fact in enumerate(side.facts) if top in fact.aspects), None)
    rows = []
    for i, fact in enumerate(side.facts):
        fit = fit_of(fact.when, question.case)
        earlier = [bool(set(fact.aspects) & set(f.aspects)) for f in side.facts[:i]]
        rows.append(
            [
                min(1.0, sum(aspects.get(a, 0.0) for a in fact.aspects)),
                aspects.get(fact.aspects[0], 0.0),
                near.likeness[i],
                near.likeness_within[i],
                *asked.get(fact.id, NEVER),
                near.fact_scores[fact.id],
                len(grams & side.grams[i]) / max(1, len(grams)),
                min(4, sum(earlier)),
                float(i == lead),
                float(fit == 1),
                float(fit == -1),
                float(fit == -0.5),
            ]
        )
    table = np.array(rows, dtype=np.float64)
    covered = {aspect for fact in side.facts for aspect in fact.aspects}
    none = [
        1.0,
        sum(p for aspect, p in aspects.items() if aspect not in covered),
        *asked.get(UNKNOWN, NEVER),
        near.fact_scores.get(UNKNOWN, 0.0),
        *(table[:, FEATURES.index(name)].max() for name in ("asked", "asked_within")),
        *(table[:, FEATURES.index(name)].max() for name in ("likeness", "aspect")),
    ]
    return table, np.array(none)


def of_own_case(side: GuideSide, question: Question, p: Matrix) -> Matrix:
    """The same probabilities: none for facts that speak of a case which is not the citizen's,
    less for those of one case where the citizen's is not known."""
    kept = p.copy()
    for i, fact in enumerate(side.facts):
        fit = fit_of(fact.when, question.case)
        if fit == -1:
            kept[i] = 0.0
        elif fit == -0.5:
            kept[i] *= UNSETTLED
            if (likeliest := _for_everybody(side.facts, fact, p)) is not None:
                kept[likeliest] += (1 - UNSETTLED) * p[i]
    kept[-1] = max(kept[-1], LEAST)
    kept /= kept.sum()
    return kept


def _for_everybody(facts: list[Fact], of_one_case: Fact, p: Matrix) -> int | None:
    """The likeliest fact of the same main aspect that holds for everybody."""
    general = [
        j
        for j, fact in enumerate(facts)
        if not fact.when and of_one_case.aspects[0] in fact.aspects
    ]
    return max(general, key=lambda j: p[j], default=None)
