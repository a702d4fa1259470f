"""The safety screen: emergencies, self-harm, abuse, bribery, forgery and slash commands.

It needs neither Rasa nor the network. The rules are words of their own, in
`safety_rules.yml`; this file only reads and applies them.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from text.normalise import clean, fold, normalise

RULES = Path(__file__).parent / "safety_rules.yml"
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NOT_WORD = re.compile(r"[\W_]+")
_SPACES = re.compile(r"\s+")


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: str
    always: list[str] = []
    unless_business: list[str] = []
    unless: str | None = None


class Answer(BaseModel):
    """What is said for one kind of danger, and as which outcome."""

    model_config = ConfigDict(extra="forbid")

    outcome: Literal["emergency", "declined", "smalltalk"]
    level: Literal["info", "warning", "emergency"]
    phones: list[str]
    zh: str
    en: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    neutral: list[str]
    business: str
    business_en: str
    rules: list[_Rule]
    answers: dict[str, Answer]


@dataclass(frozen=True)
class _Views:
    """The same words in several spellings: Chinese without anything between the characters,
    as written and with Cantonese rewritten; and with single spaces, for other languages."""

    compact: frozenset[str]
    spaced: str

    def has(self, pattern: re.Pattern[str]) -> bool:
        if _HAN.search(pattern.pattern):
            return any(pattern.search(view) for view in self.compact)
        return pattern.search(self.spaced) is not None


class Screen:
    """The rules, compiled once."""

    def __init__(self, path: Path = RULES) -> None:
        data: Any = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        rules = _File.model_validate(data)
        self.answers = rules.answers
        self._neutral = re.compile("|".join(f"(?:{one})" for one in rules.neutral))
        self._business = re.compile(re.sub(r"\s+", "", rules.business))
        self._business_en = re.compile(rules.business_en)
        self._rules = [
            (
                rule.kind,
                [re.compile(one) for one in rule.always],
                [re.compile(one) for one in rule.unless_business],
                re.compile(rule.unless) if rule.unless else None,
            )
            for rule in rules.rules
        ]

    def kind_of(self, words: str) -> str | None:
        """The kind of danger in a message, a key of `answers`; None for ordinary words."""
        views = self._views(words)
        business = views.has(self._business) or views.has(self._business_en)
        for kind, always, unless_business, unless in self._rules:
            if unless is not None and views.has(unless):
                continue
            if any(views.has(pattern) for pattern in always):
                return kind
            if not business and any(views.has(pattern) for pattern in unless_business):
                return kind
        return None

    def _views(self, words: str) -> _Views:
        plain = normalise(words)
        spellings = (fold(clean(words)).lower(), plain)
        compact = (self._neutral.sub("〇", _NOT_WORD.sub("", one)) for one in spellings)
        return _Views(frozenset(compact), _SPACES.sub(" ", plain).strip())


def is_command(words: str) -> bool:
    """Whether a message looks like a command of the dialogue engine (/restart, /intent{…})."""
    return unicodedata.normalize("NFKC", clean(words)).strip().startswith("/")


@cache
def screen() -> Screen:
    """The screen of this process."""
    return Screen()
