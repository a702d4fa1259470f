"""Runs of written or spoken digits, and where in them a number may begin and end.

A run is digits with short gaps (spaces, dashes, dots, 杠 ...) between them. A number may begin and
end at a gap, at a change from written to spoken digits, and, failing that, between two spoken
digits; never between two written digits that touch, except for an identity number whose province,
birth date and check digit all hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from text.digits import WORD_AFTER
from text.projection import Projection
from text.value_checks import is_id15, is_id18, is_mobile11

SEPARATORS: Final = r"[ \-.,、_/|~*()]"
FILLERS: Final = "短横|横杠|横线|杠|空格|减号"
GAP: Final = (
    f"(?:{SEPARATORS}{{1,6}}(?:(?:{FILLERS}){SEPARATORS}{{0,3}})?|(?:{FILLERS}){SEPARATORS}{{0,3}})"
)
CHECK_X: Final = "(?:大写|大)? ?(?:X|艾克斯|埃克斯|爱克斯|叉)"

_RUN: Final = re.compile(f"[0-9](?:{GAP}?[0-9])*")
_X_TAIL: Final = re.compile(f"{GAP}?{CHECK_X}")
_DATE: Final = re.compile(
    r"(?<![0-9])(?:19|20)[0-9]{2}([-./])(?:0?[1-9]|1[0-2])\1(?:0[1-9]|[12][0-9]|3[01]|[1-9])(?![0-9])"
)
_AMOUNT_UNIT: Final = re.compile(" ?(?:元|块|万|亿|平|%)")
SHORTEST: Final = 11

# A number directly after these is the business of the service, not of the person.
_BUSINESS: Final = re.compile(
    r"(身份证|证件|护照|通行证|银行|卡|手机|电话|联系|账户?|帐户?|CARD|PHONE|MOBILE|TEL|PASSPORT"
    r"|(?<![A-Z])ID|ACCOUNT)?[ 的]?"
    r"(?:单号|缴款|通知书|办件|编号|案件|受理号|流水号|订单|业务号|回执|文号"
    r"|(?<![A-Z])(?:BILL|CASE|NUMBER|ORDER|RECEIPT))"
    r"(?:通知书|单|编号|号码|号|码|书|是|为|的|ID|NUMBER|NO|[:#. \-_(\[\"'“])*$"
)
_CASE_LETTERS: Final = re.compile(r"(?<![A-Z])([A-Z]{2,4})[-_#]?$")
_NOT_CASE_LETTERS: Final = re.compile(
    "ID|SFZ|HKID|SJ|SJH|DH|HM|TEL|MOB|CARD|KH|YHK|QQ|VX|WX|SIM|ICBC|CCB|ABC|BOC|CMB|PSBC|NO|IS|MY"
)


@dataclass(frozen=True)
class Run:
    """One run. `value`: its ASCII digits; `at`: their places in the projection; `gap[k]`: what
    stands before digit k; `spoken[k]`: whether it was written as a word; `x_end`: where a check
    letter X after the last digit ends, else None.
    """

    view: Projection
    value: str
    at: tuple[int, ...]
    gap: tuple[str, ...]
    spoken: tuple[bool, ...]
    x_end: int | None

    @cached_property
    def first_comma(self) -> int:
        """The first digit after a comma, or the length of the run."""
        return next((k for k, g in enumerate(self.gap) if "," in g or "、" in g), len(self.value))

    @cached_property
    def dates(self) -> list[tuple[int, int]]:
        """Half-open spans of projection places that look like a calendar date."""
        text = self.view.text
        return [m.span() for m in _DATE.finditer(text, self.at[0], self.at[-1] + 1)]

    @cached_property
    def before(self) -> str:
        """The 24 folded characters before the run."""
        return self.view.text[max(0, self.at[0] - 24) : self.at[0]]

    @cached_property
    def is_business(self) -> bool:
        """True after 单号, 办件编号 ... or directly after the letters of a case number."""
        word = _BUSINESS.search(self.before)
        letters = _CASE_LETTERS.search(self.before)
        return (word is not None and word[1] is None) or (
            letters is not None
            and not _NOT_CASE_LETTERS.fullmatch(letters[1])
            and len(self.value) >= 10
        )

    def is_edge(self, k: int, *, loose: bool) -> bool:
        """May a number begin or end before digit k?"""
        if k in (0, len(self.value)) or self.gap[k] or self.spoken[k - 1] != self.spoken[k]:
            return True
        return self.spoken[k] and (loose or self.ends_in_word(k + 1))

    def ends_in_word(self, j: int) -> bool:
        """Does the last digit before j begin a word that goes on after it (一共, 两个)?"""
        return WORD_AFTER.match(self.view.text, self.at[j - 1]) is not None

    def fits(self, i: int, j: int, *, loose: bool) -> bool:
        """May digits i to j be one number, judging by what stands around and between them?"""
        return (
            self.is_edge(i, loose=loose)
            and self.is_edge(j, loose=loose)
            and self.is_one_number(i, j)
            and not self._cuts_date(i, j)
        )

    def is_one_number(self, i: int, j: int) -> bool:
        """Commas part the groups of one number, not the items of a list or thousands."""
        inner = self.gap[i + 1 : j]
        if not any("," in g or "、" in g for g in inner):
            return True
        cuts = [i, *(k for k in range(i + 1, j) if self.gap[k]), j]
        sizes = [b - a for a, b in pairwise(cuts)]
        thousands = sizes[0] <= 3 and all(size == 3 for size in sizes[1:])
        singles = all(size == 1 for size in sizes)
        amount = _AMOUNT_UNIT.match(self.view.text, self.at[j - 1] + 1)
        return not thousands and not amount and (singles or all(size >= 3 for size in sizes[:-1]))

    def _cuts_date(self, i: int, j: int) -> bool:
        start, end = self.at[i], self.at[j - 1] + 1
        return any(a < start < b or a < end < b for a, b in self.dates)

    def survives(self, i: int, j: int, value: str) -> bool:
        """True when digits i to j belong to a business number.

        Not so for a group of its own further on, nor for an exact identity or mobile number.
        """
        if not self.is_business or i >= self.first_comma:
            return False
        group = bool((i == 0 or self.gap[i]) and (j == len(self.value) or self.gap[j]))
        group = group and not any(self.gap[i + 1 : j])
        if group and i > 0:
            return False
        exact = group or (i == 0 and j == self.first_comma)
        return not (exact and (is_id18(value) or is_id15(value) or is_mobile11(value)))


def runs(view: Projection) -> Iterator[Run]:
    """Every run long enough to hold a private number."""
    for match in _RUN.finditer(view.digits):
        at = tuple(k for k in range(*match.span()) if view.digits[k].isdigit())
        if len(at) < SHORTEST:
            continue
        gaps = (view.text[a + 1 : b] for a, b in pairwise(at))
        tail = _X_TAIL.match(view.text, match.end())
        yield Run(
            view=view,
            value="".join(view.digits[k] for k in at),
            at=at,
            gap=("", *gaps),
            spoken=tuple(not view.text[k].isascii() for k in at),
            x_end=tail.end() if tail else None,
        )
