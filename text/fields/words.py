"""Free words, and addresses of electronic mail."""

from __future__ import annotations

import re
from typing import Final

from text.fields.questions import looks_like_question, steering
from text.fields.spelling import TOKEN, Match, bare, flat, view

_MAIL: Final = re.compile(
    r"(?<![\w.+\-])[A-Za-z0-9](?:[\w+\-]|\.(?!\.)){0,62}(?<!\.)"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}(?![\w@])",
    re.ASCII,
)
_LABELS: Final = r"(?:我?的?)?(?:电子)?(?:邮箱|邮件|邮箱地址|邮件地址|e-?mail|mail)(?:地址)?"

STORY: Final = 4
"""Letters from which words tell something."""


def parse(text: str) -> str | None:
    """Any words that are no question, no steering word and no token."""
    whole = flat(text)
    if not re.search(r"\w", whole) or TOKEN.search(text):
        return None
    if steering(text) not in (None, "yes", "no") or looks_like_question(text):
        return None
    return whole


def parse_story(text: str) -> str | None:
    """What happened, in one's own words: also as a question (怎么没人管？), also with tokens. A
    number or a token alone tells nothing."""
    letters = re.findall(r"[^\W\d_]", TOKEN.sub("", text))
    return flat(text) if len(letters) >= STORY and steering(text) is None else None


def parse_email(text: str) -> str | None:
    """An address of electronic mail (the common part of RFC 5321), in lower case."""
    for part in bare(text, _LABELS):
        joined = re.sub(r" *(?:艾特|@) *", "@", part)
        match = _MAIL.fullmatch(re.sub(r"(?<=\w) ?点 ?(?=[A-Za-z])", ".", joined))
        if match:
            return match.group().lower()
    return None


def find_email(text: str) -> list[Match]:
    """Addresses of electronic mail in a sentence."""
    seen = view(text)
    return [seen.match(m.group().lower(), *m.span()) for m in _MAIL.finditer(seen.text)]
