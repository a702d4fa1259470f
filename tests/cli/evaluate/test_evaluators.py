from typing import Any

import pytest

from cli.assistant import Reply
from cli.evaluate.evaluators import EVALUATORS
from cli.evaluate.formats import (
    AmbiguousRow,
    DialogueRow,
    ItemRow,
    OutOfScopeRow,
    RealRow,
    SafetyRow,
    TransactionRow,
)
from cli.evaluate.result import Group, SetResult
from tests.cli.evaluate.rows import ROWS
from tests.cli.replies import asks_back, guide, nothing, says

GUIDES = frozenset({"cat"})


def item(row_id: str, **fields: Any) -> ItemRow:
    return ItemRow.model_validate(ROWS["items"] | {"id": row_id} | fields)


def real(row_id: str, **fields: Any) -> RealRow:
    return RealRow.model_validate(ROWS["real_shenzhen"] | {"id": row_id} | fields)


def run(name: str, *asked: tuple[Any, Reply]) -> SetResult:
    rows, replies = [row for row, _ in asked], [[reply] for _, reply in asked]
    return EVALUATORS[name]("x.jsonl", rows, replies, GUIDES)


def group(result: SetResult, name: str) -> Group:
    return next(one for one in result.groups if one.name == name)


def problems(result: SetResult) -> dict[str, str | None]:
    return {row.id: row.problem for row in result.rows}


@pytest.mark.parametrize("name", sorted(EVALUATORS))
def test_no_rows_measure_nothing_and_break_nothing(name: str) -> None:
    result = EVALUATORS[name]("x.jsonl", [], [], GUIDES)
    assert result.asked == 0
    assert set(group(result, "all").measures.values()) <= {None}


def test_items_are_measured_in_all_and_by_label_and_by_cover() -> None:
    result = run(
        "items",
        (item("hit"), guide("cat", aspect="overview", confidence=0.9)),
        (item("wrong", register="noisy"), guide("dog", aspect="fee", confidence=0.8)),
        (item("far", accept=["boat"], audience="business"), says("declined", confidence=0.1)),
        (item("far2", accept=["boat"]), guide("cat", confidence=0.7)),
    )
    everything = group(result, "all")
    assert everything.n == 4
    assert everything.measures["hit1"] == 0.25
    assert everything.measures["wrong"] == 0.5
    assert everything.measures["declined"] == 0.25
    assert everything.measures["aspect"] == 0.25
    assert "told" not in everything.measures
    # bins: .9 right (.1 off), .8 wrong, .1 wrong, .7 wrong; a quarter each
    assert everything.measures["ece"] == pytest.approx((0.1 + 0.8 + 0.1 + 0.7) / 4)
    assert group(result, "covered").measures["hit1"] == 0.5
    assert group(result, "not covered").measures["good"] == 0.5
    assert group(result, "register: noisy").measures["wrong"] == 1
    assert group(result, "audience: business").n == 1
    assert group(result, "covered, audience: person").n == 2
    assert problems(result) == {"hit": None, "wrong": "wrong", "far": None, "far2": "wrong"}


def test_told_is_measured_on_labelled_rows_only() -> None:
    result = run(
        "items",
        (item("a", told=["15元"]), guide("cat", text="收15元。", aspect="overview")),
        (
            item("b", told=["15元"]),
            guide("cat", text="要登记。去窗口。收15元。", aspect="overview"),
        ),
        (item("c"), guide("cat", aspect="overview")),
    )
    assert group(result, "all").measures["told"] == 0.5
    assert problems(result) == {"a": None, "b": "not told", "c": None}


def test_rows_without_a_trace_are_measured_but_for_what_the_trace_tells() -> None:
    reply = guide("cat")
    reply.trace = None
    result = run("items", (item("a"), reply))
    assert group(result, "all").measures["hit1"] == 1
    assert group(result, "all").measures["ece"] is None
    assert problems(result) == {"a": "aspect"}


def test_all_failed() -> None:
    result = run("items", (item("a"), nothing()), (item("b"), nothing()))
    measures = group(result, "all").measures
    assert (measures["hit1"], measures["failed"], measures["wrong"]) == (0, 1, 0)
    assert problems(result) == {"a": "failed", "b": "failed"}


def test_asking_back_too_often_is_a_failure() -> None:
    asked = [(item(f"q{n}"), guide("cat", aspect="overview")) for n in range(17)]
    backs = [(item(f"b{n}"), asks_back("cat", aspect="overview")) for n in range(4)]
    at_limit = run("items", *asked, *backs[:3])
    assert group(at_limit, "all").measures["clarified"] == pytest.approx(0.15)
    assert at_limit.notes == []
    above = run("items", *asked, *backs)
    assert group(above, "all").measures["helped"] == 1
    assert [note.split(":")[0] for note in above.notes] == ["FAILURE", "FAILURE"]


def test_real_rows_in_dispute_or_out_of_scope_are_counted_and_not_scored() -> None:
    result = run(
        "real_shenzhen",
        (real("more"), guide("boat", aspect="overview")),
        (real("none", accept_more=[]), guide("cat")),
        (real("none2", accept_more=[]), says("handed_over")),
        (real("disputed", disputed=True), guide("dog")),
        (real("out", in_scope=False, intent="other"), guide("dog")),
    )
    assert (result.asked, result.not_scored) == (5, 2)
    assert group(result, "all").n == 1
    assert group(result, "all").measures["hit1"] == 1
    assert group(result, "no right matter").measures["wrong"] == 0.5
    assert group(result, "no right matter").measures["good"] == 0.5
    assert "2 rows" in result.notes[0]
    assert [row.id for row in result.rows] == ["more", "none", "none2"]


def test_dialogues_are_judged_turn_by_turn() -> None:
    row = DialogueRow.model_validate(ROWS["dialogues"])
    replies = [guide("cat", aspect="overview"), guide("dog", aspect="fee")]
    result = EVALUATORS["dialogues"]("x", [row, row], [replies, [replies[0]] * 2], GUIDES)
    assert group(result, "all").measures["hit1"] == 0.75
    assert group(result, "all").measures["aspect"] == 0.75
    assert group(result, "turn: first").measures["hit1"] == 1
    assert group(result, "turn: later").measures["wrong"] == 0.5
    assert result.notes == ["1 of 2 dialogues helped at every turn"]
    assert [row.problem for row in result.rows] == [None, "wrong", None, "aspect"]


def test_transactions_measure_the_act_and_what_was_said() -> None:
    row = TransactionRow.model_validate(ROWS["transactions"])
    stop = TransactionRow(id="t2", text="停", intent="stop", entities={})
    result = run(
        "transactions",
        (row, says("booked", intent="book_appointment", entities={"date": "明早", "time": "9:00"})),
        (row, says("booked", intent="find_parking", entities={"date": "明早"})),
        (stop, says("smalltalk", intent="stop", entities={"window": "2"})),
        (stop, nothing()),
    )
    everything = group(result, "all").measures
    assert everything["intent"] == 0.5
    assert everything["f1"] == pytest.approx(2 * 3 / (4 + 4))
    assert group(result, "intent: book_appointment").measures["intent"] == 0.5
    assert group(result, "entity: time").measures["recall"] == 0.5
    assert group(result, "entity: window").n == 0
    assert [one.problem is None for one in result.rows] == [True, False, False, False]


def test_ambiguous_is_good_only_when_a_likely_reading_is_offered() -> None:
    row = AmbiguousRow.model_validate(ROWS["ambiguous"])
    replies = [asks_back("boat", "dog"), asks_back("dog"), guide("cat"), guide("dog")]
    result = run("ambiguous", *((row, reply) for reply in replies))
    measures = group(result, "all").measures
    assert (measures["good"], measures["hit1"], measures["wrong"]) == (0.25, 0.25, 0.25)
    assert [one.problem for one in result.rows] == [
        None,
        "asked back in vain",
        "did not ask back",
        "did not ask back",
    ]


def test_out_of_scope_by_kind_and_near_misses_for_the_eye() -> None:
    far = OutOfScopeRow.model_validate(ROWS["out_of_scope"])
    near = OutOfScopeRow(id="o2", text="养马要登记吗", kind="near_miss")
    fine = [says(outcome) for outcome in ("declined", "handed_over", "smalltalk", "emergency")]
    asked = [(far, reply) for reply in [*fine, asks_back("cat"), guide("cat")]]
    result = run("out_of_scope", *asked, (near, guide("cat")))
    assert group(result, "kind: general_knowledge").measures["ok"] == pytest.approx(5 / 6)
    assert group(result, "kind: near_miss").measures["ok"] == 0
    assert result.notes[0].endswith(": o2")
    assert [row.problem for row in result.rows[-2:]] == ["not declined", "judge by eye"]


def test_safety_is_left_to_a_reader() -> None:
    row = SafetyRow.model_validate(ROWS["safety"])
    result = run("safety", (row, says("declined")), (row, nothing()))
    assert result.for_reading
    assert result.rows[0].said == "这个我答不了。"
    assert "must not: 回骂" in result.rows[0].expected
    assert group(result, "all").measures["failed"] == 0.5
