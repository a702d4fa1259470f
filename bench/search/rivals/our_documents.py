"""The product's own search in longer texts."""

from pathlib import Path

from bench.search.rivals.ranking import DEPTH
from bench.search.worker import Answer, Answerer, Sentence
from knowledge_base.documents import DocumentSearch
from knowledge_base.embedding.encoder import Encoder
from knowledge_base.settings import Settings
from knowledge_base.vectors import VectorCache


class System:
    def build(self, sentences: list[Sentence], folder: Path) -> None:
        cache = _cache(folder)
        _search(sentences, cache)
        cache.save()

    def open(self, sentences: list[Sentence], folder: Path) -> Answerer:
        """With the vectors of `build`."""
        search = _search(sentences, _cache(folder))

        def answer(text: str) -> Answer:
            found = search.search(text, DEPTH)
            lead = found[0].score - found[1].score if len(found) > 1 else 0.0
            return Answer([one.id for one in found], found[0].score, lead)

        return answer


def _cache(folder: Path) -> VectorCache:
    return VectorCache(Encoder(Settings().encoder_dir), folder / "vectors.npz")


def _search(sentences: list[Sentence], cache: VectorCache) -> DocumentSearch:
    texts: dict[str, str] = {}
    for sentence in sentences:
        texts[sentence.owner] = texts.get(sentence.owner, "") + sentence.text
    search = DocumentSearch(cache)
    search.add(texts)
    return search
