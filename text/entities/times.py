"""Times of day as HH:MM; a part of the day without a clock time as it is written (上午)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from text.digits import parse_number
from text.entities.spans import Found

_HAN: Final = "一二两三四五六七八九十"
_WORDS: Final = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
]  # fmt: skip
_HOUR_EN: Final = rf"[0-9]{{1,2}}|{'|'.join(reversed(_WORDS))}"
_MINUTES_EN: Final = {"thirty": 30, "fifteen": 15, "forty-five": 45, "forty five": 45}
_HALF: Final = r"(?P<{}>a\.?m\b\.?|p\.?m\b\.?)"
_NOT_A_LIST: Final = (
    "(?!(?:建议|意见|想法|要求|问题|疑问|不满|看法|希望|需求|理由|原因|小|好处|儿|点|个)|[0-9])"
)
_CLOCK: Final = re.compile(
    rf"(?<![0-9:.])(?P<h1>[01]?[0-9]|2[0-4]) ?: ?(?P<m1>[0-5][0-9])(?![0-9:])"
    rf"(?: ?{_HALF.format('a1')})?"
    rf"|(?<![0-9.第{_HAN}])(?P<h2>[0-9]{{1,2}}|[{_HAN}]{{1,3}}) ?(?:点|时(?=[0-9{_HAN}整半正]))"
    rf" ?(?P<rest>钟|整|正|半|[一三] ?刻|零?[0-9{_HAN}零〇]{{1,3}} ?分?)?{_NOT_A_LIST}"
    rf"|(?<![0-9A-Za-z:.])(?P<h3>[0-9]{{1,2}})(?:[.:](?P<m3>[0-5][0-9]))? ?{_HALF.format('a3')}"
    rf"|\b(?P<h4>{_HOUR_EN}) o'?clock\b"
    rf"|\b(?P<past>half past|quarter past|quarter to) (?P<h5>{_HOUR_EN})\b"
    rf"|\b(?P<h6>{'|'.join(reversed(_WORDS))})(?: (?P<m6>thirty|fifteen|forty[- ]five))?"
    rf"(?: ?{_HALF.format('a6')}|(?<=thirty)|(?<=fifteen)|(?<=five)(?<=forty.five))"
    rf"|\b(?:at|by|to|after|before|around|from|until) (?P<h7>{_HOUR_EN})"
    r"(?= (?:in|on|this|tomorrow|today|tonight|please|instead|for|next)\b|[,.?!]|$)"
    r"|\b(?P<noon>noon|midday|midnight)\b",
    re.IGNORECASE,
)
_PART: Final = re.compile(
    r"(?P<am>凌晨|清晨|清早|一早|早上|早晨|早间|上午|上昼|朝早|(?<=[今明后昨听])[早朝]"
    rf"|[早朝](?= ?[0-9{_HAN}])|\bmorning\b)"
    r"|(?P<noon>中午|正午|午间|晌午)"
    r"|(?P<night>晚上|晚间|夜晚|夜间|夜里|半夜|深夜|(?<=[今明后昨听琴寻])[晚夜]"
    rf"|晚(?= ?[0-9{_HAN}])|\btonight\b|\bnight\b)"
    r"|(?P<pm>下午|下昼|晏昼|午后|傍晚|\bafternoon\b|\bevening\b)",
    re.IGNORECASE,
)
_ERRAND: Final = re.compile(
    r"约|改|取消|[挂排取留]号|有号|时段|book|appointment|reschedul|move|cancel|slot|reserv", re.I
)


class _Part(NamedTuple):
    kind: str
    start: int
    end: int


def find(text: str, days: Sequence[Found]) -> list[Found]:
    """Clock times; and parts of the day that belong to none, where a day is named beside them
    or the message is about an appointment (elsewhere 晚上 only tells a story)."""
    parts = [_Part(str(m.lastgroup), *m.span()) for m in _PART.finditer(text)]
    used: set[_Part] = set()
    clocks = list(_clocks(_without(text, days), parts, used))
    dated = any(day.name == "date" for day in days)
    if not (dated or _ERRAND.search(text)):
        return clocks
    within = [(day.start, day.end) for day in days]
    loose = [
        Found("time", None, part.start, part.end)
        for part in parts
        if part not in used and not any(a <= part.start and part.end <= b for a, b in within)
    ]
    return clocks + loose


def _without(text: str, days: Sequence[Found]) -> str:
    """The text with the days blanked: 周三9点, 星期二十点."""
    for day in days:
        text = text[: day.start] + "\x00" * (day.end - day.start) + text[day.end :]
    return text


def _clocks(text: str, parts: list[_Part], used: set[_Part]) -> Iterator[Found]:
    for match in _CLOCK.finditer(text):
        part = _part_of(match, parts)
        time = _time(match, part.kind if part else None)
        alone = match["h2"] == "一" and not match["rest"]
        if time is None or (alone and not (part and match.start() - part.end in (0, 1))):
            continue
        if part:
            used.add(part)
        group = "h7" if match["h7"] else 0
        yield Found("time", time, match.start(group), match.end(group))


def _part_of(match: re.Match[str], parts: list[_Part]) -> _Part | None:
    """The part of the day that a clock time is in: the nearest before it, else soon after it."""
    before = [part for part in parts if part.end <= match.start()]
    after = [part for part in parts if match.end() <= part.start <= match.end() + 16]
    return before[-1] if before else after[0] if after else None


def _time(match: re.Match[str], part: str | None) -> str | None:
    if match["noon"]:
        return "00:00" if match["noon"].lower() == "midnight" else "12:00"
    key = next(k for k in "1234567" if match["h" + k])
    hour, minute = _hour(match["h" + key]), _minute(match, key)
    if hour is None or minute is None:
        return None
    if match["past"] and match["past"].lower().endswith("to"):
        hour -= 1
    said = next((match[a] for a in ("a1", "a3", "a6") if match[a]), None)
    kind = {"a": "am", "p": "pm"}[said[0].lower()] if said else part
    hour = _in_part(hour, kind)
    return f"{hour % 24:02d}:{minute:02d}" if hour <= 24 and minute < 60 else None


def _in_part(hour: int, kind: str | None) -> int:
    """The hour of 24. Nobody books for before seven: 三点 alone is in the afternoon."""
    if kind == "am":
        return 0 if hour == 12 else hour
    if kind == "night" and (hour == 12 or hour < 4):  # 晚上十二点, 半夜两点
        return hour % 12
    if kind in ("pm", "night"):
        return hour + 12 if hour < 12 else hour
    if kind == "noon":
        return hour + 12 if hour < 3 else hour
    return hour + 12 if 1 <= hour <= 6 else hour


def _hour(said: str) -> int | None:
    if said.lower() in _WORDS:
        return _WORDS.index(said.lower()) + 1
    number = parse_number(said)
    return number if isinstance(number, int) and number <= 24 else None


def _minute(match: re.Match[str], key: str) -> int | None:
    if key in "13":
        return int(match["m" + key] or 0)
    if key == "5":
        return {"half past": 30, "quarter past": 15}.get(match["past"].lower(), 45)
    if key == "6":
        return _MINUTES_EN[match["m6"].lower()] if match["m6"] else 0
    return _chinese_minute((match["rest"] or "").replace(" ", "")) if key == "2" else 0


def _chinese_minute(rest: str) -> int | None:
    if rest in ("", "钟", "整", "正"):
        return 0
    if rest == "半":
        return 30
    if rest.endswith("刻"):
        return 15 if rest[0] == "一" else 45
    number = parse_number(rest.rstrip("分").lstrip("零〇") or "零")
    if not isinstance(number, int):
        return None
    single = len(rest) == 1 and rest in _HAN
    return number * 5 if single else number  # 三点九 is said in Cantonese for 3:45
