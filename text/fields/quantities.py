"""Whole numbers and amounts of money, in Arabic and Chinese numerals."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from text.digits import parse_number
from text.fields.spelling import Match, bare, view

_CHARS: Final = "0-9〇零一二三四五六七八九十百千万亿两廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
_PLAIN: Final = rf"[{_CHARS}]+(?:,[0-9]{{3}})*(?:[.点][{_CHARS}]+)?"
_UNIT: Final = (
    r"(?:个?人|[个名位口岁年月天日次份套间张户家处层级分门平]|周岁|个月|个?工作日|平方米|平米|学分)"
)
_COUNT: Final = re.compile(rf"({_PLAIN})(?: ?{_UNIT}){{0,2}}")
_AMOUNT: Final = re.compile(
    rf"(?:人民币|rmb|cny|[¥￥])? ?({_PLAIN}) ?([kw])? ?(万|千|百)? ?"
    r"(?:(?:人民币|rmb|cny|元|块钱?|蚊|圆)(?:整|正)?"
    r"(?: ?([0-9一二三四五六七八九半]) ?(?:[毛角]钱?)?(?: ?([0-9一二三四五六七八九]) ?分钱?)?)?)?",
    re.IGNORECASE,
)
_AGE: Final = (
    r"(?:今年|现在|目前|已经|刚刚?|虚岁|周岁|实岁|快|满|共|一共|总共|合计|有|年龄|岁数|人数|数量|共有"
    r"|[\u4e00-\u9fff]{0,6}(?:人数|数量|面积|年限|年数|月数|年龄|个数))+"
)
_SUM: Final = (
    r"(?:[\u4e00-\u9fff]{0,6}(?:金额|资本|工资|收入|钱|价格|租金|月薪|年薪|资金|费用|费|出资额?)"
    r"|一共|总共|合计|每月|一个月|每年|一年|每个月|有|共)+"
)
_ABROAD: Final = re.compile(
    r"美元|港币|港元|港纸|澳门元|葡币|欧元|日元|英镑|usd|hkd|台币", re.IGNORECASE
)

_BELOW_ZERO: Final = re.compile(r"\W*(?:[-－−–]|负) ?\d")


def _integer(said: str) -> int | None:
    if re.fullmatch("[万亿百千佰仟]+", said):
        return None
    value = parse_number(said)
    return value if isinstance(value, int) and value >= 0 else None


def parse(text: str) -> str | None:
    """A whole number from zero up, with or without its unit: 三十五岁, 两个人, 大概35."""
    if _BELOW_ZERO.match(text):
        return None
    for part in bare(text, _AGE):
        match = _COUNT.fullmatch(part)
        value = _integer(match[1]) if match else None
        if value is not None:
            return str(value)
    return None


def _decimal(said: str) -> Decimal | None:
    if said.replace(",", "").replace(".", "", 1).isascii():
        return Decimal(said.replace(",", ""))
    value = parse_number(said)
    return None if value is None else Decimal(str(value))


_SCALE: Final = {"k": 1000, "w": 10**4, "百": 100, "千": 1000, "万": 10**4}
_DIGIT: Final = dict(zip("一二三四五六七八九半", (*range(1, 10), 5), strict=True))


def _fen(match: re.Match[str]) -> str | None:
    """The whole fen of an amount; None when there would be a part of one."""
    said, letter, scale, tenth, cent = match.groups()
    if re.fullmatch("[万亿百千佰仟]+", said):
        return None
    yuan = _decimal(said)
    if yuan is None or yuan > 10**12:
        return None
    for word in (letter, scale):
        yuan *= _SCALE[word.lower()] if word else 1
    for part, worth in ((tenth, Decimal("0.1")), (cent, Decimal("0.01"))):
        if part:
            yuan += (_DIGIT.get(part) or int(part)) * worth
    fen = yuan * 100
    return str(int(fen)) if fen == fen.to_integral_value() else None


def parse_money(text: str) -> str | None:
    """An amount of yuan as fen: 3000, 3,000.50元, 五千块, 1.5万, 三块五."""
    if _ABROAD.search(text) or _BELOW_ZERO.match(text):
        return None
    for part in bare(text, _SUM):
        match = _AMOUNT.fullmatch(part)
        value = _fen(match) if match else None
        if value is not None:
            return value
    return None


def find(text: str) -> list[Match]:
    """Whole numbers in a sentence. Parts of longer words and numbers are not."""
    seen = view(text)
    found = []
    for match in re.finditer(rf"(?<![{_CHARS}.]){_PLAIN}(?![{_CHARS}])", seen.text):
        value = _integer(match.group())
        if value is not None and not re.fullmatch("[一两](?![0-9])", match.group()):
            found.append(seen.match(str(value), *match.span()))
    return found


def find_money(text: str) -> list[Match]:
    """Amounts in a sentence that name their unit."""
    if _ABROAD.search(text):
        return []
    seen = view(text)
    found = []
    for match in _AMOUNT.finditer(seen.text):
        value = _fen(match)
        unit = re.search("元|块|蚊|圆|万|[kw¥]", match.group(), re.IGNORECASE)
        if value is not None and unit:
            found.append(
                seen.match(value, match.start(), match.start() + len(match.group().rstrip()))
            )
    return found
