"""What every action reads from the tracker, and cards in the citizen's script."""

import pytest

from actions.knowledge import knowledge
from actions.locale import in_locale
from actions.turns import entities_of, intent_of, metadata_of, structured
from knowledge_base.base import KnowledgeBase
from messages import Act, MessageMetadata, NoticeCard, Option, TextCard, Turn
from tests.actions.conftest import tracker
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
