"""An appointment and a queue ticket as cards."""

import pytest

from messages import Act, BookingCard, Option, TicketCard
from showing.bookings import TICKETS, booking_card, queue_card
from tests.core_views import BOOKING, booking, ticket


def act(label: str, do: str) -> Option:
    return Option(label=label, act=Act(intent="record_step", case=BOOKING, do=do))


def test_when_and_where_come_first_then_what_to_bring() -> None:
    known = booking(address="示范路1号", window="12号窗口", says="提前10分钟到", demo=True)
    assert booking_card(known, "约好了。", ["身份证", "照片"]) == BookingCard(
        text=(
            "约好了。11月25日（周三）09:00–09:30，纸鸢登记，已预约。"
            f"地点：示范大厅，示范路1号，12号窗口。预约编号{BOOKING}。要带：身份证、照片。"
            "提前10分钟到。（演示：时间和窗口是试用的。）"
        ),
        speech="约好了。11月25日（周三）09:00–09:30，纸鸢登记，已预约。地点：示范大厅。",
        item="deng-ji",
        booking=BOOKING,
        title="纸鸢登记",
        how="到窗口办",
        place="示范大厅",
        address="示范路1号",
        window="12号窗口",
        starts_at="2026-11-25T01:00:00+00:00",
        says_when="11月25日（周三）09:00–09:30",
        state="booked",
        state_label="已预约",
        next_says="提前10分钟到。",
        bring=["身份证", "照片"],
        demo=True,
        options=[act("改时间", "move"), act("取消预约", "cancel")],
    )


def test_what_is_not_known_is_not_said() -> None:
    card = booking_card(booking())
    assert card.text == (
        f"11月25日（周三）09:00–09:30，纸鸢登记，已预约。地点：示范大厅。预约编号{BOOKING}。"
    )
    assert (card.address, card.window, card.bring) == (None, None, [])


def test_nothing_is_to_be_brought_to_a_cancelled_one() -> None:
    card = booking_card(booking(state="cancelled", state_label="已取消", powers=[]), "", ["身份证"])
    assert "要带" not in card.text
    assert (card.bring, card.options) == ([], [])


def test_checking_in_is_an_option_when_core_allows_it() -> None:
    assert booking_card(booking(powers=["check_in"])).options == [act("签到", "check_in")]


def test_a_queue_ticket_says_how_many_are_before() -> None:
    says = "您的号是A012，前面还有3个人，大约15分钟。"
    assert queue_card(ticket(), "取好了。") == TicketCard(
        text=f"取好了。{says}",
        speech=f"取好了。{says}",
        ticket="A012",
        of="queue",
        title="综合服务窗口",
        state="waiting",
        state_label="等候中",
        next_says=says,
        unit="综合服务窗口",
        ahead=3,
        minutes=15,
    )


@pytest.mark.parametrize("state", TICKETS)
def test_every_state_of_a_ticket_has_its_words(state: str) -> None:
    card = queue_card(ticket(state=state, minutes=None, demo=True))
    assert (card.state_label, card.minutes) == (TICKETS[state], None)
    assert card.text.endswith("（演示）") and card.demo
