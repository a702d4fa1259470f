"""The citizen's own case, read from what they say: "我爸82了" is age 82.

A guide marks facts that speak of one case only (`when`); those of the citizen's own case
are said first, those of another case are not.
"""

import re
from dataclasses import dataclass

from knowledge_base.schema import Case
from text.digits import parse_number

_NUMBER = r"(\d{1,3}|[一二两三四五六七八九十百零]{1,5})"
_ORDINAL = r"([1-9]|[一二两三四五六七八九])"
_COUNTED = {
    "age": [
        rf"{_NUMBER}\s*(?:多)?(?:周岁|岁|嵗)",
        rf"(?:爸|妈|父|母|爷|奶|公|婆|老人|老豆|老窦|阿妈|妈咪|今年|刚满|满|快|都|已经){_NUMBER}(?:岁|了|嘞|啦|吧|$|[,，。；、 ])",
        r"\b(\d{1,3})[- ]?(?:years?[- ]old|year olds?|yo\b|y/o)",
        r"\b(?:aged?|turned|turning|turns|is|am|he's|she's|i'm)\s+(\d{2,3})\b(?!\s*(?:yuan|days?|months?|%|hours?|rmb))",
    ],
    "child": [rf"(?:第)?{_ORDINAL}(?:个)?(?:孩|胎|宝)", r"老(大|二|三|四)(?=[,，。 ]|出生|满|的|上|要|$)"],
    "homes": [rf"(?:第)?{_ORDINAL}套(?:房|住房|房子)?", r"(首)套"],
    "disability": [rf"{_ORDINAL}级(?:残疾|伤残|智力|肢体|精神|视力|听力)?|(?:残疾){_ORDINAL}级"],
}
_NAMED = {
    "degree": {
        "college": r"大专|专科|高职|\bcollege diploma\b|associate degree",
        "bachelor": r"本科|学士|\bbachelor",
        "master": r"硕士|研究生|\bmaster",
        "doctor": r"博士|\bph\.?d\b|\bdoctora",
    },
    "hukou": {
        "elsewhere": r"非深户|非深籍|外地(?:人|户口|户籍)|外省(?:人|户口)|不是深户|没有?深户|冇深户|户口(?:还)?在(?:老家|外地)|non-shenzhen|without (?:a )?shenzhen hukou|no shenzhen hukou",
        "shenzhen": r"深户|深圳户口|深圳户籍|深圳人|shenzhen (?:hukou|resident|household)",
    },
    "hardship": {
        "low_income_edge": r"低保边缘|低收入家庭",
        "high_expense": r"支出型",
        "destitute": r"特困|三无老人",
        "low_income": r"低保(?!边缘)",
    },
}
_WORDS = {"大": 1, "首": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True)
class OwnCase:
    """What is known of a citizen's case; empty where nothing was said. Ages in years."""

    numbers: dict[str, int]
    names: dict[str, str]

    def updated(self, later: "OwnCase") -> "OwnCase":
        """The same person some words later: what was said last holds."""
        return OwnCase(self.numbers | later.numbers, self.names | later.names)


NO_CASE = OwnCase({}, {})


def case_in(text: str) -> OwnCase:
    """Read a normalised text. Of several numbers of a kind the last counts ("70不是，82")."""
    numbers = {}
    for kind, patterns in _COUNTED.items():
        found = [m for pattern in patterns for m in re.finditer(pattern, text)]
        if found:
            last = max(found, key=lambda m: m.start())
            said = next(group for group in last.groups() if group)
            value = _WORDS[said] if said in _WORDS else _whole(said)
            if value is not None:
                numbers[kind] = value
    names = {}
    for kind, readings in _NAMED.items():
        for name, pattern in readings.items():
            if re.search(pattern, text):
                names[kind] = name
                break
    return OwnCase(numbers, names)


def fit_of(case: Case | None, own: OwnCase) -> float:
    """1: the fact speaks of the citizen's own case; 0: of everybody's; -1: of another's;
    -0.5: of one case, and the citizen's is not known."""
    if case is None:
        return 0.0
    marks = []
    for kind, value in case.model_dump(exclude_none=True).items():
        if kind in own.numbers:
            marks.append(_within(own.numbers[kind], value))
        elif kind in own.names:
            marks.append(own.names[kind] == value)
    if not marks:
        return -0.5
    return 1.0 if all(marks) else -1.0


def _whole(said: str) -> int | None:
    value = parse_number(said)
    return value if isinstance(value, int) else None


def _within(value: int, span: str) -> bool:
    low, dash, high = span.partition("-")
    if not dash:
        return value == int(low)
    return (not low or value >= int(low)) and (not high or value <= int(high))
