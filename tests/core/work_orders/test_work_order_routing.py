"""Rules before the classifier, the sub-district by its places, the desk where nobody is sure."""

from pathlib import Path

import pytest

from core.contract import RouteAsked, Routing, WorkOrderKind
from core.work_orders import classifier, examples, features, rules, trained
from core.work_orders.features import plain
from core.work_orders.routing import route, warm_up
from core.work_orders.service import missing
from core.work_orders.tree import tree
from tests.core.work_orders.conftest import Desk


def routed(house: Desk, text: str, kind: WorkOrderKind | None = None) -> Routing:
    with house.core() as core:
        return route(core, RouteAsked(text=text, kind=kind))


@pytest.mark.parametrize(
    ("text", "rule", "unit"),
    [
        ("厨房里好大的煤氣味", "danger-gas", "fire"),
        ("隔壁着火了，快来人", "danger-fire", "fire"),
        ("我妈被困电梯了", "danger-lift", "market"),
    ],
)
def test_danger_is_a_written_rule_with_what_to_do_at_once(
    house: Desk, text: str, rule: str, unit: str
) -> None:
    found = routed(house, text)
    assert (found.rule, found.unit, found.confidence) == (rule, unit, 1.0)
    assert found.hint and "119" in found.hint
    assert found.because


def test_fear_of_fire_is_no_fire(house: Desk) -> None:
    found = routed(house, "楼道里电动车充电，担心着火了没人知道")
    assert (found.rule, found.hint, found.category) == (None, None, "fire.ebike")


def test_a_rule_may_hold_for_a_kind_alone(house: Desk) -> None:
    text = "有个科长收了好处费"
    assert routed(house, text, "report").rule == "report-official"
    assert routed(house, text, "help").rule is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("莲塘街边垃圾堆了三天没人清运", "street.liantang"),
        ("蓮塘的垃圾堆了三天沒人清運", "street.liantang"),
        ("垃圾堆了三天没人清运", "urban"),
        ("小区东门的垃圾堆了三天没人清运", "urban"),
        ("莲塘到水贝一路垃圾没人清运", "urban"),
        ("莲塘的工地半夜打桩", "ecology"),
    ],
)
def test_a_place_leads_to_its_sub_district_where_the_leaf_is_theirs(
    house: Desk, text: str, unit: str
) -> None:
    assert routed(house, text).unit == unit


def test_the_desk_has_what_nobody_is_sure_of(house: Desk) -> None:
    found = routed(house, "你好，在吗")
    assert found.unit == "hotline"
    assert found.category in tree().categories


def test_the_words_that_spoke_for_it_are_in_the_text(house: Desk) -> None:
    text = "老板拖欠我三个月工资，跑路了"
    found = routed(house, text)
    assert found.category == "labour.wages"
    assert 0 < len(found.because) <= classifier.SHOWN
    assert all(word in plain(text) for word in found.because)


def test_tokens_say_nothing(house: Desk) -> None:
    text = "[NAME_1]的老板拖欠工资，电话[PHONE_2]"
    assert not [word for word in routed(house, text).because if "name" in word.lower()]


@pytest.mark.parametrize(
    ("kind", "what", "where", "when", "lacks"),
    [
        ("complaint", "我们小区楼下工地半夜打桩太吵", None, None, ["where"]),
        ("complaint", "工地打桩太吵", None, None, ["where", "when"]),
        ("complaint", "工地打桩太吵", "聚宝路", "昨晚", []),
        ("complaint", "聚宝路工地昨晚打桩太吵", None, None, []),
        ("complaint", "莲塘工地凌晨打桩太吵", None, None, []),
        ("complaint", "老板拖欠我三个月工资", None, None, []),
        ("suggestion", "工地打桩太吵", None, None, []),
    ],
)
def test_what_a_clerk_would_ask(
    house: Desk,
    kind: WorkOrderKind,
    what: str,
    where: str | None,
    when: str | None,
    lacks: list[str],
) -> None:
    with house.core() as core:
        assert missing(core, kind, what, where, when) == lacks


def test_every_leaf_has_its_examples_and_words() -> None:
    leaves = [leaf for _, leaf in examples.sentences()]
    assert {leaf for leaf in tree().categories if leaves.count(leaf) < 14} == set()
    texts = [text for text, _ in examples.sentences()]
    assert {text for text in texts if texts.count(text) > 1} == set()
    for word, _ in examples.words():
        assert word == plain(word)


def test_rules_name_leaves_and_units_that_there_are() -> None:
    for rule in rules.rules():
        assert rule.category is None or rule.category in tree().categories
        assert rule.unit is None or rule.unit in tree().units
        assert rule.any or rule.all
        assert [word for word in (*rule.any, *rule.none) if word != plain(word)] == []


def test_warmed_up_nothing_is_left_to_load(folder: Path) -> None:
    features._cutter.cache_clear()
    warm_up(folder)
    assert features._cutter.cache_info().currsize == 1


def test_what_was_trained_is_found_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, house: Desk
) -> None:
    routed(house, "工地打桩")
    made = list((folder / "work_orders").glob("router-*.joblib"))
    assert len(made) == 1
    monkeypatch.setattr(trained, "_loaded", {})
    monkeypatch.setattr(trained, "train", lambda: pytest.fail("trained again"))
    assert trained.trained(folder).guess("工地打桩").leaf == "noise.construction"
    other = [*examples.inputs(), "something else"]
    monkeypatch.setattr(examples, "inputs", lambda: other)
    assert not (folder / "work_orders" / f"router-{trained._digest()}.joblib").exists()
