"""What is asked of one guide: the aspect, and the facts that answer."""

from typing import NamedTuple

import numpy as np

from knowledge_base.asked_aspect import ALWAYS_ONE, ASPECTS, aspect_features
from knowledge_base.choice import Choice
from knowledge_base.facts import fact_features, of_own_case
from knowledge_base.guide_side import GuideSide, Nearness, Question
from knowledge_base.schema import Fact
from messages import Aspect

NOT_SAID = 0.5
"""Probability from which the guide is taken to be silent on what was asked."""
CLOSE = 0.03
"""Probability from which a fact may be the one asked for. With .15 the first two sentences hold it
in .794 of held-out practice questions, with .03 in .813, without a limit in .816."""


class Within(NamedTuple):
    """`facts`: best first, none that speaks of another's case; `close`: how many of them are
    likely; `said`: whether one of them answers."""

    aspect: Aspect
    aspect_p: float
    facts: list[Fact]
    close: int
    said: bool


def read_within(
    side: GuideSide, question: Question, near: Nearness, facts: Choice, aspects: Choice
) -> Within:
    """`near`: of the question to `side`; `facts`, `aspects`: the choices fitted on
    `fact_features` and `aspect_features`."""
    p = facts.probabilities(*fact_features(side, question, near))
    p_aspects = aspects.probabilities(aspect_features(side, question, near, p), ALWAYS_ONE)
    best = int(p_aspects.argmax())
    p = of_own_case(side, question, p)
    order = np.argsort(-p[:-1], kind="stable")
    return Within(
        aspect=ASPECTS[best],
        aspect_p=round(float(p_aspects[best]), 4),
        facts=[side.facts[i] for i in order if p[i] > 0],
        close=int((p[:-1] >= CLOSE).sum()),
        said=bool(p[-1] < NOT_SAID),
    )


def without_guide(read: dict[Aspect, float]) -> Within:
    """Where no guide is there: only what the words ask for. `read`: its probabilities."""
    aspect = max(read, key=lambda a: read[a])
    return Within(aspect, read[aspect], [], 0, True)
