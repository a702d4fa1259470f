"""Template messages: the file is checked, values go where it says, unfit ones are not sent."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.wechat.rendering.template import TemplateNews
from channels.wechat.settings import HERE
from channels.wechat.templates import VALUES, BrokenTemplates, Templates

CASE = {"title": "高龄津贴", "number": "LH202611220001", "state": "审批中", "next": "等结果"}
FIELDS = "{thing1: title, character_string2: number, phrase3: state, thing4: next}"


def templates(folder: Path, text: str) -> Templates:
    file = folder / "templates.yml"
    file.write_text(text, encoding="utf-8")
    return Templates(file)


def case(**values: str) -> TemplateNews:
    return TemplateNews("case_changed", {**CASE, **values}, "https://x.test/open")


def test_our_own_file_names_every_kind_and_sends_nothing_yet() -> None:
    ours = Templates(HERE / "templates.yml")
    assert ours.ready == []
    for kind, names in VALUES.items():
        news = TemplateNews(kind, dict.fromkeys(names, "x"), "https://x.test")
        assert ours.filled(news) is None


def test_values_go_into_their_fields(tmp_path: Path) -> None:
    ready = templates(tmp_path, f"case_changed: {{id: T1, fields: {FIELDS}}}")
    assert ready.ready == ["case_changed"]
    filled = ready.filled(case())
    assert filled is not None
    assert (filled.template_id, filled.url) == ("T1", "https://x.test/open")
    assert filled.data == {
        "thing1": "高龄津贴",
        "character_string2": "LH202611220001",
        "phrase3": "审批中",
        "thing4": "等结果",
    }


def test_a_phrase_is_cut_to_five_characters(tmp_path: Path) -> None:
    ready = templates(tmp_path, f"case_changed: {{id: T1, fields: {FIELDS}}}")
    filled = ready.filled(case(state="已办结（可领取）"))
    assert filled is not None and filled.data["phrase3"] == "已办结可领"


@pytest.mark.parametrize(
    "values", [{"number": "第七号"}, {"title": ""}, {"state": "OK"}, {"title": "长" * 21}]
)
def test_what_wechat_would_refuse_is_not_sent(tmp_path: Path, values: dict[str, str]) -> None:
    ready = templates(tmp_path, f"case_changed: {{id: T1, fields: {FIELDS}}}")
    assert ready.filled(case(**values)) is None


@pytest.mark.parametrize(
    ("field", "value", "fits"),
    [
        ("time2", "2026年11月25日 09:00", True),
        ("date2", "2026年11月25日", True),
        ("time2", "明天", False),
        ("const3", "待办", True),
    ],
)
def test_moments_have_their_form(tmp_path: Path, field: str, value: str, fits: bool) -> None:
    ready = templates(tmp_path, f"booking_near: {{id: T2, fields: {{{field}: when}}}}")
    values = {"title": "a", "when": value, "place": "b", "state": "c"}
    assert (ready.filled(TemplateNews("booking_near", values, "")) is not None) is fits


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("weather: {id: T, fields: {thing1: title}}", "weather is no news"),
        ("case_changed: {id: T, fields: {thing1: amount}}", "no value amount"),
        ("case_changed: {id: T, fields: {first: title}}", "first is no field"),
        ("case_changed: {id: T, fields: {}}", "at least 1"),
        ("case_changed: {id: 'a b', fields: {thing1: title}}", "pattern"),
        ("case_changed: [", "templates.yml"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BrokenTemplates, match=says):
        templates(tmp_path, text)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BrokenTemplates):
        Templates(tmp_path / "none.yml")


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    folder = tmp_path_factory.mktemp("templates")
    return templates(folder, f"case_changed: {{id: T1, fields: {FIELDS}}}")


@given(values=st.dictionaries(st.sampled_from(sorted(CASE)), st.text()))
def test_whatever_is_sent_fits_its_field(ready: Templates, values: dict[str, str]) -> None:
    filled = ready.filled(case(**values))
    if filled is not None:
        assert all(1 <= len(value) <= 32 for value in filled.data.values())
        assert filled.data["character_string2"].isascii()
        assert len(filled.data["phrase3"]) <= 5
