"""Postal addresses (地址): at least one word for a place, and no question."""

from __future__ import annotations

import re
from typing import Final

from text.fields.questions import looks_like_question, steering
from text.fields.spelling import Match, bare, clauses

_STRONG: Final = re.compile(
    r"[路街巷弄村号栋幢座室楼屯组]|大道|花园|大厦|小区|苑|广场|公寓|社区|新村|家园|单元|中心|府|居|阁|庭|城|里|湾|坊|轩"
    r"|苑|工业区|产业园|科技园|学校|宿舍|邨|围"
)
_REGION: Final = re.compile(r"[\u4e00-\u9fff]{2,}?(?:省|市|区|县|镇|乡|街道)")
_CHARS: Final = re.compile(r"[\w\-—–#()·/、,. &+]{4,100}")
_SENTENCE: Final = re.compile(
    r"^(?:我|你|您|他|她|去|到|在|从|要|想|能|可以|请|有|没|不|给|帮|带|拿|办|[是係系嗯哦噢喔呃住填]|就|(?:现|户籍|居住|经营|家庭)?(?:地址|住址)|家[在住里的]|好的|现在|目前|这|那[个里边]|哪|怎|几|多|什么|谁)"
    r"|申请|办理|需要|可以|领取|提交|上班|下班|电话|窗口|预约|排队|材料|身份证|户口本|证明|补贴|津贴|公司|怎么|多少"
    r"|能不|是不|有没|要不|不知道|不清楚|没有|不是|不住|搬|忘|了$|吧$|附近|旁边|对面|里面"
)
_LABELS: Final = (
    r"(?:现在|目前|家|一直)?(?:住|居住|家|家庭|户籍|经营|注册|通讯|联系|收件|邮寄|详细|单位)?(?:的|嘅)?"
    r"(?:地址|住址|住处|住所|地点)?(?:就?(?:住?[在喺]|住))?"
)


def _is_place(whole: str) -> bool:
    if not _CHARS.fullmatch(whole) or not re.search("[\u4e00-\u9fff]{2}", whole):
        return False
    if _SENTENCE.search(whole):
        return False
    strong = _STRONG.findall(whole)
    if not strong:
        return False
    return bool(
        len(strong) > 1 or re.search(r"[0-9一二三四五六七八九十]|[\u4e00-\u9fff]{3}", whole)
    )


def parse(text: str) -> str | None:
    """An address in one line, half-width and simplified, without blanks between characters."""
    if steering(text) or looks_like_question(text):
        return None
    for part in bare(text, _LABELS, whole_first=True):
        whole = re.sub(r"(?<![A-Za-z]) | (?![A-Za-z])", "", part)
        if _is_place(whole):
            return whole
    return None


def find(text: str) -> list[Match]:
    """Clauses that are addresses, with a word for a region or a number in them."""
    return [
        match
        for match in clauses(text, parse)
        if re.search("[0-9]", match.value) or _REGION.search(match.value)
    ]
