import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.assistant import CardView, OptionView, Reply
from cli.evaluate.measures import (
    is_told,
    judge,
    latency,
    offered,
    percentile,
    share,
    shown,
)
from tests.cli.replies import asks_back, guide, nothing, says

A = frozenset({"a"})


def test_shown_leaves_choices_out_and_offered_takes_only_them() -> None:
    reply = Reply(
        outcome="answered",
        cards=[
            CardView(
                type="guide",
                text="x",
                item="a",
                options=[OptionView(label="b", item="b", choice="1")],
            ),
            CardView(
                type="choices",
                text="y",
                item="c",
                options=[
                    OptionView(label="d", item="d", choice="2"),
                    OptionView(label="都不是", choice="3"),
                ],
            ),
            CardView(type="text", text="z"),
        ],
    )
    assert shown(reply) == {"a"}
    assert offered(reply) == {"d"}


@pytest.mark.parametrize(
    "outcome",
    ["answered", "silent", "collecting", "submitted", "decided", "reported", "booked", "directed"],
)
def test_every_answering_outcome_hits_with_the_right_matter_and_errs_with_another(
    outcome: str,
) -> None:
    right, other = judge(guide("a", outcome), A), judge(guide("b", outcome), A)
    assert (right.hit1, right.helped, right.wrong) == (True, True, False)
    assert (other.hit1, other.helped, other.wrong) == (False, False, True)


@pytest.mark.parametrize("outcome", ["declined", "smalltalk", "paid", "filed", "handed_over"])
def test_another_outcome_neither_hits_nor_errs(outcome: str) -> None:
    verdict = judge(guide("a", outcome), A)
    assert not verdict.hit1
    assert not judge(guide("b", outcome), A).wrong
    assert verdict.declined == (outcome in ("declined", "handed_over"))


def test_one_right_matter_among_several_is_a_hit() -> None:
    reply = guide("b")
    reply.cards.append(CardView(type="place", text="x", item="a"))
    verdict = judge(reply, A)
    assert verdict.hit1 and not verdict.wrong


def test_an_answer_that_shows_no_matter_is_not_wrong() -> None:
    verdict = judge(says("answered"), A)
    assert not verdict.wrong and not verdict.hit1


def test_where_nothing_is_right_any_matter_shown_is_wrong() -> None:
    assert judge(guide("a"), frozenset()).wrong


def test_asking_back_helps_only_with_a_right_option() -> None:
    right, vain = judge(asks_back("b", "a"), A), judge(asks_back("b"), A)
    assert right.helped and right.clarified and not right.hit1
    assert vain.clarified and not vain.helped and not vain.wrong


def test_silent_is_a_hit_without_the_fact() -> None:
    assert judge(guide("a", "silent"), A).silent
    assert not judge(guide("b", "silent"), A).silent


def test_aspect_is_any_right_reading_and_unknown_without_labels() -> None:
    reply = guide("a", aspect="fee")
    assert judge(reply, A, frozenset({"amount", "fee"})).aspect is True
    assert judge(reply, A, frozenset({"place"})).aspect is False
    assert judge(reply, A).aspect is None


def test_a_missing_trace_makes_the_aspect_wrong_and_no_error() -> None:
    reply = guide("a")
    reply.trace = None
    verdict = judge(reply, A, frozenset({"fee"}))
    assert verdict.hit1 and verdict.aspect is False


def test_no_reply_is_failed_and_nothing_else() -> None:
    verdict = judge(nothing(), A, frozenset({"fee"}), told=["5元"])
    assert [name for name, value in verdict if value] == ["failed"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("每月 300 元。从下月起发。要带身份证。", True),
        ("可以办。每月３００元。", True),
        ("可以办！先登记。每月300元。", False),
        ("It is free. Yes.\n\nLater: 300 元", False),
        ("It is 300元 a month", True),
        ("", False),
    ],
)
def test_told_looks_at_the_first_two_sentences(said: str, told: bool) -> None:
    assert is_told(said, ["没有的话", "300元"]) is told


def test_share_counts_known_values_only() -> None:
    assert share([True, None, False, None]) == 0.5
    assert share([None]) is None
    assert share([]) is None


def test_percentiles_of_none_one_and_many() -> None:
    assert percentile([], 95) is None
    assert percentile([7.0], 95) == 7.0
    assert percentile([float(n) for n in range(101)], 95) == pytest.approx(95)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50), st.sampled_from([1, 50, 95, 99]))
def test_a_percentile_lies_within_the_values(values: list[float], percent: int) -> None:
    found = percentile(values, percent)
    assert found is not None
    assert min(values) - 1e-6 <= found <= max(values) + 1e-6


def test_latency_leaves_failed_requests_out_and_means_each_step() -> None:
    first, second = (
        guide("a", timings_ms={"nlu": 10, "search": 4}),
        guide("a", timings_ms={"nlu": 20}),
    )
    first.latency_ms, second.latency_ms = 100, 300
    slow = nothing()
    slow.latency_ms = 30_000
    found = latency([first, second, slow])
    assert (found.n, found.p50) == (2, 200)
    assert found.steps == {"nlu": 15, "search": 4}
    assert latency([]).p99 is None
