"""A definition that could fail an applicant later is refused when it is read."""

from pathlib import Path

import pytest

from core.items.definitions import BrokenDefinition, Definitions, read_definition

GOOD = """
item: made-up
title: 示例事项
audience: person
fields:
  - {id: age, label: 年龄, type: integer, ask: 今年多大？, must: '>= 70', otherwise: 要满70岁。}
  - {id: home, label: 住址, type: address, ask: 住在哪里？, prefill: register.household.address}
  - {id: phone, label: 手机号, type: mobile, ask: 手机号是多少？, prefill: person.mobile}
registers: [household]
inputs:
  city: {of: register.household.city}
  known: {of: register.household, fn: present}
  age: {of: field.age}
  level: {of: person.assurance}
consent: 您同意核对户籍信息。
approved_says: 办好了。
"""


def read(folder: Path, *changed: tuple[str, str]) -> None:
    text = GOOD
    for old, new in changed:
        assert old in text
        text = text.replace(old, new)
    (folder / "made-up.yml").write_text(text, encoding="utf-8")
    read_definition(folder / "made-up.yml")


def test_a_whole_definition_is_read(tmp_path: Path) -> None:
    read(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("'>= 70'", "'>= '", "age: must cannot be evaluated"),
        ("'>= 70'", "'seventy($)'", "age: must cannot be evaluated"),
        ("'>= 70'", "'contains($, \"7\")'", "age: must cannot be evaluated"),
        ("'>= 70'", "''", "age: must cannot be evaluated"),
        ("household.address", "household.adress", "home: prefill: a record of household has no"),
        ("household.address", "marriage.status", "home: prefill: marriage is not in registers"),
        ("register.household.address", "register.household", "home: prefill"),
        ("register.household.address", "registers.household.address", "home: prefill"),
        ("person.mobile", "person.telephone", "phone: prefill person.telephone"),
        ("household.city", "household.town", "input city: a record of household has no town"),
        ("register.household.city", "register.population.sex", "input city: population"),
        ("field.age", "field.years", "input age: unknown field years"),
        ("person.assurance", "person.name", "input level: person has no name"),
    ],
)
def test_what_names_nothing_known_is_refused(old: str, new: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(BrokenDefinition, match=why) as refused:
        read(tmp_path, (old, new))
    assert "made-up.yml" in str(refused.value)
    assert "Stack backtrace" not in str(refused.value)


def test_a_definition_that_breaks_later_keeps_its_last_good_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.items.definitions.LOOK_EVERY_S", 0.0)
    read(tmp_path)
    shelf = Definitions(tmp_path)
    broken = GOOD.replace("'>= 70'", "'>= '")
    (tmp_path / "made-up.yml").write_text(broken, encoding="utf-8")
    kept = shelf.get("made-up")
    assert kept is not None and kept.fields[0].must == ">= 70"
    assert "must cannot be evaluated" in shelf.problems["made-up.yml"]
