"""The road of a work order, step by step, against the table of states."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.contract import WORK_ORDER_STATES, WorkOrderStep
from core.work_orders import service
from core.work_orders.states import ENDED, STEPS, StepName, clerk_steps, powers, target
from service.problems import ProblemError
from tests.core.work_orders.conftest import Desk

NAMES = sorted(STEPS)
OTHER = "物业乱收停车费，没有公示"


@pytest.mark.parametrize("state", WORK_ORDER_STATES)
def test_no_step_leads_out_of_an_end(state: Any) -> None:
    leads = [
        name for name, step in STEPS.items() if state in step.comes_from and step.to not in (None,)
    ]
    assert (leads == []) == (state in ENDED)


def test_a_step_is_only_for_whom_it_is_meant() -> None:
    with pytest.raises(ProblemError) as refused:
        target("filed", "dispatch", "citizen")
    assert refused.value.status == 403


def test_what_is_rated_cannot_be_rated_again() -> None:
    assert "rate" in powers("answered", rated=False)
    assert powers("answered", rated=True) == []


def take(house: Desk, number: str, name: StepName, main: str) -> None:
    if STEPS[name].who == "clerk":
        house.clerk(number, name, note="说明", unit="ecology", into=main)
        return
    asked = {"session": "s1", "do": name, "rating": 2, "text": "还在吵"}
    house.call(service.step, number, WorkOrderStep.model_validate(asked))


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=9))
def test_any_sequence_of_steps_keeps_to_the_table(house: Desk, names: list[StepName]) -> None:
    """A step is taken exactly where the table (and once a day, once a rating) allows it; one that
    is refused leaves no trace."""
    house.empty()
    main = house.file("s2", key="main", what=OTHER).number
    number = house.file().number
    urged = rated = False
    for name in names:
        before = house.row(number)
        allowed = before.state in STEPS[name].comes_from
        allowed &= not (name == "urge" and urged) and not (name == "rate" and rated)
        if allowed:
            take(house, number, name, main)
            urged, rated = urged or name == "urge", (rated or name == "rate") and name != "redo"
            after = house.row(number)
            assert after.state == (STEPS[name].to or before.state)
            assert after.version == before.version + 1
        else:
            with pytest.raises(ProblemError):
                take(house, number, name, main)
            assert house.row(number).version == before.version
        assert name not in clerk_steps(before.state) or allowed
    done = house.call(service.one, number, "s1").progress
    assert len(done) == house.row(number).version
