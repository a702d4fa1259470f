"""A small made-up corpus: three guides, practice questions, and what no guide answers."""

import numpy as np

from knowledge_base.corpus import Corpus, Question
from knowledge_base.entries import encode
from knowledge_base.metric import Block, Metric
from knowledge_base.schema import Guide
from knowledge_base.vectors import VectorCache
from tests.guide_samples import guide
from tests.knowledge_base.fake_encoder import FakeEncoder

SIZE = 8
PLAIN = Metric([Block(np.zeros(SIZE), np.zeros(SIZE), np.eye(SIZE, dtype=np.float32))])
"""Changes nothing."""
ASKS_EACH = 10


def small_guide(item: str, name: str) -> Guide:
    """A guide with ten phrasings: for each its number, half of them for the fee."""
    asks = [
        {"text": f"{name}问法{n}", "aspect": "fee", "way": "short", "fact": "fee"}
        if n % 2
        else {"text": f"{name}说法{n}", "aspect": "amount", "way": "aspect", "fact": "unknown"}
        for n in range(ASKS_EACH)
    ]
    return guide(
        id=item, name=name, short_name=name, name_en=f"{item} affair", aliases=[], asks=asks
    )


GUIDES = [
    small_guide("deng-ji", "纸鸢登记"),
    small_guide("ling", "风铃备案"),
    small_guide("deng", "灯笼年检"),
]


def small_cache() -> VectorCache:
    return VectorCache(FakeEncoder(dimension=SIZE))


def small_corpus() -> Corpus:
    cache = small_cache()
    follow_ups = [f"那要多久{n}" for n in range(6)]
    not_covered = [f"天气如何{n}" for n in range(7)]
    practice = [
        *(Question(f"我的风铃{n}", ["ling"], aspect="place", fact="place") for n in range(5)),
        Question("登记备案", ["deng-ji", "ling"], aspect="process"),
        Question("那个呢", ["deng"], after="deng", aspect="process", fact="unknown"),
        Question("再见", [], after="deng"),
        Question("月亮上的事", []),
        Question("我的纸鸢", ["deng-ji"], aspect="overview"),
    ]
    others = ["月球落户"]
    return Corpus(
        guides=[encode(guide, cache) for guide in GUIDES],
        follow_up_texts=follow_ups,
        follow_up_aspects=["time_limit"] * len(follow_ups),
        follow_up_vectors=cache.queries(follow_ups),
        not_covered_texts=not_covered,
        not_covered=cache.queries(not_covered),
        other_names=others,
        other_vectors=cache.queries(others),
        practice=practice,
        practice_vectors=cache.queries([question.text for question in practice]),
        parts=[SIZE],
    )
