"""Parsers and masking by example. No number here belongs to anyone: region codes 449999 and
119999 are not allocated, and card numbers have made-up account parts.
"""

import time

import pytest

from text.private_data import (
    Found,
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

ID = "449999199003071018"
ID_X = "44999919900307100X"
PHONE = "13800138000"
CARD = "4111111111111111"


@pytest.fixture(scope="module", autouse=True)
def _numbers_are_valid() -> None:
    assert is_id_number(ID) and is_id_number(ID_X) and is_mobile(PHONE) and is_bank_card(CARD)


@pytest.mark.parametrize(
    "number",
    [
        "449999199003071017",  # check digit
        "449999199002301018",  # 30 February
        "009999199003071018",  # province
        "449999209903071018",  # not born yet
        "44999919900307100",  # length
        "449999900230123",  # 15 digits, 30 February
        "", "身份证", ID + "1", "１", "-",
    ],
)  # fmt: skip
def test_what_is_no_identity_number(number: str) -> None:
    assert not is_id_number(number)


def test_parsers_give_the_normal_spelling() -> None:
    assert parse_id_number("449999 1990-0307 100x") == ID_X
    assert parse_id_number("四四九九九九一九九零零三零七一零零叉") == ID_X
    assert parse_id_number("449999900307123") == "449999900307123"
    assert parse_mobile("+86 幺三八-零零一三-8000") == PHONE
    assert parse_bank_card("4111 1111 1111 1111") == CARD
    assert parse_plate("粤b·１２３４５") == "粤B12345"
    assert parse_mobile(f"电话{PHONE}") is None


@pytest.mark.parametrize("card", ["4111111111111112", "1111111111111117", "41111111", "", "9" * 16])
def test_what_is_no_card(card: str) -> None:
    assert not is_bank_card(card)


@pytest.mark.parametrize(
    "plate",
    [
        "粤B12345", "粵B12345", "粤BD12345", "粤B12345D", "粤BDF1234", "京A1B2C3", "粤Z1234港",
        "粤ZAB12澳", "粤B1234学", "新A00001", "藏A12345", "琼B12345", "贵C12345",
    ],
)  # fmt: skip
def test_plates(plate: str) -> None:
    assert is_plate(plate)


@pytest.mark.parametrize(
    "plate",
    [
        "粤I12345",
        "粤B1234",
        "粤B123456",
        "粤BO1234",
        "粤BABCDE",
        "深B12345",
        "粤B1234I",
        "粤BZ12345",
        "B12345",
    ],
)
def test_no_plates(plate: str) -> None:
    assert not is_plate(plate)


@pytest.mark.parametrize(
    ("raw", "masked"),
    [
        (f"身份证{ID}办好了吗", "身份证[ID_1]办好了吗"),
        ("身份证４４９９９９１９９００３０７１０１８", "身份证[ID_1]"),
        ("449999 19900307 1018", "[ID_1]"),
        ("4-4-9-9-9-9-1-9-9-0-0-3-0-7-1-0-1-8", "[ID_1]"),
        ("449999，19900307，1018", "[ID_1]"),
        ("449999\n19900307\n1018", "[ID_1]"),
        ("4499\u200b991990\u200d03071018", "[ID_1]"),
        ("1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣。", "[PHONE_1]。"),
        ("44999919900307100x。", "[ID_1]。"),
        ("44999919900307100 ×", "[ID_1]"),
        ("44999919900307100艾克斯谢谢", "[ID_1]谢谢"),
        ("四四九九九九一九九零零三零七一零零叉", "[ID_1]"),
        ("肆肆玖玖玖玖壹玖玖零零叁零柒壹零壹捌", "[ID_1]"),
        ("④④⑨⑨⑨⑨19900307壹零一八", "[ID_1]"),
        ("449999199003071017", "[ID_1]"),  # wrong check digit
        ("990303199003071017", "[ID_1]"),  # no such province either
        ("老的是449999900307123", "老的是[ID_1]"),
        ("sfz449999199003071017", "sfz[ID_1]"),
        ("身份证号是4499991990030710", "身份证号是[ID_1]"),  # digits missing
        ("张三13800138000李四", "张三[PHONE_1]李四"),
        ("tel13800138000abc", "tel[PHONE_1]abc"),
        ("+86 138-0013-8000", "[PHONE_1]"),
        ("0086 13800138000", "[PHONE_1]"),
        ("(+86)13800138000", "[PHONE_1]"),
        ("8613800138000", "[PHONE_1]"),
        ("幺三八 杠 零零幺三 杠 八零零零", "[PHONE_1]"),
        ("幺叁八洞洞幺三八洞洞洞", "[PHONE_1]"),
        ("一三八零零一三八零零零一共两个", "[PHONE_1]一共两个"),
        ("我有一四一一一一一一一一一一一一一一一一张", "我有一[CARD_1]一张"),
        ("一三八零零一三八零零零一三九零零一三九零零零", "[PHONE_1][PHONE_2]"),
        ("为什么一三八零零一三八零零零", "为什么[PHONE_1]"),
        ("为什么13800138000打不通", "为什么[PHONE_1]打不通"),
        ("漏洞13800138000", "漏洞[PHONE_1]"),
        ("1 13800138000", "1 [PHONE_1]"),
        ("1𝟑𝟖٠٠१३८000", "[PHONE_1]"),
        ("1̶3̶8̶0̶0̶1̶3̶8̶0̶0̶0̶", "[PHONE_1]"),
        ("+852 6123 4567", "[PHONE_1]"),
        (f"卡号{CARD}", "卡号[CARD_1]"),
        ("4111 1111 1111 1111", "[CARD_1]"),
        ("4111-1111-1111-1111 到期", "[CARD_1] 到期"),
        ("四一一一一一一一一一一一一一一一", "[CARD_1]"),
        ("银行卡6217009999000012345", "银行卡[CARD_1]"),  # Luhn fails, but the word says what it is
        ("粤B·12345违停", "[PLATE_1]违停"),
        ("粤b 1 2 3 4 5", "[PLATE_1]"),
        ("粤B幺二三四五在楼下", "[PLATE_1]在楼下"),
        ("粵Ｂ１２３４５", "[PLATE_1]"),
        ("粤BD12345", "[PLATE_1]"),
        ("粤Z1234港", "[PLATE_1]"),
        ("粤B12345 driving", "[PLATE_1] driving"),
        ("护照E12345678", "护照[ID_1]"),
        ("护照EA1234567", "护照[ID_1]"),
        ("回乡证h1234 5678", "回乡证[ID_1]"),
        ("香港身份证A123456(3)", "香港身份证[ID_1]"),
        ("A1234563", "[ID_1]"),
        ("13800138000449999199003071018", "[PHONE_1][ID_1]"),  # pasted without a gap
    ],
)  # fmt: skip
def test_every_spelling_is_masked(raw: str, masked: str) -> None:
    assert mask(raw).text == masked
    assert mask(masked) == (masked, [])


@pytest.mark.parametrize(
    "text",
    [
        "办件LH20261101000842到哪一步了",
        "lh20261101000842",
        "SZLH2026110100084213",
        "缴款通知书编号44030326110001234567",
        "单号6217009999000012342",
        "受理号：4111 1111 1111 1111",
        "case number 4111111111111111",
        "缴款单号440303199013991007",
        "2026-11-22 13:30 到 2026-11-23 15:00",
        "2026年11月22日",
        "2026.11.01-2026.11.30",
        "费用150.00 2026-11-22缴",
        "补贴1,500,200,300元，共15,002,003,000元",
        "第1、3、5、7、9、11、13、15栋",
        "尾号8000",
        "尾号是八零零零",
        "打12345或110、120",
        "0755-12345",
        "0755-82345678",
        "0755 2566 6000",
        "400-830-1234",
        "一百三十八万零一百三十八元",
        "三年两个月，一二三四五六七八九十",
        "粤府办〔2026〕12号",
        "粤ICP备2021000001号",
        "新A股和云A4纸",
        "尺码M 2026-11-22",
        "91440300MA5G000001",
        "[ID_1]和[PHONE_2]是我的",
        "[PLATE_12]",
        "社保卡在哪里办",
        "👨‍👩‍👧 一家三口",
        "",
    ],
)
def test_public_and_business_numbers_survive(text: str) -> None:
    assert mask(text) == (text, [])


@pytest.mark.parametrize(
    ("raw", "masked"),
    [
        (f"单号{ID}", "单号[ID_1]"),
        (f"办件编号：{PHONE}", "办件编号：[PHONE_1]"),
        (f"LH{PHONE}", "LH[PHONE_1]"),
        (f"编号1 {PHONE}", "编号1 [PHONE_1]"),
        (f"单号LH20261101000842，{PHONE}", "单号LH20261101000842，[PHONE_1]"),
        (f"单号2026110100，{CARD}", "单号2026110100，[CARD_1]"),
        (f"card number {CARD}", "card number [CARD_1]"),
        ("身份证编号449999199003071017", "身份证编号[ID_1]"),
    ],
)
def test_a_business_word_does_not_hide_a_private_value(raw: str, masked: str) -> None:
    assert mask(raw).text == masked


def test_tokens_count_by_appearance_and_are_shared_by_equal_values() -> None:
    masked = mask(f"{PHONE}、{ID}、１３９００１３９０００、幺三八零零幺三八零零零，粤B12345")
    assert masked.text == "[PHONE_1]、[ID_1]、[PHONE_2]、[PHONE_1]，[PLATE_1]"
    assert masked.found == [
        Found("PHONE", "[PHONE_1]", PHONE),
        Found("ID", "[ID_1]", ID),
        Found("PHONE", "[PHONE_2]", "13900139000"),
        Found("PLATE", "[PLATE_1]", "粤B12345"),
    ]


def test_numbers_of_tokens_in_the_text_are_not_used_again() -> None:
    assert mask(f"[PHONE_1] {PHONE}").text == "[PHONE_1] [PHONE_2]"


def test_a_value_cannot_hide_in_something_like_a_token() -> None:
    assert mask(f"[PHONE_{PHONE}]").text == "[PHONE_[PHONE_1]]"


def test_everything_else_stays_as_it_was() -> None:
    raw = f"  我ＡＢＣ\u200b嘅電話係\r\n{PHONE}\u202e…①②③ "
    assert mask(raw).text == raw.replace(PHONE, "[PHONE_1]")


def test_a_typical_message_is_masked_in_three_milliseconds() -> None:
    text = (f"我想问一下居住证怎么办理，电话{PHONE}，材料交了三次都没有回复。" * 40)[:1000]
    best = min(_seconds(text) for _ in range(10))
    assert best < 0.015  # 3 ms on a quiet machine; five times that on a busy one


def _seconds(text: str) -> float:
    start = time.perf_counter()
    mask(text)
    return time.perf_counter() - start


@pytest.mark.timeout(5)
@pytest.mark.parametrize(
    "unit",
    [
        "1", "1 ", "1 - ", "一", "一 ", "13800138000", "138001380001", "4,", "粤B", "粤B1",
        "粤B 1 ", "E1", "A1(", "杠", "1杠", "4 1", "单号", "单号1 ", "LH1", "2026-11-22 ", "[ID_1",
        "X", "1X", " ", "(", "\u200b1", "44999919900307100", "4111111111111111 ",
        "单号 4111 1111 1111 1111 13800138000 ", "一三八零零",
    ],
)  # fmt: skip
def test_ten_thousand_hostile_characters_are_no_trap(unit: str) -> None:
    mask((unit * 10_000)[:10_000])
