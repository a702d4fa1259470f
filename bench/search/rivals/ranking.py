"""From scores to an answer."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from bench.search.worker import Answer, Answerer

DEPTH = 10
Scores = NDArray[np.floating]
"""One an id, the more the better."""
Scorer = Callable[[str], Scores]


def by_score(ids: list[str], score: Scorer) -> Answerer:
    """Answers with the ids that score best; ties go to the earlier id."""

    def answer(text: str) -> Answer:
        scores = score(text)
        order = np.argsort(-scores, kind="stable")[:DEPTH]
        top = [float(scores[i]) for i in order]
        return Answer(
            ranking=[ids[i] for i in order],
            score=top[0],
            margin=top[0] - top[1] if len(top) > 1 else 0.0,
        )

    return answer
