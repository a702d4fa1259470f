"""What a clerk would ask before filing: where it is, when it happened."""

import re

from core.context import Core
from core.contract import WorkOrderKind
from core.work_orders.features import plain
from core.work_orders.routing import routing
from core.work_orders.tree import tree

_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2}(?:路(?![灯边面])|街|大道|巷|村|小区|花园|苑|大厦|广场|公园|市场|学校|小学|中学|医院"
    r"|口岸|车站|地铁站|街道|社区|立交|天桥|隧道)|\d+\s*(?:号|栋|座)"
)
_NOT_NAMED = re.compile(r"(?:我们|我家|这个|那个|一个|隔壁|旁边|附近|楼下|对面|门口|马路|条|的)$")
_TIME = re.compile(
    r"\d+\s*[点月日号]|[昨今前]天|今早|昨晚|今晚|刚才|刚刚|早上|上午|中午|下午|晚上|夜里|半夜|凌晨"
    r"|每天|天天|周[一二三四五六日末]|星期|上周|上个月|最近|一直"
)
ASKED_OF: frozenset[WorkOrderKind] = frozenset({"complaint", "report", "help"})


def missing(
    core: Core, kind: WorkOrderKind, what: str, where: str | None, when: str | None
) -> list[str]:
    """Names of fields (`where`, `when`) that the matter needs and neither field nor text gives.
    None for a consultation or a suggestion."""
    if kind not in ASKED_OF:
        return []
    leaf = tree().categories[routing(core, what, kind, where or "").category]
    text = plain(what)
    lacks = []
    if leaf.where and not where and not _names_place(text):
        lacks.append("where")
    if leaf.when and not when and not _TIME.search(text):
        lacks.append("when")
    return lacks


def _names_place(text: str) -> bool:
    """Whether a place can be found by the text: 东门中路, 3 栋, 莲塘; not 我们小区."""
    if tree().street(text):
        return True
    return any(
        one[0][0].isdigit() or not _NOT_NAMED.search(one[0][:2]) for one in _PLACE.finditer(text)
    )
