"""An anonymous order tells nobody who filed it: no table, no log, no view, no clerk's page."""

import io

from core.audit.models import AuditRow
from core.contract import WorkOrderStep
from core.work_orders import desk, service
from tests.core.work_orders.conftest import ANNA, MOBILE, NOISE, TOKENS, Desk

SESSION = "conversation-of-anna"


def filed(house: Desk) -> tuple[str, str]:
    """By somebody signed in, who names themself in every field; (number, person)."""
    person = house.sign_in(SESSION)
    phone = house.token(SESSION, "PHONE", MOBILE)
    name = house.token(SESSION, "NAME", "安娜")
    what = f"我叫{name}，电话{phone}，身份证{ANNA}，粤B12345的泥头车从工地出来。{NOISE}"
    seen = house.file(
        SESSION,
        what=what,
        anonymous=True,
        name=name,
        mobile=phone,
        files=[house.photo(SESSION)],
    )
    return seen.number, person


def test_nobody_can_learn_who_filed_it(house: Desk, logged: io.StringIO) -> None:
    number, person = filed(house)
    step = WorkOrderStep(session=SESSION, do="add", text=f"再打{MOBILE}找我")
    house.call(service.step, number, step)
    file = house.call(desk.open_order, number)
    page = house.http.get(f"/clerk/work-orders/{number}", auth=("clerk", TOKENS["clerk"])).text
    own = house.call(service.one, number, SESSION).model_dump_json()
    said = file.model_dump_json() + page + own + logged.getvalue()
    for value in (MOBILE, "安娜", ANNA, person, SESSION):
        assert value not in said
    assert (file.name, file.mobile) == (None, None)
    assert "匿名" in page
    assert "粤B12345" in file.what  # what is complained of stays


def test_no_table_links_it_to_who_filed_it(house: Desk) -> None:
    number, person = filed(house)
    row = house.row(number)
    assert (row.person, row.mobile_tail) == (None, None)
    rows = house.stored("people", "sessions", "vault_tokens", "vault_files", "audit", "outbox")
    for value in (MOBILE, "安娜", ANNA, person, SESSION):
        assert value not in rows
    with house.core() as core:
        entries = core.db.query(AuditRow).filter(AuditRow.subject == number).all()
    assert [one.action for one in entries] == ["work_order.file"]
    for entry in entries:
        assert entry.person is None
        assert SESSION not in entry.detail + entry.purpose


def test_what_was_told_is_sealed_for_everybody(house: Desk) -> None:
    phone = house.token("s1", "PHONE", MOBILE)
    house.file(name="安娜", mobile=phone, when="昨晚十一点")
    rows = house.stored("vault_tokens")
    for value in (MOBILE, "安娜", "打桩", "聚宝路", "昨晚"):
        assert value not in rows


def test_the_session_that_filed_it_may_follow_it_and_nobody_else(house: Desk) -> None:
    number, _ = filed(house)
    house.sign_in("another-session-of-anna")
    assert [one.number for one in house.call(service.mine, SESSION)] == [number]
    assert house.call(service.mine, "another-session-of-anna") == []
    assert house.ask("GET", f"/{number}?session=s2").status_code == 404
    house.clerk(number, "dispatch", unit="ecology")
    assert [one.session for one in house.news()] == [SESSION]


def test_the_mobile_does_not_prove_an_anonymous_order(house: Desk) -> None:
    number, _ = filed(house)
    asked = {"session": "s9", "number": number, "proof": MOBILE[-4:]}
    assert house.ask("POST", "/look-up", json=asked).status_code == 404


def test_an_order_with_a_name_shows_it_to_the_clerk(house: Desk) -> None:
    phone = house.token("s1", "PHONE", MOBILE)
    number = house.file(name="安娜", mobile=phone, what=f"请打{phone}。{NOISE}").number
    file = house.call(desk.open_order, number)
    assert (file.name, file.mobile) == ("安娜", MOBILE)
    assert MOBILE in file.what
    assert MOBILE not in file.order.model_dump_json()
