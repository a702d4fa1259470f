"""The made-up people to try each matter with. Nobody is meant: see `sandbox.registers.numbers`.

Ages hold on REFERENCE, the day the registers are drawn up for.
"""

import datetime as dt
from dataclasses import dataclass

REFERENCE = dt.date(2026, 11, 22)


@dataclass(frozen=True)
class Person:
    """A made-up person. `note`: what they are good for, in Chinese; empty for a relative."""

    name: str
    id_number: str
    mobile: str | None = None
    note: str = ""
    alive: bool = True


MOTHER = Person(
    "黄桂香",
    "440399194405170226",
    "15400000001",
    "高龄老人津贴：82岁，罗湖户籍，陈小满的母亲；领养老金，今年5月认证过",
)
DAUGHTER = Person(
    "陈小满",
    "44039919810521028X",
    "15400000002",
    "高龄老人津贴代办：45岁，罗湖户籍，母亲黄桂香82岁，在家庭成员里",
)
JUST_70 = Person(
    "刘振邦",
    "440399195611100119",
    "15400000003",
    "高龄老人津贴：2026年11月10日刚满70岁，罗湖户籍",
)
STILL_69 = Person(
    "何淑芬", "440399195708060248", "15400000004", "高龄老人津贴：69岁，罗湖户籍，还没到年龄"
)
ELSEWHERE_76 = Person(
    "吴德全", "440399195003140133", "15400000005", "高龄老人津贴：76岁，户口在湛江，不在深圳"
)
GRADUATE = Person(
    "周子涵",
    "440399200403120266",
    "15400000006",
    "应届毕业生接收落户：2026年6月30日全日制本科毕业，在深圳参保，户口在梅州",
)
GRADUATE_2023 = Person(
    "许文博",
    "440399200101190154",
    "15400000007",
    "应届毕业生接收落户：2023年6月30日全日制本科毕业，已超过两年",
)
MASTER = Person(
    "谢雨晴",
    "44039919930902028X",
    "15400000008",
    "在职人才引进：33岁，全日制硕士，在深圳参保60个月，户口在长沙",
)
COLLEGE = Person(
    "冯国栋",
    "440399198804250176",
    "15400000009",
    "在职人才引进：38岁，大专，在深圳参保96个月，户口在赣州",
)
FOUNDER = Person(
    "沈嘉豪", "440399199007080199", "15400000010", "企业设立登记：36岁，罗湖户籍，名下没有企业"
)
SHOPKEEPER = Person(
    "曾美玲",
    "440399198502160263",
    "15400000011",
    "个体工商户设立登记：41岁，户口在茂名，名下没有店铺",
)
RESIDENT = Person(
    "罗建平", "440399199706300314", "15400000012", "居住证签注：29岁，户口在衡阳，在深圳参保"
)
PARENT_OF_BABY = Person(
    "唐晓敏",
    "440399199508110464",
    "15400000013",
    "育儿补贴：女儿郑乐瑶2025年3月18日出生，罗湖户籍",
)
PARENT_OF_FIVE = Person(
    "邓志强", "440399198905030332", "15400000014", "育儿补贴：女儿邓可心5岁，已满3周岁"
)
UNEMPLOYED = Person(
    "蔡文静",
    "440399199201270420",
    "15400000015",
    "失业登记：34岁，罗湖户籍，2026年8月31日起停保，还没登记",
)
PENSIONER = Person(
    "马国富",
    "440399196009230353",
    "15400000016",
    "养老金资格认证：66岁，领养老金，上次认证是2025年10月20日",
)
UNINSURED = Person(
    "姚欣怡", "440399199804190446", "15400000017", "灵活就业参保：28岁，罗湖户籍，没有参保"
)

SHOWCASE: list[Person] = [
    MOTHER,
    DAUGHTER,
    JUST_70,
    STILL_69,
    ELSEWHERE_76,
    GRADUATE,
    GRADUATE_2023,
    MASTER,
    COLLEGE,
    FOUNDER,
    SHOPKEEPER,
    RESIDENT,
    PARENT_OF_BABY,
    PARENT_OF_FIVE,
    UNEMPLOYED,
    PENSIONER,
    UNINSURED,
]
"""First in the registers, in this order."""

LATE_FATHER = Person("陈伯年", "440399194107090551", alive=False)
DAUGHTERS_HUSBAND = Person("林志远", "440399197911030377", "15400000018")
DAUGHTERS_SON = Person("林一诺", "440399201406080399")
BABYS_FATHER = Person("郑凯", "440399199302200536", "15400000019")
BABY = Person("郑乐瑶", "440399202503180484")
FIVES_MOTHER = Person("林慧", "440399199001300664", "15400000020")
FIVE = Person("邓可心", "440399202106150628")


@dataclass(frozen=True)
class TakenName:
    """A firm in the business register whose name others may wish for."""

    name: str
    kind: str
    state: str
    note: str


TAKEN_NAMES = [
    TakenName("深圳市禾满信息技术有限公司", "公司", "存续", "企业设立登记：名称已被使用"),
    TakenName("深圳市罗湖区阿玲靓汤店", "个体工商户", "存续", "个体工商户设立登记：名称已被使用"),
    TakenName("深圳市青榕文化传播有限公司", "公司", "注销", "企业设立登记：同名企业已经注销"),
]
"""First among the firms, in this order."""
