"""The features of the choice among guides say what their names say."""

from collections.abc import Callable

import numpy as np
import pytest

from knowledge_base.case import NO_CASE
from knowledge_base.classifier import UNCLASSIFIED, VAGUE
from knowledge_base.folds import Ground, ground_of
from knowledge_base.guide_side import Question
from knowledge_base.ranker import FEATURES, NONE_FEATURES, Query, at_hand, features
from tests.knowledge_base.small_world import GUIDES, small_cache, small_corpus

KITE, BELL, LAMP = range(3)
Named = tuple[list[dict[str, float]], dict[str, float]]
Read = Callable[..., Named]


@pytest.fixture(scope="module")
def ground() -> Ground:
    return ground_of(small_corpus())


@pytest.fixture
def read(ground: Ground) -> Read:
    """The features of a question by name, of each guide and of "none"."""

    def read(text: str, current: str | None = None, **more: str) -> Named:
        query = Query(text, current, 0.4, 0.3, 0.2, 5)
        hits = ground.index.search(text, small_cache().queries([text])[0])
        rows, none = features(query, hits, ground.index, **more)
        assert rows.shape[1] == len(FEATURES)
        named = [dict(zip(FEATURES, row.tolist(), strict=True)) for row in rows]
        return named, dict(zip(NONE_FEATURES, none.tolist(), strict=True))

    return read


def test_the_guide_with_the_same_words_stands_out(read: Read) -> None:
    guides, none = read("纸鸢登记问法1")
    for name in ("ask_best", "classified", "lexical", "name_spelt_out"):
        assert max(range(3), key=lambda i: guides[i][name]) == KITE, name
    assert guides[KITE]["ask_best"] == pytest.approx(1, abs=1e-3) == none["best_ask"]
    assert guides[KITE]["name_spelt_out"] == pytest.approx(0.4)
    assert none["best_classified"] == guides[KITE]["classified"]
    assert none["best_lexical"] == guides[KITE]["lexical"]


def test_the_matter_at_hand(read: Read) -> None:
    guides, none = read("那要多久", "ling")
    assert [guide["current"] for guide in guides] == [0, 1, 0]
    assert [guide["current_follow_up"] for guide in guides] == [0, 0.4, 0]
    assert none["current"] == 1
    assert read("那要多久")[1]["current"] == 0
    assert read("那要多久", "withdrawn")[1]["current"] == 0


def test_what_is_known_beside_the_guides(read: Read) -> None:
    _, none = read("纸鸢登记")
    assert (none["not_covered"], none["follow_up"]) == (0.3, 0.4)
    assert (none["other_matter"], none["other_matter_spelt_out"]) == (0.2, 0.5)


def test_practice_questions_stand_beside_the_phrasings(ground: Ground) -> None:
    text = "纸鸢登记问法1"
    hits = ground.index.search(text, small_cache().queries([text])[0])
    near = {"deng-ji": 0.5, "ling": 0.2, VAGUE: 0.7}
    query = Query(text, None, 0.4, 0.3, 0.2, 5, practised=near)
    rows, none = features(query, hits, ground.index)
    practised, asked = (rows[:, FEATURES.index(name)] for name in ("practised", "ask_best"))
    assert practised.tolist() == [0.5, 0.2, asked[LAMP]]
    assert none[NONE_FEATURES.index("vague")] == 0.7
    new, _ = features(query, hits, ground.index, unclassified="deng-ji")
    assert new[:, FEATURES.index("practised")].tolist() == [asked[KITE], 0.2, asked[LAMP]]


def test_another_place_counts_unless_the_guide_speaks_of_it(read: Read) -> None:
    guides, none = read("广州怎么登记纸鸢")
    assert [guide["elsewhere"] for guide in guides] == [1, 1, 1]
    assert none["elsewhere"] == 1
    guides, none = read("怎么登记纸鸢")
    assert [guide["elsewhere"] for guide in guides] == [0, 0, 0]
    assert none["elsewhere"] == 0


THREADED = [name for name in FEATURES if name.startswith("current_")]


@pytest.fixture
def read_after(ground: Ground) -> Read:
    """The same with a matter at hand, as the product reads it."""

    def read_after(text: str, current: str, *talked: str) -> Named:
        vector = small_cache().queries([text])[0]
        point = ground.metric.queries(vector[None, :])[0]
        question = Question(text, vector, point, {}, NO_CASE)
        hand = at_hand(current, ground.side(current), ground.index, question)
        query = Query(text, current, 0.4, 0.3, 0.2, 5, hand, talked, stays=0.7)
        rows, none = features(query, ground.index.search(text, vector), ground.index)
        named = [dict(zip(FEATURES, row.tolist(), strict=True)) for row in rows]
        return named, dict(zip(NONE_FEATURES, none.tolist(), strict=True))

    return read_after


def test_what_speaks_for_staying_is_said_of_the_matter_at_hand_alone(read_after: Read) -> None:
    guides, _ = read_after("那纸鸢登记问法1呢", "ling")
    assert guides[BELL]["current_goes_on"] == 1
    assert guides[BELL]["current_brief"] == pytest.approx(np.exp(-9 / 8))
    assert guides[BELL]["current_other_named"] == 0.4
    assert all(guides[BELL][name] for name in THREADED if name != "current_turns")
    for other in (KITE, LAMP):
        assert [guides[other][name] for name in THREADED] == [0] * len(THREADED)


def test_going_on_is_said_of_the_matter_at_hand_and_of_none(read_after: Read) -> None:
    guides, none = read_after("问法", "ling")
    assert [guide["current_stays"] for guide in guides] == [0, 0.7, 0]
    assert none["stays"] == 0.7


def test_each_guide_is_as_near_as_it_is_to_the_matter_at_hand(
    ground: Ground, read: Read, read_after: Read
) -> None:
    guides, _ = read_after("问法", "ling")
    near = ground.index.centroids @ ground.index.centroids[BELL]
    assert [guide["related"] for guide in guides] == pytest.approx([near[KITE], 0, near[LAMP]])
    alone, _ = read("问法")
    assert [guide["related"] for guide in alone] == [0, 0, 0]


def test_the_matters_before_are_known_by_how_long_ago(read_after: Read) -> None:
    guides, _ = read_after("问法", "ling", "deng", "deng-ji")
    assert [guide["before"] for guide in guides] == [0.5, 0, 1]
    assert [guide["before"] for guide in read_after("问法", "ling")[0]] == [0, 0, 0]


def test_the_second_reading_leans_to_the_matter_at_hand(read: Read, read_after: Read) -> None:
    alone, none = read("问法")
    assert [guide["second_reading"] for guide in alone] == [0, 0, 0]
    assert none["second_none"] == 0
    bell, none = read_after("问法", "ling")
    lamp, _ = read_after("问法", "deng")
    assert bell[BELL]["second_reading"] > lamp[BELL]["second_reading"]
    assert lamp[LAMP]["second_reading"] > bell[LAMP]["second_reading"]
    assert none["second_none"] < 0


def test_without_a_guide_the_others_share_what_it_had(read: Read) -> None:
    whole, _ = read("纸鸢登记问法1")
    rest, none = read("纸鸢登记问法1", without="deng-ji")
    assert len(rest) == len(GUIDES) - 1
    assert none["best_ask"] == max(guide["ask_best"] for guide in rest) < 0.999
    assert rest[0]["classified"] > whole[BELL]["classified"]
    assert rest[0]["ask_best"] == whole[BELL]["ask_best"]


def test_a_guide_that_the_classifier_has_not_seen(read: Read) -> None:
    whole, _ = read("纸鸢登记问法1")
    guides, _ = read("纸鸢登记问法1", unclassified="deng-ji")
    assert [guide["unclassified"] for guide in whole] == [0, 0, 0]
    assert [guide["unclassified"] for guide in guides] == [1, 0, 0]
    assert guides[KITE]["classified"] == UNCLASSIFIED
    assert guides[KITE]["ask_best"] == whole[KITE]["ask_best"]
    assert guides[LAMP]["classified"] > whole[LAMP]["classified"]


def test_with_a_matter_at_hand_an_unseen_guide_stands_as_the_best(ground: Ground) -> None:
    text = "纸鸢登记问法1"
    vector = small_cache().queries([text])[0]
    point = ground.metric.queries(vector[None, :])[0]
    question = Question(text, vector, point, {}, NO_CASE)
    before = at_hand("ling", ground.side("ling"), ground.index, question)
    before.second[KITE] = UNCLASSIFIED
    query = Query(text, "ling", 0.4, 0.3, 0.2, 5, before)
    hits = ground.index.search(text, vector)
    rows, _ = features(query, hits, ground.index, unclassified="deng-ji")
    for name in ("classified", "second_reading"):
        column = rows[:, FEATURES.index(name)]
        assert column[KITE] == max(column[BELL], column[LAMP]) > UNCLASSIFIED
    assert before.second[KITE] == UNCLASSIFIED


@pytest.mark.parametrize("text", ["", "？", "龘", "🙂"])
def test_no_text_gives_anything_but_numbers(text: str, read: Read) -> None:
    guides, none = read(text)
    values = [value for named in (*guides, none) for value in named.values()]
    assert np.isfinite(values).all()
