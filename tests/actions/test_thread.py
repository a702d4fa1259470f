"""What a message continues: the matter at hand, the one before it, the citizen's case."""

import pytest

from actions.thread import REMEMBERED, thread_of
from knowledge_base.case import NO_CASE, OwnCase
from tests.actions.conftest import remembered, spoken, tracker


def meant(text: str, *talked: str) -> str | None:
    slots = {"current_item": talked[-1]} if talked else {}
    return thread_of(tracker(text, slots=slots, events=remembered(*talked))).meant


@pytest.mark.parametrize(
    "text",
    [
        "刚才那个要带什么",
        "刚刚说的那个多少钱",
        "剛才講嗰個",
        "前面问的那件事",
        "上一个在哪里办",
        "第一件事去哪办",
        "回到纸鸢登记",
        "说回前头那个",
        "what about the earlier one",
        "Back to the kite",
    ],
)
def test_words_that_go_back(text: str) -> None:
    assert meant(text, "deng-ji", "ling") == "deng-ji"
    assert meant(text, "ling") == "ling"
    assert meant(text) is None


@pytest.mark.parametrize(
    "text", ["那要带什么", "刚刚满月", "之前要预约吗", "第一次办", "back pay", ""]
)
def test_words_that_stay(text: str) -> None:
    assert meant(text, "deng-ji", "ling") == "ling"


def test_all_matters_talked_about_are_known_the_newest_first() -> None:
    forgotten = {"event": "slot", "timestamp": None, "name": "current_item", "value": None}
    events = [*remembered("ling", "feng", "ling", "deng-ji"), forgotten, *spoken("多少钱")]
    thread = thread_of(tracker("多少钱", slots={"current_item": "deng-ji"}, events=events))
    assert thread.before == ("ling", "feng")
    assert (thread.meant, thread.others) == ("deng-ji", ["ling", "feng"])
    back = thread_of(tracker("刚才那个", slots={"current_item": "deng-ji"}, events=events))
    assert (back.meant, back.others) == ("ling", ["deng-ji", "feng"])
    none = thread_of(tracker("多少钱", events=events))
    assert (none.meant, none.others) == (None, ["deng-ji", "ling", "feng"])


def test_a_first_message_has_no_thread() -> None:
    thread = thread_of(tracker("我爸82了", events=spoken("我爸82了")))
    assert (thread.text, thread.current, thread.before) == ("我爸82了", None, ())
    assert thread.case == NO_CASE
    assert thread_of(tracker()).case == NO_CASE


def test_a_message_without_text_is_survived() -> None:
    events = [*spoken("深户"), {"event": "user", "text": None}, *spoken("多少钱")]
    on = tracker("多少钱", events=events)
    on.latest_message["text"] = None
    thread = thread_of(on)
    assert thread.text == ""
    assert thread.case == OwnCase({}, {"hukou": "shenzhen"})


def test_of_the_case_what_was_said_last_holds() -> None:
    events = spoken("我爸七十，", "他82了，深戶", "唔係深戶", "多少钱")
    events.insert(1, {"event": "bot", "text": "他65岁"})
    assert thread_of(tracker("多少钱", events=events)).case == OwnCase(
        {"age": 82}, {"hukou": "elsewhere"}
    )


def test_what_was_said_long_ago_is_forgotten() -> None:
    kept = spoken("我爸82了", *["好"] * (REMEMBERED - 1), "多少钱")
    lost = spoken("我爸82了", *["好"] * REMEMBERED, "多少钱")
    assert thread_of(tracker("多少钱", events=kept)).case.numbers == {"age": 82}
    assert thread_of(tracker("多少钱", events=lost)).case == NO_CASE
