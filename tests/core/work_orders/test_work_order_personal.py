"""What is kept about a person: told to them, and forgotten."""

from core.work_orders import service
from core.work_orders.sealed import open_told
from tests.core.work_orders.conftest import MOBILE, NOISE, Desk


def test_a_person_is_told_all_of_their_orders(house: Desk) -> None:
    person = house.sign_in("s1")
    house.file(name="安娜", mobile=house.token("s1", "PHONE", MOBILE))
    house.file(anonymous=True, key="k2")
    [told] = house.call(service.data_of, person)
    assert (told["反映的内容"], told["手机号"]) == (NOISE, MOBILE)


def test_who_filed_what_is_over_is_forgotten_and_what_is_open_stays(house: Desk) -> None:
    person = house.sign_in("s1")
    phone = house.token("s1", "PHONE", MOBILE)
    over = house.file(name="安娜", mobile=phone).number
    house.file(key="k2", what="公园的树倒了")
    anonymous = house.file(key="k3", what="路灯坏了", anonymous=True).number
    for number in (over, anonymous):
        house.answered(number)
        house.clerk(number, "close")
    assert house.call(service.forget_person, person, ["s1"]) == 1
    for number in (over, anonymous):
        row = house.row(number)
        assert (row.person, row.sealed_session, row.mobile_tail) == (None, None, None)
    row = house.row(over)
    with house.core() as core:
        told = open_told(core, row)
    assert (told.name, told.mobile, told.what) == (None, None, NOISE)
