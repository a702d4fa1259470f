"""Free times, told kindly, also where there are none."""

import pytest

from core.appointments.schedule import BrokenSchedule, ScheduleFile, read_schedule
from core.contract import BookingStep
from tests.core.appointments.conftest import HOUSE, SCHEDULE, WED_9, WED_930, House


def says(house: House, when: str) -> str:
    return house.find(when).says


def test_the_times_that_were_meant_and_no_others(house: House) -> None:
    found = house.find("后天上午")
    assert [one.slot for one in found.slots] == [WED_9, WED_930]
    assert found.slots[0].says == "11月25日（周三）09:00–09:30"
    assert {one.free for one in found.slots} == {2}
    assert found.says == "11月25日（周三）上午，婚姻窗口能约这些时间。"


def test_an_exact_time_is_the_slot_that_holds_it(house: House) -> None:
    assert [one.slot for one in house.find("后天九点十分").slots] == [WED_9]


def test_nothing_said_is_spread_over_the_next_days(house: House) -> None:
    found = house.find("")
    assert found.understood
    assert len(found.slots) == 8
    assert len({one.starts_at.date() for one in found.slots}) == 8


def test_the_soonest_are_the_first(house: House) -> None:
    found = house.find("最快的")
    assert found.slots[0].says == "11月23日（周一）14:00–14:30"
    assert [one.starts_at for one in found.slots] == sorted(one.starts_at for one in found.slots)


def test_what_is_not_understood_is_said_and_times_are_offered(house: House) -> None:
    found = house.find("呃嗯")
    assert not found.understood
    assert found.slots and "没听明白" in found.says


def test_a_full_time_offers_the_nearest_before_and_after(house: House) -> None:
    house.book("s1", WED_930)
    house.book("s2", WED_930, mobile="15400000202")
    found = house.find("后天九点半")
    assert "没有空位了" in found.says
    assert [one.says for one in found.slots] == [
        "11月24日（周二）15:00–15:30",
        "11月25日（周三）09:00–09:30",
        "11月25日（周三）14:00–14:30",
        "11月25日（周三）14:30–15:00",
    ]


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ("周六", "不上班"),
        ("12月1号", "不上班"),
        ("今天上午", "来不及"),
        ("昨天", "已经过去"),
        ("12月30号", "现在能约到12月7日（周一）"),
        ("明天下午五点", "不在婚姻窗口的办理时间里"),
    ],
)
def test_why_there_is_none_is_said_with_others(house: House, when: str, why: str) -> None:
    found = house.find(when)
    assert why in found.says
    assert 1 <= len(found.slots) <= 4


def test_a_rest_shorter_than_a_slot_is_none(house: House) -> None:
    times = [one.says[-11:] for one in house.find("明天").slots]
    assert times == ["09:00–09:30", "09:30–10:00", "14:00–14:30", "14:30–15:00", "15:00–15:30"]


def test_other_matters_go_to_the_default_queue_and_help_has_its_own(house: House) -> None:
    assert house.find("明天九点", item=HOUSE).slots[0].slot.startswith("general.")
    assert house.find("明天九点", item=None).slots[0].slot.startswith("general.")
    home = house.find("", kind="home").slots
    assert home[0].says == "11月24日（周二）14:00–14:30"  # a day's notice
    assert house.find("", kind="video").slots == []


def test_a_place_that_is_given_back_is_free_again(house: House) -> None:
    made = house.book()
    assert house.find("后天九点").slots[0].free == 1
    step = {"session": "s1", "do": "cancel"}
    assert house.ask("POST", f"/{made.booking}/steps", json=step).status_code == 200
    assert house.find("后天九点").slots[0].free == 2


def test_a_saved_schedule_is_read_and_a_broken_one_is_not(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.appointments.schedule.LOOK_EVERY_S", 0.0)
    try:
        house.schedule.write_text(SCHEDULE.replace("capacity: 2", "capacity: 17"), "utf-8")
        assert house.find("后天九点").slots[0].free == 17
        house.schedule.write_text("halls: []", "utf-8")
        assert house.find("后天九点").slots[0].free == 17
        assert "schedule.yml" in (house.parts.schedule.problem or "")
    finally:
        house.schedule.write_text(SCHEDULE, "utf-8")
        assert house.find("后天九点").slots[0].free == 2
    assert house.parts.schedule.problem is None


@pytest.mark.parametrize(
    ("good", "bad", "why"),
    [
        ("letter: C", "letter: A", "letter A is there twice"),
        ("id: marriage", "id: general", "line id general is there twice"),
        (", default: true", "", "exactly one queue is the default"),
        ("09:00-10:00", "10:00-09:00", "is not before"),
        ("place: 您家", "hall: nowhere", "needs a hall that there is"),
        ("hours: office, capacity: 1,", "hours: night, capacity: 1,", "no hours night"),
        ("days_ahead: 14", "days_ahead: many", "days_ahead"),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(house: House, good: str, bad: str, why: str) -> None:
    assert good in SCHEDULE
    path = house.folder / "broken.yml"
    path.write_text(SCHEDULE.replace(good, bad), "utf-8")
    with pytest.raises(BrokenSchedule, match=why):
        read_schedule(path)


def test_the_schedule_that_comes_along_names_guides_that_there_are(house: House) -> None:
    from knowledge_base.settings import Settings

    schedule = ScheduleFile().get()
    guides = {path.stem for path in Settings().guides_dir.glob("*/*.yml")}
    assert schedule.demo
    assert {item for one in schedule.queues for item in one.matters} <= guides


def test_moving_keeps_the_sum_of_places(house: House) -> None:
    made = house.book()
    moved = BookingStep(session="s1", do="move", slot=WED_930)
    house.ask("POST", f"/{made.booking}/steps", json=moved.model_dump())
    assert (house.taken(WED_9), house.taken(WED_930)) == (0, 1)
