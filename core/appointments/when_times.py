"""The hour in what a citizen says: 上午, 下午三点半, 九点到十一点, 三点以后, 9:30 am.

A bare hour from one to six is in the afternoon: nobody goes to a window at three in the night.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from core.appointments.when_numbers import SMALL, small

_PARTS: Final = (
    ("凌晨", "凌晨", 0, 6),
    (
        "一早|大清早|清早|清晨|早上|早晨|上午|早间|(?<=[今明后天日])早(?![点些一])|morning",
        "上午",
        0,
        12,
    ),
    ("中午|正午|noon(?!\\w)", "中午", 11, 14),
    ("下午|午后|afternoon", "下午", 12, 18),
    ("傍晚", "傍晚", 17, 20),
    ("晚上|夜里|夜晚|(?<=[今明后天日])晚(?![点些一])|evening|tonight|at night", "晚上", 18, 24),
)
"""Pattern, name, from which hour, until which."""
_LATE: Final = frozenset({"下午", "傍晚", "晚上"})
_BEFORE: Final = r"(?<![\d十零一二三四五六七八九两第])"
_A_LITTLE: Final = re.compile(r"[早快晚有慢好近差][一1]点|[一1]点[都也没不儿]")
_TIME: Final = re.compile(
    rf"{_BEFORE}(?P<hour>{SMALL}) ?"
    rf"(?:[:：](?P<minute>[0-5]\d)(?!\d)(?: ?(?P<half_of_day>[ap])\.?m\b)?"
    rf"|(?:点|时(?![间候段]))(?:钟|整)?(?:(?P<half>半)|(?P<quarter>[一三])刻"
    rf"|(?P<said>{SMALL})(?![点时月号日天个\d])分?)?"
    rf"|(?: ?(?P<half_of_day_2>[ap])\.?m\b|o'?clock))"
)
_AT: Final = re.compile(r"\bat (?P<hour>\d{1,2})(?![\d:]| ?[ap]\.?m)\b")
_JOINT: Final = re.compile(
    r"^ ?(?:钟)? ?(?:到|至|-|~|—|–|to|and|until) ?(?:上午|下午|晚上|中午)? ?$"
)
_SINCE: Final = re.compile(r"^ ?(?:钟)?(?:以后|之后|过后|后(?![天日])|起)")
_UNTIL: Final = re.compile(r"^ ?(?:钟)?(?:以前|之前|前(?!后))")


@dataclass(frozen=True)
class Clock:
    """Times of a day. `at` is one moment; else a time may begin from `start` until before `end`."""

    says: str
    at: dt.time | None = None
    start: dt.time = dt.time.min
    end: dt.time = dt.time.max

    def holds(self, starts: dt.time, ends: dt.time) -> bool:
        """Whether a booking from `starts` to `ends` is what was meant."""
        if self.at is not None:
            return starts <= self.at < ends
        return self.start <= starts < self.end


def find_clock(text: str) -> Clock | None:
    """What a normalised text says of the hour, or None."""
    part = _part(text)
    times = [*_times(text, part)]
    if not times:
        return None if part is None else _of_part(*part)
    first, end_of_first = times[0][2], times[0][1]
    if len(times) > 1 and _JOINT.match(text[end_of_first : times[1][0]]) and first < times[1][2]:
        last = times[1][2]
        return Clock(f"{first:%H:%M}到{last:%H:%M}", start=first, end=last)
    rest = text[end_of_first:]
    if _SINCE.match(rest):
        return Clock(f"{first:%H:%M}以后", start=first)
    if _UNTIL.match(rest):
        return Clock(f"{first:%H:%M}以前", end=first)
    return Clock(f"{first:%H:%M}", at=first)


def _part(text: str) -> tuple[str, int, int] | None:
    """The part of the day that is named first: its name, from, until."""
    found = [
        (match.start(), name, start, end)
        for pattern, name, start, end in _PARTS
        if (match := re.search(pattern, text))
    ]
    return min(found)[1:] if found else None


def _of_part(name: str, start: int, end: int) -> Clock:
    return Clock(name, start=dt.time(start), end=dt.time(end) if end < 24 else dt.time.max)


def _times(text: str, part: tuple[str, int, int] | None) -> list[tuple[int, int, dt.time]]:
    """All times, with where they stand in the text."""
    found = [
        (match.start(), match.end(), time)
        for match in _TIME.finditer(text)
        if not _A_LITTLE.search(text[max(0, match.start() - 1) : match.end() + 1])
        and (time := _read(match, part)) is not None
    ]
    for match in _AT.finditer(text):
        hour = _hour(small(match["hour"]), part[0] if part else "")
        if 0 <= hour < 24:
            found.append((match.start(), match.end(), dt.time(hour)))
    return sorted(found)


def _read(match: re.Match[str], part: tuple[str, int, int] | None) -> dt.time | None:
    hour, half_of_day = small(match["hour"]), match["half_of_day"] or match["half_of_day_2"]
    if half_of_day:
        hour = hour % 12 + (12 if half_of_day == "p" else 0) if 1 <= hour <= 12 else -1
    else:
        hour = _hour(hour, part[0] if part else "")
    minute = 30 if match["half"] else small(match["minute"] or match["said"] or "0")
    if match["quarter"]:
        minute = 15 * small(match["quarter"])
    return dt.time(hour, minute) if 0 <= hour < 24 and 0 <= minute < 60 else None


def _hour(hour: int, part: str) -> int:
    """Of 24, from what was said and in which part of the day; -1 where there is none."""
    if not 0 <= hour < 24:
        return -1
    if part in _LATE and hour < 12:
        return hour + 12
    if part == "中午" and 1 <= hour <= 3:
        return hour + 12
    if part == "凌晨":
        return hour % 12
    if not part and 1 <= hour <= 6:
        return hour + 12
    return hour
