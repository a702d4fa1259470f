"""What citizens say about when they want to come, on Monday 23 November 2026."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.appointments.when import Range, parse
from core.approvals.calendar import Calendar

TODAY = dt.date(2026, 11, 23)
CALENDAR = Calendar(None)
NUMERALS = "零一二三四五六七八九"
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31))


def read(text: str, today: dt.date = TODAY) -> Range | None:
    return parse(text, today, CALENDAR)


def spoken(number: int) -> str:
    """Of 0 to 99, as it is said: 二十三."""
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[number]
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("下周三上午", "12月2日（周三）上午"),
        ("下週三上午", "12月2日（周三）上午"),
        ("下个星期四", "12月3日（周四）"),
        ("下個禮拜三", "12月2日（周三）"),
        ("这周五", "11月27日（周五）"),
        ("周三三点", "11月25日（周三）15:00"),
        ("下下周一", "12月7日（周一）"),
        ("明天下午三点半", "11月24日（周二）15:30"),
        ("听日下昼", "11月24日（周二）下午"),
        ("聽日下晝", "11月24日（周二）下午"),
        ("听朝十点", "11月24日（周二）10:00"),
        ("后天", "11月25日（周三）"),
        ("大后天早上", "11月26日（周四）上午"),
        ("三天后", "11月26日（周四）"),
        ("12月3号", "12月3日（周四）"),
        ("十二月二号下午两点半", "12月2日（周三）14:30"),
        ("12月3號上午９：30", "12月3日（周四）09:30"),
        ("2026-12-01", "12月1日（周二）"),
        ("11/25 9:30", "11月25日（周三）09:30"),
        ("25号9点半", "11月25日（周三）09:30"),
        ("20号", "12月20日（周日）"),
        ("周末", "11月28日（周六）到11月29日（周日）"),
        ("下周", "11月30日（周一）到12月6日（周日）"),
        ("周三到周五", "11月25日（周三）到11月27日（周五）"),
        ("下周三或周五下午", "12月2日（周三）、12月4日（周五）的下午"),
        ("下周一，不对，下周二", "12月1日（周二）"),
        ("后天三点以后", "11月25日（周三）15:00以后"),
        ("明天九点到十一点", "11月24日（周二）09:00到11:00"),
        ("三点一刻", "15:15"),
        ("月底", "11月26日（周四）到11月30日（周一）"),
        ("元旦后第一个工作日", "1月4日（周一）"),
        ("next Wednesday morning", "12月2日（周三）上午"),
        ("December 3rd at 9:30 am", "12月3日（周四）09:30"),
        ("tomorrow at 3 pm", "11月24日（周二）15:00"),
        ("this Friday", "11月27日（周五）"),
        ("最快的", "最早的时间"),
        ("越快越好", "最早的时间"),
        ("早点", "最早的时间"),
        ("随便哪天", "哪天都行"),
        ("我想下周三上午来办结婚登记", "12月2日（周三）上午"),
    ],
)
def test_what_is_said_is_read_back(text: str, says: str) -> None:
    found = read(text)
    assert found is not None
    assert found.says == says


def test_a_holiday_ends_where_the_government_says() -> None:
    found = read("国庆后第一个工作日", dt.date(2026, 9, 20))
    assert found is not None
    assert found.days == (dt.date(2026, 10, 8),)
    spring = read("春节后上班第一天", dt.date(2026, 2, 1))
    assert spring is not None
    assert spring.days == (dt.date(2026, 2, 24),)


def test_a_holiday_that_is_not_announced_is_not_guessed() -> None:
    assert read("国庆后第一个工作日") is None
    assert read("春节后第一个工作日") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "我想预约婚姻登记",
        "11月31号",
        "2月30日",
        "我要去3号窗口",
        "地铁2号线怎么走",
        "请问一点都不懂",
        "[PHONE_3]",
        "12345",
        "不要周三",
        "3-5天",
        "25点",
        "21世纪",
    ],
)
def test_what_says_nothing_of_when_is_not_understood(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "exactness"),
    [
        ("明天三点", "moment"),
        ("明天上午", "part"),
        ("三点", "part"),
        ("明天", "days"),
        ("最快的", "open"),
    ],
)
def test_how_exact_it_is(text: str, exactness: str) -> None:
    found = read(text)
    assert found is not None
    assert found.exactness == exactness


@given(DAYS, st.integers(0, 59))
def test_a_date_is_read_in_every_spelling(today: dt.date, ahead: int) -> None:
    day = today + dt.timedelta(days=ahead)
    for text in (
        f"{day.month}月{day.day}号",
        f"{spoken(day.month)}月{spoken(day.day)}日",
        f"{day.year}年{day.month}月{day.day}日",
        day.isoformat(),
        f"{day:%B} {day.day}",
    ):
        found = read(text, today)
        assert found is not None, text
        assert found.days == (day,), text


@given(DAYS, st.integers(0, 6), st.integers(0, 2))
def test_a_weekday_is_in_the_week_that_was_named(today: dt.date, weekday: int, weeks: int) -> None:
    found = read("下" * weeks + "周" + "一二三四五六日"[weekday], today)
    assert found is not None
    (day,) = found.days
    assert day.weekday() == weekday
    monday = today - dt.timedelta(days=today.weekday())
    if weeks:
        assert (day - monday).days // 7 == weeks
    else:
        assert 0 <= (day - today).days < 7


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_with_a_colon_is_that_time(hour: int, minute: int) -> None:
    found = read(f"明天{hour:02d}:{minute:02d}")
    assert found is not None and found.clock is not None
    wanted = hour + 12 if 1 <= hour <= 6 else hour
    assert found.clock.at == dt.time(wanted, minute)


@given(st.integers(1, 11), st.sampled_from(["", "半", "一刻", "三刻", "二十分"]))
def test_an_hour_in_the_afternoon(hour: int, rest: str) -> None:
    found = read(f"下午{spoken(hour)}点{rest}")
    assert found is not None and found.clock is not None
    minute = {"": 0, "半": 30, "一刻": 15, "三刻": 45, "二十分": 20}[rest]
    assert found.clock.at == dt.time(hour + 12, minute)


@given(st.text(max_size=60), DAYS)
def test_any_text_is_read_or_not_and_never_fails(text: str, today: dt.date) -> None:
    found = read(text, today)
    assert found is None or (found.says and list(found.days) == sorted(set(found.days)))


DAY_WORDS = ["下", "周", "三", "月", "号", "明天", "国庆", "后", "第一个工作日", " in ", " days"]
HOUR_WORDS = ["点", "半", "到", "12", "3", "上午", "之"]
WORDS = st.sampled_from([*DAY_WORDS, *HOUR_WORDS])


@given(st.lists(WORDS, max_size=9).map("".join), DAYS)
def test_any_heap_of_time_words_is_read_or_not(text: str, today: dt.date) -> None:
    found = read(text, today)
    assert found is None or found.says
