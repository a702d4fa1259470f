"""Which aspect is asked, once the matter is known: a choice among all aspects.

The classifier of `aspects.py` reads the words alone. Here it is weighed with what the matter's
guide knows: which facts are likely to answer, and how each aspect of it is asked for.
"""

from typing import get_args

import numpy as np

from knowledge_base.choice import Matrix
from knowledge_base.guide_side import NEVER, GuideSide, Nearness, Question
from messages import Aspect

ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
FEATURES = [
    "log_read",  # log of the probability that the words alone give
    "read",
    "main",  # probability of the facts whose main aspect it is
    "any",  # probability of the facts that have it
    "covered",  # a fact has it
    "covered_main",  # it is the main aspect of one
    "asked",  # as in `facts.py`, of the phrasings that ask for it
    "asked_within",
    "asked_words",
    "never_asked",
    "often_asked",
    "score",  # of the guide's phrasing model
]
LEAST = 3e-4
"""Floor of a probability before its logarithm."""
ALWAYS_ONE = np.empty(0)
"""Features of "none of them": some aspect is always asked."""


def aspect_features(side: GuideSide, question: Question, near: Nearness, p: Matrix) -> Matrix:
    """[len(ASPECTS), len(FEATURES)]. `p`: of the guide's facts and last of "not said"."""
    asked = near.by(side.asked_aspects)
    rows = []
    for aspect in ASPECTS:
        read = question.aspects.get(aspect, 0.0)
        main = [fact.aspects[0] == aspect for fact in side.facts]
        has = [aspect in fact.aspects for fact in side.facts]
        rows.append(
            [
                np.log(max(read, LEAST)),
                read,
                p[:-1][main].sum(),
                p[:-1][has].sum(),
                float(any(has)),
                float(any(main)),
                *asked.get(aspect, NEVER),
                near.aspect_scores.get(aspect, 0.0),
            ]
        )
    return np.array(rows, dtype=np.float64)
