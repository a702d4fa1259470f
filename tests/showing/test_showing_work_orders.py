"""A work order as a card: times are Shenzhen's, wherever the machine stands."""

import datetime as dt

from messages import Act, Option, TicketCard
from showing.work_orders import STARS, work_order_card
from tests.core_views import WORK_ORDER, work_order


def act(label: str, do: str, field: str | None = None) -> Option:
    return Option(label=label, act=Act(intent="record_step", case=WORK_ORDER, do=do, field=field))


def test_where_it_stands_and_until_when() -> None:
    assert work_order_card(work_order(says="有进展会告诉您"), "已经转交。") == TicketCard(
        text=(
            f"已经转交。投诉工单{WORK_ORDER}，办理中。办理：示范分局（演示）。"
            "最晚11月28日前答复。有进展会告诉您。"
        ),
        speech=f"已经转交。投诉工单{WORK_ORDER}，办理中。最晚11月28日前答复。",
        ticket=WORK_ORDER,
        of="work_order",
        title="投诉：楼下工地半夜打桩",
        state="in_progress",
        state_label="办理中",
        next_says="有进展会告诉您。",
        unit="示范分局",
        deadline="2026-11-27T17:00:00+00:00",
        progress=["11-23 09:00 已转示范分局"],
        demo=True,
        options=[act("催一下", "urge"), act("撤回", "withdraw")],
    )


def test_progress_is_told_in_the_days_of_shenzhen() -> None:
    late = {"at": dt.datetime(2026, 11, 23, 17, 5, tzinfo=dt.UTC), "says": "已受理"}
    assert work_order_card(work_order(progress=[late])).progress == ["11-24 01:05 已受理"]


def test_an_answer_takes_the_place_of_the_time_limit_and_can_be_rated() -> None:
    answered = work_order(
        state="answered", state_label="已答复", answer="已责令停工", powers=["rate", "add"]
    )
    card = work_order_card(answered)
    assert card.text == (
        f"投诉工单{WORK_ORDER}，已答复。答复：已责令停工。办理：示范分局（演示）。"
    )
    assert card.answer == "已责令停工"
    assert card.options == [act(label, "rate", str(stars)) for stars, label in STARS.items()]
    assert [one.act and one.act.field for one in card.options] == ["5", "4", "3", "2", "1"]
