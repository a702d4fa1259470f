"""Reading feeds: RSS, Atom and JSON; what is dangerous or broken is refused."""

import datetime as dt
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.public_documents.entries import explained_by_title, is_web_address, kind_of, plain
from core.public_documents.feeds import LARGEST, MOST, BrokenFeed, read_feed
from core.public_documents.fetching import get_feed
from tests.core.public_documents.samples import ATOM, BOMB, BUDGET, OUTSIDE, RSS, RULE, feed


def test_rss() -> None:
    read = read_feed(RSS.encode())
    plan, goods, bad_link = (entry for entry, _ in read.entries)
    assert (plan.id, plan.title, plan.publisher) == (
        "a",
        "示例区 十五五 规划纲要",
        "示例区政府在线",
    )
    assert plan.published_on == dt.date(2026, 3, 3)  # half past one in the night in Shenzhen
    assert plan.text == "到2030年 的目标"
    assert (goods.id, goods.publisher) == ("https://example.org/b", "示例区教育局")
    assert bad_link.url is None
    assert [kind_of(entry, of, None) for entry, of in read.entries[:2]] == ["plan", "procurement"]
    assert len(read.passed_over) == 1
    assert read.passed_over[0].startswith("entry 3: published_on")


def test_atom() -> None:
    (year, of_year), (picture, _) = read_feed(ATOM.encode()).entries
    assert (year.published_on, year.publisher) == (dt.date(2026, 4, 10), "示例区统计局")
    assert (year.text, year.url) == ("全年 情况", "https://example.org/1")
    assert kind_of(year, of_year, None) == "statistics"
    assert picture.interprets == "https://example.org/1"


def test_json() -> None:
    (rule, _), (budget, _) = read_feed(feed(RULE, BUDGET)).entries
    assert (rule.text, rule.number) == (
        "既有住宅加装电梯的,每台给予补贴。".replace(",", "，"),
        RULE["number"],
    )
    assert budget.may_link is False


@pytest.mark.parametrize("data", [BOMB, OUTSIDE, "<rss><channel>", "<html/>", "{}", "[", "", "hi"])
def test_what_is_no_feed_or_dangerous_is_refused(data: str) -> None:
    with pytest.raises(BrokenFeed):
        read_feed(data.encode())


def test_a_deep_json_is_refused() -> None:
    with pytest.raises(BrokenFeed):
        read_feed(b"[" * 100_000)


def test_a_large_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenFeed):
        read_feed(b" " * (LARGEST + 1))
    (tmp_path / "large").write_bytes(b" " * (LARGEST + 1))
    with pytest.raises(BrokenFeed):
        get_feed(str(tmp_path / "large"))


def test_no_more_than_so_many_entries() -> None:
    read = read_feed(feed(*({**RULE, "id": str(n)} for n in range(MOST + 5))))
    assert (len(read.entries), len(read.passed_over)) == (MOST, 1)


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"url": "javascript:alert(1)"}, {"published_on": "soon"}, {"kind": "gossip"},
     {"id": ""}, {"surprise": 1}, {"url": "https://"}],
)  # fmt: skip
def test_a_wrong_entry_is_passed_over(wrong: dict[str, Any]) -> None:
    read = read_feed(feed({**RULE, **wrong}, BUDGET))
    assert [entry.id for entry, _ in read.entries] == ["doc-3"]
    assert len(read.passed_over) == 1


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(BrokenFeed):
        read_feed(data)


@given(st.text(max_size=200))
def test_plain_text_has_no_tags_left_and_stays_as_it_is(words: str) -> None:
    once = plain(words)
    assert "\0" not in once and once == " ".join(once.split())
    if "<" not in words and "&" not in words:
        assert once == " ".join(words.replace("\0", "").split())


@pytest.mark.parametrize(
    ("url", "known"),
    [("https://a.b/c", True), ("http://a", True), ("ftp://a", False), ("//a", False),
     ("https://[", False), ("https://a\n", False), ("data:text/html,x", False)],
)  # fmt: skip
def test_web_addresses(url: str, known: bool) -> None:
    assert is_web_address(url) is known


@pytest.mark.parametrize(
    ("title", "explains"),
    [("《示例办法》政策解读", "示例办法"), ("一图解读《示例区办法》", "示例区办法"),
     ("示例办法的通知", None), ("《示例办法》", None)],
)  # fmt: skip
def test_the_title_tells_what_is_explained(title: str, explains: str | None) -> None:
    assert explained_by_title(title) == explains


def _client(answer: httpx.Response) -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(lambda _: answer))


def test_an_address_is_fetched() -> None:
    assert get_feed("https://example.org/feed", _client(httpx.Response(200, content=b"x"))) == b"x"


@pytest.mark.parametrize(
    "answer", [httpx.Response(404), httpx.Response(200, content=b" " * (LARGEST + 1))]
)
def test_an_address_that_gives_no_feed(answer: httpx.Response) -> None:
    with pytest.raises(BrokenFeed):
        get_feed("https://example.org/feed", _client(answer))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BrokenFeed):
        get_feed(str(tmp_path / "nothing.xml"))
