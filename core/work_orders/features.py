"""What the classifier sees of a text: its words as jieba cuts them, its characters, and pairs of
characters. A lexicon as further features made it worse; as examples of one word it helps."""

import logging
from functools import cache
from itertools import pairwise

import jieba

from core.vault.service import TOKEN
from text.normalise import normalise

jieba.setLogLevel(logging.WARNING)
COMMON = frozenset("的了我是在有不没都到一个好很被还就也要说给他去把和来人这那你们上下着过又让")
"""Characters that say nothing of the matter."""


@cache
def _cutter() -> jieba.Tokenizer:
    """A tokenizer of its own: other users of jieba may add words to the shared one."""
    cutter = jieba.Tokenizer()
    cutter.initialize()
    return cutter


def plain(text: str) -> str:
    """A text as it is compared: normalised, without the tokens of private values."""
    return normalise(TOKEN.sub(" ", text))


def cut(text: str) -> list[str]:
    """The words of a plain text."""
    return [word for word in _cutter().lcut(text) if any(one.isalnum() for one in word)]


def features(text: str) -> list[str]:
    """Of a plain text. Marks: `~` a pair of characters, `#` a character; without one, a word."""
    runs = "".join(one if one.isalnum() else " " for one in text).split()
    found = cut(text)
    found += [f"~{a}{b}" for run in runs for a, b in pairwise(run)]
    found += [f"#{one}" for run in runs for one in run if one not in COMMON]
    return found
