"""From similarities to the features of a choice among guides, or none of them."""

from dataclasses import dataclass, field

import numpy as np

from knowledge_base.choice import Matrix
from knowledge_base.classifier import LEAST, UNCLASSIFIED, VAGUE
from knowledge_base.elsewhere import is_about_elsewhere, places_in
from knowledge_base.guide_side import GuideSide, Nearness, Question
from knowledge_base.index import FLOOR, Hits, Index, Scores
from knowledge_base.thread_words import goes_on, turns

FEATURES = [
    "ask_best",
    "ask_top3",
    "classified",
    "unclassified",
    "centroid",
    "fact_best",
    "name_best",
    "lexical",
    "name_spelt_out",
    "name_overlap",
    "other_place",
    "elsewhere",
    "current",
    "current_follow_up",
    "current_asked",
    "current_asked_within",
    "current_asked_words",
    "current_likeness",
    "current_likeness_within",
    "current_brief",
    "current_goes_on",
    "current_turns",
    "current_other_named",
    "current_stays",
    "second_reading",
    "related",
    "before",
    "practised",
]
NONE_FEATURES = [
    "bias",
    "elsewhere",
    "best_ask",
    "best_classified",
    "classified_none",
    "classified_vague",
    "best_lexical",
    "not_covered",
    "follow_up",
    "other_matter",
    "other_matter_spelt_out",
    "current",
    "second_none",
    "stays",
    "vague",
]


THREADED = FEATURES.index("second_reading") - FEATURES.index("current_asked")
BRIEF = 8
"""Characters over which the force of a question's brevity wears off."""


@dataclass(frozen=True)
class AtHand:
    """`near`: how near the question is to the guide at hand; `second`: the classifier's
    log-probabilities [guides + 2] of it with the matter's name before it."""

    near: Nearness
    second: Scores


def at_hand(item: str, side: GuideSide, index: Index, question: Question) -> AtHand:
    """Of the guide `item`, whose side is `side`."""
    second = index.second_reading(question.text, question.point, item)
    return AtHand(side.nearness(question), second)


@dataclass(frozen=True)
class Query:
    """What the ranker knows of a question beside the hits. `follow_up` and `not_covered`:
    best cosine with a known follow-up, with a known question that no guide answers.
    `other_matter`: the same with the names of matters without a guide; `other_name`: the
    length of the longest such name that the text spells out. `at_hand`: what is known of the
    matter at hand; None where none is. `before`: the matters talked about before that one, the
    newest first; `stays`: log-odds that the words go on with it. `practised`: best cosine with a
    practice question that means each guide, or with a vague one (`VAGUE`)."""

    text: str
    current_item: str | None
    follow_up: float
    not_covered: float
    other_matter: float
    other_name: int
    at_hand: AtHand | None = None
    before: tuple[str, ...] = ()
    stays: float = 0.0
    practised: dict[str, float] = field(default_factory=dict)


def features(
    query: Query,
    hits: Hits,
    index: Index,
    without: str | None = None,
    unclassified: str | None = None,
) -> tuple[Matrix, Matrix]:
    """Per guide [guides, len(FEATURES)] and for "none" [len(NONE_FEATURES)]; as if the guide
    `without` did not exist, as if `unclassified` were new: unknown to the classifier and without
    practice questions. The guide's own phrasings stand for these."""
    asks = np.sort(hits.sentences[index.padded["ask"]], axis=1)[:, ::-1]
    current = np.array([float(item == query.current_item) for item in index.items])
    other_place = np.array(_other_place(query.text, index))
    elsewhere = float(is_about_elsewhere(query.text))
    second = np.zeros(len(index.items) + 2, dtype=np.float32)
    if query.at_hand:
        second[:] = query.at_hand.second
    classified = _as_if_unseen(hits.classified, index, without or unclassified)
    told = classified[:-2]
    if query.at_hand:
        told, second[:-2] = _as_the_best(told), _as_the_best(second[:-2])
    practised = {item: p for item, p in query.practised.items() if item != unclassified}
    rows = np.column_stack(
        [
            asks[:, 0],
            asks[:, :3].mean(axis=1),
            told,
            classified[:-2] < LEAST,
            hits.centroids,
            hits.sentences[index.padded["fact"]].max(axis=1, initial=FLOOR),
            hits.sentences[index.padded["name"]].max(axis=1, initial=FLOOR),
            hits.lexical,
            _names_spelt_out(query.text, index),
            hits.overlaps / 10,
            other_place,
            other_place * elsewhere,
            current,
            current * query.follow_up,
            *(current * value for value in _thread(query, hits, current)),
            second[:-2],
            _related(index, current),
            [_recency(item, query.before) for item in index.items],
            [practised.get(item, best) for item, best in zip(index.items, asks[:, 0], strict=True)],
        ]
    ).astype(np.float64)
    if without is not None:
        rows = np.delete(rows, index.items.index(without), axis=0)
    none = [
        1.0,
        elsewhere,
        rows[:, FEATURES.index("ask_best")].max(initial=FLOOR),
        rows[:, FEATURES.index("classified")].max(initial=UNCLASSIFIED),
        classified[-2],
        classified[-1],
        rows[:, FEATURES.index("lexical")].max(initial=0),
        query.not_covered,
        query.follow_up,
        query.other_matter,
        query.other_name / 10,
        float(query.current_item in index.items),
        second[-2],
        query.stays,
        query.practised.get(VAGUE, FLOOR),
    ]
    return rows, np.array(none)


def _thread(query: Query, hits: Hits, current: Matrix) -> list[float]:
    """What speaks for staying with the matter at hand: the features after `current_follow_up`."""
    if query.at_hand is None:
        return [0.0] * THREADED
    near = query.at_hand.near
    return [
        float(near.asked.max(initial=FLOOR)),
        float(near.asked_within.max(initial=FLOOR)),
        float(near.asked_words.max(initial=0)),
        float(near.likeness.max()),
        float(near.likeness_within.max()),
        float(np.exp(-len(query.text) / BRIEF)),
        float(goes_on(query.text)),
        float(turns(query.text)),
        float((hits.overlaps * (1 - current)).max()) / 10,
        query.stays,
    ]


def _related(index: Index, current: Matrix) -> Matrix:
    """How near each guide is to the matter at hand; 0 for that one itself."""
    near: Matrix = index.centroids @ (current @ index.centroids)
    return near * (1 - current)


def _recency(item: str, before: tuple[str, ...]) -> float:
    """1 for the matter before the one at hand, less for those before that, 0 for the others."""
    return 1 / (1 + before.index(item)) if item in before else 0.0


def _as_if_unseen(classified: Scores, index: Index, item: str | None) -> Scores:
    """Log-probabilities of the others alone, where one matter had not been trained on."""
    if item is None:
        return classified
    seen = np.array([*(other != item for other in index.items), True, True])
    others = np.logaddexp.reduce(classified[seen])
    return np.where(seen, np.maximum(classified - others, LEAST), UNCLASSIFIED)


def _as_the_best(scores: Scores) -> Scores:
    """Of a guide that the classifier has not seen it can say nothing: with a matter at hand, where
    the choice has not learnt to do without, that is what it says of the best."""
    return np.where(scores == UNCLASSIFIED, scores.max(initial=UNCLASSIFIED), scores)


def _names_spelt_out(text: str, index: Index) -> list[float]:
    """The length of the longest name of each guide that the text spells out, in tens."""
    return [
        max((len(name) for name in names if name in text), default=0) / 10
        for names in index.names.values()
    ]


def _other_place(text: str, index: Index) -> list[float]:
    """1 for a guide that never speaks of a place the text names."""
    places = places_in(text)
    return [float(any(place not in said for place in places)) for said in index.texts]
