"""One spelling for what citizens type: visible, half-width, simplified, Mandarin, lower case."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from opencc import OpenCC

from text.cantonese import cantonese
from text.glyphs import is_invisible

__all__ = ["cantonese", "clean", "fold", "normalise"]

# Cantonese characters that OpenCC swaps for rare glyphs no other dictionary knows, and 係, which
# is "to be" in Hong Kong and only in a few words the same as 系.
_OWN: Final = re.compile(r"[嗰喎劏餸]|(?<![關关聯联干維维體体])係(?![數数])")
# Hong Kong forms that t2s leaves as they are, and traditional 著 for the particle 着.
_LEFT: Final = {
    "衞": "卫",
    "妳": "你",
    "甚么": "什么",
    "証": "证",
    "佈": "布",
    "擡": "抬",
    "舖": "铺",
}
_LEFT_WORDS: Final = re.compile("|".join(_LEFT))
_PARTICLE: Final = re.compile(r"(?<=[拿带跟住等开坐站看听随沿凭靠守留存放拖])著(?![名作录称述书])")
# Tokens that `text.private_data.mask` puts in place of a value keep their case.
_UPPER: Final = re.compile(r"(\[(?:ID|PHONE|CARD|PLATE)_\d{1,6}\])")


def clean(s: str) -> str:
    """Drop what cannot be seen and fold white space; emoji stay; never raises.

    Dropped: control, format (zero-width, bidi), variation selectors, lone surrogates. Surrogate
    pairs become their character. A line break becomes a space; the ends are trimmed.
    """
    joined = s.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return " ".join("".join(c for c in joined if not is_invisible(c)).split())


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


def fold(s: str) -> str:
    """Half-width (Unicode NFKC) and simplified (OpenCC t2s, with Hong Kong leftovers).

    Cantonese characters such as 嗰 and the copula 係 stay for `cantonese` to read.
    """
    wide = unicodedata.normalize("NFKC", s)
    parts, at, to_simplified = [], 0, _converter().convert
    for own in _OWN.finditer(wide):
        parts += [to_simplified(wide[at : own.start()]), own.group()]
        at = own.end()
    simplified = "".join([*parts, to_simplified(wide[at:])])
    simplified = _LEFT_WORDS.sub(lambda m: _LEFT[m.group()], simplified)
    return _PARTICLE.sub("着", simplified)


def _lower(s: str) -> str:
    return "".join(p if i % 2 else p.lower() for i, p in enumerate(_UPPER.split(s)))


def normalise(s: str) -> str:
    """Clean, fold, rewrite Cantonese and lower-case, until nothing changes.

    Idempotent: `normalise(normalise(s)) == normalise(s)`. Private-data tokens stay as they are.
    """
    for _ in range(8):  # one round in practice; more only for text made to be awkward
        before, s = s, _lower(cantonese(fold(clean(s))))
        if s == before:
            break
    return s
