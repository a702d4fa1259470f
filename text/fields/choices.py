"""Yes or no, and one of several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from text.digits import parse_number
from text.fields.questions import looks_like_question, steering
from text.fields.spelling import PERSON, TOKEN, Match, clauses
from text.normalise import normalise

_NOT_WORD: Final = re.compile(r"[\W_]+")
_PARTICLES: Final = "啊呀吧啦了哦喔嘛哈的喎呐咯"
_YES_WORDS: Final = (
    "是 是的 对 对的 有 有的 嗯 嗯嗯 恩 好 好的 可以 行 行的 没错 没有错 没问题 没有问题 正确"
    " 确认 确定 同意 愿意 需要 要 能 会 当然 当然是 当然有 当然可以 肯定 肯定是 属于 符合 满足"
    " 已经有 都是 都有 都对 都同意 在 在的 还在 已办 办了 已经办了 办过 办过了 交了 有交 就是"
    " 得 对头 必须的 必须 yes y yeah yep ok okay sure true"
)
_YES: Final = frozenset(_YES_WORDS.split())
_NO_WORDS: Final = (
    "不 不是 不是的 不对 没有 没 没有的 无 否 不可以 不行 不能 不会 不同意 不愿意 不需要 不用"
    " 不要 不属于 不符合 不满足 还没有 还没 未 未有 从来没有 从没 没办 没办过 还没办 没交"
    " 没有交 不在 不在了 都不是 都没有 并没有 并不是 当然不是 肯定不是 肯定没有 当然没有 不得"
    " no n nope not false"
)
_NO: Final = frozenset(_NO_WORDS.split())
_UNSURE: Final = re.compile(
    "可能|好像|也许|大概|应该|不知道|不清楚|不确定|不太|不懂|不明白|不会填|但是|但|不过|有点|有些|有时|有人|有事"
    "|没什么|没关系|没听|没懂|没看|没空|没时间|对不起|不好意思|不客气|是这样|不办|不想|(?<!没)有问题"
    "|有意思|没意思|没法"
)
_START: Final = re.compile(
    rf"(?:{PERSON})?(?:都|也|还|确实|现在|目前)?"
    r"(?:(?P<no>不是|不在|不|没有|没|还没有?)"
    r"|(?P<yes>是|有|在|已经|同意|愿意|需要|可以|符合|属于|[失待无]业)|(?P<echo>[想满住读]|超过))"
)
_NEGATION: Final = re.compile("[不没未无非]")
_VERB: Final = re.compile("[在是有要满住能会想愿肯交领办读]|可以")
SENTENCE: Final = 4
"""Characters from which words that only repeat the question are a statement."""
_EMPTY: Final = frozenset("我你您他她们的了啊呀呢也都就是这那个在有已经过里儿")
_DENIES: Final = frozenset(
    ["没有", "没有的", "没", "还没", "还没有", "不是", "不是的", "从来没有", "从没", "没办过"]
)
_NEW_TOPIC: Final = re.compile("改|错|换|重新|要办|我叫|[0-9]{6}")
_SUCH: Final = re.compile("[这那](?:[种样类个]|一类)?(?:情况|情形|问题|事情?)")
"""没有这种情况, 没有这个问题: as good as 没有."""
_DIGITS: Final = str.maketrans("一二两三四五六七八九", "1223456789")
_SPLIT: Final = re.compile(r"[,，。.!！;；、 ]+")
_POLITE: Final = frozenset(["谢谢", "谢谢您", "请", "麻烦了", "辛苦了"])


def _exact(words: str) -> str | None:
    without = _SUCH.sub("", re.sub(f"^(?:{PERSON})", "", words))
    for form in (words, words.rstrip(_PARTICLES), without, without.rstrip(_PARTICLES)):
        if form in _YES:
            return "yes"
        if form in _NO:
            return "no"
    return None


def _restates(words: str, question: str) -> bool:
    """Does a clause say nothing that the question did not say already? Whose it is may be named
    where the question is not about the citizen (老人的户口在深圳吗, 我妈户口在深圳)."""
    if "您" not in question:
        words = re.sub(f"^(?:{PERSON})(?=.)", "", words)
    rest = set(words.translate(_DIGITS)) - _EMPTY - set(_PARTICLES) - set("不没还都确实现目前")
    return words in _POLITE or (bool(question) and rest <= set(question.translate(_DIGITS)))


def parse_yes_no(text: str, question: str = "") -> str | None:
    """`yes` or `no`; None when unsure.

    With the words of the question, also where a short sentence repeats them (问: 有社保吗, 答:
    我有社保); never for one that says something else (户口在深圳吗: 在广州). A denial may be
    explained (没有，今年刚毕业).
    """
    if TOKEN.search(text) or not text.strip():
        return None
    whole = normalise(_SLIP.sub("", text))
    first, *rest = [part for part in _SPLIT.split(whole) if part] or [""]
    said = _exact(first)
    if said and not rest:
        return said
    known = normalise(question)
    asked = steering(text) not in ("yes", "no", None) or looks_like_question(text)
    if asked or (_UNSURE.search(whole) and not (known and _restates(whole, known))):
        return None
    others = {_exact(part) for part in rest}
    explained = not _NEW_TOPIC.search(whole)
    if said:
        denied = explained and first.rstrip(_PARTICLES) in _DENIES
        agrees = denied or all(_exact(p) or _restates(p, known) for p in rest)
        return said if agrees and others <= {said, None} else None
    start = _START.match(first)
    denied = explained and start is not None and bool(start["no"]) and _restates(first, known)
    if others - {None} or not (denied or all(_restates(p, known) for p in (first, *rest))):
        return None
    if start is not None and not (start["echo"] and _NEGATION.search(known)):
        denied = _denied_in(known, first[start.end() :])
        return "no" if bool(start["no"]) != denied else "yes"
    # The question itself as a statement (问: 户口在深圳吗, 答: 户口在深圳, 户口不在深圳), unless it
    # has a not of its own (未满三年): then one cannot tell.
    if len(first) < SENTENCE or _NEGATION.search(known) or not _VERB.search(first):
        return None
    return "no" if _NEGATION.search(first) else "yes"


def _denied_in(question: str, said: str) -> bool:
    """Does the question itself deny what is said (没有工作吗: 没工作, 有工作)? Not with 有没有."""
    words = said.rstrip(_PARTICLES)
    return bool(words) and bool(re.search(f"(?:(?<!有)没有?|无|不){re.escape(words)}", question))


def find_yes_no(text: str) -> list[Match]:
    """Clauses that say yes or no by themselves."""
    return [] if looks_like_question(text) else clauses(text, parse_yes_no)


def _key(text: str) -> str:
    return _NOT_WORD.sub("", normalise(text))


_ORDINAL: Final = re.compile(
    r"(?:我?选|要|我要)?第?([0-9一二三四五六七八九十两]{1,2})(?:个|项|种|号|条|的)*"
)
_SLIPPED: Final = r"(?:哎呀?[,， ]*)?我?(?:刚才|刚刚)?[写填选说搞弄看按点记]?错了"
_SLIP: Final = re.compile(rf"^\s*{_SLIPPED}[,，。!！ ]+")
"""What is taken back before the right answer: 我看错了，有的."""
_MISTAKEN: Final = re.compile(rf"^\s*(?:不对|不是|{_SLIPPED})[,，。!！ ]+")
"""What is taken back before the right option is named: 不对，给我妈办."""
_ENDS: Final = {"前者": 0, "前面那个": 0, "前一个": 0, "上面那个": 0, "头一个": 0}
_LASTS: Final = frozenset(
    ["后者", "后面那个", "后一个", "最后一个", "最后那个", "最后一项", "下面那个"]
)
_DENIED: Final = r"(?:不是|没有|没|不|除了|非|不要|别选)[^,，。]{0,3}$"
_NUMERAL: Final = re.compile(r"[0-9一二三四五六七八九十]+")


def parse_choice(options: Sequence[tuple[str, Sequence[str]]], text: str) -> str | None:
    """The value of the option that `text` names; `options` are (value, labels) in shown order.

    By a label, the number of the option (1, 第一个, 前者), or the one label that the text holds
    or is a part of. A question names none, nor does a denial.
    """
    key = _key(_MISTAKEN.sub("", text))
    if not key or TOKEN.search(text):
        return None
    table = [(value, _key(label)) for value, labels in options for label in labels]
    exact = {value for value, label in table if key in (label, label + "的")}
    if len(exact) == 1:
        return exact.pop()
    if looks_like_question(text):
        return None
    numbered = _by_number(options, table, key)
    if numbered is not None:
        return numbered
    return _by_part(table, key) or _by_part(table, key.removesuffix("的"))


def _by_number(
    options: Sequence[tuple[str, Sequence[str]]], table: list[tuple[str, str]], key: str
) -> str | None:
    if key in _ENDS or key in _LASTS:
        fits = key in _LASTS or len(options) == 2 or not key.endswith("者")
        return options[-1 if key in _LASTS else 0][0] if fits else None
    match = _ORDINAL.fullmatch(key.rstrip(_PARTICLES))
    number = parse_number(match[1]) if match else None
    if not isinstance(number, int):
        return None
    spoken_of = {value for value, label in table if number in _numbers(label)}
    if any(_numbers(label) for _, label in table) and "第" not in key and "选" not in key:
        return spoken_of.pop() if len(spoken_of) == 1 else None
    return options[number - 1][0] if 1 <= number <= len(options) else None


def _numbers(label: str) -> set[int]:
    found = (parse_number(said) for said in _NUMERAL.findall(label))
    return {number for number in found if isinstance(number, int)}


def _holds(key: str, label: str) -> bool:
    """Does the text hold the label? 11点半 does not hold 1点半."""
    before = "(?<![0-9一二三四五六七八九十])" if _NUMERAL.match(label) else ""
    return re.search(before + re.escape(label), key) is not None


def _by_part(table: list[tuple[str, str]], key: str) -> str | None:
    held = [(value, label) for value, label in table if len(label) > 1 and _holds(key, label)]
    longest = [
        (value, label)
        for value, label in held
        if not any(label != other and label in other for _, other in held)
        and not re.search(_DENIED, key[: key.find(label)])
    ]
    values = {value for value, _ in longest}
    if len(values) == 1 and len(key) <= 30:
        return values.pop()
    if held or len(key) < 2:
        return None
    parts = {value for value, label in table if key in label}
    return parts.pop() if len(parts) == 1 else None
