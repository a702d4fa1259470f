"""Notifications: proven on the bytes as they came, taken once, and nothing else is believed."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.audit.models import AuditRow
from tests.core.payments.bank import KEY_ID, notification, signed
from tests.core.payments.conftest import OTHER, House


@pytest.fixture
def order(house: House) -> str:
    return house.place().order


def now(house: House) -> float:
    return house.now.timestamp()


def audited(house: House, action: str) -> int:
    with house.core() as core:
        return core.db.query(AuditRow).filter(AuditRow.action == action).count()


def test_a_payment_is_credited_once_and_told(house: House, order: str) -> None:
    assert house.paid(order) == 204
    row = house.row(order)
    assert (row.state, row.amount_fen, row.next_look_at) == ("paid", 8850, None)
    assert row.transaction is not None and row.paid_at is not None
    (news,) = house.news()
    assert news.kind == "order_changed" and news.session == "s1"
    assert news.order is not None and news.order.state == "paid" and news.order.receipt
    again = house.bank.payment_notice(order, now(house))
    assert house.notify(*again) == 204
    other_event = house.bank.payment_notice(order, now(house), "EV-other")
    assert house.notify(*other_event) == 204
    assert house.row(order).version == row.version and len(house.news()) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": {"total": 8849, "currency": "CNY"}},
        {"amount": {"total": 8850, "currency": "USD"}},
        {"appid": "wx-another"},
        {"mchid": "1900000000"},
        {"transaction_id": None},
    ],
    ids=lambda one: next(iter(one)),
)
def test_a_signed_notification_that_does_not_fit_is_refused_and_audited(
    house: House, order: str, changed: dict[str, Any]
) -> None:
    house.bank.pay(order)
    house.bank.accounts[order].changed = changed
    before = audited(house, "payment.mismatch")
    assert house.notify(*house.bank.payment_notice(order, now(house))) == 500
    assert house.row(order).state == "awaiting" and house.news() == []
    assert audited(house, "payment.mismatch") == before + 1
    house.bank.accounts[order].changed = {}
    assert house.notify(*house.bank.payment_notice(order, now(house))) == 204
    assert house.row(order).state == "paid"


@pytest.mark.parametrize("total", ["8850", 8850.0, True, None])
def test_an_amount_that_is_no_integer_is_refused(house: House, order: str, total: Any) -> None:
    house.bank.pay(order)
    house.bank.accounts[order].changed = {"amount": {"total": total, "currency": "CNY"}}
    assert house.notify(*house.bank.payment_notice(order, now(house))) == 500
    assert house.row(order).state == "awaiting"


def test_the_transaction_of_one_order_pays_no_other(house: House, order: str) -> None:
    other = house.place(number=OTHER, key="k2").order
    house.paid(order)
    house.bank.pay(other)
    account = house.bank.accounts[other]
    account.changed = {"transaction_id": house.row(order).transaction}
    assert house.notify(*house.bank.payment_notice(other, now(house))) == 500
    assert house.row(other).state == "awaiting"


def test_a_second_transaction_of_a_paid_order_is_on_record(house: House, order: str) -> None:
    house.paid(order)
    house.bank.accounts[order].changed = {"transaction_id": "another"}
    assert house.notify(*house.bank.payment_notice(order, now(house), "EV-2")) == 500
    assert house.row(order).transaction != "another"


def test_a_notification_of_an_order_that_is_not_ours_is_refused(house: House, order: str) -> None:
    told = house.bank.accounts[order].told("P20261123AAAAAAAAAA")
    assert house.notify(*notification("TRANSACTION.SUCCESS", told, now(house), "EV-9")) == 500
    assert audited(house, "payment.unknown") >= 1


def test_a_kind_that_does_not_matter_is_taken_and_forgotten(house: House) -> None:
    assert house.notify(*notification("PROFITSHARING", {"x": 1}, now(house), "EV-1")) == 204


@pytest.mark.parametrize("skew", [-301, 301])
def test_an_old_notification_is_refused(house: House, order: str, skew: int) -> None:
    house.bank.pay(order)
    assert house.notify(*house.bank.payment_notice(order, now(house) + skew)) == 500
    assert house.row(order).state == "awaiting"
    assert house.notify(*house.bank.payment_notice(order, now(house) + skew // 2)) == 204


def test_another_key_another_serial_and_missing_headers_are_refused(
    house: House, order: str
) -> None:
    """And WeChat is not asked about any of it."""
    house.bank.pay(order)
    told = house.bank.accounts[order].told(order)
    headers, body = notification("TRANSACTION.SUCCESS", told, now(house), "EV-1", "merchant")
    assert house.notify(headers, body) == 500
    headers, body = house.bank.payment_notice(order, now(house))
    for name in headers:
        assert house.notify({k: v for k, v in headers.items() if k != name}, body) == 500
    for changed in (
        {"Wechatpay-Serial": "5157F09EFDC096DE15EBE81A47057A72"},
        {"Wechatpay-Serial": f"{KEY_ID}X"},
        {"Wechatpay-Signature-Type": "WECHATPAY2-SM2-WITH-SM3"},
        {"Wechatpay-Signature": "WECHATPAY/SIGNTEST/x"},
        {"Wechatpay-Timestamp": "²"},
        {"Wechatpay-Timestamp": "-1"},
    ):
        assert house.notify(headers | changed, body) == 500
    assert house.row(order).state == "awaiting" and house.bank.calls == ["pay"]
    assert house.notify({name.upper(): value for name, value in headers.items()}, body) == 204


def test_a_resource_sealed_with_another_key_is_refused(house: House, order: str) -> None:
    _headers, body = house.bank.payment_notice(order, now(house))
    changed = json.loads(body)
    changed["resource"]["nonce"] = "x" * 12
    raw = json.dumps(changed).encode()
    assert house.notify(signed(raw, now(house)), raw) == 500
    for raw in (b"", b"[]", b"null", b'{"resource": 1}', b"\xff\xfe", b'{"a": "' + b"x" * 9):
        assert house.notify(signed(raw, now(house)), raw) == 500


def test_any_byte_changed_is_refused(house: House, order: str) -> None:
    house.bank.pay(order)
    headers, body = house.bank.payment_notice(order, now(house))

    @given(place=st.integers(0, len(body) - 1), by=st.integers(1, 255))
    @settings(
        max_examples=150,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    def changed(place: int, by: int) -> None:
        wrong = bytearray(body)
        wrong[place] = (wrong[place] + by) % 256
        assert house.notify(headers, bytes(wrong)) == 500

    changed()
    assert house.row(order).state == "awaiting"


def test_the_treasury_is_believed_by_its_signature_alone(house: House) -> None:
    order = house.place(method="redirect").order
    treasury: Any = house.parts.payments.providers["treasury"]
    told = {
        "id": "E1",
        "order": order,
        "state": "written_off",
        "client": "luoxiaozheng",
        "amount_fen": 8850,
        "currency": "CNY",
        "transaction": "T1",
        "at": "2026-11-23T12:01:00+08:00",
    }

    def deliver(body: dict[str, Any], stamp: int = 0, key: str | None = None) -> int:
        raw = json.dumps(body).encode()
        at = str(int(now(house)) + stamp)
        signature = key or treasury._signature(at, raw)
        headers = {"X-Treasury-Timestamp": at, "X-Treasury-Signature": signature}
        return house.notify(headers, raw, "treasury")

    assert deliver(told, key="0" * 64) == 503
    assert deliver(told, stamp=-301) == 503
    assert deliver(told | {"amount_fen": 1}) == 503
    assert deliver(told | {"state": "odd"}) == 503
    assert deliver(told | {"state": "waiting"} | {"id": "E0"}) == 200
    assert house.row(order).state == "awaiting"
    assert deliver(told) == deliver(told) == 200
    assert house.row(order).state == "paid" and len(house.news()) == 1


def test_by_the_route_the_bytes_and_headers_count_as_they_came(house: House, order: str) -> None:
    house.bank.pay(order)
    headers, body = house.bank.payment_notice(order, now(house))
    path = "/notifications/wechat"
    for scope in ("dialogue", "clerk"):
        assert house.ask("POST", path, scope, content=body, headers=headers).status_code == 403
    refused = house.ask("POST", path, "gateway", content=body + b" ", headers=headers)
    assert refused.status_code == 500 and refused.json()["code"] == "FAIL"
    taken = house.ask("POST", path, "gateway", content=body, headers=headers)
    assert (taken.status_code, taken.content) == (204, b"")
    big = house.ask("POST", path, "gateway", content=b"x" * 65537, headers=headers)
    assert big.status_code == 413
    assert house.ask("POST", "/notifications/nobody", "gateway").status_code == 404
    assert house.row(order).state == "paid"
