"""Cards of every type with any words, for property tests."""

from hypothesis import strategies as st

from messages import (
    AnyCard,
    BookingCard,
    CaseCard,
    ChoicesCard,
    FormCard,
    GuideCard,
    HandoverCard,
    MatchesCard,
    MatchRow,
    NoticeCard,
    Option,
    PaymentCard,
    PlaceCard,
    ReviewCard,
    ReviewRow,
    Section,
    SignInCard,
    Source,
    TextCard,
    TicketCard,
)

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
STATES = st.sampled_from(["awaiting", "paid", "waiting", "booked"])
SOURCES = st.builds(Source, title=SHORT, publisher=MAYBE, url=URLS, trust=st.just("official"))
ROWS = st.builds(
    ReviewRow,
    field=SHORT,
    label=SHORT,
    value=WORDS,
    source=st.just("typed"),
    edit=st.none() | st.builds(Option, label=SHORT),
)
MATCHED = st.builds(
    MatchRow,
    item=SHORT,
    title=SHORT,
    verdict=st.just("likely"),
    option=st.none() | st.builds(Option, label=SHORT),
)
CASES = st.builds(
    CaseCard,
    text=WORDS,
    case=SHORT,
    title=SHORT,
    state=STATES,
    state_label=SHORT,
    demo=st.booleans(),
    reasons=LISTS,
    sources=LISTS,
    corrections=LISTS,
    next_says=SHORT,
    deadline=st.none() | MOMENTS,
    result=st.booleans(),
    options=OPTIONS,
)
PAYMENTS = st.builds(
    PaymentCard,
    text=WORDS,
    order=SHORT,
    title=SHORT,
    unit=SHORT,
    amount_fen=st.integers(0, 10**9),
    state=STATES,
    state_label=SHORT,
    qr=st.none() | st.just("weixin://wxpay/bizpayurl?pr=1") | WORDS,
    url=URLS,
    jsapi=st.none() | st.just({"package": "prepay_id=1"}),
    expires_at=st.none() | MOMENTS,
    receipt=st.booleans(),
    demo=st.booleans(),
    options=OPTIONS,
)
BOOKINGS = st.builds(
    BookingCard,
    text=WORDS,
    booking=SHORT,
    title=SHORT,
    place=SHORT,
    address=MAYBE,
    window=MAYBE,
    starts_at=MOMENTS,
    says_when=SHORT,
    state=STATES,
    state_label=SHORT,
    next_says=SHORT,
    bring=LISTS,
    demo=st.booleans(),
    options=OPTIONS,
)
TICKETS = st.builds(
    TicketCard,
    text=WORDS,
    ticket=SHORT,
    of=st.sampled_from(["work_order", "queue"]),
    title=SHORT,
    state=STATES,
    unit=SHORT,
    next_says=SHORT,
    progress=LISTS,
    answer=MAYBE,
    ahead=COUNTS,
    minutes=COUNTS,
    demo=st.booleans(),
    options=OPTIONS,
)
FORMS = st.builds(
    FormCard,
    text=WORDS,
    draft=SHORT,
    title=SHORT,
    field=SHORT,
    label=SHORT,
    field_type=st.sampled_from(["choice", "integer", "name", "text", "file"]),
    example=MAYBE,
    optional=st.booleans(),
    private=st.booleans(),
    upload=st.booleans(),
    done=st.integers(0, 9),
    total=st.integers(0, 9),
    options=OPTIONS,
)
REVIEWS = st.builds(
    ReviewCard,
    text=WORDS,
    draft=SHORT,
    title=SHORT,
    rows=st.lists(ROWS, max_size=3),
    waived=LISTS,
    later=LISTS,
    consent=WORDS,
    demo=st.booleans(),
    options=OPTIONS,
)
CARDS: st.SearchStrategy[AnyCard] = st.one_of(
    st.builds(
        TextCard,
        text=WORDS,
        url=URLS | st.just("/api/my-data"),
        speaker=st.none() | st.just("person"),
        speaker_name=MAYBE,
        options=OPTIONS,
    ),
    st.builds(
        GuideCard,
        text=WORDS,
        name=SHORT,
        aspect=st.just("fee"),
        lead=SHORT,
        more=LISTS,
        caution=MAYBE,
        sections=st.lists(
            st.builds(Section, aspect=st.just("fee"), title=SHORT, facts=LISTS), max_size=1
        ),
        sources=st.lists(SOURCES, max_size=3),
        options=OPTIONS,
    ),
    st.builds(ChoicesCard, text=WORDS, options=OPTIONS),
    st.builds(NoticeCard, text=WORDS, phones=LISTS, reference=MAYBE, options=OPTIONS),
    st.builds(
        HandoverCard,
        text=WORDS,
        phones=LISTS,
        places=LISTS,
        number=st.none() | st.integers(1, 99),
        ahead=COUNTS,
        minutes=st.none() | st.integers(1, 99),
        agent=MAYBE,
        options=OPTIONS,
    ),
    FORMS,
    REVIEWS,
    st.builds(
        SignInCard,
        text=WORDS,
        wanted=st.sampled_from(["phone", "real_name", "face"]),
        options=OPTIONS,
    ),
    CASES,
    PAYMENTS,
    BOOKINGS,
    st.builds(
        PlaceCard,
        text=WORDS,
        name=SHORT,
        address=MAYBE,
        phone=MAYBE,
        hours=MAYBE,
        free=COUNTS,
        as_of=st.none() | MOMENTS,
        demo=st.booleans(),
    ),
    TICKETS,
    st.builds(MatchesCard, text=WORDS, rows=st.lists(MATCHED, max_size=12), options=OPTIONS),
)
REPLIES = st.lists(CARDS, min_size=1, max_size=4)
