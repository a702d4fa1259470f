"""What somebody may be entitled to (政策匹配) as a card."""

from collections.abc import Sequence

from core.contract import Match
from messages import Act, MatchesCard, MatchRow, Option

ONLY_AN_INDICATION = "这是按登记信息估的，不是审批决定，以办理时的审核为准。"
NOTHING = "按登记信息，暂时没有看到您能享受的。政策常有变化，过些时候可以再看。"
SHOWN = 12
"""Rows at most; what is beyond is named only."""


def matches_card(matches: Sequence[Match]) -> MatchesCard:
    """Likely ones first, then those that something must be known for; what does not fit in one
    line, each without an option."""
    likely = [one for one in matches if one.verdict == "likely"]
    unsure = [one for one in matches if one.verdict == "open"]
    no = [one for one in matches if one.verdict == "no"]
    first = f"您可能符合{len(likely)}项：{_named(likely)}。" if likely else ""
    if unsure:
        first += f"还有{len(unsure)}项要看具体情况：{_named(unsure)}。"
    first = first or NOTHING
    lines = [first + ONLY_AN_INDICATION, *map(_line, [*likely, *unsure])]
    if no:
        lines.append(f"看来不符合的：{_named(no)}。")
    return MatchesCard(
        text="\n".join(lines),
        speech=first + ONLY_AN_INDICATION,
        rows=[_row(one) for one in [*likely, *unsure][:SHOWN]],
        options=[Option(label="有新的告诉我", act=Act(intent="my_data", do="push_policies"))],
    )


def _line(match: Match) -> str:
    """One matter in the text."""
    demo = "（演示）" if match.demo else ""
    asked = "办的时候还要说明" if match.verdict == "likely" else "还要知道"
    missing = f"{asked}：{'、'.join(match.missing)}。" if match.missing else ""
    why = "".join(match.why) if match.verdict == "open" else ""
    source = f"依据：{match.source}。" if match.source else ""
    return f"{match.title}{demo}：{why}{missing}{source}"


def _row(match: Match) -> MatchRow:
    return MatchRow(
        item=match.item,
        title=f"{match.title}（演示）" if match.demo else match.title,
        verdict=match.verdict,
        why=match.why,
        missing=match.missing,
        option=_option(match),
    )


def _option(match: Match) -> Option:
    """To begin where it is likely and can be applied for here; else its guide."""
    if match.applicable and match.verdict == "likely":
        act = Act(intent="start_application", item=match.item)
        return Option(label="现在申请", item=match.item, act=act)
    act = Act(intent="ask_guide", item=match.item, aspect="eligibility")
    return Option(label="看看条件", item=match.item, act=act)


def _named(matches: Sequence[Match]) -> str:
    return "、".join(one.title for one in matches)
