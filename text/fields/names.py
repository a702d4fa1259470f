"""Names of people: Chinese with one- and two-character surnames, of other peoples with ·, Latin.

A bare name must begin with a known surname and be no word (高兴, 谢谢, 房产证). Who says 我叫…
is believed, as long as it can be a name at all.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from text.fields.questions import looks_like_question, steering
from text.fields.spelling import PERSON, TOKEN, Match, flat, view
from text.fields.surnames import COMPOUND, SINGLE

_HAN: Final = "[\u3400-\u9fff\U00020000-\U0003ffff〇]"
_DOT: Final = "[·•・‧∙⋅●.．]"
_DOTTED: Final = re.compile(rf"{_HAN}{{1,15}}(?:·{_HAN}{{1,15}})+")
_LATIN: Final = re.compile(r"[A-Z][A-Za-z'\-]{1,19}(?:[ ,]+[A-Z][A-Za-z'\-.]{0,19}){1,3}")
_NOT_LATIN: Final = re.compile(
    r"\b(?:how|what|where|when|why|who|which|thank|thanks|you|the|please|hello|hi|ok|yes|no|not|my"
    r"|is|are|can|do|need|help|apply|stop|back|skip|wait|id|card|phone|id number|good|morning)\b",
    re.IGNORECASE,
)
# Characters that no given name holds, and words that end or open no name.
_NEVER: Final = re.compile(
    "[什怎哪吗呢吧啊呀的嘅们这我你她他它您没啥谁很把被证费钱贴险税款岁咩唔冇喺咗办领]"
    "|多少|几[岁个天时点]|申请|津贴|补贴|户口|社保|医保|不[是要能会行对知]|可以|一下|手续|材料|窗口|问题|需要|怎样"
    "|先生$|小姐$|女士$|老师$|医生$|阿姨$|叔叔$|师傅$|同志$|妈妈|爸爸|儿子$|女儿$|老婆$|老公$"
)
_LEAD: Final = re.compile(
    rf"^(?:(?:嗯|好的?|哦|那|就)[,， ]*)?(?P<said>(?:{PERSON}(?:的|嘅)?)?(?:"
    r"(?:名字|姓名|全名|本名|真名|大名|名)(?:就?是|係|系|叫|为|[:： ])*|(?:就?叫做?)(?:[:： ])*)"
    rf"|(?P<is>(?:{PERSON})?(?:是|係|系)|(?:{PERSON}(?=[ ,，:：]))))[ ,，:：]*"
)
_INSIDE: Final = re.compile(
    rf"(?:{PERSON}(?:的|嘅)?)?(?:(?:名字|姓名|全名|本名)(?:就?是|係|系|叫|为|[:： ])*"
    r"|叫做?|(?<=我)(?:是|係|系))[ :：]*"
)
_STOP: Final = re.compile(
    "电话|手机|身份证|今年|住|地址|号码|号是|性别|出生|生于|年龄|联系|邮箱|银行|是|要|在|的| "
)


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    lines = (
        Path(__file__).with_name("words_like_names.txt").read_text(encoding="utf-8").splitlines()
    )
    listed = (line.split() for line in lines if not line.startswith("#"))
    return frozenset(first + rest for first, *all_rest in listed for rest in all_rest)


def _normal(text: str) -> str:
    return re.sub(rf" *{_DOT} *(?={_HAN})", "·", text).strip()


def _can_be(name: str) -> bool:
    """Could this be a name, if someone says that it is?"""
    if _NEVER.search(name) or steering(name) or looks_like_question(name):
        return False
    if _LATIN.fullmatch(name):
        return _NOT_LATIN.search(name) is None
    return bool(re.fullmatch(f"{_HAN}{{2,6}}", name) or _DOTTED.fullmatch(name))


def _is_name(name: str) -> bool:
    """Is this a name that needs no words to say so?"""
    if not _can_be(name):
        return False
    if "·" in name or name[0].isascii():
        return True
    if name in _words():
        return False
    if name[:2] in COMPOUND and 3 <= len(name) <= 4:
        return True
    double = len(name) == 4 and name[1] in SINGLE and name[2:] not in _words()
    return name[0] in SINGLE and (2 <= len(name) <= 3 or double) and not _ends_in_word(name)


def _ends_in_word(name: str) -> bool:
    """高中毕业, 单位电话: a word and then something."""
    return len(name) == 4 and name[:2] in _words()


def parse(text: str) -> str | None:
    """A person's name, simplified; the dot of names of other peoples is ·."""
    whole = flat(text)
    if not whole or TOKEN.search(whole) or looks_like_question(text):
        return None
    lead = _LEAD.match(whole)
    candidates = [(whole, False)]
    if lead:
        candidates.insert(0, (whole[lead.end() :], lead["said"] is not None and not lead["is"]))
    for part, told in candidates:
        for form in (part, re.sub("[啊呀哦喔啦吧的嘅]$", "", part)):
            name = _normal(form)
            if name and (_can_be(name) and name[:1] != "姓" if told else _is_name(name)):
                return name
    return None


def find(text: str) -> list[Match]:
    """Names after 我叫, 姓名是 …, and clauses that are a name."""
    if looks_like_question(text):
        return []
    seen = view(text)
    found: list[Match] = []
    for lead in _INSIDE.finditer(seen.text):
        run = re.match(rf"(?:{_HAN}| ?· ?)+", seen.text[lead.end() :])
        if run is None:
            continue
        end = min(_stop(run.group()), 15)
        said = run.group()[:end]
        if _can_be(_normal(said)) and (
            "叫" in lead.group() or "名" in lead.group() or _is_name(said)
        ):
            found.append(seen.match(_normal(said), lead.end(), lead.end() + len(said)))
    pieces = re.finditer(r"[^,，。;；!！、\n\s\d]+|[A-Z][A-Za-z' \-]+", text)
    for clause in pieces:
        taken = any(m.start < clause.end() and clause.start() < m.end for m in found)
        name = _normal(flat(clause.group()))
        if not taken and _is_name(name):
            found.append(Match(name, *clause.span()))
    return sorted(found, key=lambda m: m.start)


def _stop(run: str) -> int:
    """Where in a run of Chinese characters a name ends: before the next thing said."""
    return next((m.start() for m in _STOP.finditer(run) if m.start() >= 2), len(run))
