"""The addresses, who may use them, and the clerks' page."""

import pytest

from core.work_orders import service
from tests.core.work_orders.conftest import NOISE, TOKENS, Desk

AUTH = ("clerk", TOKENS["clerk"])
HERE = {"origin": "http://testserver"}
BODY = {"session": "s1", "kind": "complaint", "what": NOISE, "where": "聚宝路", "key": "k"}


def test_a_citizen_files_lists_reads_and_withdraws(house: Desk) -> None:
    filed = house.ask("POST", "", json=BODY)
    assert filed.status_code == 201
    number = filed.json()["number"]
    assert [one["number"] for one in house.ask("GET", "?session=s1").json()] == [number]
    assert house.ask("GET", f"/{number}?session=s1").json() == filed.json()
    done = house.ask("POST", f"/{number}/steps", json={"session": "s1", "do": "withdraw"})
    assert done.json()["state"] == "withdrawn"
    assert house.ask("GET", f"/{number}?session=s2").status_code == 404


def test_a_text_is_routed_and_nothing_is_kept(house: Desk) -> None:
    found = house.ask("POST", "/route", json={"text": NOISE}).json()
    assert found["category"] == "noise.construction"
    assert house.call(service.mine, "s1") == []


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/desk", "dialogue"),
        ("GET", "/desk/supervised", "gateway"),
        ("POST", "/desk/G1", "dialogue"),
        ("GET", "?session=s1", "clerk"),
        ("POST", "/look-up", "clerk"),
    ],
)
def test_each_call_needs_its_scope(house: Desk, method: str, path: str, scope: str) -> None:
    assert house.ask(method, path, scope, json={}).status_code == 403


def test_the_desk_works_through_an_order(house: Desk) -> None:
    number = house.file().number
    listed = house.ask("GET", "/desk?state=filed", "clerk").json()["items"]
    assert [one["number"] for one in listed] == [number]
    assert house.ask("GET", "/desk?unit=police", "clerk").json()["items"] == []
    file = house.ask("GET", f"/desk/{number}", "clerk").json()
    assert file["routing"]["because"]
    body = {"do": "dispatch", "unit": "ecology", "version": file["version"]}
    assert house.ask("POST", f"/desk/{number}", "clerk", json=body).json()["state"] == "dispatched"
    assert house.ask("POST", f"/desk/{number}", "clerk", json=body).status_code == 409


@pytest.mark.parametrize("unit", ["hotline", "nobody"])
def test_an_order_goes_to_a_unit_that_handles_it(house: Desk, unit: str) -> None:
    number = house.file().number
    body = {"do": "dispatch", "unit": unit, "version": 1}
    assert house.ask("POST", f"/desk/{number}", "clerk", json=body).status_code == 422


@pytest.mark.parametrize("do", ["return", "answer"])
def test_a_return_and_an_answer_need_words(house: Desk, do: str) -> None:
    number = house.file().number
    house.clerk(number, "dispatch", unit="ecology")
    body = {"do": do, "version": 2}
    assert house.ask("POST", f"/desk/{number}", "clerk", json=body).status_code == 422


def test_what_a_clerk_writes_is_masked(house: Desk) -> None:
    number = house.file().number
    house.clerk(number, "dispatch", unit="ecology")
    seen = house.clerk(number, "answer", note="请联系 15400000999")
    assert seen.answer is not None and "15400000999" not in seen.answer


def test_the_page_lists_shows_and_acts(house: Desk) -> None:
    number = house.file(files=[house.photo("s1")]).number
    assert number in house.http.get("/clerk/work-orders", auth=AUTH).text
    shown = house.http.get(f"/clerk/work-orders/{number}", auth=AUTH)
    assert NOISE in shown.text and "派单建议" in shown.text
    photo = house.http.get(f"/clerk/work-orders/{number}/files/0", auth=AUTH)
    assert photo.headers["content-type"] == "image/png"
    form = {"do": "dispatch", "unit": "ecology", "version": "1"}
    done = house.http.post(f"/clerk/work-orders/{number}", auth=AUTH, data=form, headers=HERE)
    assert "已经执行" in done.text and "已派单" in done.text
    stale = house.http.post(f"/clerk/work-orders/{number}", auth=AUTH, data=form, headers=HERE)
    assert stale.status_code == 409 and "没有执行" in stale.text


def test_the_page_shows_what_is_supervised(house: Desk) -> None:
    number = house.ask("POST", "", json=BODY | {"kind": "consult"}).json()["number"]
    assert number not in house.http.get("/clerk/work-orders/supervised", auth=AUTH).text
    house.answered(number)
    rate = {"session": "s1", "do": "rate", "rating": 1}
    house.ask("POST", f"/{number}/steps", json=rate)
    assert number in house.http.get("/clerk/work-orders/supervised", auth=AUTH).text


def test_the_page_escapes_what_citizens_write(house: Desk) -> None:
    number = house.file(what="<script>alert(1)</script>" + NOISE).number
    for path in ("", f"/{number}"):
        assert "<script>" not in house.http.get(f"/clerk/work-orders{path}", auth=AUTH).text


def test_the_page_is_for_clerks_and_its_forms_are_its_own(house: Desk) -> None:
    number = house.file().number
    assert house.http.get("/clerk/work-orders").status_code == 401
    form = {"do": "accept", "version": "1"}
    other = {"origin": "https://evil.example"}
    path = f"/clerk/work-orders/{number}"
    assert house.http.post(path, auth=AUTH, data=form, headers=other).status_code == 403
    assert house.row(number).version == 1


def test_the_page_says_when_there_is_no_such_order(house: Desk) -> None:
    missing = house.http.get("/clerk/work-orders/G20261123ZZZZZZ", auth=AUTH)
    assert missing.status_code == 404 and "没有查到" in missing.text
