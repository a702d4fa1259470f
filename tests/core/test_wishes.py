"""Wishes to talk to a person, through core's HTTP contract, on both databases."""

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import delete

from core.app import create_app
from core.contract import WISHES_PATH, Page, Wish
from core.database import migrate
from core.wishes.models import WishRow
from core.wishes.service import new_reference
from tests.core_settings import core_settings
from tests.databases import KINDS, fresh_database

TOKEN = "a-token-for-tests"
WISH = {"conversation": "c1", "channel": "web", "reason": "想找人问问"}


@pytest.fixture(scope="module", params=KINDS)
def service(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("core")
    with fresh_database(request.param, folder) as url:
        migrate(url)
        app = create_app(core_settings(url, tmp_path_factory.getbasetemp(), token=TOKEN))
        with TestClient(app, headers={"Authorization": f"Bearer {TOKEN}"}) as client:
            yield client


@pytest.fixture
def core(service: TestClient) -> TestClient:
    """Core without any wishes."""
    sessions = cast(FastAPI, service.app).state.sessions
    with sessions() as session:
        session.execute(delete(WishRow))
        session.commit()
    return service


def test_a_wish_is_filed_and_found_again(core: TestClient) -> None:
    answer = core.post(WISHES_PATH, json=WISH)
    assert answer.status_code == 201
    wish = Wish.model_validate(answer.json())
    assert abs(wish.created_at - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=30)
    assert Wish.model_validate(core.get(f"{WISHES_PATH}/{wish.reference}").json()) == wish


def test_the_same_key_files_one_wish(core: TestClient) -> None:
    in_header = core.post(WISHES_PATH, json=WISH, headers={"Idempotency-Key": "k1"})
    in_body = core.post(WISHES_PATH, json=WISH | {"idempotency_key": "k1"})
    assert (in_header.status_code, in_body.status_code) == (201, 200)
    assert in_header.json() == in_body.json()
    assert len(core.get(WISHES_PATH).json()["items"]) == 1


def test_the_same_key_at_once_files_one_wish(core: TestClient) -> None:
    def post(_: int) -> str:
        answer = core.post(WISHES_PATH, json=WISH, headers={"Idempotency-Key": "k1"})
        return str(answer.json()["reference"])

    with ThreadPoolExecutor(6) as pool:
        references = set(pool.map(post, range(6)))
    assert len(references) == 1
    assert len(core.get(WISHES_PATH).json()["items"]) == 1


def test_many_wishes_at_once_are_all_filed(core: TestClient) -> None:
    """None fails for another that was filed between its reading and its writing."""

    def post(number: int) -> int:
        answer = core.post(WISHES_PATH, json=WISH, headers={"Idempotency-Key": f"many-{number}"})
        return answer.status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(post, range(40))) == {201}


def test_a_key_is_not_used_for_another_wish(core: TestClient) -> None:
    core.post(WISHES_PATH, json=WISH, headers={"Idempotency-Key": "k1"})
    other = core.post(
        WISHES_PATH, json=WISH | {"reason": "别的事"}, headers={"Idempotency-Key": "k1"}
    )
    assert other.status_code == 409
    assert other.headers["content-type"] == "application/problem+json"


def test_keys_that_disagree_are_refused(core: TestClient) -> None:
    answer = core.post(
        WISHES_PATH, json=WISH | {"idempotency_key": "a"}, headers={"Idempotency-Key": "b"}
    )
    assert answer.status_code == 422


def test_pages_go_from_newest_to_oldest(core: TestClient) -> None:
    filed = [core.post(WISHES_PATH, json=WISH).json()["reference"] for _ in range(5)]
    seen: list[str] = []
    after: str | None = None
    while True:
        params = {"limit": "2"} | ({"after": after} if after else {})
        page = Page[Wish].model_validate(core.get(WISHES_PATH, params=params).json())
        seen += [wish.reference for wish in page.items]
        after = page.next
        if after is None:
            break
    assert seen == filed[::-1]


@pytest.mark.parametrize("after", ["x", "-1", "¹", str(2**31), "9" * 20])
def test_a_made_up_page_is_a_problem(core: TestClient, after: str) -> None:
    assert core.get(WISHES_PATH, params={"after": after}).status_code == 422


def test_an_unknown_reference_is_a_problem(core: TestClient) -> None:
    answer = core.get(f"{WISHES_PATH}/W-20261122-AAAA")
    assert answer.status_code == 404
    assert answer.json()["status"] == 404


def test_private_data_in_a_reason_is_not_kept(core: TestClient) -> None:
    answer = core.post(WISHES_PATH, json=WISH | {"reason": "打我电话13800138000"})
    assert answer.status_code == 201
    assert "13800138000" not in core.get(WISHES_PATH).text


def test_a_refused_field_is_named_but_not_repeated(core: TestClient) -> None:
    answer = core.post(WISHES_PATH, json=WISH | {"channel": "Secret Words"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "body.channel"
    assert "Secret" not in answer.text


def test_what_a_column_cannot_hold_is_left_out_or_refused(core: TestClient) -> None:
    filed = core.post(WISHES_PATH, json=WISH | {"reason": "想\0找人"}).json()
    assert filed["reason"] == "想找人"
    assert core.get(f"{WISHES_PATH}/a%00b").status_code in (404, 422)
    unreadable = core.post(
        WISHES_PATH, content=b"\xff", headers={"Content-Type": "application/json"}
    )
    assert unreadable.status_code == 422


@pytest.mark.parametrize("header", ["", "Bearer wrong", "Basic eDp5", f"Bearer {TOKEN}x"])
def test_strangers_are_refused(core: TestClient, header: str) -> None:
    answer = core.get(WISHES_PATH, headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_health_needs_no_token(core: TestClient) -> None:
    answer = core.get("/health", headers={"Authorization": ""})
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


def test_health_tells_of_a_database_that_was_not_migrated(tmp_path: Path) -> None:
    with fresh_database("sqlite", tmp_path) as url:
        app = create_app(core_settings(url, tmp_path))
        answer = TestClient(app).get("/health")
    assert (answer.status_code, answer.json()["database"]) == (503, "down")


def test_a_reference_bears_the_day_in_shenzhen() -> None:
    late = dt.datetime(2026, 11, 22, 17, 0, tzinfo=dt.UTC)
    assert new_reference(late).startswith("W-20261123-")
