"""The two files: names that exist, guides that exist, sources that the guides give."""

from pathlib import Path

import pytest
import zen
from pydantic import ValidationError
from ruamel.yaml import YAML

from core.entitlements.expressions import holds, names_in, told
from core.entitlements.known import all_known
from core.entitlements.rules import Matter, Rules, all_rules
from core.settings import HERE
from tests.core.approvals.rule_cases import DEFINITIONS

GUIDES = Path(HERE.parent / "knowledge_base" / "guides")
MATTERS = all_rules().matters


@pytest.mark.parametrize("matter", MATTERS, ids=[one.item for one in MATTERS])
def test_a_matter_stands_on_a_source_of_its_guide(matter: Matter) -> None:
    (path,) = GUIDES.glob(f"*/{matter.item}.yml")
    guide = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    assert guide["short_name"] == matter.title
    sources = guide["sources"]
    titles = [one["title"] for one in (sources.values() if isinstance(sources, dict) else sources)]
    assert [title for title in titles if matter.source.startswith(title)]


def test_what_can_be_applied_for_here_is_not_among_them() -> None:
    assert not {one.item for one in MATTERS} & set(DEFINITIONS.all())


@pytest.mark.parametrize("item", sorted(all_known()))
def test_expressions_speak_of_inputs_and_fields_of_the_definition(item: str) -> None:
    definition, known = DEFINITIONS.all()[item], all_known()[item]
    assert set(known.fields) <= {one.id for one in definition.fields}
    for expression in [*known.fields.values(), *(one.condition for one in known.unless)]:
        zen.compile_expression(expression)
        assert names_in(expression, set(definition.inputs))


def test_every_condition_can_be_read() -> None:
    for matter in MATTERS:
        for one in matter.conditions:
            zen.compile_unary_expression(one.is_)
        for when in [one.when for one in [*matter.conditions, *matter.asks]]:
            for unary in when.values():
                zen.compile_unary_expression(unary)


def test_a_fact_that_does_not_exist_is_refused() -> None:
    matter = {"item": "a-b", "title": "甲", "about": "self", "source": "乙"}
    condition = {"fact": "shoe", "is": "true", "otherwise": "丙"}
    with pytest.raises(ValidationError, match="unknown facts"):
        Rules.model_validate({"facts": {}, "matters": [matter | {"conditions": [condition]}]})


def test_an_unknown_fact_makes_an_expression_unknown() -> None:
    assert told('shenzhen ? "yes" : "no"', {"shenzhen": None}) is None
    assert told('shenzhen ? "yes" : "no"', {"shenzhen": False}) == "no"
    assert holds(">= 60", None) is None
    assert holds('"男"', "女") is False
