"""The options of one reply, in one order: as numbers to type, or as words to say."""

import re
from collections.abc import Sequence

from channels.wechat.rendering.cleaning import clean
from channels.wechat.rendering.reader import Reader
from channels.wechat.rendering.splitting import clipped
from channels.wechat.rendering.subjects import Subject, subject_of
from messages import AnyCard, FormCard, HandoverCard, MatchesCard, Option, TextCard
from text.fields import TYPES, parse

NUMBERED = 9
"""Options at most: one digit, one tap on a keyboard."""
SAID = 4
"""Options beyond that are offered by their words, so many at most."""
LABEL_BYTES = 90
"""Of a label as it is shown: thirty Chinese characters."""

_COUNT = re.compile(
    r"(\d+(?!\d|月\d)|[一二两三四五六七八九](?=[个次名人口岁套辆位级孩胎年月天间份楼栋]))"
)
"""A number that a label begins with; 3月5日 is no count."""
_DIGITS = str.maketrans("一二两三四五六七八九", "1223456789")


def options_of(cards: Sequence[AnyCard]) -> list[Option]:
    """What 1, 2, 3 … stand for, nine at most, each with the label it is shown with. Empty where a
    typed digit is an answer: to the question of a form (几岁了？), or to a person."""
    return [] if digits_answer(cards) else all_options(cards)[:NUMBERED]


def all_options(cards: Sequence[AnyCard]) -> list[Option]:
    """Every option of the reply once, told apart by what it is about where labels are the same."""
    offered = [
        (option.model_copy(update={"label": clean(option.label)}), subject_of(card))
        for card in cards
        for option in _options(card)
    ]
    told: dict[str, Option] = {}
    for option, subject in offered:
        same = {other for one, other in offered if one.label == option.label}
        label = clipped(_told_apart(option.label, subject, same), LABEL_BYTES)
        if label:
            told.setdefault(label, option.model_copy(update={"label": label}))
    return list(told.values())


def numbered(options: Sequence[Option]) -> str:
    """1 补领\\n2 换领"""
    return "\n".join(f"{number} {one.label}" for number, one in enumerate(options, 1))


def offer(cards: Sequence[AnyCard], reader: Reader) -> str:
    """The lines that offer the options; empty where there are none."""
    counted, every = options_of(cards), all_options(cards)
    if not counted:
        return _said(every, reader, NUMBERED) if every else ""
    how = reader.say("回复数字就能选：", "Reply with a number:")
    rest = _said(every[NUMBERED:], reader, SAID) if every[NUMBERED:] else ""
    return "\n".join(filter(None, [how, numbered(counted), rest]))


def _options(card: AnyCard) -> list[Option]:
    """Those of the rows first. What changes a row of a form is said in words, see `forms`; a
    person's words are left alone: how to leave was said when they came."""
    if isinstance(card, TextCard) and card.speaker == "person":
        return []
    rows = card.rows if isinstance(card, MatchesCard) else []
    of_rows = [
        row.option.model_copy(update={"label": f"{row.option.label}：{row.title}"})
        for row in rows
        if row.option
    ]
    return [*of_rows, *getattr(card, "options", [])]


def _told_apart(label: str, subject: Subject, same: set[Subject]) -> str:
    """The label, with the title where the others of its name have another one, else with the
    number."""
    if len(same) == 1 or not subject.title:
        return label
    alike = [one for one in same if one.title == subject.title]
    return f"{label}（{clean(subject.title if len(alike) == 1 else subject.number)}）"


def _said(options: Sequence[Option], reader: Reader, most: int) -> str:
    """Options by their words, which do the same when they are typed."""
    if len(options) > most:
        return reader.page("更多选项在网页上", "More options on the web page")
    words = reader.between.join(f"“{one.label}”" for one in options)
    return reader.say(f"也可以直接回复：{words}", f"You can also reply: {words}")


def digits_answer(cards: Sequence[AnyCard]) -> bool:
    """Whether a digit is an answer that is waited for: a number, a choice such as 两个, or
    whatever a person asked."""
    return any(
        (isinstance(card, FormCard) and _takes_digits(card))
        or (isinstance(card, TextCard) and card.speaker == "person")
        or (isinstance(card, HandoverCard) and card.agent is not None)
        for card in cards
    )


def _takes_digits(form: FormCard) -> bool:
    if form.field_type in TYPES - {"choice"}:
        return parse(form.field_type, "1") is not None
    labels = [clean(option.label) for option in form.options][:NUMBERED]
    return any(_is_another(label, at, len(labels)) for at, label in enumerate(labels, 1))


def _is_another(label: str, at: int, count: int) -> bool:
    """Whether a label begins with the digit under which another option would stand."""
    found = _COUNT.match(label)
    return found is not None and int(found[0].translate(_DIGITS)) in {*range(1, count + 1)} - {at}
