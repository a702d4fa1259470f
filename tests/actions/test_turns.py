"""What every action reads from the tracker, and cards in the citizen's script."""

from typing import Any

import pytest

from actions.knowledge import knowledge
from actions.locale import in_locale
from actions.turns import entities_of, intent_of, key_of, metadata_of, said_in, structured
from knowledge_base.base import KnowledgeBase
from messages import Act, MessageMetadata, NoticeCard, Option, TextCard, Turn
from tests.actions.conftest import spoken, tracker
from tests.real_search import real_search


def test_metadata_has_defaults_and_ignores_what_others_send() -> None:
    assert metadata_of(tracker()) == MessageMetadata()
    given = {"locale": "en", "spoken": True, "model_id": "x"}
    assert metadata_of(tracker(metadata=given)) == MessageMetadata(locale="en", spoken=True)


@pytest.mark.parametrize(
    ("intent", "read"),
    [("greet", "greet"), ("nlu_fallback", "ask_guide"), ("choose", "ask_guide")],
)
def test_a_fallback_and_a_choice_are_questions(intent: str, read: str) -> None:
    assert intent_of(tracker(intent=intent)) == read


def test_entities_said_twice_are_a_list_and_structure_is_no_entity() -> None:
    on = tracker(entities={"item": "deng-ji", "aspect": "fee", "date": "明天"})
    on.latest_message["entities"] += [
        {"entity": "date", "value": "后天"},
        {"entity": "date", "value": "明天"},
        {"entity": "plate", "value": "[PLATE_1]"},
    ]
    assert entities_of(on) == {"date": ["明天", "后天"], "plate": "[PLATE_1]"}
    assert structured(on, "item") == "deng-ji"
    assert structured(tracker(), "item") is None


@pytest.mark.parametrize(
    ("metadata", "key"), [({}, "m-1"), ({"message": "g-7"}, "g-7"), ({"message": 7}, "m-1")]
)
def test_the_key_is_the_gateways_name_of_a_message_else_rasas(
    metadata: dict[str, Any], key: str
) -> None:
    assert key_of(tracker(metadata=metadata)) == key


def test_a_message_is_read_as_it_was_sent_not_as_the_classifier_reads_it() -> None:
    """Folded to lower case, a token opens nothing."""
    events = [*spoken("前一句", " [PHONE_1] "), {"event": "bot", "text": "好"}]
    assert said_in(tracker("[phone_1]", events=events)) == "[PHONE_1]"
    assert said_in(tracker(" 办理 ")) == "办理"


def test_what_the_gateway_puts_into_a_step_is_no_entity() -> None:
    step = {"case": "LH1", "draft": "D-1", "do": "edit", "field": "mobile"}
    on = tracker(entities={**step, "date": "明天"})
    assert entities_of(on) == {"date": "明天"}
    assert {name: structured(on, name) for name in step} == step


def test_words_become_traditional_and_identifiers_stay() -> None:
    option = Option(label="办理", item="个体户", choice="选择", act=Act(item="个体户", text="办"))
    notice = NoticeCard(text="电话", speech="电话", item="个体户", phones=["12345"])
    turn = Turn(outcome="directed", cards=[notice, TextCard(text="办理", options=[option])])
    assert in_locale(turn, "zh-CN") is turn
    assert in_locale(turn, "en") is turn
    first, second = in_locale(turn, "zh-HK").cards
    assert isinstance(second, TextCard)
    assert (first.text, first.speech, first.item) == ("電話", "電話", "个体户")
    assert second.options == [option.model_copy(update={"label": "辦理"})]
    assert turn.cards[0].text == "电话"


def test_the_knowledge_base_is_opened_once_and_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    base, opened, watched = real_search(), list[object](), list[object]()

    def remember(_: type[KnowledgeBase], settings: object) -> KnowledgeBase:
        opened.append(settings)
        return base

    monkeypatch.setattr(KnowledgeBase, "open", classmethod(remember))
    monkeypatch.setattr(base, "watch", lambda report, stop: watched.append(report), raising=True)
    knowledge.cache_clear()
    try:
        assert knowledge() is base
        assert knowledge() is base
    finally:
        knowledge.cache_clear()
    assert len(opened) == 1
    assert len(watched) == 1
