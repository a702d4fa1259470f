"""The regular expressions and lookup tables of nlu_data, run as Rasa runs them."""

from __future__ import annotations

import pytest
from conftest import message
from rasa.nlu.extractors.regex_entity_extractor import RegexEntityExtractor
from rasa.nlu.utils.pattern_utils import extract_patterns
from rasa.shared.data import get_data_files, is_nlu_file
from rasa.shared.importers.utils import training_data_from_paths

from bot.components.entity_values import EntityValues
from bot.components.normaliser import TextNormaliser


@pytest.fixture(scope="module")
def regexes() -> RegexEntityExtractor:
    data = training_data_from_paths(get_data_files(["nlu_data"], is_nlu_file), "zh")
    patterns = extract_patterns(data, use_only_entities=True, use_word_boundaries=False)
    return RegexEntityExtractor({"use_word_boundaries": False}, None, None, patterns)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("办件编号LH20261102001到哪了", {"case_number": "LH20261102001"}),
        ("手机尾号是0086", {"phone_tail": "0086"}),
        ("執收單位編碼１０３００１", {"unit_code": "103001"}),
        ("明天下午三点半", {"date": "明天", "part_of_day": "下午", "time": "15:30"}),
        ("下個星期二上午10:15", {"date": "下个星期二", "part_of_day": "上午", "time": "10:15"}),
        ("12月3号去", {"date": "12-03"}),
        ("3号窗口在哪", {}),
        ("有一点问题", {}),
        ("电话[PHONE_1]车牌[PLATE_1]", {"phone": "[PHONE_1]", "plate": "[PLATE_1]"}),
        ("我妈的房产证", {"relation": "我妈", "document": "房产证"}),
    ],
)
def test_entities(regexes: RegexEntityExtractor, text: str, expected: dict[str, str]) -> None:
    messages = TextNormaliser().process([message(text)])
    (seen,) = EntityValues().process(regexes.process(messages))
    assert {e["entity"]: e["value"] for e in seen.get("entities")} == expected
    assert len(seen.get("entities")) == len(expected)
