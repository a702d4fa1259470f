"""Private data: swapped for tokens on the way in, shown to its owner on the way out.

The patterns are those of `text.private_data` and `text.fields`; here is only what a channel does
with them. What the tokens stand for is known to `channels.gateway.vault`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from core.contract import Kind
from messages import Trace
from text.fields import TYPES, Match, find, parse
from text.private_data import Found, Masked
from text.private_data import mask as mask_known

__all__ = ["Masked", "mask", "open_trace", "render", "tokens_in"]

TOKEN = re.compile(r"\[([A-Z]+)_\d+\]")
LABELS = {
    "ID": "证件号",
    "PHONE": "手机号",
    "CARD": "银行卡号",
    "PLATE": "车牌号",
    "NAME": "姓名",
    "ADDRESS": "地址",
    "TEXT": "内容",
}
FILE_WORDS = "〔已上传的文件〕"

KIND_OF_TYPE: dict[str, Kind] = {
    "name": "NAME",
    "address": "ADDRESS",
    "id_number": "ID",
    "mobile": "PHONE",
    "bank_card": "CARD",
}
"""Field type to the kind of its tokens; all others are TEXT."""

PIECE = 500
"""Characters behind one token at most; a longer value takes several in a row."""

_CLAUSE = re.compile(r"(?:地址|住址)?(?:(?!地址|住址)[^，,。；;！!？?\n])+")
_TOLD = {
    "name": re.compile(r"(?:我叫做?|(?:名字|姓名|全名|本名)(?:就?是|叫|为|[:：\s])*)\s*"),
    "address": re.compile(r"(?:地址|住址)(?:就?是|在|为|[:：\s])*"),
}
"""Words before a value, or at its beginning, that is told without having been asked."""


def mask(words: str, asked: str | None = None) -> Masked:
    """Swap private values for tokens that count from 1 in this message.

    `asked` is None while no form is filled, "" while one is, and the type of the field while an
    answer is private: then what its parser accepts is swapped too. While a form is filled, so
    are names and addresses that are told: 我叫…, 姓名是…, 名字是…, 地址是….
    """
    if asked is None:
        return mask_known(words)
    out, at = [], 0
    tokens: dict[tuple[Kind, str], str] = {}
    for kind, match in _asked_for(words, asked):
        out.append(words[at : match.start])
        for piece in _pieces(match.value):
            out.append(tokens.setdefault((kind, piece), _unused(kind, tokens, words)))
        at = match.end
    rest = mask_known("".join([*out, words[at:]]))
    found = [Found(kind, token, value) for (kind, value), token in tokens.items()]
    return Masked(rest.text, found + rest.found)


def _asked_for(words: str, asked: str) -> list[tuple[Kind, Match]]:
    """What the field's parser accepts, or what is told; in order, disjoint."""
    kind = KIND_OF_TYPE.get(asked, "TEXT")
    if asked in TYPES - {"choice"} and (value := parse(asked, words)) is not None:
        return [(kind, _narrow(Match(value, 0, len(words)), words))]
    found = [(kind, match) for match in _in_clauses(asked, words)] if asked else []
    for told, before in _TOLD.items():
        for match in _in_clauses(told, words):
            lead = before.match(words, match.start, match.end)
            if lead is None and match.start not in {one.end() for one in before.finditer(words)}:
                continue
            if lead is not None and lead.end() < match.end:
                match = match._replace(start=lead.end())
            if not any(m.start < match.end and match.start < m.end for _, m in found):
                found.append((KIND_OF_TYPE[told], match))
    return sorted(found, key=lambda one: one[1].start)


def _in_clauses(type: str, words: str) -> Iterator[Match]:
    """Values of a type in each clause: one that asks does not hide what another tells."""
    for clause in _CLAUSE.finditer(words):
        for match in find(type, clause.group()):
            start, end = match.start + clause.start(), match.end + clause.start()
            narrow = _narrow(Match(match.value, start, end), words)
            if not _cuts(narrow, words):
                yield narrow


def _cuts(match: Match, words: str) -> bool:
    """Whether a number or a plate would be left in pieces that nothing recognises any more: 车牌粤
    reads like a name in 车牌粤 B 1 2 3 4 5."""
    rest = f"{words[: match.start]}[TEXT_0]{words[match.end :]}"
    left = [*mask_known(rest).found, *mask_known(words[match.start : match.end]).found]
    return not {one.value for one in mask_known(words).found} <= {one.value for one in left}


def _narrow(match: Match, words: str) -> Match:
    """The value alone, without the words that lead to it, where it is spelt as it was said."""
    start = words.find(match.value, match.start, match.end)
    return match if start < 0 else Match(match.value, start, start + len(match.value))


def _pieces(value: str) -> list[str]:
    return [value[at : at + PIECE] for at in range(0, len(value), PIECE)]


def _unused(kind: Kind, tokens: Mapping[tuple[Kind, str], str], words: str) -> str:
    """The first token of a kind that is neither given nor typed."""
    number = 1
    while (token := f"[{kind}_{number}]") in words or token in tokens.values():
        number += 1
    return token


def tokens_in(value: Any) -> set[str]:
    """The tokens in a JSON value whose values may be shown."""
    if isinstance(value, str):
        return {match[0] for match in TOKEN.finditer(value) if match[1] in LABELS}
    if isinstance(value, list):
        return set[str]().union(*map(tokens_in, value))
    return tokens_in(list(value.values())) if isinstance(value, dict) else set()


def render(value: Any, opened: Mapping[str, str] | None = None, spoken: bool = False) -> Any:
    """A copy of a JSON value in which tokens stand as their values, or as words where those are
    not known, e.g. 〔手机号已隐去〕. Numbers of people are shown partly: 138****8000."""
    values = opened or {}
    if isinstance(value, str):
        return TOKEN.sub(lambda token: _shown(token, values, spoken), value)
    if isinstance(value, list):
        return [render(item, values) for item in value]
    if isinstance(value, dict):
        return {key: render(item, values, key == "speech") for key, item in value.items()}
    return value


def conceal(words: str) -> str:
    """Words for whom values are not opened: tokens stand as what they are, e.g. 〔手机号〕."""
    return TOKEN.sub(
        lambda token: FILE_WORDS if token[1] == "FILE" else f"〔{LABELS.get(token[1], '内容')}〕",
        words,
    )


def _shown(token: re.Match[str], opened: Mapping[str, str], spoken: bool) -> str:
    kind = token[1]
    if kind == "FILE":
        return FILE_WORDS
    if kind not in LABELS:
        return token[0]
    value = opened.get(token[0])
    if value is None:
        return f"〔{LABELS[kind]}已隐去〕"
    return _partly(value, spoken) if kind in ("ID", "PHONE", "CARD") else value


def _partly(value: str, spoken: bool) -> str:
    """The first 3 characters (6 of 15 and more) and the last 4, stars between; short documents
    such as Hong Kong identity cards the first and the last 2. Only the end is spoken."""
    first, last = (6, 4) if len(value) >= 15 else (3, 4) if len(value) >= 11 else (1, 2)
    if spoken:
        return f"尾号{value[-last:]}"
    return value[:first] + "*" * max(0, len(value) - first - last) + value[-last:]


def open_trace(trace: Trace, masked: Masked) -> Trace:
    """A copy of the trace with the tokens of this very message opened to their values.

    For the holder of the trace token and one reply only; never stored or logged.
    """
    if not masked.found:
        return trace
    values = {item.token: item.value for item in masked.found}

    def opened(text: str) -> str:
        return TOKEN.sub(lambda token: values.get(token.group(0), token.group(0)), text)

    entities: dict[str, str | list[str]] = {
        name: opened(value) if isinstance(value, str) else [opened(item) for item in value]
        for name, value in trace.entities.items()
    }
    return trace.model_copy(update={"entities": entities})
