"""Car parks near a place, by a feed of the minute that may be old, broken or away."""

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from core.approvals.calendar import Calendar
from core.context import Core, reading
from core.contract import ParksFound
from core.parking import routes
from core.parking.feed import KEEP_S, TRY_AGAIN_S, Feed
from core.parking.gazetteer import find_place, places
from core.parking.service import find_parks
from core.security import Caller
from service import problems
from tests.core_settings import TOKENS, core_settings

NOW = dt.datetime(2026, 11, 23, 4, tzinfo=dt.UTC)
URL = "http://parking.test/parks"


def park(name: str, **more: Any) -> dict[str, Any]:
    given = {"id": name, "name": name, "area": "水贝", "lat": 22.571, "lon": 114.122}
    return given | {"total": 50, "free": 10} | more


PARKS = [
    park("near and full", free=0),
    park("near", lat=22.572),
    park("farther", lat=22.580),
    park("other side", lat=22.532, lon=114.113, area="罗湖口岸"),
    park("without a point", lat=None, lon=None),
]


class Source:
    """A feed's server, and the clock of who asks."""

    def __init__(self, parks: list[dict[str, Any]] | None = None, **more: Any) -> None:
        self.body: Any = {"as_of": NOW.isoformat(), "parks": PARKS if parks is None else parks}
        self.body |= more
        self.status, self.asked, self.seconds = 200, 0, 0.0
        transport = httpx.MockTransport(self._answer)
        client = httpx.Client(transport=transport)
        self.feed = Feed(URL, client=client, clock=lambda: self.seconds)

    def _answer(self, _request: httpx.Request) -> httpx.Response:
        self.asked += 1
        if self.status == 0:
            raise httpx.ConnectError("away")
        return httpx.Response(self.status, json=self.body)

    def find(self, near: str, at: str | None = None, now: dt.datetime = NOW) -> ParksFound:
        parts = SimpleNamespace(parking=self.feed, calendar=Calendar(None))
        return find_parks(Core(cast(Any, None), cast(Any, parts), cast(Any, None), now), near, at)


def test_free_ones_first_then_by_distance(tmp_path: Path) -> None:
    found = Source().find("水贝地铁站")
    assert [one.name for one in found.parks] == ["near", "farther", "without a point"]
    assert found.parks[0].distance_m == 110
    assert found.parks[2].distance_m is None
    assert not found.parks[0].stale and not found.parks[0].demo
    assert found.says == "水贝附近的停车场，空位是12:00的。"


def test_full_ones_are_said_to_be_full() -> None:
    found = Source([park("full", free=0)]).find("水貝")
    assert [one.free for one in found.parks] == [0]
    assert "都停满了" in found.says


def test_made_up_numbers_say_so() -> None:
    found = Source(demo=True).find("水贝")
    assert "演示" in found.says and all(one.demo for one in found.parks)


@pytest.mark.parametrize(("minutes", "stale"), [(3, False), (4, True)])
def test_old_numbers_are_said_to_be_old(minutes: int, stale: bool) -> None:
    found = Source().find("水贝", now=NOW + dt.timedelta(minutes=minutes))
    assert {one.stale for one in found.parks} == {stale}
    assert ("停在了11月23日（周一）12:00" in found.says) is stale


@pytest.mark.parametrize(
    ("near", "words"), [("北京", "没有找到您说的地方"), ("莲塘", "莲塘附近没有")]
)
def test_an_unknown_place_is_asked_again(near: str, words: str) -> None:
    found = Source().find(near)
    assert found.parks == [] and words in found.says


def test_later_nobody_knows() -> None:
    assert "11月24日（周二）15:00，那时的空位现在还不知道" in Source().find("水贝", "明天三点").says
    assert "不知道" not in Source().find("水贝", "最快的").says


def test_the_feed_is_asked_once_a_minute() -> None:
    source = Source()
    for seconds in (0, 1, KEEP_S - 1, KEEP_S):
        source.seconds = seconds
        source.find("水贝")
    assert source.asked == 2


@pytest.mark.parametrize("fault", ["away", "error", "shape", "lie"])
def test_a_feed_that_fails_keeps_its_last_good_form_and_is_asked_again(fault: str) -> None:
    source = Source()
    source.find("水贝")
    source.seconds = KEEP_S
    if fault == "away":
        source.status = 0
    if fault == "error":
        source.status = 500
    if fault == "shape":
        source.body = {"parks": "none"}
    if fault == "lie":
        source.body = source.body | {"parks": [park("x", free=51)]}
    assert source.find("水贝").parks[0].name == "near"
    source.find("水贝")
    assert source.asked == 2
    source.seconds += TRY_AGAIN_S
    source.find("水贝")
    assert source.asked == 3


def test_a_feed_that_never_was_is_said_to_be_away() -> None:
    source = Source()
    source.status = 0
    assert "查不到" in source.find("水贝").says
    assert Feed("").get() is None


def test_every_place_is_found_by_its_name_and_lies_in_luohu() -> None:
    for one in places():
        assert find_place(f"我想停在{one.name}附近") == one
        assert 22.52 < one.lat < 22.62 and 114.08 < one.lon < 114.22
    assert (find_place("莲塘口岸") or places()[0]).name == "莲塘口岸"
    assert find_place("") is None


@given(st.sampled_from(places()), st.sampled_from(places()))
def test_distances_are_the_same_both_ways(here: Any, there: Any) -> None:
    forth, back = here.metres_to(there.lat, there.lon), there.metres_to(here.lat, here.lon)
    assert forth == pytest.approx(back)
    assert (forth == 0) == ((here.lat, here.lon) == (there.lat, there.lon))
    assert forth < 15_000


def test_a_known_distance() -> None:
    """One degree of latitude is 111.2 km on a sphere of 6371 km."""
    here = places()[0]
    assert here.metres_to(here.lat + 1, here.lon) == pytest.approx(111_195, rel=1e-4)


def test_over_http(tmp_path: Path) -> None:
    app = FastAPI()
    problems.install(app)
    app.include_router(routes.router, prefix="/v1")
    app.state.settings = core_settings("sqlite://", tmp_path)
    parts = SimpleNamespace(parking=Source().feed, calendar=Calendar(None))
    caller = Caller("dialogue", "dialogue")
    app.dependency_overrides[reading] = lambda: Core(cast(Any, None), cast(Any, parts), caller, NOW)
    http = TestClient(app)
    headers = {"Authorization": f"Bearer {TOKENS['dialogue']}"}
    answer = http.get("/v1/parking", params={"near": "水贝", "limit": 1}, headers=headers)
    assert [one["name"] for one in answer.json()["parks"]] == ["near"]
    assert http.get("/v1/parking", params={"near": "水贝"}).status_code == 401
    clerk = {"Authorization": f"Bearer {TOKENS['clerk']}"}
    assert http.get("/v1/parking", params={"near": "水贝"}, headers=clerk).status_code == 403
