"""The words of this district for jieba, shared by the tokenizer and the place finder.

Three sources, all optional: `nlu_data/dictionary/*.txt` (written by hand), the place names
of `nlu_data/lookup/places.jsonl`, and `guides.txt` in the data folder's `dictionary/`
(names and aliases of the guides, written when the knowledge base is built). Text files hold
one word a line, a frequency may follow after a space (jieba's user dictionary format,
https://github.com/fxsjy/jieba#load-dictionary); empty lines and lines with `#` are skipped.
Words are lowered, for the normaliser lowers every message.
"""

import json
import logging
from pathlib import Path

import jieba

from bot.components.files import hash_files, var_dir

DICTIONARIES = Path("nlu_data/dictionary")
PLACES = Path("nlu_data/lookup/places.jsonl")

_loaded: set[str] = set()


def dictionary_files() -> list[Path]:
    """The dictionary files that exist now, in a fixed order."""
    files = [*sorted(DICTIONARIES.glob("*.txt")), PLACES, var_dir() / "dictionary" / "guides.txt"]
    return [path for path in files if path.is_file()]


def dictionary_fingerprint() -> str:
    """Changes whenever a dictionary file is added, removed or edited."""
    return hash_files(dictionary_files())


def read_words(path: Path) -> list[tuple[str, int | None]]:
    """The words of one file, each with its frequency (None: let jieba choose one)."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    if path.suffix == ".jsonl":
        return [(json.loads(line)["pattern"], None) for line in lines if line]
    words: list[tuple[str, int | None]] = []
    for line in lines:
        if not line or line.startswith("#"):
            continue
        word, _, last = line.rpartition(" ")
        words.append((word.strip(), int(last)) if word and last.isdigit() else (line, None))
    return words


def load_dictionaries() -> None:
    """Gives the words to jieba's global dictionary. Unchanged files are read once only."""
    jieba.setLogLevel(logging.WARNING)
    for path in dictionary_files():
        key = f"{path}:{hash_files([path])}"
        if key in _loaded:
            continue
        for word, frequency in read_words(path):
            jieba.add_word(word.lower(), freq=frequency)
        _loaded.add(key)
