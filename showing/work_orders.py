"""A work order of the hotline (12345 工单) as a card."""

from zoneinfo import ZoneInfo

from core.contract import WorkOrderPower, WorkOrderView
from messages import Act, Option, TicketCard
from showing.sentences import sentence

POWERS: dict[WorkOrderPower, str] = {"urge": "催一下", "withdraw": "撤回"}
SHENZHEN = ZoneInfo("Asia/Shanghai")
STARS = {5: "很满意", 4: "满意", 3: "一般", 2: "不满意", 1: "很不满意"}
"""好差评: five grades."""


def work_order_card(order: WorkOrderView, lead: str = "") -> TicketCard:
    """Where it stands, who handles it, until when; the answer where there is one."""
    day = order.deadline.astimezone(SHENZHEN)
    until = f"最晚{day.month}月{day.day}日前答复。" if order.answer is None else ""
    answer = f"答复：{sentence(order.answer)}" if order.answer else ""
    first = f"{lead}{order.kind_label}工单{order.number}，{order.state_label}。"
    text = f"{first}{answer}办理：{order.unit_says}（演示）。{until}{sentence(order.says)}"
    return TicketCard(
        text=text,
        speech=f"{first}{answer}{until}",
        ticket=order.number,
        of="work_order",
        title=f"{order.kind_label}：{order.title}",
        state=order.state,
        state_label=order.state_label,
        next_says=sentence(order.says),
        unit=order.unit_says,
        deadline=order.deadline.isoformat(),
        progress=[
            f"{one.at.astimezone(SHENZHEN):%m-%d %H:%M} {one.says}" for one in order.progress
        ],
        answer=order.answer,
        demo=True,
        options=_options(order),
    )


def _options(order: WorkOrderView) -> list[Option]:
    number = order.number
    options = [
        Option(label=label, act=Act(intent="record_step", case=number, do=power))
        for power, label in POWERS.items()
        if power in order.powers
    ]
    if "rate" in order.powers:
        options += [
            Option(label=label, act=Act(intent="record_step", case=number, do="rate", field=str(n)))
            for n, label in STARS.items()
        ]
    return options
