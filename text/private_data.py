"""Private data in what citizens type: parsers for form fields, and masking for everything else.

Kinds: ID (citizen identity numbers, Hong Kong identity cards, passports, travel permits), PHONE
(mobiles), CARD (bank cards), PLATE. Sources of the rules: see `text.value_checks`.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from text import value_checks
from text.digit_runs import CHECK_X, FILLERS, SEPARATORS
from text.private_codes import documents, plates
from text.private_numbers import Hit, numbers
from text.projection import TOKEN, Projection, project

_BETWEEN: Final = re.compile(f"{SEPARATORS}|{FILLERS}")
_X_WORD: Final = re.compile(f"{CHECK_X}$")
_COUNTRY: Final = re.compile(r"^(?:\+86|0086|86|0)(?=1[3-9][0-9]{9}$)")


class Found(NamedTuple):
    """A value taken out of a message. `value` is normalised: ASCII digits, upper-case letters."""

    kind: str
    token: str
    value: str


class Masked(NamedTuple):
    """A message with tokens such as `[ID_1]` for its private values, one `Found` a token."""

    text: str
    found: list[Found]


def _compact(s: str) -> str:
    return _BETWEEN.sub("", project(s).digits)


def parse_id_number(s: str) -> str | None:
    """The citizen identity number that `s` is, in any spelling: 18 characters, or 15 digits.

    GB 11643-1999: known province, a birth date until today, and for 18 characters the check digit.
    """
    value = _X_WORD.sub("X", _compact(s))
    return value if value_checks.is_id18(value) or value_checks.is_id15(value) else None


def parse_mobile(s: str) -> str | None:
    """The 11 digits of the mainland mobile number that `s` is, without +86."""
    value = _COUNTRY.sub("", _compact(s))
    return value if value_checks.is_mobile11(value) else None


def parse_bank_card(s: str) -> str | None:
    """The 15 to 19 digits of the bank card number that `s` is (Luhn)."""
    value = _compact(s)
    return value if value_checks.is_card(value) else None


def parse_plate(s: str) -> str | None:
    """The civil plate that `s` is, such as 粤B12345, 粤BD12345 or 粤Z1234港."""
    value = _compact(s).replace("点", "")
    return value if value_checks.is_plate(value) else None


def is_id_number(s: str) -> bool:
    """True when `parse_id_number` reads it."""
    return parse_id_number(s) is not None


def is_mobile(s: str) -> bool:
    """True when `parse_mobile` reads it."""
    return parse_mobile(s) is not None


def is_bank_card(s: str) -> bool:
    """True when `parse_bank_card` reads it."""
    return parse_bank_card(s) is not None


def is_plate(s: str) -> bool:
    """True when `parse_plate` reads it."""
    return parse_plate(s) is not None


def _locate(s: str) -> list[Hit]:
    """Every private value of `s`, its span in `s`, in order, disjoint.

    Looks again after each find, so that what is left holds nothing more to find.
    """
    view = project(s)
    located: list[Hit] = []
    while True:
        before = len(located)
        for finder in (plates, numbers, documents):
            hits = _whole_characters(view, finder(view))
            located += [h._replace(start=a, end=b) for h in hits for a, b in [view.span(*h[:2])]]
            view = view.without([(h.start, h.end) for h in hits]) if hits else view
        if len(located) == before:
            return sorted(located)


def _whole_characters(view: Projection, hits: list[Hit]) -> list[Hit]:
    """Widen hits that end within a character such as ⑩; drop what then overlaps."""
    kept: list[Hit] = []
    for hit in hits:
        start, end = hit.start, hit.end
        while start > 0 and view.raw[start - 1] == view.raw[start]:
            start -= 1
        while end < len(view.raw) and view.raw[end] == view.raw[end - 1]:
            end += 1
        if not kept or kept[-1].end <= start:
            kept.append(hit._replace(start=start, end=end))
    return kept


def mask(s: str) -> Masked:
    """Swap private values for tokens; every other character stays as it was.

    Tokens count from 1 within a kind, in order of appearance; the same value has the same token.
    Tokens already in the text stay, and their numbers are not used again, so that
    `mask(mask(s).text).text == mask(s).text`.
    """
    used = {token.group() for token in TOKEN.finditer(s)}
    tokens: dict[tuple[str, str], str] = {}
    out, at = [], 0
    for hit in _locate(s):
        key = hit.kind, hit.value
        if key not in tokens:
            number = 1
            while f"[{hit.kind}_{number}]" in used:
                number += 1
            tokens[key] = f"[{hit.kind}_{number}]"
            used.add(tokens[key])
        out += [s[at : hit.start], tokens[key]]
        at = hit.end
    found = [Found(kind, token, value) for (kind, value), token in tokens.items()]
    return Masked("".join([*out, s[at:]]), found)
