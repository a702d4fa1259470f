"""What a recogniser wrote, as words somebody may have said.

Recognisers trained on subtitles invent them where there is no speech, and get caught in loops.
Whisper's are known: https://github.com/openai/whisper/discussions/928
"""

import re
from collections.abc import Sequence
from typing import Final

from text.digits import SPOKEN
from text.normalise import clean, fold

_TAGS: Final = re.compile(r"<\|[^|>]{0,40}\|>|�")
"""Marks of SenseVoice (<|zh|>, <|NEUTRAL|>), and half characters."""
_NOT_FOLDED: Final = re.compile("([，。！？；：、（）])")
_GAP: Final = re.compile(r"(?<=[\u3400-\u9fff，。！？；：、]) +(?=[\u3400-\u9fff，。！？；：、])")
_SUBTITLES: Final = re.compile(
    r"(?:(?:中文)?字幕(?:由|志愿者|制作|提供|组|[ :：]*by)[^。！？]*"
    r"|请?不吝点赞[^。！？]*"
    r"|明镜(?:与点点|需要您)[^。！？]*"
    r"|优优独播剧场[^。！？]*"
    r"|(?:谢谢|感谢)(?:大家|您|你们?|各位)?的?(?:观看|收看|收听)"
    r"|(?:欢迎|请|记得)?订阅[^。！？]{0,6}频道"
    r"|(?:作?词|作?曲|编曲)[^。！？]{0,6}李宗盛"
    r"|[^ 。！？]*amara\.org[^。！？]*)[。！]?",
    re.IGNORECASE,
)
_MARKS: Final = " ,，、。.!！?？;；:：-…"
_LOOP: Final = re.compile(rf"(.{{1,20}}?)(?:[{re.escape(_MARKS)}]*\1){{3,}}")
_DIGITS: Final = frozenset("0123456789" + "".join(SPOKEN) + _MARKS)
_LONGEST: Final = 1_000


def spoken_words(written: str, hotwords: Sequence[str] = ()) -> str:
    """Simplified characters without invented subtitles; a phrase said more than three times on
    end is said once, numbers excepted. Empty when nothing is left, or nothing but `hotwords`,
    three of them in their order: Whisper's prompt, said back."""
    written = clean(_TAGS.sub("", written[:_LONGEST]))
    words = "".join(
        part if _NOT_FOLDED.fullmatch(part) else fold(part) for part in _NOT_FOLDED.split(written)
    )
    words = _SUBTITLES.sub("", _GAP.sub("", words)).strip()
    words = _LOOP.sub(_once, words)
    if not words.strip(_MARKS) or _is_echo(words, hotwords):
        return ""
    return words.lstrip(_MARKS)


def _once(loop: re.Match[str]) -> str:
    return loop[0] if _DIGITS.issuperset(loop[1]) else loop[1]


def _is_echo(words: str, hotwords: Sequence[str]) -> bool:
    said = "".join(char for char in words if char not in _MARKS)
    in_order = zip(hotwords, hotwords[1:], hotwords[2:], strict=False)
    if not any("".join(three) in said for three in in_order):
        return False
    for word in sorted(hotwords, key=len, reverse=True):
        said = said.replace(word, "")
    return len(said) <= 1
