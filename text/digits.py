"""Spoken and odd digits (幺三八, 一三八, 壹叁捌, １３８, ①③⑧) and Chinese numerals (三百二十)."""

from __future__ import annotations

import re
from typing import Final

from text.glyphs import plain

# How digits are said one by one. 幺 (么) 两 洞 拐 勾 are what soldiers and telephonists say.
SPOKEN: Final[dict[str, str]] = {
    **dict(zip("〇零一二三四五六七八九", "00123456789", strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", "123456789", strict=True)),
    **dict(zip("幺么两洞拐勾", "112079", strict=True)),
}
# Spoken digits that are also everyday words: digits only beside another spoken digit.
EVERYDAY: Final = frozenset("么两洞拐勾")

_UNITS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS: Final = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}

_SAID: Final = "".join(SPOKEN)
_FILLER: Final = r"(?:[ \-.]{0,3}(?:短横|横杠|横线|杠|空格|减号)[ \-.]{0,3}|[ \-.]{1,3}|[,，] ?)"
_RUN: Final = re.compile(f"[0-9{_SAID}]+(?:{_FILLER}[0-9{_SAID}]+)*")
_GROUP: Final = re.compile(f"[0-9{_SAID}]+")
_COMMA_SPLIT: Final = re.compile("[,，]")
_IDIOMS: Final = ("三三两两", "七七八八")
# A last 一 or 两 that begins the next word, a first 么, 洞 ... that ends the word before.
WORD_AFTER: Final = re.compile(
    "一[共个样些起切次般直定下位家张份网站窗件体键旦块点套本旁边]|两[个次位家张份件边种者天年月]"
    "|勾[选画]|洞[口穴]|拐[弯角杖]"
)
WORD_BEFORE: Final = re.compile("[什怎这那多要]么|打勾|[山漏空黑]洞|[左右诱骗]拐")


def _trim(s: str, start: int, end: int) -> tuple[int, int]:
    """The run without edge characters that belong to the words around it."""
    if start and WORD_BEFORE.fullmatch(s, start - 1, start + 1):
        start += 1
    if end > start and WORD_AFTER.match(s, end - 1, end + 1):
        end -= 1
    return start, end


def _spoken_run(raw: str) -> str | None:
    """ASCII digits of a run, or None when it is not one number said digit by digit."""
    groups = _GROUP.findall(raw)
    spoken = sum(c in SPOKEN for c in raw)
    if spoken < 4 or raw in _IDIOMS:
        return None
    if len(groups) > 3 and all(len(g) == 1 for g in groups) and len(groups) < 7:
        return None  # a short list: 一 二 三 四
    return "".join(SPOKEN.get(c, c) for g in groups for c in g)


def _comma_parts(raw: str) -> list[str]:
    """Split a run at commas that part numbers or list items rather than groups of one number."""
    parts = re.split("([,，] ?)", raw)
    groups = [_GROUP.findall(p) for p in parts[::2]]
    if all(sum(map(len, g)) >= 3 for g in groups) or (
        len(groups) >= 7 and all(len(g) == 1 and len(g[0]) == 1 for g in groups)
    ):
        return [raw]
    return parts


def spoken_digits(s: str) -> str:
    """Turn every run of four or more spoken digits into ASCII digits, without its fillers.

    `一三八零零一三八零零零` and `幺三八 杠 零零一三 杠 八零零零` both give `13800138000`.
    Shorter runs (一百, 三年, 一二) stay. Full-width, circled and other scripts' digits become
    ASCII anywhere.
    """
    s = "".join(
        p if (p := plain(c)).isdigit() and p.isascii() and not c.isascii() else c for c in s
    )
    out, at = [], 0
    for run in _RUN.finditer(s):
        start, end = _trim(s, *run.span())
        out.append(s[at:start])
        out += [_spoken_run(p) or p for p in _comma_parts(s[start:end])] if end > start else []
        at = max(start, end)
    return "".join([*out, s[at:]])


def _digit(char: str) -> str:
    """The ASCII digit that a written or spoken digit stands for; empty for anything else."""
    return char if char in "0123456789" else SPOKEN.get(char, "")


def _section(s: str) -> int | None:
    """A numeral below ten thousand: 三百二十, 一千零五, 三百二 (320), 十五; None if malformed."""
    if s.isascii() and s.isdigit():
        return int(s)
    total, digit, last = 0, None, 10**4
    zero = False
    for char in s:
        if char in _UNITS:
            unit = _UNITS[char]
            if unit >= last or (digit is None and (unit != 10 or (total and not zero))):
                return None
            total, digit, last, zero = (
                total + (1 if digit is None else digit) * unit,
                None,
                unit,
                False,
            )
        elif digit is None and _digit(char):
            digit = int(_digit(char)) or None
            zero = zero or digit is None
        else:
            return None
    if digit is None:
        return total
    elided = last // 10 if 10 < last < 10**4 and not zero else 1
    return total + digit * elided


def _whole(s: str) -> int | None:
    """A whole numeral with 万 and 亿, or digits said one by one (二零二六)."""
    if len(s) > 1 and all(c in SPOKEN for c in s):
        return int("".join(SPOKEN[c] for c in s))
    for myriad in ("亿億", "万萬"):
        at = max(s.rfind(c) for c in myriad)
        if at < 0:
            continue
        scale = _MYRIADS[s[at]]
        high, low = _whole(s[:at]) if s[:at] else None, s[at + 1 :]
        if high is None:
            return None
        if len(low) == 1 and _digit(low) > "0":  # 两万五 is 25,000
            return high * scale + int(_digit(low)) * scale // 10
        rest = _whole(low) if low else 0
        return None if rest is None or rest >= scale else high * scale + rest
    return _section(s) if s else None


def parse_number(s: str) -> int | float | None:
    """The value of one number, Chinese, Arabic or mixed; None when `s` is not just a number.

    三百二十 is 320, 两万五 is 25000, 一点五 is 1.5, 1.5万 is 15000, 3,200 is 3200.
    """
    s = "".join(map(plain, s)).replace(" ", "")
    s = re.sub(r"(?<=\d),(?=\d{3})", "", s).replace("廿", "二十").replace("卅", "三十")
    sign = -1 if s[:1] in ("-", "负") else 1
    s = s[1:] if sign < 0 else s
    if len(s) > 40:
        return None
    scale = 1
    if re.search("[.点]", s):
        while s[-1:] in _MYRIADS:  # 一点五万
            scale, s = scale * _MYRIADS[s[-1]], s[:-1]
    whole, point, part = s.replace("点", ".").partition(".")
    value = _whole(whole) if whole else None
    if value is None:
        return None
    if not point:
        return sign * value * scale
    digits = "".join(SPOKEN.get(c, c) for c in part)
    if not (digits.isascii() and digits.isdigit()):
        return None
    exact = int(f"{value}{digits}") * scale
    power: int = 10 ** len(digits)
    return sign * (exact // power if exact % power == 0 and scale > 1 else exact / power)
