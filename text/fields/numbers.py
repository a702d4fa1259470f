"""Identity numbers, mobiles and bank cards, by the parsers of `text.private_data`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from text.fields.spelling import Match, bare
from text.private_data import parse_bank_card, parse_id_number, parse_mobile
from text.private_numbers import numbers
from text.projection import project

_ID: Final = r"(?:居民)?(?:公民)?(?:身份证?|证件|id)(?:的|嘅)?(?:编号|号码|号|码)?"
_PHONE: Final = (
    r"(?:新的?|联系|手机|移动|本机|常用|手提)?(?:电话|手机|手提|联系方式|号码|手机号|tel|phone)"
    r"(?:的|嘅)?(?:号码|号|码)?"
)
_CARD: Final = (
    r"(?:[\u4e00-\u9fff]{0,6}银行)?(?:的|嘅)?(?:银行卡|储蓄卡|借记卡|社保卡|卡|账户|帐户|账号|帐号)"
    r"(?:的|嘅)?(?:账号|帐号|号码|号|码)?"
)


def _read(text: str, labels: str, parser: Callable[[str], str | None]) -> str | None:
    for part in bare(text, labels):
        value = parser(part)
        if value is not None:
            return value
    return None


def _find(text: str, kind: str, parser: Callable[[str], str | None]) -> list[Match]:
    view = project(text)
    found = []
    for hit in numbers(view):
        value = parser(hit.value) if hit.kind == kind else None
        if value is not None:
            found.append(Match(value, *view.span(hit.start, hit.end)))
    return found


def parse_id(text: str) -> str | None:
    """A citizen identity number (GB 11643-1999)."""
    return _read(text, _ID, parse_id_number)


def parse_phone(text: str) -> str | None:
    """A mainland mobile: 11 digits."""
    return _read(text, _PHONE, parse_mobile)


def parse_card(text: str) -> str | None:
    """A bank card: 15 to 19 digits that pass the Luhn check."""
    return _read(text, _CARD, parse_bank_card)


def find_id(text: str) -> list[Match]:
    """Citizen identity numbers in a sentence."""
    return _find(text, "ID", parse_id_number)


def find_phone(text: str) -> list[Match]:
    """Mainland mobiles in a sentence."""
    return _find(text, "PHONE", parse_mobile)


def find_card(text: str) -> list[Match]:
    """Bank cards in a sentence."""
    return _find(text, "CARD", parse_bank_card)
