"""What a user did, as a message for the gateway: words, or an option that was chosen."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import TypeAdapter

from channels.gateway.wire import Locale
from channels.wechat.menu import words_of
from channels.wechat.qr_codes import parse_scene
from channels.wechat.receiving.incoming import Incoming
from channels.wechat.rendering import digits_answer, options_of
from messages import AnyCard
from text.normalise import fold, normalise

_CARDS: TypeAdapter[list[AnyCard]] = TypeAdapter(list[AnyCard])
_NUMBER = re.compile(r"([1-9])|(?:第|选)([1-9一二三四五六七八九])(?:个|项)?")
"""“3号” and “一个” are left alone: they may be a date or a count."""
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[A-Za-z]")
_DIGITS = {char: number for number, char in enumerate("一二三四五六七八九", start=1)}

GREETING = "你好"
NEAREST = "我在{place}，最近的办事点在哪里"


@dataclass(frozen=True)
class Said:
    """Either words or a guide that was scanned. `lead` goes before the answer."""

    words: str | None = None
    guide: str | None = None
    lead: str | None = None


def said_by(incoming: Incoming) -> Said | None:
    """What an event or a message says by itself; None for one that needs more (voice, pictures) or
    that nothing can be made of."""
    if incoming.kind in ("follow", "scan"):
        scene = parse_scene(incoming.scene)
        if scene is None:
            return Said(words=GREETING) if incoming.kind == "follow" else None
        return Said(guide=scene.value) if scene.kind == "guide" else Said(words=scene.words)
    if incoming.kind == "click":
        words = words_of(incoming.words)
        return Said(words=words) if words else None
    if incoming.kind == "location" and incoming.words:
        return Said(words=NEAREST.format(place=incoming.words))
    if incoming.kind in ("text", "link", "scanned") and incoming.words:
        return Said(words=incoming.words)
    return None


def chosen(incoming: Incoming, shown: Sequence[dict[str, Any]]) -> str | None:
    """The choice behind a tapped menu message or a typed number, among the cards that were sent
    with those numbers (stored form, in order); None where none is meant. A menu may be an old one:
    what was tapped must bear the label that was sent back."""
    number = _number(incoming)
    options = options_of(_CARDS.validate_python(list(shown))) if number else []
    if not 0 < number <= len(options):
        return None
    option = options[number - 1]
    return None if incoming.choice and option.label != incoming.words else option.choice


def is_answered_by(incoming: Incoming, shown: Sequence[dict[str, Any]]) -> bool:
    """Whether the digit that was typed answers what these cards ask, so that it is no option of
    cards before them. A tapped menu says which one it belongs to."""
    return not incoming.choice and digits_answer(_CARDS.validate_python(list(shown)))


def names_an_option(incoming: Incoming) -> bool:
    """Whether a number was typed, or an option of a menu message tapped."""
    return _number(incoming) > 0


def _number(incoming: Incoming) -> int:
    if incoming.kind != "text":
        return 0
    if incoming.choice:
        return int(incoming.choice) if incoming.choice in "123456789" else 0
    match = _NUMBER.fullmatch(normalise(incoming.words).strip(" 。.、,，"))
    if match is None:
        return 0
    digit = match.group(1) or match.group(2)
    return _DIGITS.get(digit) or int(digit)


def language_of(words: str, before: str) -> Locale:
    """English for words without a Chinese character, Hong Kong's characters for words in
    traditional ones; `before` where the words do not tell."""
    if _CHINESE.search(words):
        traditional = fold(words) != unicodedata.normalize("NFKC", words)
        return "zh-HK" if traditional else "zh-CN"
    if len(_LETTER.findall(words)) >= 4 and " " in words.strip():
        return "en"
    return before if before in get_args(Locale) else "zh-CN"  # type: ignore[return-value]
