"""One evaluator a kind of question, all of one shape.

An evaluator takes (path, rows, replies, guides): `rows` as `formats` reads them,
`replies[i]` the replies to `rows[i].texts`, `guides` the ids of the matters that the
assistant has a guide for. It returns a `SetResult` and does no input or output.
"""

from collections.abc import Callable, Sequence
from typing import Any

from cli.assistant import Reply
from cli.evaluate.evaluators import ambiguous, matters, out_of_scope, safety, transactions
from cli.evaluate.result import SetResult

Evaluator = Callable[[str, Sequence[Any], Sequence[Sequence[Reply]], frozenset[str]], SetResult]

EVALUATORS: dict[str, Evaluator] = {
    "items": matters.evaluate_items,
    "real_shenzhen": matters.evaluate_real,
    "dialogues": matters.evaluate_dialogues,
    "transactions": transactions.evaluate,
    "ambiguous": ambiguous.evaluate,
    "out_of_scope": out_of_scope.evaluate,
    "safety": safety.evaluate,
}
