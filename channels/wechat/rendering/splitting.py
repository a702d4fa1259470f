"""Text in parts of at most so many bytes.

It is cut between paragraphs, else between lines, else after a sentence, else between characters as
a reader sees them (grapheme clusters, https://unicode.org/reports/tr29/); never inside a link.
"""

import re
from itertools import accumulate

import regex

from channels.wechat.rendering.anchors import ANCHOR

LONGEST_CLUSTER = 64
"""Bytes. A heap of combining marks beyond this is taken apart: no script needs it."""

_CLUSTER = regex.compile(r"\X")
_BREAKS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"[。！？；…]+[”’）」』]*|[.!?;]+(?=\s)"),
    re.compile(r"[，、,]|\s"),
)
"""Where to cut, best first: just behind a match."""


def size_of(text: str) -> int:
    """Bytes of UTF-8."""
    return len(text.encode())


def split(text: str, size: int) -> list[str]:
    """The parts, none of them empty or larger than `size` bytes, without the blanks between them.
    `size` holds at least one link."""
    parts, rest = [], text.strip()
    while rest and size_of(rest) > size:
        at = _cut(rest, size)
        parts.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*parts, rest] if rest else parts


def _cut(text: str, size: int) -> int:
    """Where the first part ends."""
    ends = _ends(text, size)
    room, allowed = ends[-1], set(ends)
    for least in (room * 2 // 3, room // 4):
        for pattern in _BREAKS:
            found = [one.end() for one in pattern.finditer(text, 0, room)]
            good = [at for at in found if at > least and at in allowed]
            if good:
                return good[-1]
    return room


def _ends(text: str, size: int) -> list[int]:
    """Where the text may be cut so that what is before fits, in order."""
    window = text[:size]  # a character has a byte at least
    atoms = _atoms(text, len(window))
    ends = accumulate(len(atom) for atom in atoms)
    sizes = accumulate(size_of(atom) for atom in atoms)
    return [end for end, so_far in zip(ends, sizes, strict=True) if so_far <= size]


def _atoms(text: str, until: int) -> list[str]:
    """The links and characters that begin before `until`."""
    atoms: list[str] = []
    at = 0
    for found in ANCHOR.finditer(text):
        if found.start() >= until:
            break
        atoms += [*clusters_of(text[at : found.start()]), found[0]]
        at = found.end()
    return atoms + clusters_of(text[at:until]) if at < until else atoms


def clusters_of(text: str) -> list[str]:
    """Characters as a reader sees them: 👨‍👩‍👧 is one."""
    clusters: list[str] = _CLUSTER.findall(text)
    return [
        one
        for cluster in clusters
        for one in ([cluster] if size_of(cluster) <= LONGEST_CLUSTER else cluster)
    ]


def clipped(text: str, size: int) -> str:
    """The text in at most `size` bytes, with … where something is left out."""
    if size_of(text) <= size:
        return text
    ends = _ends(text, size - size_of("…"))
    return (text[: ends[-1]].rstrip() if ends else "") + "…"


def beginning(text: str, size: int) -> str:
    """The first part of at most `size` bytes; empty where nothing fits."""
    if size_of(text) <= size:
        return text
    return text[: _cut(text, size)].rstrip() if _ends(text, size) else ""
