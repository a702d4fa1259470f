"""What is kept of a person: told, forgotten, deleted in time."""

import datetime as dt

from sqlalchemy import func, select

from core.appointments import service
from core.appointments.models import BookingRow, BookingSessionRow, SlotRow, TicketRow
from core.contract import BookingStep, TicketTake
from tests.core.appointments.conftest import MOBILE, NOW, THU_9, WED_9, WED_930, House


def count(house: House, table: type) -> int:
    with house.core() as core:
        return core.db.scalar(select(func.count()).select_from(table)) or 0


def test_a_person_is_told_everything(house: House) -> None:
    person = house.sign_in("s1")
    made = house.book()
    (told,) = house.call(service.data_of, person)
    assert told["预约号"] == made.booking
    assert (told["姓名"], told["手机号"]) == ("陈小明", MOBILE)


def test_what_is_over_is_forgotten_and_what_comes_stays(house: House) -> None:
    person = house.sign_in("s1")
    ended, coming = house.book(slot=WED_9), house.book(slot=THU_9)
    missed = house.book(slot=WED_930)
    house.call(service.step, ended.booking, BookingStep(session="s1", do="cancel"))
    house.at(25, 9, 46)
    house.call(service.take_ticket, TicketTake(session="s1", key="k"))
    house.call(service.mark_no_shows)
    assert house.call(service.forget_person, person, ["s1"]) == 1
    assert [one["预约号"] for one in house.call(service.data_of, person)] == [coming.booking]
    kept = house.row(missed.booking)
    assert (kept.person, kept.sealed_contact, kept.session) == (None, None, "")
    assert count(house, BookingRow) == 2
    assert count(house, BookingSessionRow) == 1
    with house.core() as core:
        assert core.db.scalars(select(TicketRow.session)).all() == [""]


def test_old_ones_are_deleted_in_time(house: House) -> None:
    house.book()
    house.at(24, 9)
    house.call(service.take_ticket, TicketTake(session="s1", key="k"))
    house.now = NOW + dt.timedelta(days=40)
    assert house.call(service.purge, dry_run=True) == 1
    assert count(house, TicketRow) == 1
    assert house.call(service.purge) == 1
    assert (count(house, TicketRow), count(house, SlotRow)) == (0, 1)
    house.now = NOW + dt.timedelta(days=200)
    assert house.call(service.purge) == 1
    assert (count(house, BookingRow), count(house, SlotRow)) == (0, 0)
