"""Private values of nobody, and the many ways to write them.

Region code 119999 is not allocated; each number is distinct from all others of a run.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.conversations.people import bank_card
from text.value_checks import id_check_digit

SURNAMES = ["欧阳", "司徒", "令狐", "慕容", "诸葛", "上官", "皇甫", "尉迟"]
GIVEN = "珺琰璟瑄玥翊昀沄祎霁笙筠箐芃茉荻菡萱蔓薇"
ROADS = "鑫淼焱垚犇骉羴猋麤晶"
DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Secrets:
    """What one citizen keeps to themselves. `street`: the part of the address that is theirs."""

    id_number: str
    phone: str
    card: str
    plate: str
    name: str
    street: str

    @property
    def address(self) -> str:
        return f"深圳市罗湖区{self.street}3栋402"


def secrets_of(number: int) -> Secrets:
    """The secrets of citizen `number` (0 to 9999), always the same."""
    rng = random.Random(number)
    body = f"119999{rng.randint(1950, 1999)}0{rng.randint(1, 9)}{rng.randint(10, 28)}"
    body += f"{rng.randint(0, 999):03}"
    return Secrets(
        id_number=body + id_check_digit(body),
        phone=f"1380013{number:04}",
        card=bank_card(f"card {number}"),
        plate=f"粤B{rng.choice('CDEFGH')}{number:04}",
        name=rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, 2)),
        street=f"{''.join(rng.sample(ROADS, 2))}路{1000 + number}号",
    )


def wide(text: str) -> str:
    """１２３ for 123."""
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


def said(text: str) -> str:
    """一二三 for 123."""
    return "".join(DIGITS[int(c)] if c.isdigit() else c for c in text)


def parted(text: str, mark: str, *sizes: int) -> str:
    """138 0013 8000 for 13800138000; what is left over is the last part."""
    parts, at = [], 0
    for size in sizes:
        parts.append(text[at : at + size])
        at += size
    return mark.join([*parts, text[at:]])


Spelling = Callable[[str], str]
ID_SPELLINGS: list[Spelling] = [
    str,
    lambda v: f"我的身份证是{v}请查一下居住证",
    lambda v: " ".join(v),
    wide,
    lambda v: parted(v, "-", 6, 8).lower(),
    said,
    lambda v: f"我個身份證號碼係{v}，點樣辦居住證",
    lambda v: f"My ID number is {v}, how do I get a residence permit?",
]
PHONE_SPELLINGS: list[Spelling] = [
    str,
    lambda v: f"打我电话{parted(v, ' ', 3, 4)}问居住证签注",
    wide,
    lambda v: f"+86 {parted(v, '-', 3, 4)}",
    lambda v: said(v).replace("一", "幺"),
    lambda v: parted(said(v), " ", 3, 4),
    lambda v: parted(v, "\u200b", 1, 1, 1),
    lambda v: f"有事打{v}，高龄津贴一个月多少钱？",
]
CARD_SPELLINGS: list[Spelling] = [
    str,
    lambda v: f"卡号{parted(v, ' ', 4, 4, 4)}",
    wide,
    lambda v: f"养老金打到{v}这张卡行不行",
]
PLATE_SPELLINGS: list[Spelling] = [
    str,
    lambda v: f"{v[:2]}·{v[2:]}",
    lambda v: f"车牌{' '.join(v.lower())}停在门口",
    lambda v: f"车牌号{v}，附近哪里停车",
]


def spelled(secrets: Secrets, rng: random.Random) -> list[str]:
    """One message a value, each in some spelling."""
    return [
        rng.choice(ID_SPELLINGS)(secrets.id_number),
        rng.choice(PHONE_SPELLINGS)(secrets.phone),
        rng.choice(CARD_SPELLINGS)(secrets.card),
        rng.choice(PLATE_SPELLINGS)(secrets.plate),
    ]
