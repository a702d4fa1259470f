"""Prunes a Unigram tokenizer to the pieces Chinese and English text can need."""

import json
from pathlib import Path
from typing import Any

_SPECIAL = {"<s>", "<pad>", "</s>", "<unk>", "<mask>"}


def needed(piece: str) -> bool:
    """ASCII, CJK ideographs, CJK and general punctuation, full-width forms."""
    return piece in _SPECIAL or all(
        ord(c) < 0x80
        or c == "▁"
        or 0x2000 <= ord(c) < 0x2070
        or 0x3000 <= ord(c) < 0x3040
        or 0x3400 <= ord(c) < 0xA000
        or 0xFF00 <= ord(c) < 0xFFF0
        for c in piece
    )


def prune(tokenizer_file: Path) -> tuple[dict[str, Any], list[int]]:
    """The pruned tokenizer (tokenizers' JSON format) and the old ids it keeps, in order."""
    tokenizer = json.loads(tokenizer_file.read_text(encoding="utf-8"))
    vocabulary = tokenizer["model"]["vocab"]
    kept = [i for i, (piece, _) in enumerate(vocabulary) if needed(piece)]
    new_id = {old: new for new, old in enumerate(kept)}
    tokenizer["model"]["vocab"] = [vocabulary[i] for i in kept]
    for token in tokenizer["added_tokens"]:
        token["id"] = new_id[token["id"]]
    return tokenizer, kept
