"""Tables asked with some inputs unknown: the row that decides is always among those left."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.approvals.cells import witnesses
from core.approvals.engine import row_hit
from core.approvals.rulebook import RuleSet
from core.entitlements.tables import outlook, possible
from tests.core.approvals.rule_cases import RULEBOOK

ALL = RULEBOOK.all()
IDS = [f"{one.item}-{one.version}" for one in ALL]


def inputs_for(rules: RuleSet) -> st.SearchStrategy[dict[str, Any]]:
    """Values on both sides of every limit of the table."""
    return st.fixed_dictionaries(
        {
            name: st.sampled_from(
                witnesses([row.cells[name] for row in rules.rows if row.cells.get(name)], one.type)
            )
            for name, one in rules.inputs.items()
        }
    )


@pytest.mark.parametrize("rules", ALL, ids=IDS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_with_all_inputs_known_one_row_is_left_the_one_that_decides(
    rules: RuleSet, data: st.DataObject
) -> None:
    inputs = data.draw(inputs_for(rules))
    hit = row_hit(rules, inputs)
    assert [row.id for row in possible(rules, inputs)] == [hit.id]
    expected = {"approve": "likely", "refuse": "no", "person": "open"}[hit.verdict]
    assert outlook(rules, inputs, later=()).verdict == expected


@pytest.mark.parametrize("rules", ALL, ids=IDS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_what_is_not_known_never_excludes_the_row_that_decides(
    rules: RuleSet, data: st.DataObject
) -> None:
    inputs = data.draw(inputs_for(rules))
    hidden = data.draw(st.sets(st.sampled_from(sorted(rules.inputs))))
    known = {name: None if name in hidden else value for name, value in inputs.items()}
    hit = row_hit(rules, inputs)
    assert hit.id in {row.id for row in possible(rules, known)}
    looks = outlook(rules, known, later=())
    assert set(looks.missing) <= hidden
    if hit.verdict == "approve":
        assert looks.verdict in ("likely", "open")
    if hit.verdict == "refuse":
        assert looks.verdict in ("no", "open") or looks.missing
