"""Text is cut where a reader would pause, and never inside what belongs together."""

import re

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.wechat.rendering.anchors import ANCHOR, anchor
from channels.wechat.rendering.splitting import LONGEST_CLUSTER, beginning, clipped, split

FAMILY = "👨‍👩‍👧"
LINK = anchor("https://example.com/" + "a" * 100, "去登录。点这里")
PIECES = st.sampled_from(
    ["字" * 50, "一句话。", "A sentence. ", FAMILY, "🇨🇳", "é", LINK, "\n", "\n\n", "，", "x" * 70]
)
TEXTS = st.lists(PIECES, max_size=80).map("".join)
SIZES = st.integers(300, 900)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(TEXTS, SIZES)
def test_parts_fit_and_together_are_the_text(text: str, size: int) -> None:
    parts = split(text, size)
    assert all(part == part.strip() != "" and len(part.encode()) <= size for part in parts)
    assert re.sub(r"\s+", "", "".join(parts)) == re.sub(r"\s+", "", text)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(TEXTS, SIZES)
def test_links_and_characters_stay_whole(text: str, size: int) -> None:
    parts = split(text, size)
    assert sum(part.count(LINK) for part in parts) == text.count(LINK)
    assert not any("<" in ANCHOR.sub("", part) for part in parts)
    for kind in (FAMILY, "é"):
        assert sum(part.count(kind) for part in parts) == text.count(kind)
    whole = regex.findall(r"\X", re.sub(r"\s+", "", text))
    assert [
        one for part in parts for one in regex.findall(r"\X", re.sub(r"\s+", "", part))
    ] == whole


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (f"{'一' * 80}。\n\n{'二' * 30}。{'三' * 60}。", 2),
        (f"{'一' * 80}。\n{'二' * 30}。{'三' * 60}。", 2),
        (f"{'一' * 50}。{'二' * 40}。{'三' * 60}。", 2),
    ],
)
def test_the_cut_is_at_a_pause(text: str, parts: int) -> None:
    found = split(text, 300)
    assert len(found) == parts
    assert all(part.endswith("。") for part in found)


def test_a_full_stop_inside_an_address_is_no_pause() -> None:
    address = "https://example.com/" + "a.b" * 30
    first, *_ = split(f"{'字' * 40}。请看 {address} {'字' * 90}", 300)
    assert address in first or "example" not in first


def test_a_heap_of_marks_is_taken_apart() -> None:
    heap = "e" + "\u0301" * 400
    parts = split(heap, 300)
    assert "".join(parts) == heap
    assert LONGEST_CLUSTER < 300 and all(len(part.encode()) <= 300 for part in parts)


def test_what_is_left_out_is_marked() -> None:
    assert clipped("高龄老人津贴", 18) == "高龄老人津贴"
    assert clipped("高龄老人津贴", 17) == "高龄老人…"
    assert clipped(FAMILY, 10) == "…"


def test_a_beginning_is_empty_where_nothing_fits() -> None:
    assert beginning(LINK, 50) == ""
    assert beginning(f"你好。{LINK}", 50) == "你好。"
    assert beginning(LINK, 500) == LINK
