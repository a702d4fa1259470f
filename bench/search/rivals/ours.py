"""The product's own search, as trained: matter, confidence and decision."""

import os
from pathlib import Path

from bench.search.worker import Answer, Answerer, Sentence
from knowledge_base.base import KnowledgeBase
from knowledge_base.building import build_search
from knowledge_base.settings import Settings


class System:
    def build(self, sentences: list[Sentence], folder: Path) -> None:
        """From nothing: encode all, cross-validate, fit. Reads the guides, not `sentences`
        (which were taken from them)."""
        build_search(_settings(folder), lambda step: print(step, flush=True))

    def open(self, sentences: list[Sentence], folder: Path) -> Answerer:
        base = KnowledgeBase.open(_settings(folder))

        def answer(text: str) -> Answer:
            found = base.resolve(text)
            p = [candidate.p for candidate in found.candidates]
            return Answer(
                ranking=[candidate.item for candidate in found.candidates],
                score=found.confidence,
                margin=p[0] - p[1] if len(p) > 1 else 0.0,
                confidence=found.confidence,
                answered=found.decision == "answer",
            )

        return answer


def _settings(folder: Path) -> Settings:
    """The settings of the product, with an index of its own beside the same encoder."""
    usual = Settings()
    if not (folder / "embedding").exists():
        os.symlink((usual.var_dir / "embedding").resolve(), folder / "embedding")
    return usual.model_copy(update={"var_dir": folder})
