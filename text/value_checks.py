"""Is this canonical value (ASCII digits, upper case, no separators) a real one of its kind?

Sources: GB 11643-1999 (citizen identity number), ISO/IEC 7812-1 (Luhn check of card numbers),
GA 36-2018 (motor vehicle plates), GB/T 2260 (province codes).
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

# GB/T 2260 province codes; 81, 82 and 83 begin the residence permits of Hong Kong, Macao and
# Taiwan residents, 71 is Taiwan.
PROVINCE_CODES: Final = frozenset(
    str(code)
    for first, last in (
        (11, 15),
        (21, 23),
        (31, 37),
        (41, 46),
        (50, 54),
        (61, 65),
        (71, 71),
        (81, 83),
    )
    for code in range(first, last + 1)
)
PROVINCES: Final = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_SERIAL: Final = "[A-HJ-NP-Z0-9]"
_PLATE: Final = re.compile(
    f"[{PROVINCES}](?:"
    f"Z{_SERIAL}{{4}}[港澳]"  # Hong Kong and Macao cars in the mainland: 粤Z1234港
    f"|[A-HJ-Z]{_SERIAL}{{4}}[学警挂领试超]"
    f"|[A-HJ-Z](?:[A-HJK]{_SERIAL}[0-9]{{4}}|[0-9]{{5}}[A-HJK])"  # new energy: eight characters
    f"|[A-HJ-Z]{_SERIAL}{{5}})"
)


def id_check_digit(first17: str) -> str:
    """The 18th character of a citizen identity number (ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def is_birth_date(yyyymmdd: str) -> bool:
    """A calendar day from 1900 until today."""
    try:
        born = date(int(yyyymmdd[:4]), int(yyyymmdd[4:6]), int(yyyymmdd[6:8]))
    except ValueError:
        return False
    return date(1900, 1, 1) <= born <= date.today()


def is_id18(value: str) -> bool:
    """An 18-character citizen identity number: province, birth date and check digit hold."""
    return (
        re.fullmatch(r"[0-9]{17}[0-9X]", value) is not None
        and value[:2] in PROVINCE_CODES
        and is_birth_date(value[6:14])
        and id_check_digit(value[:17]) == value[17]
    )


def is_id15(value: str) -> bool:
    """A 15-digit number of the first generation (issued until 1999): province and birth date."""
    return (
        re.fullmatch(r"[0-9]{15}", value) is not None
        and value[:2] in PROVINCE_CODES
        and is_birth_date("19" + value[6:12])
    )


def is_mobile11(value: str) -> bool:
    """A mainland mobile number: 1, then 3 to 9, then nine digits."""
    return re.fullmatch(r"1[3-9][0-9]{9}", value) is not None


def luhn(digits: str) -> bool:
    """The Luhn check of ISO/IEC 7812-1, Annex B."""
    doubled = (sum(divmod(2 * int(d), 10)) for d in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def is_card(value: str) -> bool:
    """A bank card number: 15 to 19 digits, a bank's first digit (3 to 6, or ICBC's 9558), Luhn."""
    return (
        re.fullmatch(r"(?:[3-6]|9558)[0-9]+", value) is not None
        and 15 <= len(value) <= 19
        and luhn(value)
    )


def is_plate(value: str) -> bool:
    """A civil plate; at least two digits follow the letter of the issuing office."""
    return _PLATE.fullmatch(value) is not None and sum(c.isdigit() for c in value) >= 2


def is_hkid(value: str) -> bool:
    """A Hong Kong identity card number without brackets, such as A1234563: its check digit."""
    if re.fullmatch(r"[A-Z]{1,2}[0-9]{6}[0-9A]", value) is None:
        return False
    codes = [36] * (9 - len(value)) + [int(c, 36) for c in value]
    return sum(code * weight for code, weight in zip(codes, range(9, 0, -1), strict=True)) % 11 == 0


def is_travel_document(value: str) -> bool:
    """A Chinese passport, or a permit between the mainland and Hong Kong, Macao or Taiwan."""
    return (
        re.fullmatch(r"[EG][A-HJ-NP-Z0-9]\d{7}|[HM]\d{8}(?:\d\d)?|C[A-Z0-9]\d{7}|W\d{8}", value)
        is not None
    )
