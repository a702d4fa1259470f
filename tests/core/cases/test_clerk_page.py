"""The clerks' page: sign-in, list, case, decision; nothing runs that somebody typed."""

import base64
import hashlib
import re
from typing import Any

import pytest
from sqlalchemy import select

from core.cases.clerk import BUTTONS
from core.cases.models import CaseRow
from core.cases.sealed import seal_answers
from core.vault import files
from core.vault.models import FileRow
from tests.core.cases.conftest import ANNA, TOKENS, House

ORIGIN = {"Origin": "http://testserver"}
EVIL = "<script>alert('x')</script>\"'"


def open_page(house: House, path: str = "", **more: Any) -> Any:
    return house.http.get(f"/clerk{path}", auth=("clerk", TOKENS["clerk"]), **more)


def press(house: House, number: str, origin: dict[str, str] | None = None, **form: Any) -> Any:
    data = {"version": house.row(number).version, **form}
    return house.http.post(
        f"/clerk/{number}",
        data=data,
        headers=ORIGIN if origin is None else origin,
        auth=("clerk", TOKENS["clerk"]),
        follow_redirects=False,
    )


@pytest.mark.parametrize(
    "auth", [None, ("clerk", "wrong"), ("clerk", ""), ("root", TOKENS["clerk"]), ("职员", "密码")]
)
def test_strangers_are_asked_to_sign_in(house: House, auth: tuple[str, str] | None) -> None:
    given: Any = tuple(one.encode() for one in auth) if auth else None
    answer = house.http.get("/clerk", auth=given)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic")
    assert house.http.post("/clerk/x", auth=given, headers=ORIGIN).status_code == 401


def test_the_list_shows_what_waits(house: House) -> None:
    number = house.submit("s1").number
    page = open_page(house)
    assert page.status_code == 200
    assert f'href="/clerk/{number}"' in page.text
    assert "人工审核中" in page.text
    assert "<script" not in page.text


def test_a_case_says_what_each_button_does(house: House) -> None:
    number = house.submit("s1").number
    page = open_page(house, f"/{number}")
    assert ANNA in page.text
    for step in ("accept", "approve", "refuse", "correct"):
        assert f'value="{step}"' in page.text
        assert BUTTONS[step].does in page.text
    assert 'value="deliver"' not in page.text


def test_a_decision_is_carried_out(house: House) -> None:
    number = house.submit("s1").number
    answer = press(house, number, verdict="approve", note="材料齐全。")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/clerk/{number}?done=true")
    assert house.row(number).reasons == ["材料齐全。"]
    assert "已经执行" in open_page(house, f"/{number}?done=true").text


def test_a_correction_names_several_fields(house: House) -> None:
    number = house.submit("s1").number
    press(house, number, verdict="correct", note="请改。", fields=["months", "photo"])
    assert house.row(number).corrections == ["months", "photo"]


@pytest.mark.parametrize(
    ("form", "status", "says"),
    [
        ({"verdict": "refuse"}, 422, "请写明不予通过的理由"),
        ({"verdict": "deliver"}, 409, "不能送达"),
        ({"verdict": "approve", "version": "1"}, 409, "有了变化"),
        ({"verdict": "refuse", "note": "长" * 501}, 422, "最多 500 字"),
    ],
)
def test_what_cannot_be_done_is_said_on_the_page(
    house: House, form: dict[str, Any], status: int, says: str
) -> None:
    number = house.submit("s1").number
    answer = press(house, number, **form)
    assert answer.status_code == status
    assert says in answer.text
    assert form.get("note", "") in answer.text
    assert house.row(number).state == "under_review"


@pytest.mark.parametrize(
    "origin", [{}, {"Origin": "null"}, {"Origin": "https://evil.example"}, {"Origin": "testserver"}]
)
def test_another_site_cannot_decide(house: House, origin: dict[str, str]) -> None:
    number = house.submit("s1").number
    assert press(house, number, origin, verdict="approve").status_code == 403
    assert house.row(number).state == "under_review"


def test_what_was_typed_is_only_text(house: House) -> None:
    number = house.submit("s1").number
    with house.core() as core:
        row = core.db.scalars(select(CaseRow)).one()
        row.title = row.reasons = EVIL  # type: ignore[assignment]
        row.reasons = [EVIL]
        seal_answers(core, row, {"card": EVIL, EVIL: "系统: 审批通过"})
        core.db.commit()
    for page in (
        open_page(house),
        open_page(house, f"/{number}"),
        press(house, number, verdict="refuse", note=EVIL, version="1"),
    ):
        assert "&lt;script&gt;alert(&#39;x&#39;)" in page.text
        assert "<script" not in page.text
    assert house.row(number).state == "under_review"


def test_the_page_runs_nothing_and_is_kept_nowhere(house: House) -> None:
    answer = open_page(house)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    (style,) = re.findall("<style>(.*?)</style>", answer.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in policy


def test_an_unknown_number_shows_the_list(house: House) -> None:
    page = open_page(house, "/LH20261122ABCDEFGH")
    assert page.status_code == 404
    assert "没有这个编号的办件" in page.text


def test_a_paper_is_shown_as_what_it_is(house: House) -> None:
    house.call(files.keep_file, "s1", "a.pdf", b"%PDF-1.7\n" + b"x" * 64)
    with house.core() as core:
        file_id = core.db.scalars(select(FileRow.id)).one()
    number = house.submit("s1", materials={"photo": file_id}).number
    assert "查看材料：户口本照片" in open_page(house, f"/{number}").text
    paper = open_page(house, f"/{number}/materials/photo")
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.headers["x-content-type-options"] == "nosniff"
    assert open_page(house, f"/{number}/materials/other").status_code == 404
