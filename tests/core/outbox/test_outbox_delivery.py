"""News leaves core: in order, at least once, with back-off, to dead letters where it must."""

import datetime as dt
import threading
import time
from collections import defaultdict

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session, sessionmaker

from core.contract import News
from core.outbox.delivery import ATTEMPTS, CLAIM, Deliverer, is_refusal, wait_after
from tests.core.outbox.posting import START, Clock, Gateway, publish, rows, to


def test_news_is_posted_with_the_token_and_its_key(
    maker: sessionmaker[Session], deliverer: Deliverer, gateway: Gateway
) -> None:
    publish(maker, "a-1")
    assert deliverer.deliver_due() == 1
    request = gateway.requests[0]
    assert (request.method, str(request.url)) == ("POST", "http://gateway/news")
    assert request.headers["Authorization"] == "Bearer the-token"
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["Idempotency-Key"] == "a-1"
    news = News.model_validate_json(request.content)
    assert (news.key, news.session, news.says) == ("a-1", "a", "快到期了。")
    assert deliverer.deliver_due() == 0
    assert rows(maker)["a-1"].delivered_at == START


def test_a_session_waits_for_its_oldest_news_and_others_do_not(
    maker: sessionmaker[Session], deliverer: Deliverer, gateway: Gateway, clock: Clock
) -> None:
    publish(maker, "a-1", "a-2", "b-1", "a-3")
    gateway.answers = [503]
    deliverer.deliver_due()
    assert gateway.keys == ["a-1", "b-1"]
    clock.passes(dt.timedelta(seconds=1))
    deliverer.deliver_due()
    assert gateway.keys == ["a-1", "b-1", "a-1", "a-2", "a-3"]


def test_the_pause_doubles_up_to_five_minutes_and_then_the_letter_is_dead(
    maker: sessionmaker[Session], deliverer: Deliverer, gateway: Gateway, clock: Clock
) -> None:
    publish(maker, "a-1", "a-2")
    gateway.answers = [500] * ATTEMPTS
    pauses: list[float] = []
    deliverer.deliver_due()
    while (row := rows(maker)["a-1"]).dead_at is None:
        pauses.append((row.next_try_at - clock.time).total_seconds())
        clock.time = row.next_try_at - dt.timedelta(microseconds=1)
        assert deliverer.deliver_due() == 0
        clock.time = row.next_try_at
        deliverer.deliver_due()
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256] + [300] * 10
    assert (rows(maker)["a-1"].attempts, rows(maker)["a-1"].failure) == (ATTEMPTS, "500")
    assert gateway.keys[-1] == "a-2"


@given(st.integers(1, 10_000))
def test_no_pause_is_shorter_than_a_second_or_longer_than_five_minutes(attempts: int) -> None:
    assert 1 <= wait_after(attempts).total_seconds() <= 300


@pytest.mark.parametrize("status", [400, 405, 409, 413, 422])
def test_news_that_is_refused_is_dead_at_once_and_the_next_goes_on(
    maker: sessionmaker[Session], deliverer: Deliverer, gateway: Gateway, status: int
) -> None:
    publish(maker, "a-1", "a-2")
    gateway.answers = [status]
    deliverer.deliver_due()
    found = rows(maker)
    assert (found["a-1"].dead_at, found["a-1"].failure) == (START, str(status))
    assert found["a-2"].delivered_at == START


@pytest.mark.parametrize("status", [301, 401, 403, 404, 408, 429, 500, 502, 503])
def test_news_is_tried_again_after(
    maker: sessionmaker[Session],
    deliverer: Deliverer,
    gateway: Gateway,
    clock: Clock,
    status: int,
) -> None:
    publish(maker, "a-1")
    gateway.answers = [status]
    deliverer.deliver_due()
    clock.passes(dt.timedelta(seconds=1))
    deliverer.deliver_due()
    assert gateway.keys == ["a-1", "a-1"]
    assert rows(maker)["a-1"].delivered_at == clock.time


def test_news_is_tried_again_when_nobody_answers(
    maker: sessionmaker[Session], clock: Clock, gateway: Gateway
) -> None:
    def nobody(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("the words of an error may quote data")

    publish(maker, "a-1")
    to(nobody, maker, clock).deliver_due()
    assert rows(maker)["a-1"].failure == "ConnectError"
    assert not is_refusal("ConnectError")
    clock.passes(dt.timedelta(seconds=1))
    to(gateway, maker, clock).deliver_due()
    assert gateway.keys == ["a-1"]


def test_who_dies_while_sending_loses_the_claim_and_the_news_is_sent_again(
    maker: sessionmaker[Session], deliverer: Deliverer, gateway: Gateway, clock: Clock
) -> None:
    class Killed(BaseException):
        """As if the process had ended: nothing after it runs."""

    def die() -> None:
        raise Killed

    publish(maker, "a-1", "a-2")
    gateway.before_answering = die
    with pytest.raises(Killed):
        deliverer.deliver_due()
    gateway.before_answering = lambda: None
    assert to(gateway, maker, clock).deliver_due() == 0
    clock.passes(CLAIM)
    assert to(gateway, maker, clock).deliver_due() == 2
    assert gateway.keys == ["a-1", "a-1", "a-2"]


def test_an_answer_that_comes_after_the_claim_was_lost_changes_nothing(
    maker: sessionmaker[Session], deliverer: Deliverer, gateway: Gateway, clock: Clock
) -> None:
    other = Gateway()

    def take_too_long() -> None:
        clock.passes(CLAIM)
        to(other, maker, clock).deliver_due()
        clock.passes(dt.timedelta(seconds=1))

    publish(maker, "a-1")
    gateway.before_answering = take_too_long
    gateway.answers = [422]
    deliverer.deliver_due()
    row = rows(maker)["a-1"]
    assert other.keys == ["a-1"]
    assert (row.delivered_at, row.dead_at) == (START + CLAIM, None)


def test_several_processes_deliver_each_piece_once_and_in_order(
    maker: sessionmaker[Session],
) -> None:
    received: dict[str, list[str]] = defaultdict(list)
    lock = threading.Lock()

    def answer(request: httpx.Request) -> httpx.Response:
        with lock:
            key = request.headers["Idempotency-Key"]
            received[key.partition("-")[0]].append(key)
        time.sleep(0.002)
        return httpx.Response(204)

    expected = {session: [f"{session}-{number}" for number in range(10)] for session in "abcdef"}
    publish(maker, *(expected[session][number] for number in range(10) for session in expected))
    clock = Clock()

    def work() -> None:
        while any(row.delivered_at is None for row in rows(maker).values()):
            to(answer, maker, clock).deliver_due()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert received == expected
