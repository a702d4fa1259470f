"""Cards of every type with any words, for property tests."""

from typing import Any, TypeVar, get_args

from hypothesis import strategies as st
from pydantic import BaseModel

from messages import (
    AnyCard,
    CaseCard,
    FormCard,
    GuideCard,
    HandoverCard,
    MatchesCard,
    MatchRow,
    Option,
    ReviewCard,
    ReviewRow,
    Section,
    Source,
    TextCard,
)

Made = TypeVar("Made", bound=BaseModel)

PIECES = [
    "请带身份证原件和复印件。",
    "办理时间为5个工作日，",
    "您好！",
    "https://example.com/a?b=c&d=e",
    "👨‍👩‍👧🇨🇳",
    "<a href=x>",
    "&lt;",
    "Please bring your passport. ",
    "（演示：不会真的扣钱。）",
    "\n",
    "\u202e",
    "字" * 400,
]
WORDS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
)
SHORT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
MAYBE = st.none() | SHORT
LISTS = st.lists(SHORT, max_size=3)
COUNTS = st.none() | st.integers(0, 999)
MOMENTS = st.sampled_from(["2026-11-25T09:00:00+08:00", "2026-11-25T01:00:00Z", "someday"])
URLS = st.sampled_from([None, "https://example.com/x", "javascript:alert(1)", "https://a.cn/" * 60])
OPTIONS = st.lists(
    st.builds(
        Option, label=SHORT | st.sampled_from(["上一步", "两个"]), choice=st.uuids().map(str)
    ),
    max_size=12,
)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(["text", "value", "consent"], WORDS),
    **dict.fromkeys(["case", "order", "booking", "ticket", "draft", "field", "label"], SHORT),
    **dict.fromkeys(["title", "name", "lead", "unit", "place", "says_when"], SHORT),
    **dict.fromkeys(["state_label", "next_says"], SHORT),
    **dict.fromkeys(["address", "window", "phone", "hours", "answer", "example"], MAYBE),
    **dict.fromkeys(["publisher", "caution", "reference", "agent", "speaker_name"], MAYBE),
    **dict.fromkeys(["reasons", "corrections", "bring", "progress", "waived", "later"], LISTS),
    **dict.fromkeys(["more", "facts", "phones", "places"], LISTS),
    **dict.fromkeys(["demo", "result", "receipt", "optional", "private", "upload"], st.booleans()),
    **dict.fromkeys(["ahead", "minutes", "free"], COUNTS),
    **dict.fromkeys(["deadline", "expires_at", "as_of"], st.none() | MOMENTS),
    "starts_at": MOMENTS,
    "state": st.sampled_from(["awaiting", "paid", "waiting", "booked"]),
    "of": st.sampled_from(["work_order", "queue"]),
    "wanted": st.sampled_from(["phone", "real_name", "face"]),
    "field_type": st.sampled_from(["choice", "integer", "name", "text", "file"]),
    "aspect": st.just("fee"),
    "amount_fen": st.integers(0, 10**9),
    "done": st.integers(0, 9),
    "qr": st.none() | st.just("weixin://wxpay/bizpayurl?pr=1") | WORDS,
    "jsapi": st.none() | st.just({"package": "prepay_id=1"}),
    "url": URLS,
    "options": OPTIONS,
}
"""What a field of this name says, on whichever card it is; a field of no name here stays empty."""


def made_up(kind: type[Made], **otherwise: st.SearchStrategy[Any]) -> st.SearchStrategy[Made]:
    """Cards, or parts of cards, of one type."""
    named = {name: FIELDS[name] for name in kind.model_fields if name in FIELDS}
    return st.builds(kind, **(named | otherwise))


BUTTON = st.none() | st.builds(Option, label=SHORT)
SECTIONS = st.lists(made_up(Section), max_size=1)
SOURCES = st.lists(made_up(Source, trust=st.just("official")), max_size=3)
READ_BACK = made_up(ReviewRow, source=st.just("typed"), edit=BUTTON)
MATCHED = made_up(MatchRow, item=SHORT, verdict=st.just("likely"), option=BUTTON)
OTHERWISE: dict[type, dict[str, st.SearchStrategy[Any]]] = {
    TextCard: {"url": URLS | st.just("/api/my-data"), "speaker": st.none() | st.just("person")},
    GuideCard: {"sections": SECTIONS, "sources": SOURCES},
    HandoverCard: dict.fromkeys(["number", "minutes"], st.none() | st.integers(1, 99)),
    FormCard: {"total": st.integers(0, 9)},
    ReviewCard: {"rows": st.lists(READ_BACK, max_size=3)},
    CaseCard: {"sources": LISTS},
    MatchesCard: {"rows": st.lists(MATCHED, max_size=12)},
}
"""What only a card of this type says in that way."""

KINDS: tuple[type[AnyCard], ...] = get_args(get_args(AnyCard)[0])
CARDS: st.SearchStrategy[AnyCard] = st.one_of(
    [made_up(kind, **OTHERWISE.get(kind, {})) for kind in KINDS]
)
REPLIES = st.lists(CARDS, min_size=1, max_size=4)
