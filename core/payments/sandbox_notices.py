"""Made-up payment notices for development and tests, always the same from one seed.

The numbering is OURS, for the sandbox alone, and says nothing about any real notice: sixteen
digits `99`, two digits of the year, eleven of a serial number, a check digit by ISO/IEC 7064
MOD 11,10; a unit's code has six digits. Numbers that would pass for a bank card (Luhn) are left
out, so that nothing takes one for a card.
"""

import random

from core.payments.notices import Notice
from text.value_checks import is_card

SEED = 20261123
COUNT = 240
UNITS = {
    "103001": ("演示区城市管理局", ("占道经营罚款", "城镇垃圾处理费")),
    "103014": ("演示区住房建设局", ("公共租赁住房租金", "物业专项维修资金")),
    "103027": ("演示区教育局", ("公办幼儿园保教费", "考试报名费")),
    "103032": ("演示区交警大队", ("道路交通安全违法罚款",)),
    "103045": ("演示区人民法院", ("诉讼费",)),
}
"""Made-up units by their codes, with what they collect."""
SURNAMES, GIVEN = "陈林黄李张王刘吴周梁", "一二三四五六七八九十"
STATES = ("open",) * 10 + ("paid", "closed")


def check_digit(digits: str) -> str:
    """The check digit by ISO/IEC 7064 MOD 11,10: it finds every single wrong digit."""
    rest = 10
    for one in digits:
        rest = (rest + int(one)) % 10 or 10
        rest = rest * 2 % 11
    return str((11 - rest) % 10)


def is_sandbox_number(number: str) -> bool:
    """Whether a number has the sandbox's shape and a right check digit."""
    shaped = len(number) == 16 and number.isascii() and number.isdigit() and number[:2] == "99"
    return shaped and check_digit(number[:-1]) == number[-1]


def generate(seed: int = SEED, count: int = COUNT) -> dict[str, Notice]:
    """Notices by number; the first ones are open."""
    dice = random.Random(seed)  # noqa: S311  made up, nothing to guess
    notices: dict[str, Notice] = {}
    while len(notices) < count:
        body = f"9926{dice.randrange(10**11):011d}"
        number = body + check_digit(body)
        if is_card(number):
            continue
        unit = dice.choice(sorted(UNITS))
        name, collected = UNITS[unit]
        notices[number] = Notice(
            number=number,
            unit_code=unit,
            unit_name=name,
            what=dice.choice(collected),
            payer=dice.choice(SURNAMES) + "某" + dice.choice(GIVEN),
            amount_fen=dice.choice((1, 5000, 8800, 20000, 35050, 123456)),
            due=f"2027-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}",
            state=dice.choice(STATES) if len(notices) >= 10 else "open",  # type: ignore[arg-type]
            demo=True,
        )
    return notices


class SandboxNotices:
    """The made-up notices. A wrong check digit is simply unknown, as any other number."""

    def __init__(self) -> None:
        self._notices = generate()

    def find(self, number: str) -> Notice | None:
        return self._notices.get(number)
