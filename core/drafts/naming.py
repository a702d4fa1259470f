"""Fields that a sentence calls by their names, and the values that it says after them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.drafts.state import Draft
from core.drafts.steps import plan
from core.drafts.values import BREAK, read
from core.items.definition import FieldDefinition
from text.fields import looks_like_question, steering
from text.fields.spelling import flat
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

_CHANGES = re.compile("[改换]|编辑|更正|重新?填|[写填说选打搞弄记]错|错了|不对|有误")
_IS = (
    r"(?:号码|号)?(?:的|嘅)?[,， ]*(?:[写填说选打搞弄记]错了?|不对|有误)?[,， ]*(?:应该|要|就|想)?"
    r"(?:是|係|系|为|叫做?|填|写|改成|改为|换成|在|[:：=,， ])*"
)


@dataclass(frozen=True)
class Named:
    """A field whose name stands at `label` in a sentence, and the value said after it."""

    field: FieldDefinition
    label: int
    value: str


def named_in(words: str, fields: Sequence[FieldDefinition]) -> Iterator[Named]:
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
        value = _value_between(words, end, stop, field)
        if value is not None:
            yield Named(field, start, value)


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


def _names(fields: Sequence[FieldDefinition]) -> list[tuple[str, FieldDefinition]]:
    """What the fields may be called."""
    names = [(name, one) for one in fields for name in {one.label, *one.also}]
    for type, usual in USUAL.items():
        of_type = [one for one in fields if one.type == type]
        if len(of_type) == 1:
            names += [(name, of_type[0]) for name in usual]
    return names


def _value_between(words: str, start: int, end: int, field: FieldDefinition) -> str | None:
    """The value after a field's name: up to the next name, or up to the next comma."""
    part = words[start:end]
    for said in (part, BREAK.split(part)[0]):
        if field.type == "yes_no":
            if not flat(said) and words[:start].rstrip().endswith("是"):
                said = "是"  # 首次申领：是
            value = {"yes": "yes", "no": "no"}.get(steering(said) or "")
        elif field.type == "text":
            value = read(field, said) if flat(said) else None
        else:
            value = read(field, said)
        if value is not None:
            return value
    return None
