"""Reading what a citizen said: the field that is asked, and others named in the same words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.appointments import when
from core.drafts.state import Draft
from core.drafts.steps import Entry, editable, plan
from core.items.definition import FieldDefinition, MaterialDefinition
from text.fields import find, looks_like_question, parse, parse_choice, parse_yes_no, steering
from text.fields.quantities import parse as parse_integer
from text.fields.spelling import clauses, flat
from text.normalise import clean, fold

USUAL: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "名字"),
    "id_number": ("身份证号码", "身份证号", "身份证", "证件号"),
    "mobile": ("手机号码", "手机号", "手机", "电话号码", "联系电话", "电话"),
    "bank_card": ("银行卡号", "银行卡", "卡号", "账号"),
    "address": ("住址", "地址"),
    "email": ("电子邮箱", "邮箱"),
    "company_name": ("公司名称", "公司名", "店名", "字号"),
    "credit_code": ("统一社会信用代码", "信用代码"),
}
"""What a field of a type is usually called, where only one field is of that type."""
PLAIN_TO_SEE = ("mobile", "id_number", "bank_card", "credit_code", "email", "company_name", "name")
"""Types whose values are known as such in a sentence without the name of their field."""

MATTER = re.compile(r"[a-z][a-z0-9-]{1,63}\|[^|]{1,60}")
"""A matter as the action server names it: its id and its name."""

_CORRECTS = re.compile("写错|填错|说错|打错|搞错|弄错|记错|更正|改一下|改为|改成|不对|换成")
_CHANGES = re.compile("[改换]|编辑|更正|重新?填|[写填说选打搞弄记]错|错了|不对|有误")
_IS = (
    r"(?:号码|号)?(?:的|嘅)?[,， ]*(?:[写填说选打搞弄记]错了?|不对|有误)?[,， ]*(?:应该|要|就|想)?"
    r"(?:是|係|系|为|叫做?|填|写|改成|改为|换成|在|[:：=,， ])*"
)
_BESIDE = re.compile("[ ,，、;；/和跟及同]{1,3}")
_BREAK = re.compile(r"[,，。;；!！\n]")

EXPECTED = {
    "name": "请告诉我完整的姓名",
    "id_number": "请告诉我18位身份证号码",
    "mobile": "请告诉我11位手机号",
    "bank_card": "请告诉我完整的银行卡号",
    "address": "请告诉我详细地址，写到门牌号",
    "date": "请告诉我完整的日期，要有年、月、日",
    "year_month": "请告诉我年份和月份",
    "integer": "请告诉我一个整数",
    "money": "请告诉我金额，单位是元或万元",
    "yes_no": "请回答“是”或者“否”",
    "text": "请用一两句话说明",
    "company_name": "请告诉我完整的名称，4到60个字，以“有限公司”“店”“商行”“工作室”等结尾",
    "credit_code": "请告诉我18位统一社会信用代码",
    "email": "请告诉我电子邮箱地址",
    "notice_number": "请告诉我10到20位数字的编码，也可以拍通知书上的二维码",
    "unit_code": "请告诉我通知书上的执收单位编码，是几位数字",
    "booking_number": "请告诉我B开头的预约编号",
    "phone_tail": "请告诉我四位数字",
    "story": "请用一两句话说说是什么事",
    "when": "请告诉我日子，可以再说上午、下午或者几点",
    "matter": "请告诉我要办的事的名称",
}


_DIGITS = {"mobile": (11, 11), "id_number": (18, 18), "bank_card": (15, 19)}
"""How many characters a number of a type has, at least and at most."""


@dataclass(frozen=True)
class Taken:
    """A value read for a field or paper."""

    entry: Entry
    value: str


@dataclass(frozen=True)
class _Named:
    """A field named in a sentence; its value may stand in `start:end`."""

    field: FieldDefinition
    label: int
    start: int
    end: int


def read(field: FieldDefinition, words: str) -> str | None:
    """The value that the whole of `words` is for this field, within its bounds."""
    if field.type in ("choice", "record"):
        options = [(one.value, [one.label, *one.also]) for one in field.options]
        return parse_choice(options, words) if options else None
    if field.type == "matter":
        return words if MATTER.fullmatch(words) else None
    if field.type == "when":
        return None  # needs the calendar: see _when
    if field.type == "yes_no":
        return parse_yes_no(words, f"{field.ask}{field.label}{''.join(field.also)}")
    value = parse(field.type, words)
    return value if value is not None and _within(field, value) else None


def read_all(draft: Draft, target: Entry | None, words: str, *, strict: bool) -> list[Taken]:
    """What the words say about the fields of a draft; at most one value a field.

    `target` is what is asked. `strict`: the field was answered before and ended the draft, so a
    mere 是 or 好的 does not answer it again. Steering words and questions say nothing, unless
    the parser of the field asked takes all of them.
    """
    asked = target if isinstance(target, FieldDefinition) else None
    words = fold(clean(words))
    if steering(words) not in (None, "yes", "no"):
        return []
    open_to = [one for one in plan(draft).values() if isinstance(one, FieldDefinition)]
    fields = [one for one in open_to if editable(draft, one)]
    named = [] if looks_like_question(words) else list(_named(fields, words))
    mistaken = bool(draft.answers) and _CORRECTS.search(words) is not None
    taken: dict[str, Taken] = {}
    first = named[0].label if named else len(words)
    if asked and not (strict and asked.type == "yes_no"):
        others = [one for one in named if one.field.id != asked.id]
        free = asked.type in ("text", "address", "company_name") and bool(others) and first < 8
        if not free and not (mistaken and others):
            value = _when(draft, words) if asked.type == "when" else read(asked, words)
            if value is not None:
                taken[asked.id] = Taken(asked, value)
    for one in named:
        taken.setdefault(one.field.id, Taken(one.field, _value_of(one, words) or ""))
    if taken or not looks_like_question(words):
        whole = asked is not None and asked.id in taken and not named
        if not whole or (asked is not None and asked.type == "notice_number"):
            found = _plain(draft, fields, words, mistaken, skip=set(taken), asked=asked)
            taken |= {one.entry.id: one for one in found}
    if asked and asked.id not in taken and not strict and not looks_like_question(words):
        value = _inside(asked, words, [one.value for one in taken.values()])
        if value is not None and not (mistaken and taken):
            taken[asked.id] = Taken(asked, value)
    return list(taken.values())


def to_change(draft: Draft, words: str) -> str | None:
    """The one filled field that the words want to change without saying to what: 我要改手机号."""
    words = fold(clean(words))
    if not _CHANGES.search(words) or looks_like_question(words):
        return None
    filled = [
        one
        for id, one in plan(draft).items()
        if isinstance(one, FieldDefinition) and id in draft.answers
    ]
    said = [(name, one.id) for name, one in _names(filled) if name in words]
    longest = {id for name, id in said if not any(name != n and name in n for n, _ in said)}
    return longest.pop() if len(longest) == 1 else None


def expected(entry: Entry, words: str) -> str:
    """What is expected for this field or paper, and why these words were not it."""
    if isinstance(entry, MaterialDefinition):
        return f"这一步要交「{entry.name}」。请拍照，或者上传文件（JPG、PNG 或 PDF）。"
    if entry.type in ("choice", "record"):
        options = "、".join(one.label for one in entry.options)
        return f"「{entry.label}」请从这几项里选一个：{options}。"
    why = _bound_told(entry, words) or _number_told(entry, words)
    example = f"，例如：{entry.example}" if entry.example else ""
    return f"{why}「{entry.label}」{EXPECTED[entry.type]}{example}。"


def _named(fields: Sequence[FieldDefinition], words: str) -> Iterator[_Named]:
    """The fields whose names stand in the words with a value after them that their parser takes."""
    names = _names(fields)
    hits: list[tuple[int, int, FieldDefinition]] = []
    for name, field in sorted(names, key=lambda pair: -len(pair[0])):
        for match in re.finditer(re.escape(name) + _IS, words):
            start = match.start()
            if not any(a <= start < b for a, b, _ in hits):
                hits.append((start, match.end(), field))
    hits.sort(key=lambda hit: hit[0])
    stops = [start for start, _, _ in hits[1:]] + [len(words)]
    for (start, end, field), stop in zip(hits, stops, strict=False):
        one = _Named(field, start, end, stop)
        if _value_of(one, words) is not None:
            yield one


def _names(fields: Sequence[FieldDefinition]) -> list[tuple[str, FieldDefinition]]:
    """What the fields may be called."""
    names = [(name, one) for one in fields for name in {one.label, *one.also}]
    for type, usual in USUAL.items():
        of_type = [one for one in fields if one.type == type]
        if len(of_type) == 1:
            names += [(name, of_type[0]) for name in usual]
    return names


def _value_of(named: _Named, words: str) -> str | None:
    """The value after a field's name: up to the next name, or up to the next comma."""
    part = words[named.start : named.end]
    for said in (part, _BREAK.split(part)[0]):
        if named.field.type == "yes_no":
            if not flat(said) and words[: named.start].rstrip().endswith("是"):
                said = "是"  # 首次申领：是
            value = {"yes": "yes", "no": "no"}.get(steering(said) or "")
        elif named.field.type == "text":
            value = read(named.field, said) if flat(said) else None
        else:
            value = read(named.field, said)
        if value is not None:
            return value
    return None


def _plain(
    draft: Draft,
    fields: Sequence[FieldDefinition],
    words: str,
    mistaken: bool,
    skip: set[str],
    asked: FieldDefinition | None = None,
) -> Iterator[Taken]:
    """Values that need no name: one value of a type that one field still waits for; one that is
    filled only where the citizen says that it is wrong, or names another day instead of one of
    the times that were offered."""
    for type in PLAIN_TO_SEE:
        waiting = [
            one for one in fields if one.type == type and (mistaken or one.id not in draft.answers)
        ]
        values = {match.value for match in find(type, words)}
        if len(waiting) == 1 and len(values) == 1 and waiting[0].id not in skip:
            value = values.pop()
            if _within(waiting[0], value):
                yield Taken(waiting[0], value)
    yield from _unit_beside(draft, fields, words, skip)
    instead = asked is not None and asked.type == "record" and asked.id not in skip
    for one in fields:
        waits = mistaken or one.id not in draft.answers
        if one.type == "when" and one.id not in skip and (waits or instead):
            said = _when(draft, words, names_day=not waits)
            if said is not None:
                yield Taken(one, said)
    anew = _chosen_anew(draft, fields, words) if mistaken else []
    if len(anew) == 1 and anew[0].entry.id not in skip:
        yield anew[0]


def _unit_beside(
    draft: Draft, fields: Sequence[FieldDefinition], words: str, skip: set[str]
) -> Iterator[Taken]:
    """The code of a collecting unit that stands right after the number of a notice."""
    waiting = [
        one for one in fields if one.type == "unit_code" and one.id not in {*draft.answers, *skip}
    ]
    notices = find("notice_number", words)
    if len(waiting) != 1 or len(notices) != 1:
        return
    for unit in find("unit_code", words):
        if _BESIDE.fullmatch(words[notices[0].end : unit.start]):
            yield Taken(waiting[0], unit.value)
            return


def _when(draft: Draft, words: str, *, names_day: bool = False) -> str | None:
    """The days and time of day that the words mean, said so that tomorrow they mean the same.
    `names_day`: only words that name a day."""
    found = when.parse(words, draft.core.today, draft.core.parts.calendar)
    return found.says if found and (found.days or not names_day) else None


def _chosen_anew(draft: Draft, fields: Sequence[FieldDefinition], words: str) -> list[Taken]:
    """The filled choices of which the words name another option: 填错了，我是深户."""
    parts = [part for part in _BREAK.split(words) if part and steering(part) is None]
    found = []
    for one in fields:
        if one.type == "choice" and one.id in draft.values:
            values = {read(one, part) for part in parts} - {None, draft.values[one.id]}
            found += [Taken(one, value) for value in values if value is not None]
    return found


def _inside(field: FieldDefinition, words: str, taken: Sequence[str]) -> str | None:
    """The one value of the asked field inside a longer sentence."""
    if field.type in ("text", "story", "choice", "record", "matter", "when", "yes_no"):
        return None
    if field.type == "integer":
        found = {match.value for match in clauses(words, parse_integer)}
    else:
        found = {match.value for match in find(field.type, words)}
    found -= set(taken)
    value = found.pop() if len(found) == 1 else None
    return value if value is not None and _within(field, value) else None


def _within(field: FieldDefinition, value: str) -> bool:
    """Is a parsed value within the bounds of its field? Money in fen."""
    if field.type in ("integer", "money"):
        above = field.least is None or int(value) >= field.least
        return above and (field.most is None or int(value) <= field.most)
    return field.type not in ("text", "story") or len(value) <= field.longest


def _bound_told(field: FieldDefinition, words: str) -> str:
    """A sentence about the bound that a value broke; empty where none did."""
    value = (
        parse(field.type, words) if field.type in ("integer", "money", "text", "story") else None
    )
    if value is None or _within(field, value):
        return ""
    if field.type in ("text", "story"):
        return f"写得太长了，最多{field.longest}个字。"
    unit = 100 if field.type == "money" else 1
    least = "" if field.least is None else f"不少于{field.least / unit:g}"
    most = "" if field.most is None else f"不超过{field.most / unit:g}"
    return f"这个数要{'、'.join(part for part in (least, most) if part)}。"


def _number_told(field: FieldDefinition, words: str) -> str:
    """What is wrong with a number that was said; empty where none was."""
    said = re.findall(r"\d{6,}[Xx]?", re.sub(r"[ \-]", "", fold(clean(words))), re.ASCII)
    if field.type not in _DIGITS or len(said) != 1:
        return ""
    least, most = _DIGITS[field.type]
    if least <= len(said[0]) <= most:
        return "这个号码核对不上，可能打错了一位，请再看一看。"
    return f"您发的号码有{len(said[0])}位，位数不对。"
