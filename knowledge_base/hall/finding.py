"""Which place or part of the hall is asked for, and what is known of it."""

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from knowledge_base.hall.loader import load_hall
from knowledge_base.hall.schema import Directory, Known, Place, Topic
from text.normalise import normalise

TOLD = 2
"""Facts said of a place at most."""
LEAST = 0.5
"""Share of what was asked that a place's name or one of its facts must hold."""
TOPICS: tuple[tuple[re.Pattern[str], frozenset[Topic]], ...] = (
    (re.compile("电话|号码|联系方式|phone"), frozenset({"phone"})),
    (
        re.compile("几点|时间|开门|关门|开放|[上下]班|周[一二三四五六日末]|中午|hours|open"),
        frozenset({"hours"}),
    ),
    (re.compile("停车|车位|parking"), frozenset({"parking"})),
    (re.compile("几楼|[几哪]一?层|楼层"), frozenset({"floor"})),
    (
        re.compile("在?哪[里儿]?|地址|位置|怎么[走去]|地铁|公交|where|address"),
        frozenset({"address", "way", "floor"}),
    ),
)
"""Words for what is asked of a place; the first that are said tell."""
HALL = re.compile(
    "(?:罗湖区?)?(?:(?:行政|政务|办事)?服务|政务|办事)?大厅|(?:罗湖)?区?政务服务中心"
    "|(?:service )?(?:hall|cent(?:er|re))"
)
"""The hall by its general names."""
ASKING = re.compile(
    r"[a-z]?\d+号?(?=窗)|几号|哪?一?个?窗口?|请问|有没有|能不能|可不可以|是不是|要不要|最近|附近|多少"
    r"|怎么|可以|申请|办理|我[要想]|想问|一下"
    r"|(?<![a-z])(?:is|the|are|there|a|an|how|to|of|i|do|get)(?![a-z])"
    r"|[我你您的是在去到有能要办吗呢吧啊了]|[^\w]"
)
"""Words that ask, and tell of no place."""
SAME = {"结婚登记": "婚姻登记", "离婚登记": "婚姻登记", "结婚": "婚姻登记", "离婚": "婚姻登记"}


@dataclass(frozen=True)
class FoundPlace:
    """A place, and the facts of it that answer, the best first; none where only it is known."""

    place: Place
    facts: list[Known]
    directory: Directory


def find_place(words: str) -> FoundPlace | None:
    """The place that the words ask for; None where nothing known is asked for."""
    asked = normalise(words)
    topics = next((topics for said, topics in TOPICS if said.search(asked)), frozenset[Topic]())
    content = _content(asked)
    if not content:
        return _of_hall(topics) if HALL.search(asked) else None
    best = max(_candidates(content, topics), key=lambda one: one[0], default=None)
    return best[1] if best else None


def the_hall() -> FoundPlace | None:
    """The hall itself, with where it is."""
    return _of_hall(frozenset({"address"}))


def _of_hall(topics: frozenset[Topic]) -> FoundPlace | None:
    inside = load_hall().inside
    if inside is None:
        return None
    hall = inside.places[0]
    wanted = topics or {"address", "way"}
    return FoundPlace(hall, [one for one in hall.known() if one.topic in wanted][:TOLD], inside)


Fit = tuple[float, bool, float]
"""The share of the question that is held, whether a fact answers, the share of the name said."""


def _candidates(
    content: frozenset[str], topics: frozenset[Topic]
) -> Iterator[tuple[Fit, FoundPlace]]:
    """The places that were named, and those with facts on what was asked."""
    for directory in _directories():
        for place in directory.places:
            names = [_pairs(name) for name in (place.name, *place.also_called)]
            called = max(_held(content, name) for name in names)
            if called >= LEAST:
                facts = [one for one in place.known() if not topics or one.topic in topics]
                share = max(len(content & name) / len(name) for name in names)
                yield (called, bool(facts), share), FoundPlace(place, facts[:TOLD], directory)
            facts, held = _telling(place, content, topics)
            if facts:
                yield (held, True, 0.0), FoundPlace(place, facts, directory)


def _telling(
    place: Place, content: frozenset[str], topics: frozenset[Topic]
) -> tuple[list[Known], float]:
    """The facts that speak of what was asked, of the topic if any, and how much the best holds."""
    name = _pairs(place.name)
    held = {
        one.id: _held(content, _pairs(one.text) | name)
        for one in place.known()
        if content & (_pairs(one.text) - name)
    }
    facts = [one for one in place.known() if held.get(one.id, 0.0) >= LEAST]
    facts.sort(key=lambda one: -held[one.id])
    about = [one for one in facts if one.topic in topics] or facts
    return about[:TOLD], max((held[one.id] for one in about), default=0.0)


def _held(content: frozenset[str], pairs: frozenset[str]) -> float:
    """The share of what was asked that these pairs hold, 0 to 1; rare pairs count more."""
    weights, rarest = _weights()
    total = sum(weights.get(one, rarest) for one in content)
    return sum(weights.get(one, rarest) for one in content & pairs) / total


@cache
def _directories() -> list[Directory]:
    hall = load_hall()
    return [one for one in (hall.inside, hall.nearby) if one is not None]


@cache
def _weights() -> tuple[dict[str, float], float]:
    """How much a pair of characters tells (inverse document frequency), and an unknown one."""
    places = [place for directory in _directories() for place in directory.places]
    texts = [_pairs(one.name) for one in places]
    texts += [_pairs(fact.text) for place in places for fact in place.known()]
    seen = Counter(pair for one in texts for pair in one)
    most = math.log(1 + len(texts))
    return {pair: math.log((1 + len(texts)) / number) for pair, number in seen.items()}, most


def _content(asked: str) -> frozenset[str]:
    """The pairs of what is asked for, without the words that ask."""
    left = HALL.sub(" ", asked)
    for said, _ in TOPICS:
        left = said.sub(" ", left)
    for word, same in SAME.items():
        left = left.replace(word, same)
    return frozenset(pair for part in ASKING.sub(" ", left).split() for pair in _pairs(part))


@lru_cache(maxsize=1024)
def _pairs(text: str) -> frozenset[str]:
    words = normalise(text)
    pairs = (words[i : i + 2] for i in range(len(words) - 1))
    return frozenset(one for one in pairs if one.isalnum())
