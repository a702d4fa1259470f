"""Which matter is meant, how sure that is, and what to do: one model for a question that stands
alone, one for a question within a conversation.

They are fitted apart because the same words weigh differently: a brief question without a
matter's name is unclear alone, and a plain follow-up when a matter is at hand.
"""

from dataclasses import dataclass
from typing import Literal

from knowledge_base.choice import Choice, Matrix
from knowledge_base.confidence import Logistic, Sure, clarity
from knowledge_base.thresholds import Thresholds

Decision = Literal["answer", "ask_back", "which_matter", "decline"]


@dataclass(frozen=True)
class MatterModel:
    """What is fitted on the examples of one kind of question. `sure`: one each for `Sure`."""

    choice: Choice
    sure: tuple[Logistic, Logistic, Logistic]
    thresholds: Thresholds

    def read(self, text: str, rows: Matrix, none: Matrix) -> tuple[Matrix, Sure]:
        """Probabilities [guides + 1], last of none of them, and how sure the best is. `rows`,
        `none`: features of `ranker.py`."""
        p = self.choice.probabilities(rows, none)
        clear = clarity(text, rows, none, p)
        return p, Sure(*(one.of(clear) for one in self.sure))

    def verdict(self, p: Matrix, sure: Sure) -> Decision:
        """Never an answer where "none of them" is likelier than each."""
        if len(p) > 1 and p[:-1].max() >= p[-1] and self.thresholds.allow(sure):
            return "answer"
        return "ask_back" if self.thresholds.ask(float(p[:-1].sum()), sure) else "decline"
