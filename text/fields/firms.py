"""Names of firms and their unified social credit codes (统一社会信用代码, GB 32100-2015)."""

from __future__ import annotations

import re
from typing import Final

from text.fields.spelling import Match, bare, clauses
from text.projection import project

_KIND: Final = (
    "公司|集团|企业|合作社|旅行社|旅社|报社|事务所|研究院|研究所|工作室|中心|经营部|服务部|门市部|营业部"
    "|[商车洋琴米药茶布灯金衣鱼]行|商店|超市|店|厂|铺|馆|坊|屋|阁|轩|厅|档口?|摊|食府|酒家|酒楼|[酒网书水餐茶]吧"
    "|影院|剧院|书院|医院|画廊|诊所|药房|学校|培训部|洗衣房|茶楼|庄|园|作坊"
)
_NAME: Final = re.compile(rf"[\w·&+\-.'()（） ]*[\w)]?(?:{_KIND})(?:\((?:[\w]{{2,12}})\))?")
_BRACKETS: Final = str.maketrans("（）", "()")
_GENERIC: Final = re.compile(
    rf"(?:一|这|那|该|本|某|个|家|间|我|你|的|有限|责任|股份|分|小|大|新|旧|开|办|设立|注册|科技|贸易)*(?:{_KIND})"
)
_DO: Final = "(?:开|去|走|注册|申请|设立|变更|注销|办理|办[个一公店执营])"
_SENTENCE: Final = re.compile(
    r"^(?:我|你|您|他|她|咱|请|想|要|需要|能|可以|可不可以|[是係系嗯哦噢喔呃]|好的?[, ]|不|没"
    r"|有|哪[里儿个些]|哪家(?:店|公司)"
    rf"|(?:怎么|怎样|如何){_DO}|怎么样|为什么|为啥|几[个家点时]|多少[钱个家]|多久|去(?!哪)|在|到|从|给|帮|跟"
    r"|和(?=[我你他她])|开[个一间家]|办[个一理]|注册|设立|申请|变更|注销|查|找|叫|名叫|名称|名字|店名|公司名|字号"
    r"|企业名|什么(?:是|样|时候|类型|叫)|谁(?:能|可|来|的店|的公司)|这|那[个家间些]|附近|最近|别|关于|银行|如果"
    r"|改[成为叫]|换成|因为|先|再|就|还|也|都|只)"
)
_INSIDE: Final = re.compile(
    rf"[?？,，。!！;；、]|是不是|要不要|能不能|可不可以|有没有|需不需要|多少钱|(?:怎么|如何){_DO}"
    r"|什么时候|哪[里儿个](?:有|的|能|可以|办|开|找|买|申)|去哪[家个些间]|(?:注册|设立|申请|变更|注销)(?:一[个家间]|个)?(?:有限)?公司"
)
_LABELS: Final = (
    r"(?:(?:新|拟|拟用|店铺?|公司|企业|单位|字号|工作)?(?:的|嘅)?(?:名称?|名字|店名|字号|全称|单位|公司|店铺?|企业)"
    r"(?:的|嘅)?(?:名称?|名字|全称)?)?(?:想|要|打算|准备|改(?=叫))?(?:叫做?|取名|起名|用)?"
)


def is_firm(whole: str) -> bool:
    """Is this folded text the name of a firm? It ends like one and is no sentence."""
    return (
        4 <= len(whole) <= 60
        and _NAME.fullmatch(whole) is not None
        and not _SENTENCE.search(whole)
        and not _INSIDE.search(whole)
        and not _GENERIC.fullmatch(whole)
        and re.search(r"[^\W\d_]", whole) is not None
    )


def half_brackets(name: str) -> str:
    """A name with its brackets half-width: two spellings of one name, 甲（深圳）and 甲(深圳)."""
    return name.translate(_BRACKETS)


def parse(text: str) -> str | None:
    """The name of a firm: 4 to 60 characters that end like one (有限公司, 店, 商行, 工作室 …)."""
    if re.search("[?？]", text):
        return None
    for part in bare(text, _LABELS, whole_first=True):
        if is_firm(part):
            return part
    return None


def find(text: str) -> list[Match]:
    """Clauses that are names of firms, with lead-in words or without."""
    return clauses(text, parse)


_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE: Final = re.compile(rf"(?<![0-9A-Z])[{_ALPHABET}](?:[ \-]?[{_ALPHABET}]){{17}}(?![0-9A-Z])")
_CODE_LABELS: Final = (
    r"(?:统一)?(?:社会)?(?:信用代码|营业执照|执照|税号|代码)(?:的|嘅)?(?:编号|号码|号)?"
)


def credit_check(first17: str) -> str:
    """The 18th character: weights 3^i mod 31 (GB 32100-2015, 4.6)."""
    total = sum(_ALPHABET.index(char) * pow(3, i, 31) for i, char in enumerate(first17))
    return _ALPHABET[(31 - total % 31) % 31]


def is_credit_code(value: str) -> bool:
    """18 characters of the alphabet (no I, O, S, V, Z), a letter or digit of the registering
    office first, and the check character."""
    return (
        re.fullmatch(f"[1-9A-GN-Y][1-9][0-9]{{6}}[{_ALPHABET}]{{10}}", value) is not None
        and credit_check(value[:17]) == value[17]
    )


def parse_code(text: str) -> str | None:
    """A unified social credit code in its 18 characters."""
    for part in bare(text, _CODE_LABELS):
        value = re.sub(r"[ \-]", "", project(part).digits)
        if is_credit_code(value):
            return value
    return None


def find_code(text: str) -> list[Match]:
    """Unified social credit codes in a sentence."""
    seen = project(text)
    found = []
    for match in _CODE.finditer(seen.text):
        value = re.sub(r"[ \-]", "", match.group())
        if is_credit_code(value):
            found.append(Match(value, *seen.span(*match.span())))
    return found
