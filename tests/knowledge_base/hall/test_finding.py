"""Questions to places, answered from the hall's real files, and only with what stands there."""

import re

import pytest

from knowledge_base.hall.finding import TOLD, find_place, the_hall
from knowledge_base.hall.loader import load_hall

HALL = "罗湖区政务服务中心"
ASKED = [
    ("办事大厅怎么走", HALL, "address"),
    ("行政服務大廳喺邊度", HALL, "address"),
    ("where is the service hall", HALL, "address"),
    ("坐地铁怎么去罗湖区政务服务中心", HALL, "metro"),
    ("出入境办证的电话是多少", "出入境服务厅", "phone"),
    ("出入境大厅周六开不开门", "出入境服务厅", "hours"),
    ("公租房核对在几楼", "住房保障综合窗口", "floor"),
    ("公租房窗口几点下班", "住房保障综合窗口", "hours"),
    ("自助服务区在哪儿", "自助服务区", "floor"),
    ("晚上有没有24小时的自助区", "自助服务区", "hours"),
    ("大厅有母婴室吗", HALL, "nursing-room"),
    ("请问有没有无障碍通道", HALL, "barrier-free"),
    ("哪里有AED", HALL, "aed"),
    ("机器人可以取号吗", HALL, "robot-ticket"),
    ("结婚登记在哪个窗口", HALL, "marriage"),
    ("去大厅要不要预约", HALL, "booking"),
    ("罗湖体育馆的电话", "罗湖体育馆", "phone"),
    ("网球中心几点开门", "罗湖网球中心（室外）", "hours"),
    ("救助站在哪里", "深圳市救助管理站", "address"),
    ("罗湖口岸几点关门", "罗湖口岸", "hours"),
    ("罗湖口岸派出所户政室在哪", "罗湖口岸派出所户政室", "address"),
    ("供水客服电话多少", "深圳供水客服", "phone"),
    ("燃气热线是多少", "深圳燃气24小时热线", "phone"),
    ("区政府在哪里", "罗湖区人民政府", "address"),
    ("哪里能踢足球", "罗湖室外运动场", "hours"),
    ("清水河的图书馆在哪", "悠·图书馆（清水河社区）", "address"),
    ("行政复议去哪里申请", "罗湖区行政复议机构", "address"),
]
KNOWN_BY_NAME_ALONE = [
    ("桂园街道便民服务中心在哪", "桂园街道便民服务中心"),
    ("罗湖区图书馆总馆几点开", "罗湖区图书馆总馆"),
    ("大厅有停车位吗", HALL),
    ("大厅几点下班", HALL),
    ("大厅的电话", HALL),
]
WRITTEN_BY_NOBODY = [
    "南山区政务大厅在哪", "福田口岸几点开", "莲塘税务大厅在哪里", "翠竹派出所在哪",
    "附近有厕所吗", "哪里可以打印复印", "卖奶茶的在哪里", "3号窗口在哪", "A12窗口怎么走",
    "我要投诉噪音", "你好", "在哪里", "", "🙂", "我想办居住证",
]  # fmt: skip
WINDOWS = [
    "社保在几号窗口", "消防窗口是几号", "婚姻登记几号窗口", "公租房核对在哪个窗口",
    "101号窗口在哪", "出入境在第几个窗口",
]  # fmt: skip


@pytest.mark.parametrize(("words", "place", "fact"), ASKED)
def test_the_place_and_the_fact_that_were_asked_for(words: str, place: str, fact: str) -> None:
    found = find_place(words)
    assert found is not None
    told = [one.id for one in found.facts]
    assert found.place.name == place
    assert fact in told and len(told) <= TOLD


@pytest.mark.parametrize(("words", "place"), KNOWN_BY_NAME_ALONE)
def test_a_place_whose_fact_nobody_wrote_is_known_by_its_name_alone(words: str, place: str) -> None:
    found = find_place(words)
    assert found is not None
    assert (found.place.name, found.facts) == (place, [])


@pytest.mark.parametrize("words", WRITTEN_BY_NOBODY)
def test_what_nobody_wrote_is_not_found(words: str) -> None:
    assert find_place(words) is None


@pytest.mark.parametrize("words", WINDOWS)
def test_no_window_has_a_number(words: str) -> None:
    """What is told of windows stands in the file word for word, and no number among it."""
    found = find_place(words)
    told = [one.text for one in found.facts] if found else []
    assert not [text for text in told if re.search(r"\d+号窗|窗口?\d", text)]


def test_what_is_told_is_of_the_place_and_of_its_file() -> None:
    hall = load_hall()
    for words, _, _ in ASKED:
        found = find_place(words)
        assert found is not None
        assert all(one in found.place.known() for one in found.facts)
        assert found.directory in (hall.inside, hall.nearby)
        assert found.place in found.directory.places


def test_the_hall_itself() -> None:
    found = the_hall()
    assert found is not None
    assert (found.place.name, [one.id for one in found.facts]) == (HALL, ["address"])
