from pathlib import Path

import pytest
from conftest import message

from bot.components import dictionary
from bot.components.tokenizer import LuohuTokenizer, cut


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty dictionary folder in place of the project's."""
    monkeypatch.setattr(dictionary, "DICTIONARIES", tmp_path)
    monkeypatch.setenv("LXZ_VAR_DIR", str(tmp_path / "var"))
    return tmp_path


def test_offsets_point_into_the_text_and_no_token_is_blank() -> None:
    text = " 我要 办居住证  hello "
    for word, start in cut(text):
        assert text[start : start + len(word)] == word
        assert word.strip()
    assert "".join(word for word, _ in cut(text)) == "我要办居住证hello"


def test_a_mask_is_one_token() -> None:
    assert [word for word, _ in cut("我是[ID_1]电话[PHONE_12]")] == [
        "我",
        "是",
        "[ID_1]",
        "电话",
        "[PHONE_12]",
    ]


def test_blank_text_still_has_a_token() -> None:
    tokenizer = LuohuTokenizer(LuohuTokenizer.get_default_config())
    (seen,) = tokenizer.process([message("   ")])
    assert len(seen.get("text_tokens")) == 1


def test_guide_names_written_at_build_time_become_words(
    words: Path, graph_arguments: dict[str, object]
) -> None:
    folder = words / "var" / "dictionary"
    folder.mkdir(parents=True)
    (folder / "guides.txt").write_text("# names\n罗湖暖蜂驿站计划 500\n深港KTV通办牌\n", "utf-8")
    LuohuTokenizer.create(LuohuTokenizer.get_default_config(), **graph_arguments)
    assert ("罗湖暖蜂驿站计划", 2) in cut("申请罗湖暖蜂驿站计划")
    assert ("深港ktv通办牌", 0) in cut("深港ktv通办牌")


def test_fingerprint_changes_with_each_dictionary_file(words: Path) -> None:
    seen = {LuohuTokenizer.fingerprint_addon({})}
    (words / "a.txt").write_text("甲词\n", "utf-8")
    seen.add(LuohuTokenizer.fingerprint_addon({}))
    (words / "a.txt").write_text("乙词\n", "utf-8")
    seen.add(LuohuTokenizer.fingerprint_addon({}))
    (words / "var" / "dictionary").mkdir(parents=True)
    (words / "var" / "dictionary" / "guides.txt").write_text("丙词\n", "utf-8")
    seen.add(LuohuTokenizer.fingerprint_addon({}))
    assert len(seen) == 4
    assert LuohuTokenizer.fingerprint_addon({}) in seen
