"""The sample guide with labelled phrasings, made ready, and questions to it."""

from collections.abc import Sequence

import numpy as np

from knowledge_base.case import NO_CASE, OwnCase
from knowledge_base.corpus import Practised
from knowledge_base.corpus import Question as Practice
from knowledge_base.embedding.encoder import Vectors
from knowledge_base.entries import encode
from knowledge_base.guide_side import GuideSide, Question
from knowledge_base.metric import Block, Metric
from knowledge_base.schema import Guide
from messages import Aspect
from tests.guide_samples import guide
from tests.knowledge_base.small_world import PLAIN, SIZE, small_cache

WHO, MATERIALS, FEE, TIME, PLACE = range(5)
READ: dict[Aspect, float] = {"fee": 0.7, "place": 0.2, "amount": 0.1}
HALF = Block(np.zeros(SIZE // 2), np.zeros(SIZE // 2), np.eye(SIZE // 2, dtype=np.float32))
TWO_PARTS = Metric([HALF, HALF])
LABELS = {
    "纸鸢登记": "who",
    "登记纸鸢多少钱": "fee",
    "办纸鸢登记要带什么": "materials",
    "纸鸢登记几天办好": "unknown",
}
"""The sample's phrasings that are labelled; four more are not."""


def labelled_guide() -> Guide:
    sample = guide()
    for ask in sample.asks:
        ask.fact = LABELS.get(ask.text)
    return sample


def practised(text: str, fact: str, aspect: Aspect) -> Practised:
    """A practice question with its vector."""
    question = Practice(text, ["deng-ji"], aspect=aspect, fact=fact)
    return question, small_cache().queries([text])[0]


def side_of(sample: Guide, metric: Metric = PLAIN, practice: Sequence[Practised] = ()) -> GuideSide:
    return GuideSide(encode(sample, small_cache()), metric, list(practice))


def question(
    text: str,
    read: dict[Aspect, float] = READ,
    case: OwnCase = NO_CASE,
    metric: Metric = PLAIN,
    vector: Vectors | None = None,
) -> Question:
    """`vector`: as if the text had this one."""
    raw = small_cache().queries([text])[0] if vector is None else vector
    return Question(text, raw, metric.queries(raw[None, :])[0], read, case)
