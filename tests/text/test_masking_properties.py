"""Whatever the spelling and the sentence, the value goes and the rest stays.

Identity numbers use region codes that are not allocated (a real province, then 9999).
"""

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from text.private_data import (
    is_bank_card,
    is_id_number,
    is_mobile,
    is_plate,
    mask,
    parse_bank_card,
    parse_id_number,
    parse_mobile,
    parse_plate,
)
from text.value_checks import PROVINCE_CODES, PROVINCES, id_check_digit, luhn

_SERIAL = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
_DIGITS = st.sampled_from("0123456789")


def _digits(size: int) -> st.SearchStrategy[str]:
    return st.text(_DIGITS, min_size=size, max_size=size)


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    born = draw(st.dates(date(1900, 1, 1), date(2026, 11, 1)))
    first17 = (
        draw(st.sampled_from(sorted(PROVINCE_CODES))) + f"9999{born:%Y%m%d}" + draw(_digits(3))
    )
    return first17 + id_check_digit(first17)


@st.composite
def mobiles(draw: st.DrawFn) -> str:
    return "1" + draw(st.sampled_from("3456789")) + draw(_digits(9))


@st.composite
def cards(draw: st.DrawFn) -> str:
    head = draw(st.sampled_from(["62", "4", "51", "35", "3568"]))
    size = draw(st.integers(16, 19)) if head == "62" else 16
    body = head + draw(_digits(size - 1 - len(head)))
    return next(body + check for check in "0123456789" if luhn(body + check))


@st.composite
def plates(draw: st.DrawFn) -> str:
    office = draw(st.sampled_from(PROVINCES)) + draw(st.sampled_from("ABCDEFGHJKLMNPQRSTUVWXYZ"))
    energy = draw(st.sampled_from("ABCDEFGHJK"))
    serials = (
        _digits(5),
        st.tuples(st.sampled_from(_SERIAL), _digits(4)).map("".join),
        st.tuples(_digits(2), st.sampled_from(_SERIAL), _digits(1), st.sampled_from(_SERIAL)).map(
            "".join
        ),
        st.tuples(st.just(energy), st.sampled_from(_SERIAL), _digits(4)).map("".join),
        st.tuples(_digits(5), st.just(energy)).map("".join),
    )
    return office + draw(st.one_of(*serials))


_STYLES = {
    "ascii": "0123456789",
    "wide": "０１２３４５６７８９",
    "spoken": "零一二三四五六七八九",
    "soldier": "洞幺两三四五六拐八勾",
    "capital": "零壹贰叁肆伍陆柒捌玖",
    "traditional": "〇壹貳參肆伍陸柒捌玖",
    "circled": "⓪①②③④⑤⑥⑦⑧⑨",
    "bold": "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
    "arabic": "٠١٢٣٤٥٦٧٨٩",
}
_GAPS = [
    " ",
    "-",
    ".",
    "·",
    "—",
    "\u200b",
    "\n",
    "  ",
    "杠",
    " 横杠 ",
    "空格",
    "－",
    "\u202d",
    "\r\n",
    "／",
]


@st.composite
def spelt(draw: st.DrawFn, value: str) -> str:
    """`value` with each digit in some style and gaps at some places."""
    style = draw(st.sampled_from([*_STYLES, "mixed"]))
    every = draw(st.sampled_from(["never", "always", "sometimes"]))
    out = ""
    for k, char in enumerate(value):
        if k and (every == "always" or (every == "sometimes" and draw(st.booleans()))):
            out += draw(st.sampled_from(_GAPS))
        chosen = draw(st.sampled_from(sorted(_STYLES))) if style == "mixed" else style
        if char.isdigit():
            out += _STYLES[chosen][int(char)]
        elif char == "X" and k == 17:
            out += draw(st.sampled_from(["X", "x", "×", "Ｘ", "艾克斯", "叉"]))
        else:
            out += draw(
                st.sampled_from(
                    [char, char.lower(), chr(ord(char) + 0xFEE0) if char < "a" else char]
                )
            )
    return out


_BEFORE = st.sampled_from(
    [
        "",
        "我的是",
        "请查：",
        "你好，我想问居住证。",
        "號碼（",
        "打不通 ",
        "\u200b",
        "👨‍👩‍👧",
        "my ",
        "<b>",
        "[ID_",
        "、",
        "为什么",
    ]
)
_AFTER = st.sampled_from(
    ["", "。", "，谢谢", "可以吗？", ")", "\n", "😀", " ok", "</b>", "]", "一共多少钱", "号"]
)


def _check(value: str, kind: str, before: str, raw: str, after: str) -> None:
    masked = mask(before + raw + after)
    assert masked.text == f"{before}[{kind}_1]{after}"
    assert masked.found == [(kind, f"[{kind}_1]", value)]
    assert mask(masked.text) == (masked.text, [])


@given(st.data(), identity_numbers(), _BEFORE, _AFTER)
def test_identity_numbers_go(data: st.DataObject, value: str, before: str, after: str) -> None:
    raw = data.draw(spelt(value))
    assert parse_id_number(raw) == value
    _check(value, "ID", before, raw, after)


@given(st.data(), mobiles(), _BEFORE, _AFTER)
def test_mobiles_go(data: st.DataObject, value: str, before: str, after: str) -> None:
    raw = data.draw(spelt(value))
    assert parse_mobile(raw) == value
    _check(value, "PHONE", before, raw, after)


@given(st.data(), cards(), _BEFORE, _AFTER)
def test_cards_go(data: st.DataObject, value: str, before: str, after: str) -> None:
    raw = data.draw(spelt(value))
    assert parse_bank_card(raw) == value
    _check(value, "CARD", before, raw, after)


@given(st.data(), plates(), _BEFORE, st.sampled_from(["", "。", "，谢谢", "停在这里", "\n", "😀"]))
def test_plates_go(data: st.DataObject, value: str, before: str, after: str) -> None:
    raw = data.draw(spelt(value))
    assert parse_plate(raw) == value
    _check(value, "PLATE", before, raw, after)


@given(identity_numbers(), st.integers(0, 17), _DIGITS)
def test_one_wrong_digit_is_noticed(value: str, at: int, digit: str) -> None:
    wrong = value[:at] + digit + value[at + 1 :]
    assert is_id_number(wrong) == (wrong == value)


@given(cards(), st.integers(0, 15), _DIGITS)
def test_one_wrong_card_digit_is_noticed(value: str, at: int, digit: str) -> None:
    wrong = value[:at] + digit + value[at + 1 :]
    assert not is_bank_card(wrong) or wrong == value


@given(
    st.text("ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=2, max_size=4), st.dates(), st.integers(0, 999_999)
)
def test_case_numbers_survive(letters: str, day: date, serial: int) -> None:
    text = f"我的办件{letters}{day:%Y%m%d}{serial:06d}办好了吗"
    assert mask(text) == (text, [])


@given(st.text(st.characters(blacklist_categories=["Nd", "No", "Nl", "Lo"])))
def test_text_without_digits_is_never_touched(text: str) -> None:
    assert mask(text) == (text, [])


_PIECES = st.sampled_from(
    [
        *"0123456789一三八零幺两洞勾X叉杠粤BEDH()+，,、.- \n\u200b①⑩⑲½", "[ID_1]", "[PHONE_", "]",
        "单号", "LH", "19900307", "13800138000", "449999", "86", "0755", "卡号", "身份证", "元",
        "2026-11-22", "4111 1111 1111 1111", "粤B123",
    ],
)  # fmt: skip


@given(st.lists(_PIECES, max_size=40).map("".join) | st.text(st.characters()))
@example("1380013800013800138000")
@example("单号1380 0138 000 13800138000")
def test_masking_twice_is_masking_once(text: str) -> None:
    once = mask(text)
    assert mask(once.text) == (once.text, [])


@given(st.text(st.characters()))
def test_parsers_never_raise(text: str) -> None:
    for parser in (is_id_number, is_mobile, is_bank_card, is_plate):
        assert parser(text) in (True, False)
