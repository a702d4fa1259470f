"""What a citizen says of their own case, and whether a fact speaks of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.case import NO_CASE, OwnCase, case_in, fit_of
from knowledge_base.schema import Case
from text.normalise import normalise


def said(text: str) -> OwnCase:
    return case_in(normalise(text))


AGES = {
    "我爸82了": 82,
    "我爸八十二岁": 82,
    "爸爸八十二了": 82,
    "我老豆八十二歲喇": 82,
    "奶奶今年93，一直住罗湖": 93,
    "我妈快70了": 70,
    "阿妈五十七,阿爸五十八": 58,
    "我五十八就退休了": 58,
    "我才21，家里催着办": 21,
    "我52，一个人": 52,
    "父亲62": 62,
    "我爸78深户": 78,
    "五十二了，现在没活干": 52,
    "七月满五十，单位说": 50,
    "八十多岁的爷爷": 80,
    "六十几岁": 60,
    "爹娘都六十多了": 60,
    "女儿三岁半": 3,
    "孩子5岁": 5,
    "外公刚满一百岁": 100,
    "太婆过完百岁了": 100,
    "发给百岁老人的": 100,
    "一百零三岁": 103,
    "七十岁不是，八十岁": 80,
    "70岁，不对，82岁": 82,
    "我65岁，去食堂吃，还是要等满七十？": 65,
    "未满十六岁可以办吗": 15,
    "儿子十六岁不到": 15,
    "我妈还不到60岁": 59,
    "an 85-year-old": 85,
    "our four-year-old": 4,
    "he is 30 years old": 30,
    "my dad is 71 and cannot walk": 71,
    "Dad's 71": 71,
    "I'm 47, a senior engineer": 47,
    "she just turned 91.": 91,
    "my daughter is nine and lives here": 9,
}
NO_AGES = [
    "三岁以下的孩子",
    "三岁以下",
    "70岁以上",
    "七十周岁及以上",
    "60岁以内",
    "三到六岁的孩子",
    "18至60岁",
    "六十五岁才给办",
    "超过45岁",
    "是不是70岁",
    "不是七十岁",
    "七八岁的时候",
    "两三岁",
    "多少岁",
    "都第三次了",
    "社保交满12，可以吗",
    "我交了八年了",
    "今年3月",
    "2026年",
    "我爸3000元",
    "祝您长命百岁",
    "people aged 70 and over",
    "anyone over 70 years old",
    "the fee is 45 yuan",
    "she is eight weeks along",
    "it is 12 months",
]


@pytest.mark.parametrize(("text", "age"), AGES.items())
def test_age(text: str, age: int) -> None:
    assert said(text).numbers.get("age") == age


@pytest.mark.parametrize("text", NO_AGES)
def test_no_age(text: str) -> None:
    assert "age" not in said(text).numbers


@pytest.mark.parametrize("denial", ["不是", "唔系", "唔係", "没有", "冇", "非", "没", "无", "并非"])
@pytest.mark.parametrize("hukou", ["深圳户口", "深圳户籍", "深户", "深圳戶籍", "深圳市户口"])
@pytest.mark.parametrize("around", ["我{}", "{}能办吗", "{}人士", "表姐湛江人，{}，居住证有"])
def test_a_denied_hukou_is_elsewhere(denial: str, hukou: str, around: str) -> None:
    assert said(around.format(denial + hukou)).names["hukou"] == "elsewhere"


@pytest.mark.parametrize(
    ("text", "hukou"),
    [
        ("我是深户", "shenzhen"),
        ("深圳户口的老人", "shenzhen"),
        ("我户口在罗湖", "shenzhen"),
        ("我已经入了深户", "shenzhen"),
        ("I have Shenzhen hukou", "shenzhen"),
        ("外地户口能办吗", "elsewhere"),
        ("外地户口在深圳能办吗", "elsewhere"),
        ("我是河源户口在罗湖租房", "elsewhere"),
        ("户口还在老家", "elsewhere"),
        ("户口都在广西", "elsewhere"),
        ("户口不在深圳", "elsewhere"),
        ("我没有本地户口", "elsewhere"),
        ("without Shenzhen hukou", "elsewhere"),
        ("I don't have Shenzhen hukou", "elsewhere"),
        ("non-Shenzhen residents", "elsewhere"),
        ("my hukou is in Hunan", "elsewhere"),
        ("我不是深户不对我是深户", "shenzhen"),
        ("我是深户，不对，不是深户", "elsewhere"),
        ("我以前是外地户口，现在是深户", "shenzhen"),
    ],
)
def test_hukou(text: str, hukou: str) -> None:
    assert said(text).names["hukou"] == hukou


@pytest.mark.parametrize(
    "text",
    [
        "必须是深户吗",
        "是不是深户都能办",
        "有没有深户要求",
        "深户才能办吗",
        "不管深户还是外国人",
        "怎么入深户",
        "想让他成为深圳户口",
        "深圳人才补贴",
        "资深户外教练",
        "Shenzhen residence permit",
        "户口本丢了",
    ],
)
def test_a_rule_or_a_wish_is_nobodys_hukou(text: str) -> None:
    assert "hukou" not in said(text).names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("我大专不对是本科", {"degree": "bachelor"}),
        ("我本科，不对，大专", {"degree": "college"}),
        ("不是本科，是大专", {"degree": "college"}),
        ("大专以后读了硕士", {"degree": "master"}),
        ("博士毕业", {"degree": "doctor"}),
        ("with a master's from Leeds", {"degree": "master"}),
        ("我只有大专学历", {"degree": "college"}),
        ("不是本科", {}),
        ("大专以上可以吗", {}),
        ("专科医院", {}),
        ("家里吃低保", {"hardship": "low_income"}),
        ("低保边缘家庭", {"hardship": "low_income_edge"}),
        ("我是特困人员", {"hardship": "destitute"}),
        ("支出型困难", {"hardship": "high_expense"}),
        ("不是低保", {}),
        ("我阿爺唔係低保但係失能", {}),
        ("不是低保，是特困", {"hardship": "destitute"}),
        ("特困户，没领低保", {"hardship": "destitute"}),
    ],
)
def test_degree_and_hardship(text: str, names: dict[str, str]) -> None:
    assert said(text).names == names


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("我妈二级肢体残疾", {"disability": 2}),
        ("残疾证是三级的", {"disability": 3}),
        ("精神残疾一级", {"disability": 1}),
        ("儿子智力三级，不是一二级，重度残疾人", {"disability": 3}),
        ("level 2 disabled", {"disability": 2}),
        ("a grade 1 disability", {"disability": 1}),
        ("电工三级证书", {}),
        ("要报到哪一级", {}),
        ("二级建造师", {}),
        ("三甲医院二级", {}),
        ("二胎的生育登记", {"child": 2}),
        ("第三个孩子", {"child": 3}),
        ("老二刚满月", {"child": 2}),
        ("our second baby", {"child": 2}),
        ("我两个孩子", {}),
        ("在第二宝安区", {}),
        ("买第二套住房", {"homes": 2}),
        ("首套房", {"homes": 1}),
        ("在福田有一套", {"homes": 1}),
        ("名下没房", {"homes": 0}),
        ("从来没买过房", {"homes": 0}),
        ("I own no home", {"homes": 0}),
        ("开无房证明", {}),
        ("没房产证", {}),
        ("一套标准", {}),
        ("看中一套二手房", {}),
    ],
)
def test_other_numbers(text: str, numbers: dict[str, int]) -> None:
    assert said(text).numbers == numbers


@given(st.integers(1, 119))
def test_every_age_is_read_in_digits(age: int) -> None:
    assert said(f"我爸{age}岁了").numbers["age"] == age


@given(st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    case = said(text)
    assert set(case.numbers) <= {"age", "child", "homes", "disability"}
    assert set(case.names) <= {"degree", "hukou", "hardship"}


@given(
    st.text(alphabet="我爸妈不是没有深户籍口岁八十二70大专本科低保残级第套房，。？了", max_size=30)
)
def test_what_is_read_are_cases_that_a_guide_can_name(text: str) -> None:
    case = said(text)
    Case.model_validate(case.names | {kind: str(n) for kind, n in case.numbers.items()})


numbers = st.dictionaries(st.sampled_from(["age", "child", "homes"]), st.integers(0, 120))
names = st.dictionaries(st.sampled_from(["hukou", "degree"]), st.sampled_from(["a", "b"]))
cases = st.builds(OwnCase, numbers, names)


@given(cases, cases)
def test_what_was_said_last_holds(earlier: OwnCase, later: OwnCase) -> None:
    both = earlier.updated(later)
    assert both.numbers.items() >= later.numbers.items()
    assert both.names.items() >= later.names.items()
    assert set(both.numbers) == set(earlier.numbers) | set(later.numbers)
    assert earlier.updated(NO_CASE) == earlier == NO_CASE.updated(earlier)
    assert both.updated(later) == both


@pytest.mark.parametrize(
    ("case", "own", "fit"),
    [
        (None, OwnCase({"age": 82}, {}), 0),
        (Case(age="80-89"), NO_CASE, -0.5),
        (Case(age="80-89"), OwnCase({"age": 82}, {}), 1),
        (Case(age="80-89"), OwnCase({"age": 80}, {}), 1),
        (Case(age="80-89"), OwnCase({"age": 89}, {}), 1),
        (Case(age="80-89"), OwnCase({"age": 79}, {}), -1),
        (Case(age="80-89"), OwnCase({"age": 90}, {}), -1),
        (Case(age="100-"), OwnCase({"age": 103}, {}), 1),
        (Case(age="100-"), OwnCase({"age": 99}, {}), -1),
        (Case(age="-69"), OwnCase({"age": 0}, {}), 1),
        (Case(age="-69"), OwnCase({"age": 70}, {}), -1),
        (Case(homes="2"), OwnCase({"homes": 2}, {}), 1),
        (Case(homes="0"), OwnCase({"homes": 0}, {}), 1),
        (Case(homes="0"), OwnCase({"homes": 1}, {}), -1),
        (Case(hukou="elsewhere"), OwnCase({}, {"hukou": "elsewhere"}), 1),
        (Case(hukou="elsewhere"), OwnCase({}, {"hukou": "shenzhen"}), -1),
        (Case(hukou="elsewhere"), OwnCase({"age": 5}, {"degree": "doctor"}), -0.5),
        (Case(degree="college", age="36-"), OwnCase({"age": 40}, {"degree": "college"}), 1),
        (Case(degree="college", age="36-"), OwnCase({"age": 30}, {"degree": "college"}), -1),
        (Case(degree="college", age="36-"), OwnCase({"age": 40}, {}), 1),
    ],
)
def test_fit(case: Case | None, own: OwnCase, fit: float) -> None:
    assert fit_of(case, own) == fit


@given(st.integers(0, 130), st.integers(0, 130), st.integers(0, 130))
def test_a_range_holds_what_lies_within(low: int, high: int, age: int) -> None:
    own = OwnCase({"age": age}, {})
    assert (fit_of(Case(age=f"{low}-{high}"), own) == 1) == (low <= age <= high)
    assert (fit_of(Case(age=f"{low}-"), own) == 1) == (low <= age)
    assert (fit_of(Case(age=f"-{high}"), own) == 1) == (age <= high)
    assert (fit_of(Case(age=str(low)), own) == 1) == (low == age)
