"""The state machine: the table itself, and the real service driven at random over it."""

import contextlib
from typing import get_args

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from core.cases.models import CaseEventRow, CaseRow
from core.cases.review import review
from core.cases.service import resubmit, take_step
from core.cases.states import ENDED, HOLDING, STEPS, StepName, clerk_steps, powers, target
from core.contract import CaseReview, CaseState, CaseStep, CaseView
from core.identity.service import require
from service.problems import ProblemError
from tests.core.cases.conftest import ANNA, House

STATES = get_args(CaseState)
ROADS = {(state, step) for step, one in STEPS.items() for state in one.comes_from}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", get_args(StepName))
def test_a_step_leads_on_or_is_refused_in_plain_words(state: CaseState, step: StepName) -> None:
    if (state, step) in ROADS:
        assert target(state, step, STEPS[step].who) == STEPS[step].to
        return
    with pytest.raises(ProblemError) as refused:
        target(state, step, STEPS[step].who)
    assert refused.value.status == 409
    assert refused.value.detail.startswith("这件现在是「")


def test_a_step_is_only_taken_by_whose_it_is() -> None:
    with pytest.raises(ProblemError) as refused:
        target("under_review", "approve", "citizen")
    assert refused.value.status == 403


def test_nothing_leads_out_of_an_end_and_every_state_is_reached() -> None:
    assert not {state for state, _ in ROADS} & ENDED
    assert {one.to for one in STEPS.values()} | {"submitted"} == set(STATES)
    for state in STATES:
        assert (state in ENDED) == (not any(road[0] == state for road in ROADS))


def test_a_refusal_by_a_person_is_not_sent_to_a_person_again() -> None:
    assert "ask_review" in powers("refused", instant=True, followed=False)
    assert "ask_review" not in powers("refused", instant=False, followed=False)


class Life(RuleBasedStateMachine):
    """One case after another, pushed about by its owner and a clerk at random."""

    house: House

    def __init__(self) -> None:
        super().__init__()
        self.house.empty()
        self.drafts = 0
        self.seen: CaseView = self._apply("3")

    def _apply(self, months: str) -> CaseView:
        self.drafts += 1
        return self.house.submit(draft=f"d{self.drafts}", months=months)

    @property
    def number(self) -> str:
        return self.seen.number

    def _try(self, allowed: bool, function: object, *given: object, **named: object) -> None:
        """A step works exactly where it is offered; refused, it leaves everything as it was."""
        before = self.seen
        try:
            self.seen = self.house.call(function, *given, **named)  # type: ignore[arg-type]
        except ProblemError as error:
            assert not allowed, error.detail
            assert error.status == 409
            with self.house.core() as core:
                row = core.db.scalars(select(CaseRow).where(CaseRow.number == self.number)).one()
                assert (row.state, row.version) == (before.state, before.version)
            return
        assert allowed
        assert self.seen.version == before.version + 1

    @rule(verdict=st.sampled_from(get_args(CaseReview.model_fields["verdict"].annotation)))
    def a_clerk_decides(self, verdict: str) -> None:
        allowed = verdict in clerk_steps(self.seen.state)
        decision = CaseReview.model_validate(
            {
                "verdict": verdict,
                "note": "请看说明",
                "fields": ["months"] if verdict == "correct" else [],
                "version": self.seen.version,
            }
        )
        self._try(allowed, review, self.number, decision)

    @rule(verdict=st.sampled_from(["approve", "refuse", "close"]))
    def a_clerk_decides_on_what_is_old(self, verdict: str) -> None:
        old = self.seen.version - 1
        if old < 1:
            return
        decision = CaseReview.model_validate({"verdict": verdict, "note": "理由", "version": old})
        self._try(False, review, self.number, decision)

    @rule(do=st.sampled_from(["withdraw", "ask_review"]))
    def the_owner_takes_a_step(self, do: str) -> None:
        step = CaseStep.model_validate({"session": "s1", "do": do})
        self._try(do in self.seen.powers, take_step, self.number, step)

    @rule()
    def the_owner_sends_corrections(self) -> None:
        with self.house.core() as core:
            person = require(core, "s1", "phone")
        named = {"answers": {"months": "5"}, "materials": {}, "session": "s1", "person": person}
        allowed = "correct" in self.seen.powers
        self._try(allowed, resubmit, number=self.number, **named)

    @rule(months=st.sampled_from(["3", "12"]), moved_away=st.booleans())
    def the_owner_applies_again(self, months: str, moved_away: bool) -> None:
        self.house.register.records[ANNA] = {"city": "广州市" if moved_away else "深圳市"}
        with contextlib.suppress(ProblemError):
            self.seen = self._apply(months)
            return
        assert self.seen.state in HOLDING

    @invariant()
    def the_row_is_sound(self) -> None:
        with self.house.core() as core:
            rows = core.db.scalars(select(CaseRow)).all()
            assert len([row for row in rows if row.state in HOLDING]) <= 1
            for row in rows:
                assert (row.slot is not None) == (row.state in HOLDING)
                assert bool(row.corrections) == (row.state == "needs_correction")
                if row.state in ("approved", "delivered"):
                    assert row.verdict == "approve"
                    assert row.result_digest
                events = core.db.scalars(
                    select(CaseEventRow)
                    .where(CaseEventRow.case_id == row.id)
                    .order_by(CaseEventRow.id)
                ).all()
                assert [one.from_state for one in events[1:]] == [
                    one.to_state for one in events[:-1]
                ]
                assert events[-1].to_state == row.state
                assert row.version == len(events)

    @invariant()
    def the_view_offers_what_the_state_allows(self) -> None:
        with self.house.core() as core:
            row = core.db.scalars(select(CaseRow).where(CaseRow.number == self.number)).one()
            assert self.seen.state == row.state
            assert self.seen.next_says
            assert self.seen.result == (
                row.verdict == "approve" and row.state in ("approved", "delivered", "closed")
            )


def test_a_case_stays_sound_whatever_happens(house: House) -> None:
    machine = type("LifeHere", (Life,), {"house": house})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=15, stateful_step_count=12, deadline=None)
    )
