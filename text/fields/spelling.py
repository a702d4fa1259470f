"""What all parsers share: one spelling, words around a value, places in the original text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from text.glyphs import is_invisible
from text.normalise import clean, fold

TOKEN: Final = re.compile(r"\[[A-Z]{2,7}_\d{1,6}\]")
"""A token of the vault, whatever its kind."""

_EDGE: Final = " 　,，.。;；!！~～、:：\"'“”‘’「」《》<>…-—"
_CLAUSE: Final = re.compile(r"[^,，。;；!！、\n]+")
_FILLER: Final = (
    r"(?:(?:嗯+|哦|噢|喔|呃|好的|那就)[,，、.。 ]*"
    r"|(?:好|行|啊|额|哎|诶|那个?|就|这个?)[,，、.。 ]+)"
)
PERSON: Final = (
    r"(?:[我他她佢]?(?:的|嘅)?(?:妈妈|爸爸|阿?[妈爸爷奶]|老公|老婆|老豆|老母|先生|太太|母亲|父亲"
    r"|爷爷|奶奶|外公|外婆|公公|婆婆|岳父|岳母|儿子|女儿|孩子|小孩|宝宝|[娃崽]|丈夫|妻子|爱人|老人家?"
    r"|家里人|家人)|家[母父]|我们?|本人|[他她佢您])"
)
LINK: Final = (
    r"(?:大概是?|大约是?|差不多|约|就是|应该是|这是|是|係|系|为|写|填|改成|改为|换成|用|呢|嘛"
    r"|[:：=,， ])"
)
_TAIL: Final = r"(?:[啊呀哦噢喔哈啦咯喽嘞吧的嘅了]|谢谢|唔该|多谢)"


class Match(NamedTuple):
    """A value and the half-open span of the text it was read from."""

    value: str
    start: int
    end: int


def flat(text: str) -> str:
    """Visible, half-width, simplified, without punctuation at the ends. Case stays."""
    return fold(clean(text)).strip(_EDGE)


@lru_cache(maxsize=64)
def _lead(labels: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:{_FILLER})?(?P<who>{PERSON})?(?:的|嘅)? ?(?P<label>{labels})?{LINK}*", re.IGNORECASE
    )


@lru_cache(maxsize=1)
def _tails() -> re.Pattern[str]:
    return re.compile(rf"(?:[ ,，。.!！~]*{_TAIL})+[ ,，。.!！~]*$")


def bare(text: str, labels: str, *, whole_first: bool = False) -> Iterator[str]:
    """What may be the value in an answer: without lead-in and closing words, and with them.

    `labels` is a pattern of the words for the field (电话|手机号). `whole_first`: for values that
    may themselves begin like a lead-in (为民路, 用心便利店).
    """
    whole = flat(text)
    if not whole or TOKEN.search(whole):
        return
    seen: set[str] = set()
    lead = _lead(labels).match(whole)
    starts = (lead.end() if lead else 0, 0)
    for start in reversed(starts) if whole_first else starts:
        for part in (_tails().sub("", whole[start:]), whole[start:]):
            part = part.strip(_EDGE)
            if part and part not in seen:
                seen.add(part)
                yield part


@lru_cache(maxsize=16384)
def _plain(char: str) -> str:
    if is_invisible(char):
        return ""
    return " " if char.isspace() else fold(char)


@dataclass(frozen=True)
class View:
    """A folded text and, for each of its characters, the place in the original."""

    text: str
    at: tuple[int, ...]

    def match(self, value: str, start: int, end: int) -> Match:
        """A match at `start:end` of the folded text, with its place in the original."""
        return Match(value, self.at[start], self.at[end - 1] + 1)


def view(text: str) -> View:
    """`text` folded character by character."""
    chars = [(folded, i) for i, char in enumerate(text) for folded in _plain(char)]
    return View("".join(c for c, _ in chars), tuple(i for _, i in chars))


def clauses(text: str, parse: Callable[[str], str | None]) -> list[Match]:
    """The clauses of a sentence that are answers by themselves."""
    found = []
    for clause in _CLAUSE.finditer(text):
        value = parse(clause.group())
        if value is not None:
            found.append(Match(value, *clause.span()))
    return found
