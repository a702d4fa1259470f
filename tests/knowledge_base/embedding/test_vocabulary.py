"""Pruning the vocabulary: pieces stay pieces, and ids stay consistent."""

import json
from pathlib import Path

import pytest
from tokenizers import Tokenizer, models, processors

from knowledge_base.embedding.vocabulary import needed, prune

PIECES = [
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "，",
    "▁",
    "и",
    "办",
    "при",
    "证",
    "ひ",
    "办证",
    "a",
    "é",
]
DROPPED = {"и", "при", "ひ", "é"}


@pytest.mark.parametrize("piece", ["办证", "▁the", "，", "“", "A1", "Ａ", "<mask>", "㗎"])
def test_needed(piece: str) -> None:
    assert needed(piece)


@pytest.mark.parametrize("piece", ["при", "ひらがな", "é", "办é", "한", "ﷺ"])
def test_not_needed(piece: str) -> None:
    assert not needed(piece)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    vocabulary = [(piece, -float(i)) for i, piece in enumerate([*PIECES, "<mask>"])]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=3, byte_fallback=False))
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return tmp_path / "tokenizer.json"


def test_new_ids_name_the_same_pieces(file: Path) -> None:
    pruned, kept = prune(file)
    old, new = Tokenizer.from_file(str(file)), Tokenizer.from_str(json.dumps(pruned))
    assert kept == [i for i, piece in enumerate([*PIECES, "<mask>"]) if piece not in DROPPED]
    assert new.get_vocab_size() == len(kept)
    for text in ("办证，a", "证办", "办<mask>证", "龘"):
        before, after = old.encode(text), new.encode(text)
        assert after.tokens == before.tokens
        assert [kept[i] for i in after.ids] == before.ids


def test_a_dropped_piece_is_unknown(file: Path) -> None:
    new = Tokenizer.from_str(json.dumps(prune(file)[0]))
    assert new.token_to_id("при") is None
    assert 3 in new.encode("при").ids
