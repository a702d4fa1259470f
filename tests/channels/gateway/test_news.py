"""News from core: appended once to the conversation it is for, by core alone."""

import datetime as dt
from typing import Any, get_args

import httpx
import pytest

from channels.gateway.news import WITHOUT_WORDS, card_of
from core.contract import CaseView, News, NewsKind
from messages import AnyCard, CaseCard, NoticeCard
from showing.bookings import booking_card
from showing.cases import case_card
from showing.payments import payment_card
from showing.work_orders import work_order_card
from tests.channels.gateway.conftest import NEWS_TOKEN, Gateway
from tests.core_views import booking, order, work_order

CASE = CaseView(
    number="LH202611227K3Q9XYZ",
    item="gaoling-jintie",
    title="高龄老人津贴",
    state="needs_correction",
    state_label="需要补正",
    demo=True,
    reasons=["户口不在罗湖区"],
    sources=["深圳市高龄老人津贴办法"],
    corrections=["银行卡号", "住址"],
    next_actor="您",
    next_says="请在 10 个工作日内补正",
    submitted_at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC),
    deadline=dt.datetime(2026, 12, 4, tzinfo=dt.UTC),
    version=2,
)


def news(session: str = "s1", key: str = "k1", **other: Any) -> News:
    return News.model_validate({"key": key, "session": session, "kind": "case_changed"} | other)


async def send(
    client: httpx.AsyncClient, what: News, token: str | None = NEWS_TOKEN
) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return await client.post("/internal/news", json=what.model_dump(mode="json"), headers=headers)


async def begin(client: httpx.AsyncClient) -> str:
    home: str = (await client.post("/api/chat", json={"text": "您好"})).json()["conversation_id"]
    return home


def test_a_changed_case_says_where_it_stands_why_and_what_next() -> None:
    card = card_of(news(case=CASE))
    assert isinstance(card, CaseCard)
    assert card == case_card(CASE)
    assert (card.case, card.state, card.item) == (CASE.number, CASE.state, CASE.item)
    assert "需要补正：银行卡号、住址。" in card.text


@pytest.mark.parametrize(
    ("view", "card"),
    [
        ({"kind": "order_changed", "order": order()}, payment_card(order())),
        ({"kind": "booking_changed", "booking": booking()}, booking_card(booking())),
        (
            {"kind": "booking_near", "booking": booking(), "says": "明天上午有预约。"},
            booking_card(booking(), "明天上午有预约。"),
        ),
        ({"kind": "work_order_changed", "work_order": work_order()}, work_order_card(work_order())),
    ],
    ids=lambda one: one["kind"] if isinstance(one, dict) else "",
)
def test_news_of_another_record_is_its_card(view: dict[str, Any], card: AnyCard) -> None:
    assert card_of(news(**view)) == card


def test_a_time_limit_that_is_near_is_a_warning_even_with_its_case() -> None:
    card = card_of(news(kind="deadline_near", case=CASE, says="快到期了。"))
    assert isinstance(card, NoticeCard)
    assert (card.text, card.level) == ("快到期了。", "warning")


def test_every_kind_of_news_has_words_of_its_own() -> None:
    assert set(WITHOUT_WORDS) == set(get_args(NewsKind))
    assert len(set(WITHOUT_WORDS.values())) == len(WITHOUT_WORDS)


@pytest.mark.parametrize("kind", WITHOUT_WORDS)
def test_other_news_says_its_sentence_or_one_of_ours(kind: NewsKind) -> None:
    told, silent = card_of(news(kind=kind, says="登录好了。")), card_of(news(kind=kind))
    assert isinstance(told, NoticeCard) and isinstance(silent, NoticeCard)
    assert (told.text, silent.text) == ("登录好了。", WITHOUT_WORDS[kind])
    assert told.level == ("warning" if kind == "deadline_near" else "info")


async def test_news_is_appended_once_and_wakes_who_watches(each_gateway: Gateway) -> None:
    gateway = each_gateway
    async with gateway.client() as citizen:
        home, other = await begin(citizen), await begin(citizen)
        with gateway.app.state.services.notifier.listen(home) as bell:
            first = await send(citizen, news(home, case=CASE))
            assert bell.is_set()
        again = await send(citizen, news(home, case=CASE))
        more = await send(citizen, news(home, "k2", kind="deadline_near", says="[NAME_1]，您好。"))
    assert first.json() == again.json() == more.json() == {"kept": True}
    events = await gateway.store.events(home, 0)
    assert [event.kind for event in events] == ["user", "card", "card", "card"]
    assert events[2].payload["case"] == CASE.number
    assert events[3].payload["text"] == "[NAME_1]，您好。"
    assert len(await gateway.store.events(other, 0)) == 2


async def test_what_can_be_done_about_a_case_is_a_choice_of_this_conversation(
    each_gateway: Gateway,
) -> None:
    async with each_gateway.client() as citizen:
        home = await begin(citizen)
        case = CASE.model_copy(update={"powers": ["correct"]})
        await send(citizen, news(home, case=case))
    events = await each_gateway.store.events(home, 0)
    (option,) = events[-1].payload["options"]
    assert option["label"] == "去补正" and "act" not in option
    chosen = each_gateway.app.state.services.sealer.open(option["choice"], home)
    assert chosen.message.startswith("/case_step{") and CASE.number in chosen.message


async def test_news_for_no_conversation_is_not_kept(each_gateway: Gateway) -> None:
    async with each_gateway.client() as core:
        answer = await send(core, news("f" * 32, case=CASE))
    assert (answer.status_code, answer.json()) == (200, {"kept": False})


@pytest.mark.parametrize("token", [None, "", "wrong", NEWS_TOKEN + "x"])
async def test_only_core_brings_news(gateway: Gateway, token: str | None) -> None:
    async with gateway.client() as stranger:
        home = await begin(stranger)
        answer = await send(stranger, news(home, case=CASE), token)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(await gateway.store.events(home, 0)) == 2


async def test_news_that_is_none_is_a_problem(gateway: Gateway) -> None:
    async with gateway.client() as core:
        headers = {"Authorization": f"Bearer {NEWS_TOKEN}"}
        answer = await core.post("/internal/news", json={"key": "k"}, headers=headers)
    assert answer.status_code == 422
