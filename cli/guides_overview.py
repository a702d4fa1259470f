"""What the guides know, from whom and how old: for docs/GUIDES.md and for editors."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import get_args

from knowledge_base.schema import SECOND_HAND, Fact, Guide
from knowledge_base.wording import wording
from messages import Aspect, Trust

MARKS = {"official": "●", "other": "○", "unsourced": "△", "none": "·"}
"""The best that is known of an aspect: an official page or a law, another source, a
statement without a source, nothing."""
TRUST_NAMES: dict[Trust, str] = {
    "official": "深圳、广东或国家机关的页面",
    "statute": "法规原文",
    "local_media": "本地媒体",
    "mirror": "官方页面的转载",
    "other_government": "外地机关",
    "secondary": "其他二手资料",
    "unsourced": "没有来源",
}
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)


@dataclass(frozen=True)
class Row:
    """One guide. `known`: aspect to its mark; dates as the sources give them, None where
    no fact has one; `overdue`: how many facts are past their review date."""

    guide: Guide
    known: dict[Aspect, str]
    oldest: str | None
    newest: str | None
    overdue: int


@dataclass(frozen=True)
class Stale:
    """A fact worth looking up again. `overdue`: past its review date, else second-hand."""

    guide: Guide
    fact: Fact
    overdue: bool

    @property
    def as_of(self) -> str | None:
        return self.guide.as_of(self.fact)

    @property
    def trust(self) -> Trust:
        return self.guide.trust_of(self.fact)


def row_of(guide: Guide, on: dt.date) -> Row:
    """One guide's row, seen on that day."""
    dates = sorted(date for fact in guide.facts if (date := guide.as_of(fact)))
    return Row(
        guide=guide,
        known={aspect: _best(guide, aspect) for aspect in ASPECTS},
        oldest=dates[0] if dates else None,
        newest=dates[-1] if dates else None,
        overdue=sum(_is_overdue(fact, on) for fact in guide.facts),
    )


def stale_facts(guides: Iterable[Guide], on: dt.date) -> list[Stale]:
    """Facts past their review date, then those known only at second hand; of each kind the
    oldest first, and last those whose date is not known."""
    found = [
        Stale(guide, fact, _is_overdue(fact, on))
        for guide in guides
        for fact in guide.facts
        if _is_overdue(fact, on) or guide.trust_of(fact) in SECOND_HAND
    ]
    return sorted(found, key=lambda one: (not one.overdue, one.as_of is None, one.as_of or ""))


def as_markdown(guides: Sequence[Guide], on: dt.date) -> str:
    """The whole of docs/GUIDES.md."""
    rows = [row_of(guide, on) for guide in guides]
    titles = wording("zh").titles
    head = ["事项", *titles.values(), "最早", "最新", "核对", "过期"]
    lines = [
        "# 每份办事指南知道什么",
        "",
        f"由 `luoxiaozheng guides table --markdown` 写出，不要手改；要改的是指南本身。截至 {on}。",
        "",
        *_totals(rows),
        "",
        f"每一格是这个方面最可靠的来源：{MARKS['official']} 机关页面或法规原文，"
        f"{MARKS['other']} 其他来源，{MARKS['unsourced']} 没有来源，{MARKS['none']} 不知道"
        "（会照实说，并让人去问谁）。“最早”“最新”是事实的日期，来源不写日期的不算；"
        "“核对”是最后一次对照来源的日子；“过期”是过了复核日的事实有几条。",
        "",
        _line(head),
        _line(["---"] * len(head)),
        _line(["**知道的份数**", *(str(_knowing(rows, aspect)) for aspect in titles), *[""] * 4]),
        *(_line(_cells(row)) for row in rows),
    ]
    return "\n".join(lines) + "\n"


def _cells(row: Row) -> list[str]:
    name = row.guide.name.replace("|", "\\|")
    return [
        f"{name}<br>`{row.guide.id}`",
        *row.known.values(),
        row.oldest or "不详",
        row.newest or "不详",
        str(row.guide.checked_on),
        str(row.overdue) if row.overdue else "",
    ]


def _totals(rows: Sequence[Row]) -> list[str]:
    facts = [(row.guide, fact) for row in rows for fact in row.guide.facts]
    trusts = Counter(guide.trust_of(fact) for guide, fact in facts)
    undated = sum(guide.as_of(fact) is None for guide, fact in facts)
    known = [sum(mark != MARKS["none"] for mark in row.known.values()) for row in rows]
    middle = f"{median(known):g}" if known else "0"
    return [
        f"- {len(rows)} 份指南，{len(facts)} 条事实；一份指南知道的方面，中位数是 {middle} 个"
        f"（共 {len(ASPECTS)} 个）。",
        "- 事实的来源："
        + "，".join(f"{name} {trusts[trust]} 条" for trust, name in TRUST_NAMES.items())
        + "。",
        f"- 日期不详的 {undated} 条；过了复核日的 {sum(row.overdue for row in rows)} 条。",
    ]


def _knowing(rows: Sequence[Row], aspect: Aspect) -> int:
    return sum(row.known[aspect] != MARKS["none"] for row in rows)


def _best(guide: Guide, aspect: Aspect) -> str:
    trusts = {guide.trust_of(fact) for fact in guide.facts if aspect in fact.aspects}
    if trusts & {"official", "statute"}:
        return MARKS["official"]
    if trusts - {"unsourced"}:
        return MARKS["other"]
    return MARKS["unsourced"] if trusts else MARKS["none"]


def _is_overdue(fact: Fact, on: dt.date) -> bool:
    return fact.review_after is not None and fact.review_after < on


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
