"""The words that tell of a citizen's own case: numbers (an age, a grade), names (a degree).

What belongs to a rule ("70岁以上", "必须是深户吗") tells nothing of the citizen; what is denied
("不是低保") is not theirs. Texts are normalised.
"""

import re
from collections.abc import Iterator

from knowledge_base.elsewhere import PLACES
from text.digits import parse_number

_SMALL = r"(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_WORDS = {
    **{word: n for n, word in enumerate(_SMALL[1:-1].split("|"), start=1)},
    **{"first": 1, "second": 2, "third": 3, "fourth": 4},
    **{"首": 1, "大": 1, "百": 100, "无": 0, "没": 0, "no": 0},
}
_NUMBER = r"(\d{1,3}|[一二两三四五六七八九十百零]{1,5})"
_ORDINAL = r"(?<![\d一二三四五六七八九、])([1-9]|[一二两三四五六七八九])"
_KIN = (
    r"(?:爸|妈|父亲|母亲|父|母|爹|娘|爷|奶|公|婆|老人家?|老伴|丈夫|妻子|哥|姐|弟|妹|叔|姨|舅|姑"
    r"|儿子|女儿|闺女|孙子|孙女|孩子|小孩|娃)"
)
_PERSON = (
    rf"(?:{_KIN}|我|他|她|您|本人|今年)(?:今年|明年|都|也|快|才|已经?|刚满|刚过|刚|满|过了|虚岁)?"
)
_DONE = r"(?:了|嘞|啦|吧|就)"
_END = r"(?:$|[,，。.;；!！?？、 ])"
_UNIT = r"\s*(?:yuan|rmb|%|percent|hours?|minutes?|days?|weeks?|months?|years?|people|km|times)"

_AGES = [  # with the word for years
    rf"(?<!长命){_NUMBER}\s*[多几来]?(?:周岁|岁)",
    r"\b(\d{1,3})[- ]?(?:years?[- ]old|year[- ]olds?|yo\b|y/o)",
    rf"\b{_SMALL}[- ]years?[- ]old",
    rf"\b(?:is|am|turned|turns|he's|she's) {_SMALL}(?= and\b| now\b|$|[,.;!?])",
]
_BARE_AGES = [  # without it
    rf"{_PERSON}{_NUMBER}[多几来]?(?={_DONE}|{_END})",
    rf"{_KIN}{_NUMBER}(?=深户|的|男|女|还|没|能|可以|想|要)",
    rf"(?:都|快|已经|刚满|刚过|过了|{_END}|^){_NUMBER}[多几来]?(?={_DONE})",
    rf"(?<![要得须等交缴住待干存])满{_NUMBER}(?={_DONE}|{_END})",
    rf"\b(?:aged?|turn(?:ed|ing|s)?|is|am|(?:he|she|dad|mum|mom|father|mother)'s|i'm)\s+"
    rf"(?:already |only |just |now |nearly |almost )?(\d{{2,3}})\b(?!{_UNIT})",
]
_LIKELY_AGES = range(10, 121)
_DISABLED = r"(?:残|失明|瘫|智力|肢体|精神|视力|听力|言语|多重)"
_OTHERS = {
    "child": [
        rf"第{_ORDINAL}个?(?:孩|胎|娃|宝(?!安))|{_ORDINAL}(?:孩|胎|宝(?!安))",
        r"老([大二三四])(?=[,，。 ]|出生|刚|满|的|上|要|$)",
        r"\b(first|second|third|fourth) (?:child|baby|kid)\b",
    ],
    "homes": [
        rf"第{_ORDINAL}套|(首)套|{_ORDINAL}套(?=住?房(?!租))",
        rf"(?:有|买过|买了){_ORDINAL}套(?={_END}|了|住?房)",
        r"(无|没)(?:有|买过|自己的|商品|住)*房(?![租贷东间本卡源证]|产证)",
        r"\b(no) (?:home|house|flat|property)\b",
    ],
    "disability": [
        rf"{_DISABLED}[^。?？!！]{{0,10}}?{_ORDINAL}级",
        rf"{_ORDINAL}级[^。?？!！]{{0,10}}?残",
        r"(?:level|grade) ([1-4])\b(?=.{0,12}disab)|disab\w+ (?:level|grade) ([1-4])\b",
    ],
}

_BELOW_BEFORE = re.compile(r"(?:未满|不满|不到|没到|没满|不足)$")
_BELOW_AFTER = re.compile(r"不到")
_LIMIT_BEFORE = re.compile(
    r"(?:[\d一二三四五六七八九十岁](?:到|至|-|~)|超过|大于|小于|低于|高于|等到|等满|至少|最多"
    r"|\b(?:over|under|above|below|least|most) )$"
)
_LIMIT_AFTER = re.compile(
    r"(?:及|或|或者)?(?:以上|以下|以内|以前|之前|起)|才(?:给|能|可)|(?:到|至|-|~)[\d一二三四五六七八九十]"
    r"| ?(?:and|or) (?:over|above|older|under|below|younger|up)"
)
_DENIED_BEFORE = re.compile(
    r"(?:不是|不算|不属于|并非|没有?|无|[非未飞]|\bnon-?|\bwithout (?:a |any )?|\bno |\bnot (?:a )?"
    r"|(?:n't|\bnot) have (?:a )?)(?:在?领|在?吃|拿|评|读|念|考|过|到|上|有|第|本地|的|个)*$"
)
_DENIED_AFTER = re.compile(rf"(?:的)?(?:不是|不对)(?={_END})")
_ASKED_BEFORE = re.compile(
    r"(?:是不是|有没有|是否|要不要|需要|一定要|必须|非要|非得|得是|要求|不管|无论)(?:是|有|要|得)?$"
)
_ASKED_AFTER = re.compile(
    r"(?:学历)?(?:及|或|含)?以上|.{0,3}才(?:能|可|行)|(?:和|跟|与|还是|或)?非深"
)

_NAMED = {
    "degree": {
        "bachelor": r"专升本|本科(?!室|生都)|学士|\bbachelor",
        "college": r"大专|专科(?!医院|医生|门诊)|高职|\bcollege diploma\b|\bassociate degree",
        "master": r"硕士|研究生|\bmaster(?:['’]?s\b| degree| of\b)",
        "doctor": r"博士|\bph\.?d\b|\bdoctora",
    },
    "hukou": {
        "elsewhere": (
            rf"外[地省市](?:人|户口|户籍)|(?:老家|农村|{PLACES.pattern})的?户[口籍]"
            rf"|户口(?:还|都|也|一直|现在)*[在是](?:老家|外地|乡下|外省|农村|{PLACES.pattern})"
            rf"|户口(?:还|都|也)*不在(?:深圳|本地|这边)"
            rf"|hukou (?:is |are |was )?(?:still )?in (?!shenzhen|luohu|the\b|this\b|my\b)"
        ),
        "shenzhen": (
            r"(?:已经?|刚|早就)入深户|(?<![资入进落成为转办拿])(?:深户(?!外)|深籍"
            r"|(?:深圳市?|本[市地])的?户[口籍])|(?<![给在成变当])深圳人(?![才民社])"
            rf"|(?:^|{_END}|{_KIN}|我|他|她|们|个|人)的?户口(?:就|已经|都|也)*在(?:深圳|罗湖)"
            r"|shenzhen (?:hukou|resident|household)"
        ),
    },
    "hardship": {
        "low_income_edge": r"低保边缘|低收入家庭",
        "high_expense": r"支出型",
        "destitute": r"特困|三无老人",
        "low_income": r"低保(?!边缘)|\bdibao\b",
    },
}
_OPPOSITE = {"shenzhen": "elsewhere"}
"""What one is whose hukou is not that; of other kinds a denial tells nothing."""


def numbers_in(text: str) -> dict[str, int]:
    """Kind (age, child, homes, disability) to the number said last."""
    found = {kind: list(_found(patterns, text)) for kind, patterns in _OTHERS.items()}
    bare = [(at, n) for at, n in _found(_BARE_AGES, text) if n in _LIKELY_AGES]
    found["age"] = [*_found(_AGES, text), *bare]
    return {kind: max(numbers)[1] for kind, numbers in found.items() if numbers}


def names_in(text: str) -> dict[str, str]:
    """Kind (degree, hukou, hardship) to the name said last."""
    found = {}
    for kind, patterns in _NAMED.items():
        said = [
            (match.end(), name)
            for reading, pattern in patterns.items()
            for match in re.finditer(pattern, text)
            if (name := _meant(reading, match, text))
        ]
        if said:
            found[kind] = max(said)[1]
    return found


def _meant(name: str, match: re.Match[str], text: str) -> str | None:
    before, after = text[: match.start()], text[match.end() :]
    if _ASKED_BEFORE.search(before) or _ASKED_AFTER.match(after):
        return None
    if _DENIED_BEFORE.search(before) or _DENIED_AFTER.match(after):
        return _OPPOSITE.get(name)
    return name


def _found(patterns: list[str], text: str) -> Iterator[tuple[int, int]]:
    """Where each number ends, and its value; without those of a rule and those denied."""
    for match in (m for pattern in patterns for m in re.finditer(pattern, text)):
        group = next(i for i, said in enumerate(match.groups(), start=1) if said)
        before, after = text[: match.start(group)], text[match.end() :]
        value = _value(match.group(group))
        if value is None or _LIMIT_BEFORE.search(before) or _LIMIT_AFTER.match(after):
            continue
        if _DENIED_BEFORE.search(before) or _DENIED_AFTER.match(after):
            continue
        below = _BELOW_BEFORE.search(before) or _BELOW_AFTER.match(after)
        yield match.end(), value - 1 if below else value


def _value(said: str) -> int | None:
    """None for "about": 两三, 七八."""
    if said in _WORDS:
        return _WORDS[said]
    digits = ["一二三四五六七八九".find(c) for c in said.replace("两", "二")]
    if len(digits) == 2 and -1 not in digits and digits[1] == digits[0] + 1:
        return None
    value = parse_number(said)
    return value if isinstance(value, int) else None
