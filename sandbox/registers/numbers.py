"""Numbers that hold by their check characters and belong to nobody.

Identity numbers and credit codes bear the region 440399: Guangdong, Shenzhen, a district that
GB/T 2260 does not allocate. Mobiles begin with 154, which no operator has been assigned
(工业和信息化部, 电信网编号计划). Sources: GB 11643-1999 (identity number), GB 32100-2015 (credit
code), GB 11714-1997 (the organisation's code inside it).
"""

import datetime as dt
import random

from text.fields.firms import credit_check
from text.value_checks import id_check_digit

REGION = "440399"
MOBILE_PREFIX = "154"
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Characters of a credit code, by value."""

_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def organisation_check(first8: str) -> str:
    """The 9th character of an organisation's code: modulo 11, X for ten."""
    total = sum(int(c, 36) * w for c, w in zip(first8, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def is_male(id_number: str) -> bool:
    """The 17th digit is odd for men."""
    return int(id_number[16]) % 2 == 1


def born_on(id_number: str) -> dt.date:
    return dt.date.fromisoformat(id_number[6:14])


class Numbers:
    """Hands out numbers that were not handed out before.

    Serials below 100 and mobiles from 15400000000 to 15409999999 are left to named people.
    """

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._taken: set[str] = set()

    def id_number(self, born: dt.date, male: bool) -> str:
        while True:
            serial = self._rng.randrange(100, 998, 2) + male
            number = f"{REGION}{born:%Y%m%d}{serial}"
            if self._new(number):
                return number + id_check_digit(number)

    def mobile(self) -> str:
        while True:
            number = f"{MOBILE_PREFIX}{self._rng.randrange(10**7, 10**8)}"
            if self._new(number):
                return number

    def credit_code(self, kind: str) -> str:
        """`kind`: 公司 or 个体工商户."""
        while True:
            organisation = f"MA{''.join(self._rng.choices(ALPHABET, k=6))}"
            if self._new(organisation):
                first17 = (
                    f"{'91' if kind == '公司' else '92'}{REGION}"
                    f"{organisation}{organisation_check(organisation)}"
                )
                return first17 + credit_check(first17)

    def _new(self, number: str) -> bool:
        if number in self._taken:
            return False
        self._taken.add(number)
        return True
