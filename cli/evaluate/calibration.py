"""Expected calibration error: how far the confidence is from the share that is right.

Ten bins of equal width, each weighed by its rows: Naeini et al. 2015, "Obtaining Well
Calibrated Probabilities Using Bayesian Binning", https://doi.org/10.1609/aaai.v29i1.9602
"""

from collections.abc import Sequence
from statistics import fmean

from cli.evaluate.result import Bin

BINS = 10


def bins(confidences: Sequence[float], hits: Sequence[bool]) -> list[Bin]:
    """The ten bins, low to high. Confidences lie in 0 to 1; both sequences are as long."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, hit in zip(confidences, hits, strict=True):
        if not 0 <= confidence <= 1:
            raise ValueError(f"a confidence of {confidence} is not a probability")
        held[min(int(confidence * BINS), BINS - 1)].append((confidence, hit))
    return [
        Bin(
            low=number / BINS,
            high=(number + 1) / BINS,
            n=len(inside),
            confidence=fmean(confidence for confidence, _ in inside) if inside else None,
            hit1=fmean(hit for _, hit in inside) if inside else None,
        )
        for number, inside in enumerate(held)
    ]


def ece(confidences: Sequence[float], hits: Sequence[bool]) -> float | None:
    """The expected calibration error, 0 to 1; None where there is nothing to measure."""
    if not confidences:
        return None
    gaps = (
        one.n * abs(one.confidence - one.hit1)
        for one in bins(confidences, hits)
        if one.confidence is not None and one.hit1 is not None
    )
    return sum(gaps) / len(confidences)
