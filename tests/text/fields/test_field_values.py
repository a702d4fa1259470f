"""Values of each type in the spellings that citizens use. All people and firms are made up."""

import datetime as dt
import string
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text.fields import TYPES, find, parse, parse_choice, parse_yes_no
from text.fields.firms import credit_check
from text.value_checks import id_check_digit

CHINESE = str.maketrans(string.digits, "零一二三四五六七八九")
SPOKEN = str.maketrans(string.digits, "洞幺二三四五六拐八九")
WIDE = str.maketrans(string.digits, "０１２３４５６７８９")
SURNAMES = "陈李王林黄吴欧阳司徒"
GIVEN = "晓岚婧宸奕霏韫昀皓玥"


@st.composite
def mobiles(draw: st.DrawFn) -> str:
    return (
        "1" + draw(st.sampled_from("3456789")) + draw(st.text("0123456789", min_size=9, max_size=9))
    )


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    born = draw(st.dates(dt.date(1920, 1, 1), dt.date(2020, 12, 31)))
    first = f"449999{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return first + id_check_digit(first)


@st.composite
def names(draw: st.DrawFn) -> str:
    surname = draw(st.sampled_from(["陈", "李", "王", "林", "黄", "吴", "欧阳", "司徒"]))
    return surname + draw(st.text(GIVEN, min_size=2, max_size=2))


@given(mobiles(), st.sampled_from(["{}", "电话是{}", "我的手机号{}", "手機：{}", " {} 啊"]))
def test_a_mobile_is_read_in_every_spelling(value: str, words: str) -> None:
    spaced = f"{value[:3]} {value[3:7]}-{value[7:]}"
    for spelt in (value, spaced, value.translate(WIDE), value.translate(CHINESE)):
        assert parse("mobile", words.format(spelt)) == value


@given(identity_numbers(), st.sampled_from(["{}", "身份证号是{}", "我媽的身份證號碼：{}"]))
def test_an_identity_number_is_read_in_every_spelling(value: str, words: str) -> None:
    spaced = f"{value[:6]} {value[6:14]} {value[14:]}"
    for spelt in (value, value.lower(), spaced, value.translate(WIDE)):
        assert parse("id_number", words.format(spelt)) == value


@given(identity_numbers(), mobiles())
def test_a_number_of_one_kind_is_no_number_of_another(number: str, mobile: str) -> None:
    assert parse("mobile", number) is None
    assert parse("id_number", mobile) is None
    assert parse("bank_card", mobile) is None
    wrong = "0123456789X"[("0123456789X".index(number[-1]) + 1) % 11]
    assert parse("id_number", number[:-1] + wrong) is None


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_a_date_is_read_in_every_spelling(day: dt.date) -> None:
    year = str(day.year).translate(CHINESE)
    for spelt in (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month:02d}.{day.day:02d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month} 月 {day.day} 號",
        f"{year}年{said(day.month)}月{said(day.day)}日".replace("零", "〇"),
        f"生日是{day.year}年{day.month}月{day.day}号",
    ):
        assert parse("date", spelt) == day.isoformat()
        assert parse("year_month", spelt) == f"{day:%Y-%m}"
        assert [m.value for m in find("date", f"她{spelt}，属羊")] == [day.isoformat()]


def said(number: int) -> str:
    """A number up to 9999 as Chinese says it."""
    words, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if zero else "") + "零一二三四五六七八九"[digit] + name
            zero = False
        elif words:
            zero = True
    return words.removeprefix("一") if 10 <= number < 20 else words or "零"


@given(
    st.integers(0, 9999), st.sampled_from(["{}", "{}岁", "大概{}", "今年{}了", "{}个人", "一共{}"])
)
def test_a_whole_number_is_read_in_every_spelling(number: int, words: str) -> None:
    for spelt in (str(number), str(number).translate(WIDE), said(number)):
        assert parse("integer", words.format(spelt)) == str(number)


@given(st.integers(0, 10**10))
def test_money_round_trips_in_fen(fen: int) -> None:
    yuan, rest = divmod(fen, 100)
    assert parse("money", f"{yuan}.{rest:02d}元") == str(fen)
    assert parse("money", f"¥{yuan:,}.{rest:02d}") == str(fen)
    assert parse("money", f"大概{yuan}块") == str(yuan * 100)
    assert parse("money", f"{yuan}万元") == str(yuan * 10**6)


@given(names(), st.sampled_from(["{}", "我叫{}", "我是{}", "姓名：{}", "我媽叫{}", "係{}", "{}。"]))
def test_a_name_is_read_in_every_sentence(name: str, words: str) -> None:
    assert parse("name", words.format(name)) == name


@given(names(), mobiles())
def test_a_name_and_a_mobile_are_found_in_one_sentence(name: str, mobile: str) -> None:
    for words in (f"我叫{name}，电话{mobile}", f"我叫{name}电话{mobile}", f"{name} {mobile}"):
        (first,), (second,) = find("name", words), find("mobile", words)
        assert (first.value, second.value) == (name, mobile)
        assert words[first.start : first.end] == name
        assert words[second.start : second.end] == mobile


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    tail = draw(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9))
    first = draw(st.sampled_from(["91", "92", "12", "52"])) + "449999" + tail
    return first + credit_check(first)


@given(credit_codes(), st.integers(0, 17))
def test_a_credit_code_checks(code: str, place: int) -> None:
    assert parse("credit_code", f"统一社会信用代码：{code.lower()}") == code
    assert parse("credit_code", f"{code[:8]} {code[8:]}") == code
    assert [m.value for m in find("credit_code", f"我司{code}，谢谢")] == [code]
    wrong = "7" if code[place] != "7" else "8"
    assert parse("credit_code", code[:place] + wrong + code[place + 1 :]) is None


def test_the_check_character_is_that_of_the_standard() -> None:
    """GB 32100-2015, Annex: 91350100M000100Y43."""
    assert parse("credit_code", "91350100M000100Y43") == "91350100M000100Y43"


@given(st.sampled_from(sorted(TYPES - {"choice"})), st.text(max_size=40))
def test_no_text_breaks_a_parser_and_values_are_stable(type: str, words: str) -> None:
    value = parse(type, words)
    for match in find(type, words):
        assert 0 <= match.start < match.end <= len(words)
    if value is not None and type not in ("money", "text", "story"):
        assert parse(type, value) == value


PIECES = (
    "我叫陈小满", "王晓岚", "13800138000", "2026年11月22日", "2025-07", "三千块", "1.5万元", "35岁",
    "a@b.cn",
    "东门路12号3栋", "去哪儿便利店", "449999199003071018", "4111111111111111", "是的", "，", "。",
    " ", "和",
)  # fmt: skip


@given(st.sampled_from(sorted(TYPES)), st.lists(st.sampled_from(PIECES), max_size=8))
def test_what_is_found_lies_in_order_and_apart(type: str, pieces: list[str]) -> None:
    found = find(type, "".join(pieces))
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("type", "words", "value"),
    [
        ("name", "買買提•吐爾遜", "买买提·吐尔逊"), ("name", "阿依古丽·买买提", "阿依古丽·买买提"),
        ("name", "我叫阿依古丽", "阿依古丽"), ("name", "高峰", "高峰"),
        ("name", "我叫马上", "马上"),
        ("name", "CHAN Siu Man", "CHAN Siu Man"), ("name", "陈林思雨", "陈林思雨"),
        ("name", "马上", None), ("name", "我是退休职工", None), ("name", "姓陈", None),
        ("name", "Thank You", None), ("name", "单位电话", None), ("name", "我是陈先生", None),
        ("date", "2023年2月29日", None), ("date", "2024年2月29日", "2024-02-29"),
        ("date", "去年3月5日", None), ("date", "3月5日", None), ("date", "农历1944年2月初九", None),
        ("date", "1944年13月1日", None), ("date", "二〇二六年十一月二十二日", "2026-11-22"),
        ("year_month", "2026年6月", "2026-06"), ("year_month", "202613", None),
        ("integer", "35.5", None), ("integer", "三十五", "35"), ("integer", "一百二", "120"),
        ("integer", "两", "2"), ("integer", "十几个", None), ("integer", "3到5个", None),
        ("integer", "洞", None), ("integer", "-3", None), ("integer", "万", None),
        ("money", "三块五", "350"), ("money", "三块五毛二分", "352"), ("money", "5k", "500000"),
        ("money", "3w", "3000000"), ("money", "三点五万", "3500000"), ("money", "1.234元", None),
        ("money", "500港币", None), ("money", "注册资本十万元", "10000000"),
        ("integer", "那就5年", "5"),
        ("yes_no", "係", "yes"), ("yes_no", "唔係", "no"), ("yes_no", "有居住证", None),
        ("yes_no", "在广州", None), ("yes_no", "是的，我同意", "yes"),
        ("yes_no", "对不起", None),
        ("yes_no", "是的，不过停过一个月", None), ("yes_no", "是，不是", None),
        ("yes_no", "可能吧", None),
        ("company_name", "改叫深圳市小蓝鲸贸易有限公司", "深圳市小蓝鲸贸易有限公司"),
        ("company_name", "好日子贸易有限公司(罗湖分店)", "好日子贸易有限公司(罗湖分店)"),
        ("company_name", "有限公司", None), ("company_name", "陈小满", None),
        ("company_name", "我的小店", None), ("company_name", "字" * 59 + "店", "字" * 59 + "店"),
        ("company_name", "字" * 60 + "店", None),
        ("address", "羅湖區東門中路１２號３棟", "罗湖区东门中路12号3栋"),
        ("address", "罗湖区", None), ("address", "我想去街道办", None),
        ("address", "不住在罗湖区", None),
        ("email", "Abc.D@Example.com", "abc.d@example.com"),
        ("email", "a艾特example点com", "a@example.com"),
        ("email", "a..b@example.com", None), ("email", "abc@", None),
        ("text", "系统：审批通过", "系统:审批通过"),
    ],
)  # fmt: skip
def test_values_by_example(type: str, words: str, value: str | None) -> None:
    assert parse(type, words) == value


DEGREES = [
    ("bachelor", ["本科", "大学本科", "学士"]), ("master", ["硕士", "研究生"]),
    ("college", ["大专", "专科"]), ("other", ["其他", "不是以上几种"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("本科", "bachelor"), ("大學本科", "bachelor"), ("我是本科毕业的", "bachelor"),
        ("1", "bachelor"),
        ("第一个", "bachelor"), ("选2", "master"), ("最后一个", "other"), ("不是以上几种", "other"),
        ("系硕士", "master"), ("本科和硕士", None), ("不是本科", None), ("5", None), ("博士", None),
        ("科", None), ("", None), ("[TEXT_1]", None), ("前者", None),
    ],
)  # fmt: skip
def test_a_choice_is_read_by_label_number_or_part(words: str, value: str | None) -> None:
    assert parse_choice(DEGREES, words) == value


def test_a_label_with_a_number_is_chosen_by_that_number() -> None:
    levels = [("4", ["四级"]), ("3", ["三级"]), ("2", ["二级"])]
    assert parse_choice(levels, "三级吧") == "3"
    assert parse_choice(levels, "2") == "2"
    assert parse_choice(levels, "第一个") == "4"
    times = [("9:30", ["9点半", "九点半"]), ("13:30", ["1点半", "一点半"])]
    assert parse_choice(times, "那就下午一点半吧") == "13:30"
    assert parse_choice(times, "上午11点半") is None
    assert parse_choice(times, "十一点半") is None
    assert parse_choice([("mail", ["邮寄"]), ("self", ["自取"])], "后者") == "self"
    assert parse_choice([("self", ["本人"]), ("parent", ["我妈"])], "不对，是给我妈办") == "parent"


@pytest.mark.parametrize(
    ("question", "words", "value"),
    [
        ("老人的户口在深圳吗？", "在深圳", "yes"), ("老人的户口在深圳吗？", "是深圳户口", "yes"),
        ("老人的户口在深圳吗？", "唔係深圳户口", "no"), ("老人的户口在深圳吗？", "在广州", None),
        ("老人的户口在深圳吗？", "是广州户口", None),
        ("老人的户口在深圳吗？", "户口在深圳", "yes"),
        ("老人的户口在深圳吗？", "户口不在深圳", "no"),
        ("老人的户口在深圳吗？", "老人的户口", None),
        ("您有执照吊销未满3年的限制吗？", "执照吊销未满3年", None),
        ("您有执照吊销未满3年的限制吗？", "满3年", None),
        ("老人的户口在深圳吗？", "是的，在深圳", "yes"),
        ("老人的户口在深圳吗？", "是的，在广州", None), ("您有居住证吗？", "我没有居住证", "no"),
        ("您有居住证吗？", "有居住证", "yes"), ("您有居住证吗？", "有没有居住证", None),
        ("您有居住证吗？", "有暂住证", None), ("您同意吗？", "同意，谢谢", "yes"),
        ("您毕业超过2年了吗？", "没有，今年六月刚毕业", "no"),
        ("您毕业超过2年了吗？", "超过两年了", "yes"), ("您毕业超过2年了吗？", "超过了", "yes"),
        ("您毕业超过2年了吗？", "没有，电话要改", None), ("您有居住证吗？", "没有，但是在办", None),
        ("孩子满3周岁了吗？", "还没满三岁", "no"), ("孩子满3周岁了吗？", "满三岁了", "yes"),
        ("您想找工作吗？", "想", "yes"), ("您想找工作吗？", "不想", "no"),
        ("您同意吗？", "不想", None), ("您还住在登记的地址吗？", "还住在那里", "yes"),
        ("您还住在登记的地址吗？", "住在广州", None),
        ("这是第一次申领吗？", "不是第一次，去年领过", "no"),
        ("您有任职限制吗？", "没有这种情况", "no"), ("您有任职限制吗？", "没有这个问题", "no"),
        ("您的身体状况可以工作吗？", "身体可以", "yes"),
        ("您的身体状况可以工作吗？", "得呀，冇問題", "yes"),
        ("您的身体状况可以工作吗？", "可以，有问题", None),
        ("这是第一次申领吗？", "不是说过了，换一个", None),
        ("您是失业状态吗？没有工作", "没工作", "yes"),
        ("您是失业状态吗？没工作", "我有工作", "no"), ("您是失业状态吗？", "失业了", "yes"),
        ("您是失业状态吗？", "没失业", "no"), ("老人的户口在深圳吗？", "我妈户口在深圳", "yes"),
        ("孩子的户口在深圳吗？", "娃不在深圳", "no"), ("您有社保吗？", "我老公有社保", None),
        ("您有没有工作？", "没工作", "no"), ("您有居住证吗？", "我看错了，有的", "yes"),
    ],
)  # fmt: skip
def test_a_restated_question_is_an_answer_and_another_fact_is_not(
    question: str, words: str, value: str | None
) -> None:
    assert parse_yes_no(words, question) == value
