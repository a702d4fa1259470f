"""Details and look-ups of a message, as the pipeline finds them one after the other."""

from __future__ import annotations

import pytest
from conftest import message
from rasa.nlu.extractors.regex_entity_extractor import RegexEntityExtractor
from rasa.nlu.utils.pattern_utils import extract_patterns
from rasa.shared.data import get_data_files, is_nlu_file
from rasa.shared.importers.utils import training_data_from_paths

from bot.components.details import DetailExtractor
from bot.components.entity_spans import EntitySpans
from bot.components.normaliser import TextNormaliser


@pytest.fixture(scope="module")
def lookups() -> RegexEntityExtractor:
    data = training_data_from_paths(get_data_files(["nlu_data"], is_nlu_file), "zh")
    patterns = extract_patterns(data, use_only_entities=True, use_word_boundaries=False)
    return RegexEntityExtractor({"use_word_boundaries": False}, None, None, patterns)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("办件编号LH20261102001到哪了", {"case_number": "LH20261102001"}),
        ("執收單位編碼１０３００１", {"unit_code": "103001"}),
        ("聽日下晝三點半去", {"date": "聽日", "time": "15:30"}),
        ("下個星期二上午10:15", {"date": "下個星期二", "time": "10:15"}),
        ("3号窗口在哪", {"window": "3"}),
        ("有一点问题", {}),
        ("电话[PHONE_1]车牌[PLATE_1]", {"phone": "[PHONE_1]", "plate": "[PLATE_1]"}),
        ("我妈的房产证", {"relation": "我妈", "document": "房产证"}),
    ],
)
def test_entities(lookups: RegexEntityExtractor, text: str, expected: dict[str, str]) -> None:
    (seen,) = TextNormaliser().process([message(text)])
    (seen,) = DetailExtractor().process(EntitySpans().process(lookups.process([seen])))
    assert {e["entity"]: e["value"] for e in seen.get("entities")} == expected
    assert len(seen.get("entities")) == len(expected)


def test_details_know_their_place_in_the_message_as_it_was_sent() -> None:
    text = "帮手約 聽日"
    (seen,) = DetailExtractor().process(TextNormaliser().process([message(text)]))
    (day,) = seen.get("entities")
    assert text[day["start"] : day["end"]] == day["value"] == "聽日"
    assert day["extractor"] == "DetailExtractor"


def test_a_structured_message_has_only_what_it_carries() -> None:
    (seen,) = DetailExtractor().process([message('/choose{"item": "LH20261102001"}')])
    assert seen.get("entities") is None


def test_of_look_ups_that_overlap_the_longest_stays() -> None:
    found = [
        {"entity": "document", "start": 0, "end": 3, "value": "身份证"},
        {"entity": "document", "start": 0, "end": 5, "value": "身份证复印"},
        {"entity": "relation", "start": 6, "end": 8, "value": "我妈"},
    ]
    seen = message("身份证复印给我妈")
    seen.set("entities", found)
    (seen,) = EntitySpans().process([seen])
    assert [e["value"] for e in seen.get("entities")] == ["身份证复印", "我妈"]
