"""Parsers of form answers: text in, a normalised value or None out. Python 3.10 and up.

`parse` reads a whole text as one answer, with or without lead-in words (我叫…, 电话是…, 大概…).
`find` looks for values inside a sentence. Both refuse questions and the tokens of the vault.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from text.fields import bills, choices, dates, firms, names, numbers, places, quantities, words
from text.fields.choices import parse_choice, parse_yes_no
from text.fields.questions import looks_like_question, steering
from text.fields.spelling import Match

__all__ = [
    "TYPES",
    "Match",
    "find",
    "looks_like_question",
    "parse",
    "parse_choice",
    "parse_yes_no",
    "steering",
]

_PARSERS: Final[dict[str, Callable[[str], str | None]]] = {
    "name": names.parse,
    "id_number": numbers.parse_id,
    "mobile": numbers.parse_phone,
    "bank_card": numbers.parse_card,
    "address": places.parse,
    "date": dates.parse,
    "year_month": dates.parse_month,
    "integer": quantities.parse,
    "money": quantities.parse_money,
    "yes_no": choices.parse_yes_no,
    "text": words.parse,
    "email": words.parse_email,
    "company_name": firms.parse,
    "credit_code": firms.parse_code,
    "notice_number": bills.parse_notice,
    "unit_code": bills.parse_unit,
    "booking_number": bills.parse_booking,
    "phone_tail": bills.parse_tail,
    "story": words.parse_story,
}
_FINDERS: Final[dict[str, Callable[[str], list[Match]]]] = {
    "name": names.find,
    "id_number": numbers.find_id,
    "mobile": numbers.find_phone,
    "bank_card": numbers.find_card,
    "address": places.find,
    "date": dates.find,
    "year_month": dates.find_month,
    "integer": quantities.find,
    "money": quantities.find_money,
    "yes_no": choices.find_yes_no,
    "email": words.find_email,
    "company_name": firms.find,
    "credit_code": firms.find_code,
    "notice_number": bills.find_notice,
    "unit_code": bills.find_unit,
}
TYPES: Final = frozenset(_PARSERS) | {"choice"}
"""All types of fields. `choice` needs its options: see `parse_choice`."""


def parse(type: str, text: str) -> str | None:
    """The value that the whole of `text` is, in its normal spelling; None when it is none.

    date: 2026-11-22; year_month: 2026-11; integer: digits; money: fen; yes_no: yes or no;
    numbers without spaces; words simplified and half-width. Raises KeyError for a type that is
    not in TYPES and for `choice`.
    """
    return _PARSERS[type](text)


def find(type: str, text: str) -> list[Match]:
    """Values of a type inside a sentence, in order, disjoint; places are those of `text`.

    Never finds anything for `text` and `choice`, whose values look like nothing in particular.
    """
    finder = _FINDERS.get(type)
    return finder(text) if finder else []
