"""The account's menu: our own file holds, WeChat's limits are kept, keys say what was tapped."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.wechat.menu import SAY, BrokenMenu, read_menu, words_of
from channels.wechat.settings import HERE

BASE = "https://x.test/"


def written(folder: Path, text: str) -> Path:
    file = folder / "menu.yml"
    file.write_text(text, encoding="utf-8")
    return file


def test_our_own_menu_is_within_the_documented_limits() -> None:
    menu = read_menu(HERE / "menu.yml").as_json("https://lxz.szlh.gov.cn")["button"]
    assert [button["name"] for button in menu] == ["办事", "查询", "我的"]
    entries = [entry for button in menu for entry in button["sub_button"]]
    assert {entry["type"] for entry in entries} == {"click", "scancode_waitmsg", "location_select"}
    for button in menu:
        assert len(button["name"].encode()) <= 16
        assert 1 <= len(button["sub_button"]) <= 5
    for entry in entries:
        assert len(entry["name"].encode()) <= 60
        assert len(entry["key"].encode()) <= 128
    assert "高龄津贴怎么领" in [words_of(entry["key"]) for entry in entries]


def test_every_way_has_its_type(tmp_path: Path) -> None:
    entries = [
        "{name: a, say: 怎么办}",
        "{name: b, page: true}",
        "{name: c, scan: true}",
        "{name: d, place: true}",
        "{name: e, open: /guides}",
    ]
    file = written(tmp_path, "- name: x\n  entries:\n" + "".join(f"    - {e}\n" for e in entries))
    assert read_menu(file).as_json(BASE)["button"][0]["sub_button"] == [
        {"type": "click", "name": "a", "key": "say:怎么办"},
        {"type": "click", "name": "b", "key": "page:"},
        {"type": "scancode_waitmsg", "name": "c", "key": "scan:"},
        {"type": "location_select", "name": "d", "key": "place:"},
        {"type": "view", "name": "e", "url": "https://x.test/guides"},
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[]", "at least 1"),
        ("- {name: 我要办的事, entries: [{name: a, say: b}]}\n" * 4, "at most 3"),
        ("- {name: 六个汉字太长, entries: [{name: a, say: b}]}", "18 bytes, at most 16"),
        ("- {name: x, entries: []}", "at least 1"),
        ("- {name: x, entries: [" + "{name: a, say: b}," * 6 + "]}", "at most 5"),
        ("- {name: x, entries: [{name: " + "长" * 21 + ", say: b}]}", "63 bytes, at most 60"),
        ("- {name: x, entries: [{name: a, say: " + "长" * 42 + "}]}", "126 bytes, at most 124"),
        ("- {name: x, entries: [{name: a}]}", "one of say"),
        ("- {name: x, entries: [{name: a, say: b, page: true}]}", "one of say"),
        ("- {name: x, entries: [{name: a, open: 'javascript:x'}]}", "pattern"),
        ("- {name: x, entries: [{name: a, tell: b}]}", "tell"),
        ("- {name: [", "menu.yml"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BrokenMenu, match=says):
        read_menu(written(tmp_path, text))


def test_a_missing_file_and_a_long_address_are_told(tmp_path: Path) -> None:
    with pytest.raises(BrokenMenu, match=r"none\.yml"):
        read_menu(tmp_path / "none.yml")
    menu = read_menu(written(tmp_path, "- {name: x, entries: [{name: a, open: /p}]}"))
    with pytest.raises(BrokenMenu, match="1024"):
        menu.as_json("https://x.test/" + "a" * 1024)


@given(st.text())
def test_only_keys_that_say_have_words(key: str) -> None:
    words = words_of(key)
    assert (words is None) == (not key.startswith(SAY) or not key[len(SAY) :].strip())
    said = f"x{key}x"
    assert words_of(SAY + said) == said
