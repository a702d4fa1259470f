"""Words as WeChat's text messages can carry them.

WeChat shows a text as it is: no markup but links, and whether it decodes entities such as &lt; is
documented nowhere. So the words of a card hold neither: < and > become 〈 and 〉, and an & that
could begin an entity becomes ＆. All that is left in angle brackets are the links of `anchors`.
"""

import re
import unicodedata
from typing import Any

from messages import AnyCard

_ENTITY = re.compile(r"&(?=#?\w{1,31};)")
_BRACKETS = str.maketrans("<>", "〈〉")
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Marks that turn the direction of what follows: they can make words read as other words."""
_NO_WORDS = {"url", "qr", "jsapi", "choice"}
"""Fields of a card that no one reads."""


def clean(words: str) -> str:
    """The words without control characters, lone surrogates and what looks like markup; lines end
    with \\n and at most one line is left empty."""
    words = words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    words = "".join(one for one in words if one == "\n" or not _is_noise(one))
    words = _ENTITY.sub("＆", _BIDI.sub("", words).translate(_BRACKETS))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" +\n", "\n", words)).strip()


def cleaned(card: AnyCard) -> AnyCard:
    """The card with all its words clean."""
    return type(card).model_validate(_cleaned(card.model_dump()))


def _cleaned(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: one if key in _NO_WORDS else _cleaned(one) for key, one in part.items()}
    if isinstance(part, list):
        return [_cleaned(one) for one in part]
    return clean(part) if isinstance(part, str) else part


def _is_noise(character: str) -> bool:
    """Control characters, halves of characters, and the code points that are none."""
    category = unicodedata.category(character)
    return category in {"Cc", "Cs"} or (category == "Cn" and ord(character) & 0xFFFE == 0xFFFE)
