"""Days: absolute ones as YYYY-MM-DD or MM-DD, relative ones (下星期四, tomorrow) as written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from text.digits import SPOKEN, parse_number
from text.entities.spans import Found, free

_MONTHS: Final = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
]  # fmt: skip
_MONTH: Final = (
    r"(?P<{}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_ORDINALS: Final = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
    "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first", "twenty-second",
    "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh",
    "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first",
]  # fmt: skip
_ORDINAL: Final = "|".join(word.replace("-", "[- ]") for word in reversed(_ORDINALS))
_DAY_EN: Final = rf"(?P<{{}}>[0-9]{{{{1,2}}}}(?:st|nd|rd|th)?|{_ORDINAL})"
_HAN: Final = "一二三四五六七八九十廿卅"
_SMALL: Final = rf"(?P<{{}}>[0-9]{{{{1,2}}}}|[{_HAN}]{{{{1,3}}}})"
_YEAR: Final = r"(?P<{}>20[0-9]{{2}}|二[〇零○][〇零○一二三四五六七八九]{{2}})"
_END: Final = rf"(?![0-9{_HAN}])"
_AFTER: Final = r"(?! ?(?:点|时|号|楼|个|天|年|次|人|岁|月|周|层|万|元|块|张|分|[:/.\-][0-9]|%))"
_ABSOLUTE: Final = re.compile(
    rf"(?<![0-9]){_YEAR.format('y1')} ?年 ?{_SMALL.format('m1')} ?月份? ?{_SMALL.format('d1')}"
    rf"{_END} ?[日号]?"
    rf"|(?<![0-9]){_YEAR.format('y2')} ?([-/.]) ?{_SMALL.format('m2')} ?\5 ?"
    rf"{_SMALL.format('d2')}{_END}"
    rf"|(?<![0-9{_HAN}]){_SMALL.format('m3')} ?月份? ?的? ?{_SMALL.format('d3')}{_END}"
    r"(?: ?[日号]|(?!个|次|天|点|年|份|张|块|元|[-:]))"
    rf"|(?<![0-9A-Za-z])(?P<y4>20[0-9]{{2}})(?P<m4>[01][0-9])(?P<d4>[0-3][0-9])(?![0-9A-Za-z])"
    rf"|(?<![0-9A-Za-z:/.\-])(?P<m5>[0-9]{{1,2}})[-/](?P<d5>[0-9]{{1,2}})(?![0-9]){_AFTER}"
    rf"|(?<![0-9.])(?P<m6>[0-9]{{1,2}})\.(?P<d6>[0-9]{{1,2}}) ?[号日]"
    rf"|\b{_MONTH.format('e7')} (?:the )?{_DAY_EN.format('d7')}\b(?:,? (?P<y7>20[0-9]{{2}})\b)?"
    rf"|\b(?:the )?{_DAY_EN.format('d8')} (?:of )?{_MONTH.format('e8')}(?![a-z])"
    r"(?:,? (?P<y8>20[0-9]{2})\b)?",
    re.IGNORECASE,
)
_WEEK: Final = "(?:周|星期|礼拜)"
_WEEKDAY: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mon|tues?|wed|thu(?:rs?)?|fri"
_RELATIVE: Final = re.compile(
    "大后[天日]|大前[天日]|[今明后昨前][天日儿]|[今明后昨听琴寻][晚早朝夜]|听日|琴日|寻日"
    rf"|(?:下下|下|这|本|上|呢|今|嚟紧|来)一?个? ?{_WEEK}"
    " ?(?:[一二三四五六日天末]|[1-6](?![0-9:点]))?"
    rf"|{_WEEK} ?[一二三四五六日天末](?!次|个|般)"
    rf"|(?:下下|下|这|本|上|呢)个?月 ?(?:(?:[0-9]{{1,2}}|[{_HAN}]{{1,3}}) ?[号日]|底|初|中旬)"
    "|下下?个月|[月年]底|月初|周末"
    rf"|(?<![0-9A-Za-z{_HAN}第区路街栋座期])(?:[12]?[0-9]|3[01]|二?十[一二三四五六七八九]?"
    rf"|三十一?|廿[一二三四五六七八九]?|[一二三四五六七八九]) ?号"
    "(?! ?(?:办事|服务|综合|人工)?[窗柜]|[码线楼台口店院馆厅门机文令仓车病房栋座桌厂公大])"
    r"|\b(?:the )?day after tomorrow\b|\btomorrow\b|\btoday\b|\btonight\b|\byesterday\b"
    r"|\b(?:this|next|last|coming) (?:morning|afternoon|evening|week(?:end)?|month)\b"
    rf"|\b(?:(?:this|next|last|coming) )?(?:{_WEEKDAY})\b",
    re.IGNORECASE,
)


def find(text: str) -> list[Found]:
    """Days of a sentence; where two readings share characters, the absolute one."""
    absolute = list(_absolute(text))
    relative = (Found("date", None, *match.span()) for match in _RELATIVE.finditer(text))
    return absolute + free(absolute, relative)


def _absolute(text: str) -> Iterator[Found]:
    for match in _ABSOLUTE.finditer(text):
        parts = match.groupdict()
        kind = next(k for k in "12345678" if parts.get("d" + k))
        month = parts.get("m" + kind)
        value = _day(
            parts.get("y" + kind),
            _number(month) if month else _MONTHS.index(parts["e" + kind][:3].lower()) + 1,
            _number(parts["d" + kind]),
        )
        if value:
            yield Found("date", value, *match.span())


def _number(said: str) -> int:
    word = said.lower().replace(" ", "-")
    if word in _ORDINALS:
        return _ORDINALS.index(word) + 1
    number = parse_number(re.sub("(?:st|nd|rd|th)$", "", word))
    return number if isinstance(number, int) else 0


def _day(year: str | None, month: int, day: int) -> str | None:
    """ISO 8601, without the year where none was said; None for a day that does not exist."""
    said = "".join(SPOKEN.get(c, c) for c in year.replace("○", "零")) if year else None
    try:
        dt.date(int(said or 2000), month, day)  # 2000 has a 29 February
    except ValueError:
        return None
    return f"{said}-{month:02d}-{day:02d}" if said else f"{month:02d}-{day:02d}"
