"""What is known beside the guides: follow-ups, uncovered questions, other matters' names, what
staying with a matter sounds like, and practice questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge_base.embedding.encoder import Vectors
from knowledge_base.practice_neighbours import PracticeNeighbours
from knowledge_base.ranker import AtHand, Query
from knowledge_base.staying import Staying


@dataclass(frozen=True)
class Background:
    """Vectors are in the metric, [n, d]; `other_names` are normalised."""

    not_covered: Vectors
    follow_ups: Vectors
    other_vectors: Vectors
    other_names: list[str]
    staying: Staying
    practice: PracticeNeighbours

    def query(
        self,
        text: str,
        point: Vectors,
        current: str | None,
        at_hand: AtHand | None = None,
        before: Sequence[str] = (),
    ) -> Query:
        """A question with its likeness to all of these. `point`: in the metric, [d]; `before`: the
        matters talked about before `current`, the newest first."""
        return Query(
            text,
            current,
            follow_up=float((self.follow_ups @ point).max(initial=-1)),
            not_covered=float((self.not_covered @ point).max(initial=-1)),
            other_matter=float((self.other_vectors @ point).max(initial=-1)),
            other_name=max((len(name) for name in self.other_names if name in text), default=0),
            at_hand=at_hand,
            before=tuple(before),
            stays=self.staying.log_odds(text, point) if at_hand else 0.0,
            practised=self.practice.likeness(point),
        )
