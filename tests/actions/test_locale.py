"""In which language and script a citizen is answered."""

import pytest

from actions.locale import language_of


@pytest.mark.parametrize(
    ("locale", "text", "language"),
    [
        ("zh-CN", "办居住证", "zh"),
        ("zh-HK", "辦居住證", "zh"),
        ("zh-CN", "residence permit fee", "en"),
        ("zh-HK", "how much", "en"),
        ("zh-CN", "用 my phone 能办吗", "zh"),
        ("zh-CN", "ok", "zh"),
        ("zh-CN", "", "zh"),
        ("zh-CN", "12345", "zh"),
        ("zh-CN", "/choose", "zh"),
        ("en", "办居住证", "en"),
        ("en", "", "en"),
    ],
)
def test_english_where_it_is_chosen_or_spoken(locale: str, text: str, language: str) -> None:
    assert language_of(locale, text) == language
