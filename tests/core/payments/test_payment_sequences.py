"""Long sequences of what can go wrong, against a model that knows only who paid what.

No double credit, no lost credit, nothing forged believed. LXZ_TEST_PAYMENT_SEQUENCES says how many
sequences (300); each has its own seed, which a failure names.
"""

import datetime as dt
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core.contract import OrderCreate
from core.database import migrate
from core.payments import asking, polling, service
from core.payments.models import OrderRow
from core.payments.moves import by_number
from core.payments.reconcile import reconcile
from core.payments.states import HOLDING, WITH_MONEY
from service.problems import ProblemError
from tests.core.payments.bank import notification
from tests.core.payments.conftest import NOW, UNIT, House, notice
from tests.core.payments.test_healing import line, publish
from tests.databases import fresh_database

SEQUENCES = int(os.environ.get("LXZ_TEST_PAYMENT_SEQUENCES", "300"))
STEPS = 14


class Crash(BaseException):
    """The process dies here."""


class Run:
    """One sequence on one notice with two people. Time goes on; the database is never emptied, so
    all sequences share it."""

    def __init__(self, house: House, seed: int) -> None:
        self.house = house
        self.dice = random.Random(seed)
        self.number = f"7{seed:014d}"
        self.keys = 0
        self.post: list[tuple[Any, bytes, str]] = []
        self.sent: list[tuple[Any, bytes, str]] = []
        self.paid: set[str] = set()
        self.seen = Counter[str]()
        house.register.notices = {self.number: notice(self.number)}

    @property
    def rows(self) -> list[OrderRow]:
        with self.house.maker() as db:
            query = select(OrderRow).where(OrderRow.number == self.number)
            return list(db.scalars(query.order_by(OrderRow.id)))

    @property
    def orders(self) -> list[str]:
        return [one.order for one in self.rows]

    def go(self) -> None:
        acts: list[tuple[Callable[[], None], int]] = [
            (self.place, 6),
            (self.crash_placing, 2),
            (self.crash_asking, 2),
            (self.pay, 5),
            (self.deliver, 5),
            (self.duplicate, 3),
            (self.forge, 3),
            (self.lose, 2),
            (self.crash_taking, 2),
            (self.refresh, 2),
            (self.close, 2),
            (self.wait, 4),
            (self.poll, 2),
            (self.reconcile, 1),
            (self.pay_too_late, 1),
        ]
        chosen = self.dice.choices([a for a, _w in acts], [w for _a, w in acts], k=STEPS)
        for act in [self.place, *chosen]:
            act()
            self.seen[act.__name__] += 1
            self.check_safety()
        self.settle()

    # what the citizens, the bank and the world do

    def place(self) -> None:
        self.keys += 1
        session = self.dice.choice(("s1", "s2"))
        asked = OrderCreate(
            session=f"{session}-{self.number}",
            number=self.number,
            unit_code=UNIT,
            key=f"k{self.dice.randrange(self.keys) if self.dice.random() < 0.3 else self.keys}",
        )
        if self.dice.random() < 0.2:
            self.house.bank.away, self.house.bank.deaf = 1, self.dice.random() < 0.5
        try:
            with suppress(ProblemError):
                self.house.call(service.place_order, asked)
        finally:
            self.house.bank.away = 0

    def crash_placing(self) -> None:
        """Between the two transactions, before or after the bank heard of the order."""
        self._crashing("_pay", self.place)

    def crash_asking(self) -> None:
        self._crashing("_query", self.refresh)

    def pay(self) -> None:
        for order in self.orders:
            if self.dice.random() < 0.7 and self.house.bank.pay(order):
                self.paid.add(order)
                event = f"EV-{order}"
                self.post.append((*self._notice(order, event), order))
                return

    def pay_too_late(self) -> None:
        """The bank takes money for an order that it had closed. It must not; still it counts."""
        for order in self.orders:
            if self.house.bank.accounts.get(order) and (
                self.house.bank.accounts[order].state == "CLOSED"
            ):
                self.house.bank.accounts[order].state = "NOTPAY"
                self.pay()
                return

    def deliver(self) -> None:
        """In any order; what is refused comes again later."""
        if self.post:
            letter = self.post.pop(self.dice.randrange(len(self.post)))
            self.sent.append(letter)
            order = letter[2]
            headers, body = self._notice(order, f"EV-{order}")
            if self.house.notify(headers, body) != 204:
                self.post.append(letter)

    def duplicate(self) -> None:
        """The same bytes again: taken as before, or too old."""
        if self.sent:
            headers, body, _order = self.dice.choice(self.sent)
            self.house.notify(headers, body)

    def lose(self) -> None:
        if self.post:
            self.post.pop()

    def forge(self) -> None:
        """A payment that nobody made: by a stranger's key, a changed byte, a changed amount, or
        one that is genuine and of long ago."""
        orders = self.orders
        if not orders:
            return
        order = self.dice.choice(orders)
        told = {
            "appid": self.house.paying.wechat_appid,
            "mchid": self.house.paying.wechat_mchid,
            "out_trade_no": order,
            "trade_state": "SUCCESS",
            "transaction_id": f"F{self.dice.randrange(10**9)}",
            "amount": {"total": 8850, "currency": "CNY"},
        }
        now, event = self.house.now.timestamp(), f"F{self.dice.randrange(10**9)}"
        how = self.dice.randrange(4)
        if how == 0:
            headers, body = notification("TRANSACTION.SUCCESS", told, now, event, "merchant")
        elif how == 1:
            headers, body = notification("TRANSACTION.SUCCESS", told, now, event)
            body = body.replace(b"TRANSACTION", b"TRANSACTIOM")
        elif how == 2:
            cheap = told | {"amount": {"total": 1, "currency": "CNY"}}
            headers, body = notification("TRANSACTION.SUCCESS", cheap, now, event)
        else:
            headers, body = notification("TRANSACTION.SUCCESS", told, now - 86400, event)
        assert self.house.notify(headers, body) == 500

    def crash_taking(self) -> None:
        """Everything was done but the commit."""
        if not self.post:
            return
        order = self.post[0][2]
        with self.house.core() as core:
            service.take_notification(core, "wechat", *self._notice(order, f"EV-{order}"))

    def refresh(self) -> None:
        for order in self.orders[-1:]:
            with self.house.core() as core:
                asking.refresh(core, _row(core, order), "query")
                core.db.commit()

    def close(self) -> None:
        for order in self.orders[-1:]:
            with self.house.core() as core:
                asking.close(core, _row(core, order), "citizen")
                core.db.commit()

    def wait(self) -> None:
        self.house.now += dt.timedelta(seconds=self.dice.choice((5, 30, 240, 400, 1900)))

    def poll(self) -> None:
        for order in self.orders:
            self.house.call(polling.look, order)

    def reconcile(self) -> None:
        accounts = self.house.bank.accounts
        publish(
            self.house,
            *(line(one, accounts[one].transaction or "", "88.50") for one in sorted(self.paid)),
        )
        self.house.call(reconcile, "wechat", self.house.now.date())

    # what must hold

    def check_safety(self) -> None:
        """At every moment: one credit a notice at most, and only of money that came."""
        rows = self.rows
        credited = [one for one in rows if one.state in WITH_MONEY and one.slot is not None]
        believed = {one.order for one in rows if one.state in WITH_MONEY}
        assert len(credited) <= 1
        assert believed <= self.paid
        assert sum(one.state in HOLDING and one.slot is not None for one in rows) <= 1
        transactions = [one.transaction for one in rows if one.transaction]
        assert len(transactions) == len(set(transactions))

    def settle(self) -> None:
        """In the end, with all letters lost, polling and the bill know all that was paid, and it
        was told once."""
        self.house.now += dt.timedelta(hours=2)
        self.poll()
        self.poll()
        self.reconcile()
        self.check_safety()
        rows = {one.order: one for one in self.rows}
        assert {order for order, row in rows.items() if row.state in WITH_MONEY} == self.paid
        assert all(row.state in ("paid", "closed", "failed") for row in rows.values())
        if self.paid:  # the others are marked to be given back
            assert sum(row.slot is not None for row in rows.values()) == 1
        told = Counter(
            one.order.order
            for one in self.house.news()
            if one.order and one.order.state == "paid" and one.order.order in rows
        )
        assert told == Counter(self.paid)

    def _notice(self, order: str, event: str) -> tuple[Any, bytes]:
        return self.house.bank.payment_notice(order, self.house.now.timestamp(), event)

    def _crashing(self, call: str, act: Callable[[], None]) -> None:
        bank, after = self.house.bank, self.dice.random() < 0.5
        real = getattr(bank, call)

        def dies(**given: Any) -> Any:
            if after:
                real(**given)
            raise Crash

        setattr(bank, call, dies)
        try:
            act()
        except Crash:
            pass
        finally:
            setattr(bank, call, real)


def _row(core: Any, order: str) -> OrderRow:
    row = by_number(core, order, lock=True)
    assert row is not None
    return row


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("sequences")
    with fresh_database("sqlite", folder) as url:
        migrate(url)
        built = House(url, folder)
        built.engine.dispose()
        yield built
        built.engine.dispose()


@pytest.mark.timeout(7200)
def test_no_sequence_credits_twice_loses_a_credit_or_believes_a_forgery(shared: House) -> None:
    seen, paid, twice = Counter[str](), 0, 0
    for seed in range(SEQUENCES):
        if seed % 25 == 0:
            shared.empty()
        shared.now = NOW
        run = Run(shared, seed)
        try:
            run.go()
        except AssertionError as error:
            raise AssertionError(f"sequence {seed}: {error}") from error
        seen += run.seen
        paid += bool(run.paid)
        twice += len(run.paid) > 1
    print(f"\n{SEQUENCES} sequences, {paid} paid, {twice} more than once; {dict(seen)}")
    assert paid > SEQUENCES // 3
