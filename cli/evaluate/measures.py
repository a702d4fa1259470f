"""The measures: pure functions from labels and replies to verdicts and shares.

For one reply *shown* is the set of matters on its cards other than choices, *offered* the
matters among the options of its choices cards.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from statistics import fmean, quantiles

from pydantic import BaseModel

from cli.assistant import Reply
from cli.evaluate.result import Latency

ANSWERING = frozenset(
    {
        "answered",
        "silent",
        "collecting",
        "submitted",
        "decided",
        "reported",
        "booked",
        "directed",
    }
)
"""Outcomes by which the assistant takes a matter for the one meant."""

DECLINING = frozenset({"declined", "handed_over"})
OUT_OF_SCOPE_OK = DECLINING | {"smalltalk", "clarified", "emergency"}
ASKING_BACK_LIMIT = 0.15
"""Above this share of clarified replies to unambiguous questions a system has failed."""

_SENTENCE_END = re.compile(r"(?<=[。！？!?])|(?<=\.)\s|\n")


class Verdict(BaseModel):
    """What holds of one reply to one question on a matter. None: not labelled."""

    hit1: bool
    helped: bool
    clarified: bool
    wrong: bool
    silent: bool
    declined: bool
    failed: bool
    aspect: bool | None
    told: bool | None


def shown(reply: Reply) -> frozenset[str]:
    """The matters on the cards other than choices."""
    return frozenset(card.item for card in reply.cards if card.item and card.type != "choices")


def offered(reply: Reply) -> frozenset[str]:
    """The matters among the options of the choices cards."""
    return frozenset(
        option.item
        for card in reply.cards
        if card.type == "choices"
        for option in card.options
        if option.item
    )


def judge(
    reply: Reply,
    accepted: frozenset[str],
    aspects: frozenset[str] = frozenset(),
    told: Sequence[str] | None = None,
) -> Verdict:
    """The verdict on one reply, given the right matters, aspects and (if labelled) words."""
    answering = reply.outcome in ANSWERING
    hit1 = answering and bool(shown(reply) & accepted)
    asked_aspect = reply.trace.aspect if reply.trace else None
    return Verdict(
        hit1=hit1,
        helped=hit1 or offers(reply, accepted),
        clarified=reply.outcome == "clarified",
        wrong=answering and bool(shown(reply)) and not hit1,
        silent=hit1 and reply.outcome == "silent",
        declined=reply.outcome in DECLINING,
        failed=reply.outcome == "failed",
        aspect=asked_aspect in aspects if aspects else None,
        told=is_told(_said_of(reply, accepted), told) if told else None,
    )


def offers(reply: Reply, accepted: frozenset[str]) -> bool:
    """Whether the reply asks back and a right matter is among the options."""
    return reply.outcome == "clarified" and bool(offered(reply) & accepted)


def is_told(said: str, wanted: Sequence[str]) -> bool:
    """Whether one of the wanted strings stands in the first two sentences. Width, case and spaces
    do not count."""
    start = _plain("".join(sentences(said)[:2]))
    return any(_plain(words) in start for words in wanted)


def sentences(text: str) -> list[str]:
    """The text's sentences, each with its full stop; a line's end ends one too."""
    return [part for part in _SENTENCE_END.split(text) if part and part.strip()]


def _said_of(reply: Reply, accepted: frozenset[str]) -> str:
    """What the cards on right matters say, one card a paragraph."""
    return "\n".join(card.text for card in reply.cards if card.item in accepted)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def share(values: Iterable[bool | None]) -> float | None:
    """The share of True among the known values, 0 to 1; None where none is known."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def percentile(values: Sequence[float], percent: int) -> float | None:
    """The percentile (1 to 99), interpolated between neighbours; None of nothing."""
    if len(values) < 2:
        return values[0] if values else None
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def latency(replies: Sequence[Reply]) -> Latency:
    """Latencies of the replies that came, and the mean of each step of their traces."""
    came = [reply for reply in replies if reply.error is None]
    times = [reply.latency_ms for reply in came]
    steps: dict[str, list[float]] = {}
    for reply in came:
        for step, milliseconds in (reply.trace.timings_ms if reply.trace else {}).items():
            steps.setdefault(step, []).append(milliseconds)
    return Latency(
        n=len(times),
        p50=percentile(times, 50),
        p95=percentile(times, 95),
        p99=percentile(times, 99),
        steps={step: fmean(values) for step, values in steps.items()},
    )
