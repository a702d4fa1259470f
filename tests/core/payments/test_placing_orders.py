"""Placing orders: found, stored, asked of the bank."""

import datetime as dt

import pytest

from core.payments import service
from service.problems import ProblemError
from tests.core.payments.conftest import OPEN, OTHER, PAID, UNIT, VOID, House


def refused(house: House, *given: object, **more: object) -> ProblemError:
    with pytest.raises(ProblemError) as error:
        house.place(*given, **more)  # type: ignore[arg-type]
    return error.value


def test_an_order_is_placed_and_read_back(house: House) -> None:
    view = house.place()
    assert (view.state, view.amount_fen, view.payer, view.method) == (
        "awaiting",
        8850,
        "张*",
        "native",
    )
    assert view.code_url == f"weixin://wxpay/bizpayurl?pr={view.order}"
    assert view.powers == ["refresh", "close"] and "没有付款就不会扣钱" in view.says
    assert house.call(service.one, view.order, "s1") == view
    assert house.call(service.mine, "s1", 5) == [view]


def test_nothing_is_locked_while_the_bank_is_asked(house: House) -> None:
    """Another writer gets through in the middle of placing."""
    real = house.bank.call

    def call(what: str, **given: object) -> str | bytes:
        house.sign_in("another")
        return real(what, **given)

    house.bank.call = call  # type: ignore[method-assign]
    assert house.place().state == "awaiting"


def test_inside_wechat_the_page_gets_signed_parameters(house: House) -> None:
    view = house.place(method="jsapi", openid="o-somebody")
    assert view.jsapi is not None and view.code_url is None
    assert view.jsapi["package"] == f"prepay_id=wx{view.order}"
    assert view.jsapi["signType"] == "RSA" and view.jsapi["paySign"]
    sealed = house.row(view.order).sealed_openid
    assert sealed is not None and "o-somebody" not in sealed
    assert refused(house, number=OTHER, key="k2", method="jsapi").status == 422


def test_the_public_page_is_told_everything_and_signed(house: House) -> None:
    view = house.place(method="redirect")
    assert view.redirect_url is not None
    assert view.redirect_url.startswith("https://treasury.example/pay?client=luoxiaozheng&order=P")
    assert f"notice={OPEN}&amount_fen=8850" in view.redirect_url
    assert "&signature=" in view.redirect_url


def test_the_same_key_is_one_order_and_another_use_of_it_is_refused(house: House) -> None:
    first = house.place()
    assert house.place() == first
    assert refused(house, number=OTHER).status == 409
    assert house.bank.calls == ["pay"]


def test_the_open_order_of_a_notice_is_given_back_to_who_placed_it(house: House) -> None:
    first = house.place()
    assert house.place(key="k2").order == first.order
    house.sign_in("s1")
    assert refused(house, "s2", key="k3").status == 409
    assert "由别人支付" in refused(house, "s2", key="k3").detail


def test_who_is_signed_in_has_their_order_in_every_session(house: House) -> None:
    for session in ("s1", "s2"):
        house.sign_in(session)
    first = house.place()
    assert house.place("s2", key="k2").order == first.order
    assert [one.order for one in house.call(service.mine, "s2", 5)] == [first.order]
    house.sign_in("s3", "440399198105210281")
    for session in ("s3", "s4"):
        with pytest.raises(ProblemError) as error:
            house.call(service.one, first.order, session)
        assert error.value.status == 404
        assert house.call(service.mine, session, 5) == []


@pytest.mark.parametrize(("number", "words"), [(PAID, "已经缴过了"), (VOID, "已经失效")])
def test_a_settled_notice_is_not_paid(house: House, number: str, words: str) -> None:
    error = refused(house, number=number)
    assert error.status == 409 and words in error.detail
    assert house.bank.calls == []


def test_a_notice_that_we_were_paid_for_is_settled(house: House) -> None:
    house.paid(house.place().order)
    assert house.call(service.find_notice, "s9", OPEN, UNIT).state == "paid"
    assert "已经缴过了" in refused(house, "s2", key="k2").detail


@pytest.mark.parametrize("deaf", [False, True])
def test_a_bank_that_is_away_costs_nothing_and_the_same_key_goes_on(
    house: House, deaf: bool
) -> None:
    house.bank.away, house.bank.deaf = 1, deaf
    error = refused(house)
    assert error.status == 503 and "没有扣款" in error.detail
    (kept,) = house.call(service.mine, "s1", 5)
    assert (kept.state, kept.code_url) == ("created", None)
    again = house.place()
    assert (again.order, again.state) == (kept.order, "awaiting")
    assert len(house.bank.accounts) == 1


def test_a_crash_between_the_transactions_is_healed_by_asking_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_given: object, **_more: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(house.bank, "call", crash)
        with pytest.raises(KeyboardInterrupt):
            house.place()
    (kept,) = house.call(service.mine, "s1", 5)
    assert kept.state == "created"
    assert house.step(kept.order, "refresh").state == "awaiting"


def test_a_refusal_of_the_bank_frees_the_notice(house: House) -> None:
    house.bank.refuse = "PARAM_ERROR"
    view = house.place()
    assert (view.state, view.powers) == ("failed", []) and "没有扣款" in view.says
    house.bank.refuse = None
    assert house.place("s2", key="k2").state == "awaiting"


def test_an_order_whose_time_is_over_makes_way(house: House) -> None:
    first = house.place()
    house.now += dt.timedelta(minutes=31)
    second = house.place("s2", key="k2")
    assert second.order != first.order
    assert house.row(first.order).state == "closed"
    assert house.bank.accounts[first.order].state == "CLOSED"


def test_an_order_that_was_paid_at_the_last_moment_does_not_make_way(house: House) -> None:
    first = house.place()
    house.bank.pay(first.order)
    house.now += dt.timedelta(minutes=31)
    assert "已经缴过了" in refused(house, "s2", key="k2").detail
    assert house.row(first.order).state == "paid"


def test_without_a_provider_it_says_so(house: House) -> None:
    object.__setattr__(house.parts.payments, "providers", {})
    assert refused(house).status == 503
