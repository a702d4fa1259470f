"""Binding an account to a person, being signed in by it, and undoing it, on both databases."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import delete, select

from core.audit.models import AuditRow
from core.identity import service
from core.identity.models import AccountRow, ConsentRow, PersonRow, SessionAccountRow, SessionRow
from tests.core.identity.conftest import PEOPLE, House
from tests.core.identity.held import WORDS, bind, bound, hold, openid


@pytest.fixture(autouse=True)
def nobody_is_bound(house: House) -> None:
    with house.sessions() as db:
        for table in (SessionAccountRow, AccountRow, SessionRow):
            db.execute(delete(table))
        db.commit()


def view(house: House, session: str, scope: str = "dialogue") -> Any:
    return house.ask("GET", f"/bindings/{session}", scope).json()


def renewed(house: House, session: str) -> Any:
    answer = house.ask("POST", f"/sessions/{session}/renew")
    assert answer.status_code == 200, answer.text
    return answer.json()


def person_of(house: House, session: str) -> service.SignedIn | None:
    with house.sessions() as db:
        return service.person_of(house.core(db), session)


def actions(house: House, subject: str) -> list[str]:
    with house.sessions() as db:
        query = select(AuditRow.action).where(AuditRow.subject == subject).order_by(AuditRow.id)
        return list(db.scalars(query))


def the_account(house: House, session: str) -> AccountRow:
    with house.sessions() as db:
        held = db.get_one(SessionAccountRow, session)
        return db.get_one(AccountRow, held.account)


def test_an_account_is_bound_with_consent_in_the_words_that_were_read(house: House) -> None:
    bound(house, "bind-1")
    row = the_account(house, "bind-1")
    told = view(house, "bind-1")
    assert told["bound"] and told["accounts"] == 1
    assert row.bound_at == dt.datetime.fromisoformat(told["since"])
    with house.sessions() as db:
        consent = db.get_one(ConsentRow, row.consent)
        assert (consent.person, consent.withdrawn_at) == (row.person, None)
        assert service.consents_of(house.core(db), row.person or "")[0].purpose == "绑定渠道账号"
        opened = house.parts.cipher.open(consent.words, f"consents:{consent.id}")
    assert opened == WORDS and actions(house, row.id) == ["identity.bound"]


def test_binding_again_changes_nothing(house: House) -> None:
    bound(house, "twice-1")
    before = the_account(house, "twice-1")
    assert bind(house, "twice-1").json() == view(house, "twice-1")
    after = the_account(house, "twice-1")
    assert (after.consent, after.bound_at) == (before.consent, before.bound_at)


@pytest.mark.parametrize("level", [None, "phone", "face"])
def test_only_who_is_signed_in_by_name_may_bind(house: House, level: str | None) -> None:
    hold(house, "level-1", openid())
    if level:
        house.complete(house.choose(house.start("level-1", "phone").authorize_url, 0, level))
    answer = bind(house, "level-1")
    assert answer.status_code == (200 if level == "face" else 403)


def test_a_session_without_an_account_cannot_be_bound(house: House) -> None:
    house.sign_in("none-1")
    answer = bind(house, "none-1")
    assert answer.status_code == 409 and "公众号" in answer.json()["detail"]
    assert view(house, "none-1") == {"bound": False, "since": None, "accounts": 0}


def test_one_person_has_several_accounts(house: House) -> None:
    bound(house, "many-1")
    bound(house, "many-2")
    assert [view(house, f"many-{n}")["accounts"] for n in (1, 2)] == [2, 2]


def test_a_new_person_ends_the_binding_of_the_old_one(house: House) -> None:
    shared = bound(house, "shared-1")
    old = the_account(house, "shared-1")
    hold(house, "shared-2", shared)
    house.sign_in("shared-2", person=1)
    assert bind(house, "shared-2").status_code == 200
    new = the_account(house, "shared-1")
    assert new.id == old.id and new.person not in (old.person, None)
    assert actions(house, old.id) == ["identity.bound", "identity.unbound", "identity.bound"]
    with house.sessions() as db:
        assert db.get_one(ConsentRow, old.consent).withdrawn_at is not None
    assert person_of(house, "shared-1") is None  # signed out: the account is another's now
    assert renewed(house, "shared-1")["signed_in"]
    signed_in = person_of(house, "shared-1")
    assert signed_in and signed_in.name == PEOPLE[1].name


def test_a_bound_account_signs_its_session_in_by_name_at_most(house: House) -> None:
    mine = openid()
    hold(house, "renew-1", mine)
    house.sign_in("renew-1", level="face")
    bind(house, "renew-1")
    hold(house, "renew-2", mine)
    told = renewed(house, "renew-2")
    assert (told["signed_in"], told["assurance"], told["name"]) == (True, "real_name", "[NAME_1]")
    signed_in = person_of(house, "renew-2")
    assert signed_in and signed_in.name == PEOPLE[0].name
    left = signed_in.expires_at - dt.datetime.now(dt.UTC)
    assert dt.timedelta(hours=11, minutes=59) < left <= dt.timedelta(hours=12)
    assert "identity.renewed" in actions(house, the_account(house, "renew-1").id)


def test_who_is_signed_in_stays_so(house: House) -> None:
    mine = bound(house, "stay-1")
    hold(house, "stay-2", mine)
    house.sign_in("stay-2", person=1, level="face")
    told = renewed(house, "stay-2")
    signed_in = person_of(house, "stay-2")
    assert told["assurance"] == "face" and signed_in and signed_in.name == PEOPLE[1].name


def test_an_account_that_is_not_bound_signs_nobody_in(house: House) -> None:
    hold(house, "plain-1", openid())
    for session in ("plain-1", "plain-none"):
        assert renewed(house, session) == {
            "session": session,
            "signed_in": False,
            "assurance": "anonymous",
            "name": None,
            "expires_at": None,
        }


def test_unbinding_signs_out_everywhere_the_account_is(house: House) -> None:
    mine = bound(house, "off-1")
    other = bound(house, "off-other")
    hold(house, "off-2", mine)
    assert renewed(house, "off-2")["signed_in"]
    consent = the_account(house, "off-1").consent
    for _ in range(2):
        assert house.ask("DELETE", "/bindings/off-1").status_code == 204
    assert not view(house, "off-1")["bound"] and view(house, "off-other")["accounts"] == 1
    assert person_of(house, "off-1") is None and person_of(house, "off-2") is None
    assert person_of(house, "off-other") is not None and other != mine
    assert not renewed(house, "off-1")["signed_in"]
    with house.sessions() as db:
        assert db.get_one(ConsentRow, consent).withdrawn_at is not None
    assert actions(house, the_account(house, "off-1").id).count("identity.unbound") == 1


def test_the_action_server_may_look_but_not_bind(house: House) -> None:
    bound(house, "scope-1")
    assert view(house, "scope-1", "dialogue")["bound"]
    body = {"session": "scope-1", "words": WORDS}
    for method, path, sent in (
        ("POST", "/bindings", body),
        ("DELETE", "/bindings/scope-1", None),
        ("POST", "/sessions/scope-1/renew", None),
    ):
        assert house.ask(method, path, "dialogue", json=sent).status_code == 403, path


def test_a_person_sees_their_accounts_and_has_bindings_deleted(house: House) -> None:
    mine, loose = bound(house, "data-1"), openid()
    hold(house, "data-2", loose)
    house.sign_in("data-2")
    bound(house, "data-other", person=1)
    row = the_account(house, "data-1")
    person = row.person or ""
    with house.sessions() as db:
        core = house.core(db)
        told: Any = service.data_of(core, person)["渠道账号"]
        assert [(one["账号"], one["绑定时间"] is None) for one in told] == [
            (mine, False),
            (loose, True),
        ]
        assert {one["平台"] for one in told} == {"微信公众号"}
        sessions = service.sessions_of(core, person)
        service.forget_person(core, person, sessions, on_file=True)
        db.commit()
        assert db.get(ConsentRow, row.consent) is None
        assert service.data_of(core, person)["渠道账号"] == []
        assert service.account_of(core, "data-1", "wechat") == mine
    assert not view(house, "data-1")["bound"] and view(house, "data-other")["bound"]
    assert not renewed(house, "data-1")["signed_in"]


def test_who_had_their_data_deleted_may_bind_again(house: House) -> None:
    bound(house, "anew-1")
    with house.sessions() as db:
        core = house.core(db)
        person = service.require(core, "anew-1", "real_name").id
        service.forget_person(core, person, ["anew-1"], on_file=True)
        db.commit()
        assert db.get_one(PersonRow, person).name is None
    house.sign_in("anew-1")
    assert bind(house, "anew-1").json()["accounts"] == 1


def test_a_binding_ends_with_an_account_that_nobody_uses(house: House) -> None:
    bound(house, "idle-1")
    row = the_account(house, "idle-1")
    with house.sessions() as db:
        core = house.core(db)
        core.now += dt.timedelta(days=401)
        service.purge(core)
        db.commit()
        assert db.get(AccountRow, row.id) is None
        assert db.get_one(ConsentRow, row.consent).withdrawn_at == core.now
