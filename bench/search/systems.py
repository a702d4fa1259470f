"""The systems that are compared, each imported only in its own process."""

import sys
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.search.worker import System

ROOT = Path(__file__).resolve().parents[2]
BOT_PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"


@dataclass(frozen=True)
class Entry:
    """`title`: for the Chinese table; `label`: for the charts; `options`: of the class."""

    title: str
    label: str
    module: str
    options: dict[str, Any] = field(default_factory=dict)
    python: Path = Path(sys.executable)
    ours: bool = False

    def make(self) -> System:
        system: System = import_module(f"bench.search.rivals.{self.module}").System(**self.options)
        return system


SYSTEMS: dict[str, Entry] = {
    "ours": Entry("罗小政", "ours", "ours", ours=True),
    "bm25-words-raw": Entry(
        "BM25, jieba 词, 不规整", "BM25 words, raw", "bm25", {"cut": "words", "raw": True}
    ),
    "bm25-words": Entry("BM25, jieba 词", "BM25 words", "bm25", {"cut": "words"}),
    "bm25-bigrams": Entry("BM25, 二字组", "BM25 bigrams", "bm25", {"cut": "bigrams"}),
    "e5": Entry("e5-small, 余弦", "e5-small", "e5"),
    "rrf": Entry("BM25 二字组与 e5 等权 RRF", "RRF", "rrf"),
    "rasa": Entry("Rasa: DIET + ResponseSelector", "Rasa DIET+RS", "rasa_diet", python=BOT_PYTHON),
    "our-documents": Entry("罗小政 (长文检索)", "ours", "our_documents", ours=True),
}

RIVALS = ["bm25-words-raw", "bm25-words", "bm25-bigrams", "e5", "rrf"]
FOR_QUESTIONS = ["ours", *RIVALS, "rasa"]
FOR_DOCUMENTS = ["our-documents", *RIVALS]
