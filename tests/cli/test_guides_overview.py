"""`luoxiaozheng guides table` and `stale`: what is known, from whom, how old."""

import datetime as dt
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.guides import app
from cli.guides_overview import ASPECTS, TRUST_NAMES, as_markdown, row_of, stale_facts
from knowledge_base.schema import SECOND_HAND
from knowledge_base.wording import wording
from tests import guide_samples
from tests.guide_samples import GUIDE, write_guide

ROOT = Path(__file__).resolve().parents[2]
DAY = dt.date(2026, 11, 22)
KITE = guide_samples.guide(
    facts=[
        {"id": "a", "aspects": ["fee"], "text": "纸鸢登记不收费。", "source": None},
        {"id": "b", "aspects": ["fee", "place"], "text": "山顶办，免费。", "source": "luntan"},
        {
            "id": "c",
            "aspects": ["place"],
            "text": "纸鸢登记在山顶办。",
            "source": "gongbao",
            "review_after": DAY,
        },
        {
            "id": "d",
            "aspects": ["online"],
            "text": "纸鸢登记网上办不了。",
            "source": "gongbao",
            "as_of": "2019",
            "trust": "unsourced",
            "review_after": DAY - dt.timedelta(days=1),
        },
        {
            "id": "e",
            "aspects": ["fee"],
            "text": "纸鸢登记以前收5元。",
            "source": "luntan",
            "as_of": "2015-02",
        },
    ],
    fee={"state": "free", "fact": "a"},
)


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "300"})
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_row_shows_the_best_trust_of_each_aspect_and_the_span_of_dates() -> None:
    row = row_of(KITE, DAY)
    assert {aspect: mark for aspect, mark in row.known.items() if mark != "·"} == {
        "fee": "○",
        "place": "●",
        "online": "△",
    }
    assert (row.oldest, row.newest, row.overdue) == ("2015-02", "2024-03-01", 1)


def test_stale_is_overdue_first_then_second_hand_oldest_first_undated_last() -> None:
    found = stale_facts([KITE], DAY)
    assert [one.fact.id for one in found] == ["d", "e", "a", "b"]
    assert [one.overdue for one in found] == [True, False, False, False]
    assert [one.fact.id for one in stale_facts([KITE], DAY + dt.timedelta(days=1))][:2] == [
        "d",
        "c",
    ]


def test_the_totals_count_facts_by_trust() -> None:
    said = as_markdown([KITE], DAY)
    assert "1 份指南，5 条事实；一份指南知道的方面，中位数是 3 个（共 11 个）" in said
    assert "深圳、广东或国家机关的页面 1 条" in said
    assert "其他二手资料 2 条，没有来源 2 条。" in said
    assert "日期不详的 2 条；过了复核日的 1 条" in said
    assert (
        "| 纸鸢登记<br>`deng-ji` | · | · | · | · | · | ○ | ● | △ | · | · | · "
        "| 2015-02 | 2024-03-01 | 2026-11-01 | 1 |"
    ) in said


def test_every_aspect_has_a_column_in_order_and_every_trust_a_name() -> None:
    assert tuple(wording("zh").titles) == ASPECTS
    assert set(TRUST_NAMES) - SECOND_HAND == {"official", "statute"}


def test_the_commands_read_a_folder(tmp_path: Path) -> None:
    late = GUIDE.replace("source: luntan", "source: luntan\n    review_after: 2026-01-31")
    write_guide(tmp_path, late)
    folder = ("--folder", str(tmp_path), "--on", "2026-11-22")
    assert "纸鸢登记" in run("table", "--markdown", *folder)
    said = run("stale", *folder).splitlines()
    assert said[0] == "日期不详 deng-ji time [2026-01-31 已过复核日, 其他二手资料]"
    assert said[2] == "日期不详 deng-ji place [没有来源]"
    assert said[-1] == "过了复核日 1 条, 只有二手来源 1 条"
    earlier = run("stale", "--folder", str(tmp_path), "--on", "2026-01-31").splitlines()
    assert earlier[-1] == "过了复核日 0 条, 只有二手来源 2 条"


def test_the_written_table_is_true() -> None:
    written = (ROOT / "docs/GUIDES.md").read_text(encoding="utf-8")
    day = re.search(r"截至 (\d{4}-\d{2}-\d{2})。", written)
    assert day is not None
    printed = run("table", "--markdown", "--on", day[1])
    assert written == printed, "run: luoxiaozheng guides table --markdown > docs/GUIDES.md"


@pytest.mark.parametrize("command", ["table", "stale"])
def test_a_day_that_is_none_is_refused(command: str) -> None:
    assert CliRunner().invoke(app, [command, "--on", "someday"]).exit_code == 2
