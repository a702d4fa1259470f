"""Hand-made replies for the tests of the evaluator."""

from typing import Any

from cli.assistant import CardView, OptionView, Reply, TraceView


def guide(item: str, outcome: str = "answered", text: str = "甲。乙。丙。", **trace: Any) -> Reply:
    """A reply that shows one matter. `trace` are the fields of the trace."""
    return Reply(
        outcome=outcome,
        cards=[CardView(type="guide", text=text, item=item)],
        trace=TraceView(**trace),
    )


def asks_back(*items: str, **trace: Any) -> Reply:
    """A reply that offers matters to choose from."""
    options = [OptionView(label=item, item=item, choice=f"sealed-{item}") for item in items]
    card = CardView(type="choices", text="您想办哪一件？", options=options)
    return Reply(outcome="clarified", cards=[card], trace=TraceView(**trace))


def says(outcome: str, **trace: Any) -> Reply:
    """A reply without a matter."""
    card = CardView(type="text", text="这个我答不了。")
    return Reply(outcome=outcome, cards=[card], trace=TraceView(**trace))


def nothing() -> Reply:
    """No reply came."""
    return Reply(outcome="failed", error="ReadTimeout: ")
