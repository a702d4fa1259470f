"""What is expected of an answer, told to who gave something else."""

import re

from core.drafts.steps import Entry
from core.drafts.values import within
from core.items.definition import FieldDefinition, MaterialDefinition
from text.fields import parse
from text.normalise import clean, fold

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


def _bound_told(field: FieldDefinition, words: str) -> str:
    """A sentence about the bound that a value broke; empty where none did."""
    value = (
        parse(field.type, words) if field.type in ("integer", "money", "text", "story") else None
    )
    if value is None or within(field, value):
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
