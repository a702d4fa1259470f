"""From scores to an answer."""

import numpy as np
from numpy.typing import NDArray

from bench.search.worker import Answer

DEPTH = 10


def best(ids: list[str], scores: NDArray[np.floating]) -> Answer:
    """`scores`: one an id, the more the better; ties go to the earlier id."""
    order = np.argsort(-scores, kind="stable")[:DEPTH]
    top = [float(scores[i]) for i in order]
    return Answer(
        ranking=[ids[i] for i in order],
        score=top[0],
        margin=top[0] - top[1] if len(top) > 1 else 0.0,
    )
