"""What of a guide is indexed, and that queries and passages are encoded as such."""

from knowledge_base.entries import encode, entries_of
from knowledge_base.names import names_of
from knowledge_base.vectors import VectorCache
from tests.guide_samples import guide
from tests.knowledge_base.fake_encoder import FakeEncoder


def test_names_are_normalised_and_stand_once() -> None:
    assert names_of(guide(aliases=["紙鳶登記", "放ＫＩＴＥ"])) == [
        "纸鸢登记",
        "放kite",
        "kite registration",
    ]


def test_every_fact_and_ask_is_an_entry() -> None:
    sample = guide()
    entries = entries_of(sample)
    facts = [entry for entry in entries if entry.kind == "fact"]
    asks = [entry for entry in entries if entry.kind == "ask"]
    assert [entry.fact for entry in facts] == [fact.id for fact in sample.facts]
    assert facts[2].text == "纸鸢登记:纸鸢登记不收费。"
    assert [(a.aspect, a.way) for a in asks] == [(a.aspect, a.way) for a in sample.asks]
    assert {entry.item for entry in entries} == {"deng-ji"}


def test_rows_are_the_entries_own_vectors() -> None:
    encoder = FakeEncoder()
    encoded = encode(guide(), VectorCache(encoder))
    for entry, row in zip(encoded.entries, encoded.vectors, strict=True):
        one = encoder.passages if entry.kind == "fact" else encoder.queries
        assert row.tolist() == one([entry.text])[0].tolist()
