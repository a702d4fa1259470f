"""Cards and turns: what is written is read back the same; what is unknown is refused."""

from typing import Any, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from messages import (
    Act,
    AnyCard,
    BookingCard,
    Candidate,
    CaseCard,
    ChoicesCard,
    FormCard,
    GuideCard,
    HandoverCard,
    MatchesCard,
    MatchRow,
    MessageMetadata,
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
    Trace,
    Turn,
)
from messages.cards import Card
from messages.schema import turn_schema

OPTION = Option(label="要带什么", item="deng-ji", act=Act(item="deng-ji", aspect="materials"))
EDIT = Act(intent="draft_step", draft="d-1", do="edit", field="name")
SAID: dict[str, Any] = {"text": "说", "speech": "说", "item": "deng-ji"}
CARDS: list[Card] = [
    TextCard(**SAID, speaker="person", speaker_name="小李", options=[OPTION]),
    GuideCard(
        **SAID,
        name="纸鸢登记",
        aspect="fee",
        lead="不收费。",
        more=["真的。"],
        caution="提醒",
        sections=[Section(aspect="place", title="去哪里办", facts=["山顶。"])],
        sources=[Source(title="办法", date="2024", url="https://example.com", trust="official")],
        as_of="2024",
        options=[OPTION],
    ),
    ChoicesCard(**SAID, options=[OPTION]),
    NoticeCard(**SAID, level="warning", phones=["12345"], reference="R-1", options=[OPTION]),
    HandoverCard(
        **SAID,
        phones=["12345"],
        places=["大厅"],
        reference="W-1",
        queue=True,
        number=12,
        ahead=3,
        minutes=5,
        agent="小李",
        options=[OPTION],
    ),
    FormCard(
        **SAID,
        draft="d-1",
        title="纸鸢登记",
        field="name",
        label="姓名",
        field_type="name",
        example="张三",
        optional=True,
        private=True,
        upload=True,
        done=1,
        total=3,
        options=[OPTION],
    ),
    ReviewCard(
        **SAID,
        draft="d-1",
        title="纸鸢登记",
        rows=[
            ReviewRow(
                field="name",
                label="姓名",
                value="[NAME_1]",
                source="typed",
                edit=Option(label="改姓名", act=EDIT),
            ),
            ReviewRow(field="id", label="证件号", value="[ID_1]", source="sign_in"),
        ],
        waived=["身份证：登录时已经核验"],
        later=["照片"],
        consent="内容真实。",
        demo=True,
        options=[OPTION],
    ),
    SignInCard(**SAID, wanted="face", options=[OPTION]),
    CaseCard(
        **SAID,
        case="LH202611227K3Q9XYZ",
        title="纸鸢登记",
        state="refused",
        state_label="未通过",
        instant=True,
        demo=True,
        reasons=["年龄不到。"],
        sources=["办法第三条"],
        corrections=["照片"],
        next_says="可以请人工复核。",
        submitted_at="2026-11-22T10:00:00+08:00",
        deadline="2026-12-01T18:00:00+08:00",
        result=True,
        options=[OPTION],
    ),
    PaymentCard(
        **SAID,
        order="o-1",
        title="学杂费",
        unit="示范学校",
        payer="张*",
        amount_fen=1234,
        state="awaiting",
        state_label="待支付",
        qr="weixin://pay/1",
        url="https://pay.example.com",
        jsapi={"appId": "wx1"},
        expires_at="2026-12-01T09:00:00+08:00",
        receipt=True,
        demo=True,
        options=[OPTION],
    ),
    BookingCard(
        **SAID,
        booking="b-1",
        title="纸鸢登记",
        how="到窗口办",
        place="示范大厅",
        address="示范路1号",
        window="12号窗口",
        starts_at="2026-12-01T09:00:00+08:00",
        says_when="12月1日（周二）09:00–09:30",
        state="booked",
        state_label="已预约",
        bring=["身份证"],
        demo=True,
        options=[OPTION],
    ),
    PlaceCard(
        **SAID,
        name="停车场",
        address="经二路48号",
        phone="12345",
        hours="9点到18点",
        free=12,
        total=80,
        as_of="2026-12-01T09:00:00+08:00",
        demo=True,
    ),
    TicketCard(
        **SAID,
        ticket="t-1",
        of="queue",
        title="投诉",
        state="filed",
        state_label="已登记",
        unit="示范分局",
        deadline="2026-12-01T09:00:00+08:00",
        progress=["已转办"],
        answer="办好了。",
        ahead=0,
        minutes=0,
        demo=True,
        options=[OPTION],
    ),
    MatchesCard(
        **SAID,
        rows=[
            MatchRow(
                item="deng-ji",
                title="纸鸢登记",
                verdict="open",
                why=["年满6岁"],
                missing=["有没有纸鸢"],
                option=OPTION,
            ),
            MatchRow(item="ling", title="风铃备案", verdict="no"),
        ],
        options=[OPTION],
    ),
]
NAMES = [type(card).__name__ for card in CARDS]
KINDS = get_args(get_args(AnyCard)[0])


def test_every_kind_of_card_is_tried_here() -> None:
    assert {kind.__name__ for kind in KINDS} == set(NAMES)
    assert len({kind.model_fields["type"].default for kind in KINDS}) == len(KINDS) == 14


@pytest.mark.parametrize("card", CARDS, ids=NAMES)
def test_a_turn_survives_the_wire(card: Any) -> None:
    turn = Turn(
        outcome="answered",
        then="collecting",
        cards=[card],
        trace=Trace(candidates=[Candidate(item="deng-ji", p=0.5)], entities={"date": ["今", "明"]}),
    )
    back = Turn.model_validate_json(turn.model_dump_json())
    assert back == turn
    assert type(back.cards[0]) is type(card)
    assert Turn.model_validate_json(turn.model_dump_json(exclude_none=True)) == turn


@pytest.mark.parametrize("card", CARDS, ids=NAMES)
def test_an_unknown_field_is_refused(card: Card) -> None:
    with pytest.raises(ValidationError, match="colour"):
        TypeAdapter(AnyCard).validate_python({**card.model_dump(), "colour": "red"})


@pytest.mark.parametrize(
    "change",
    [
        {"cards": []},
        {"outcome": "done"},
        {"extra": 1},
        {"cards": [{"type": "poem", "text": "x"}]},
        {"cards": [{"type": "choices", "text": "x"}]},
        {"cards": [{"text": "x"}]},
        {"trace": {"confidence": 1.5}},
        {"trace": {"said": "x"}},
    ],
    ids=str,
)
def test_what_is_no_turn_is_refused(change: dict[str, Any]) -> None:
    whole = {"outcome": "answered", "cards": [{"type": "text", "text": "x"}]}
    assert Turn.model_validate(whole).cards == [TextCard(text="x")]
    with pytest.raises(ValidationError):
        Turn.model_validate({**whole, **change})


@pytest.mark.parametrize(
    "change", [{"done": -1}, {"total": -1}, {"title": None}, {"label": None}], ids=str
)
def test_a_form_knows_its_matter_and_counts_from_nought(change: dict[str, Any]) -> None:
    (form,) = (card for card in CARDS if isinstance(card, FormCard))
    with pytest.raises(ValidationError, match=next(iter(change))):
        FormCard.model_validate({**form.model_dump(), **change})


def test_where_a_value_comes_from_is_one_of_three() -> None:
    with pytest.raises(ValidationError, match="source"):
        ReviewRow.model_validate({"field": "f", "label": "l", "value": "v", "source": "guess"})


@pytest.mark.parametrize("amount", [-1, 1.5])
def test_money_is_whole_fen(amount: float) -> None:
    with pytest.raises(ValidationError, match="amount_fen"):
        PaymentCard(text="x", order="o", title="t", amount_fen=amount, state="s")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        (PlaceCard, "free", -1), (PlaceCard, "total", -1), (TicketCard, "ahead", -1),
        (TicketCard, "minutes", -1), (TicketCard, "of", "letter"), (HandoverCard, "number", 0),
        (HandoverCard, "ahead", -1), (TextCard, "speaker", "robot"),
    ],
)  # fmt: skip
def test_counts_and_kinds_are_within_bounds(kind: type[Card], field: str, value: Any) -> None:
    (known,) = (card for card in CARDS if type(card) is kind)
    with pytest.raises(ValidationError, match=field):
        kind.model_validate({**known.model_dump(), field: value})


def test_a_verdict_on_a_matter_is_one_of_three() -> None:
    with pytest.raises(ValidationError, match="verdict"):
        MatchRow.model_validate({"item": "a", "title": "t", "verdict": "yes"})


def test_metadata_is_strict() -> None:
    assert MessageMetadata().locale == "zh-CN"
    with pytest.raises(ValidationError):
        MessageMetadata.model_validate({"locale": "fr"})


def test_the_published_schema_requires_each_cards_type() -> None:
    schema = turn_schema()
    kinds = {
        name: definition["required"]
        for name, definition in schema["$defs"].items()
        if name.endswith("Card")
    }
    assert set(kinds) == set(NAMES)
    assert all("type" in required and "text" in required for required in kinds.values())
    assert set(schema["required"]) == {"outcome", "cards"}
