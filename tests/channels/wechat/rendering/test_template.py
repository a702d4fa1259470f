"""News as template messages."""

import pytest

from channels.wechat.rendering import TemplateNews, template_of
from messages import AnyCard, NoticeCard
from tests.card_samples import answers, applications, errands
from tests.channels.wechat.rendering.links import LINKS


@pytest.mark.parametrize(
    ("card", "kind", "values"),
    [
        (
            applications.TO_CORRECT,
            "case_changed",
            {
                "title": "高龄老人津贴",
                "number": "LH202611227K3Q9XYZ",
                "state": "需要补正",
                "next": "请您在2026年12月7日前补好，过期…",
            },
        ),
        (
            errands.PAID,
            "order_changed",
            {
                "title": "小学住宿费",
                "amount": "1288.50元",
                "state": "已支付",
                "number": "P202611227K3Q9XYZAB",
            },
        ),
        (
            errands.BOOKED,
            "booking_near",
            {
                "title": "结婚登记",
                "when": "2026年11月25日 09:00",
                "place": "罗湖区民政局婚姻登记处",
                "state": "已预约",
            },
        ),
        (
            errands.ANSWERED,
            "work_order_changed",
            {
                "title": "投诉：工地半夜还在打桩，吵得老人睡不着",
                "number": "G202611227K3Q9X",
                "state": "已答复",
                "unit": "罗湖区住房和建设局",
            },
        ),
        (errands.CALLED, "push", {"says": "轮到您了，请到12号窗口。（演示）"}),
        (NoticeCard(text="\n"), "push", {"says": "点开看详情"}),
        (NoticeCard(text="一" * 18 + "👨‍👩‍👧二三"), "push", {"says": "一" * 18 + "…"}),
    ],
)
def test_values(card: AnyCard, kind: str, values: dict[str, str]) -> None:
    assert template_of(card, LINKS) == TemplateNews(kind, values, LINKS.page())


def test_an_answer_is_no_news() -> None:
    assert template_of(answers.ALLOWANCE, LINKS) is None
