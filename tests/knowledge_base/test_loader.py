"""A guide is read whole or refused with the line and the reason; the rest serves."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_base.loader import GuideFolder, load_guides, read_guide
from tests.guide_samples import GUIDE, write_guide


def line_of(text: str, marker: str) -> int:
    return text[: text.index(marker)].count("\n") + 1


def test_a_valid_guide_is_read(tmp_path: Path) -> None:
    guide, problems = read_guide(write_guide(tmp_path))
    assert problems == []
    assert guide is not None
    assert guide.id == "deng-ji"
    assert [fact.id for fact in guide.facts] == ["who", "materials", "fee", "time", "place"]
    time, place = guide.facts[3], guide.facts[4]
    assert (guide.trust_of(time), guide.as_of(time)) == ("secondary", None)
    assert (guide.trust_of(place), guide.as_of(place)) == ("unsourced", None)
    assert guide.as_of(guide.facts[0]) == "2024-03-01"


def test_a_date_may_stand_with_or_without_quotes(tmp_path: Path) -> None:
    text = GUIDE.replace("'2024-03-01'", "2024-03-01")
    guide, problems = read_guide(write_guide(tmp_path, text))
    assert problems == []
    assert guide is not None
    assert guide.sources["gongbao"].date == "2024-03-01"


def test_what_only_the_slow_parser_takes_is_read(tmp_path: Path) -> None:
    """libyaml refuses a plain scalar with a question mark before the comma of a flow mapping."""
    text = GUIDE.replace('"How do I register a kite?"', "How do I register a kite?")
    assert text != GUIDE
    guide, problems = read_guide(write_guide(tmp_path, text))
    assert problems == []
    assert guide is not None
    assert "How do I register a kite?" in [ask.text for ask in guide.asks]


REFUSALS = {
    # name: (old, new, where the line is, part of the reason)
    "duplicate fact id": (
        "- id: fee",
        "- id: who",
        "- id: who\n    aspects: [fee]",
        "stands twice",
    ),
    "unknown source": (
        "登记不收费。\n    source: gongbao",
        "登记不收费。\n    source: wu-ci",
        "source: wu-ci",
        "unknown source 'wu-ci'",
    ),
    "known fee without a fact": (
        "{state: free, fact: fee}",
        "{state: free}",
        "fee: {",
        "name a fact",
    ),
    "unknown fee with a fact": (
        "state: free, fact",
        "state: unknown, fact",
        "fee: {",
        "names none",
    ),
    "unknown fee that facts state": (
        "{state: free, fact: fee}",
        "{state: unknown}",
        "fee: {",
        "['fee']",
    ),
    "fee names a fact of another aspect": ("fact: fee}", "fact: who}", "fee: {", "'who'"),
    "bad id": ("id: deng-ji", "id: Deng_ji", "id: Deng_ji", "id: "),
    "bad fact id": ("- id: place", "- id: 地点", "- id: 地点", "facts.4.id"),
    "no aspect": ("[place]", "[]", "aspects: []", "facts.4.aspects"),
    "unknown aspect": ("[place]", "[place, where]", "aspects: [place, where]", "facts.4.aspects.1"),
    "unknown trust": ("trust: official", "trust: sure", "trust: sure", "sources.gongbao.trust"),
    "impossible date": ("2026-11-01", "2026-02-30", "checked_on", "checked_on"),
    "unknown field": ("theme: 测试", "theme: 测试\nthemes: 2", "themes: 2", "themes"),
    "missing field": ("theme: 测试\n", "", "id: deng-ji", "theme: Field required"),
    "bad way": ("way: noisy", "way: loud", "way: loud", "asks.7.way"),
    "bad source key": ("  luntan:", "  Luntan:", "sources:", "Luntan"),
    "duplicate key": ("theme: 测试", "theme: 测试\ntheme: 又", "theme: 又", "duplicate key"),
    "YAML syntax": ("theme: 测试", "theme: 测试: 又", "theme: 测试: 又", "mapping values"),
    "bad number": ("theme: 测试", "theme: !!int x", "id: deng-ji", "invalid literal"),
}


@pytest.mark.parametrize(("old", "new", "marker", "reason"), REFUSALS.values(), ids=REFUSALS)
def test_refused_with_line_and_reason(
    old: str, new: str, marker: str, reason: str, tmp_path: Path
) -> None:
    assert old in GUIDE
    text = GUIDE.replace(old, new, 1)
    guide, problems = read_guide(write_guide(tmp_path, text))
    assert guide is None
    assert [problem.line for problem in problems] == [line_of(text, marker)]
    assert reason in problems[0].reason
    assert str(problems[0]).startswith(f"{tmp_path / 'deng-ji.yml'}:{problems[0].line}: ")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 1),
        (b"- id: a\n- id: b\n", 1),
        (b"a sentence\n", 1),
        (b"id: a\nname: \xff\xfe\n", 2),
        (b"id: a\n---\nid: b\n", 2),
        (b"id: \x01\n", 1),
        (b"[" * 600, 1),
    ],
    ids=["empty", "list", "sentence", "not UTF-8", "two documents", "control", "deep"],
)
def test_what_is_no_guide_at_all_is_refused(content: bytes, line: int, tmp_path: Path) -> None:
    path = tmp_path / "deng-ji.yml"
    path.write_bytes(content)
    guide, problems = read_guide(path)
    assert guide is None
    assert [problem.line for problem in problems] == [line]


def test_every_wrong_field_is_reported(tmp_path: Path) -> None:
    text = GUIDE.replace("audience: person", "audience: cat").replace("way: noisy", "way: loud")
    _, problems = read_guide(write_guide(tmp_path, text))
    assert [p.line for p in problems] == [line_of(text, "audience"), line_of(text, "way: loud")]


def test_the_file_is_named_after_the_id(tmp_path: Path) -> None:
    text = "# a comment\n" + GUIDE
    guide, problems = read_guide(write_guide(tmp_path, text, "other.yml"))
    assert guide is None
    assert [p.line for p in problems] == [2]
    assert "deng-ji.yml" in problems[0].reason


def test_an_id_in_two_files_is_refused_once(tmp_path: Path) -> None:
    write_guide(tmp_path / "a")
    second = write_guide(tmp_path / "b")
    library = load_guides(tmp_path)
    assert list(library.guides) == ["deng-ji"]
    assert [(p.path, p.line) for p in library.problems] == [(second, 1)]
    assert "taken by deng-ji.yml" in library.problems[0].reason


def test_the_rest_serves(tmp_path: Path) -> None:
    write_guide(tmp_path)
    broken = write_guide(tmp_path / "sub", "a: b: c", "broken.yml")
    (tmp_path / "folder.yml").mkdir()
    (tmp_path / "notes.txt").write_text("not a guide")
    library = load_guides(tmp_path)
    assert list(library.guides) == ["deng-ji"]
    assert {p.path for p in library.problems} == {broken, tmp_path / "folder.yml"}


def test_only_a_changed_file_is_parsed_anew(tmp_path: Path) -> None:
    write_guide(tmp_path)
    other = write_guide(tmp_path, GUIDE.replace("deng-ji", "ling-wai"), "ling-wai.yml")
    folder = GuideFolder(tmp_path)
    before = folder.read().guides
    kept, size = other.stat().st_mtime_ns, other.stat().st_size
    other.write_text(other.read_text("utf-8").replace("不收费", "要收费"), encoding="utf-8")
    os.utime(other, ns=(kept, kept))
    after = folder.read().guides
    assert other.stat().st_size == size
    assert after["deng-ji"] is before["deng-ji"]
    assert "要收费" in after["ling-wai"].facts[2].text
    other.unlink()
    assert list(folder.read().guides) == ["deng-ji"]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(at=st.integers(0, len(GUIDE.encode())), noise=st.binary(max_size=4), cut=st.integers(0, 30))
def test_no_content_raises(at: int, noise: bytes, cut: int, tmp_path: Path) -> None:
    raw = GUIDE.encode()
    path = tmp_path / "deng-ji.yml"
    path.write_bytes(raw[:at] + noise + raw[at + cut :])
    guide, problems = read_guide(path)
    assert (guide is None) == bool(problems)
