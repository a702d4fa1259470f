"""The made-up feed of parking places."""

import datetime as dt

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.parking.feed import Parks
from core.parking.gazetteer import find_place
from sandbox.parking.app import create_app
from sandbox.parking.parks import AREAS, COUNT, free_at, make_parks
from sandbox.parking.settings import ParkingSettings

NOON = dt.datetime(2026, 11, 23, 4, 0, 31, tzinfo=dt.UTC)


def served(now: dt.datetime) -> Parks:
    answer = TestClient(create_app(lambda: now)).get("/parks")
    return Parks.model_validate_json(answer.content)


def test_the_feed_is_what_core_reads() -> None:
    parks = served(NOON)
    assert parks.demo
    assert len(parks.parks) == len({one.id for one in parks.parks}) == COUNT == 313
    assert parks.as_of == NOON.replace(second=0)
    assert all("演示" in one.name for one in parks.parks)


def test_every_area_has_parks_and_is_a_place_that_core_knows() -> None:
    areas = {one.area for one in make_parks()}
    assert areas == set(AREAS)
    assert all(find_place(area) for area in areas)


def test_it_is_the_same_on_every_start_and_changes_by_the_clock() -> None:
    assert make_parks() == make_parks()
    later = served(NOON + dt.timedelta(minutes=20))
    assert [one.free for one in later.parks] != [one.free for one in served(NOON).parks]
    assert [one.total for one in later.parks] == [one.total for one in served(NOON).parks]


@given(
    st.sampled_from(make_parks()),
    st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1), timezones=st.just(dt.UTC)),
)
def test_free_places_are_never_more_than_there_are(place: object, now: dt.datetime) -> None:
    assert 0 <= free_at(place, now) <= place.total  # type: ignore[arg-type,attr-defined]


def test_more_is_free_at_night() -> None:
    night = NOON.replace(hour=18)  # 02:00 in Shenzhen
    total = sum(one.free for one in served(night).parks)
    assert total > sum(one.free for one in served(NOON).parks)


def test_it_says_it_is_well_and_stays_out_of_production() -> None:
    assert TestClient(create_app()).get("/health").json() == {"status": "ok"}
    with pytest.raises(ValidationError, match="development or test only"):
        ParkingSettings(env="production")
