"""Signing in through core's HTTP contract at the sandbox issuer, on both databases."""

import datetime as dt
import threading
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select, update

from core.audit.models import AuditRow
from core.contract import SessionView
from core.identity import service
from core.identity.models import PersonRow, SessionRow, SignInRow
from core.vault import service as vault
from service.problems import ProblemError
from tests.core.identity.conftest import BACK, PEOPLE, House


def test_a_person_signs_in_and_the_session_knows_them(house: House) -> None:
    before = dt.datetime.now(dt.UTC)
    answer = house.sign_in("flow-1")
    assert answer.status_code == 200, answer.text
    view = SessionView.model_validate(answer.json())
    assert (view.signed_in, view.assurance) == (True, "real_name")
    assert view.expires_at and view.expires_at - before >= dt.timedelta(hours=12)
    assert PEOPLE[0].name not in answer.text
    with house.sessions() as db:
        core = house.core(db)
        person = service.person_of(core, "flow-1")
        assert person is not None and view.name is not None
        assert (person.name, person.id_number, person.mobile) == (
            PEOPLE[0].name,
            PEOPLE[0].id_number,
            PEOPLE[0].mobile,
        )
        assert vault.open_tokens(core, "flow-1", [view.name], "test") == {view.name: person.name}


def test_the_session_is_read_by_the_dialogue_with_the_same_token(house: House) -> None:
    signed_in = house.sign_in("flow-2").json()
    read = house.ask("GET", "/sessions/flow-2", scope="dialogue").json()
    assert read == signed_in
    nobody = house.ask("GET", "/sessions/flow-nobody", scope="dialogue").json()
    assert nobody["signed_in"] is False and nobody["name"] is None


def test_the_browser_is_sent_off_with_all_the_protocol_asks_for(house: House) -> None:
    started = house.start("flow-3", "face")
    asked = {key: one for key, (one,) in parse_qs(urlsplit(started.authorize_url).query).items()}
    assert asked["response_type"] == "code"
    assert asked["redirect_uri"] == BACK
    assert asked["code_challenge_method"] == "S256" and len(asked["code_challenge"]) == 43
    assert asked["state"] == started.state and len(asked["nonce"]) == 43
    assert asked["acr_values"] == "face" and "openid" in asked["scope"].split()


def test_nothing_private_is_stored_in_the_clear(house: House) -> None:
    started = house.start("flow-4")
    house.complete(house.choose(started.authorize_url))
    with house.sessions() as db:
        rows = [*db.scalars(select(PersonRow)), *db.scalars(select(SignInRow))]
        stored = " ".join(str(value) for row in rows for value in vars(row).values())
        audited = list(db.scalars(select(AuditRow)))
    written = stored + " ".join(str(value) for row in audited for value in vars(row).values())
    secrets = [PEOPLE[0].name, PEOPLE[0].id_number, str(PEOPLE[0].mobile), started.state, BACK]
    assert len(rows) >= 2 and len(audited) >= 1
    assert [secret for secret in secrets if secret in written] == []


def test_signing_in_and_out_is_audited_about_the_person(house: House) -> None:
    house.sign_in("flow-5", person=1)
    assert house.ask("DELETE", "/sessions/flow-5", scope="dialogue").status_code == 204
    assert house.ask("DELETE", "/sessions/flow-5").status_code == 204
    with house.sessions() as db:
        person = service.person_id_for(house.core(db), PEOPLE[1].id_number)
        query = select(AuditRow.action).where(AuditRow.person == person).order_by(AuditRow.id)
        actions = list(db.scalars(query))
    assert actions[-2:] == ["identity.sign_in", "identity.sign_out"]
    assert actions.count("identity.sign_out") == 1
    assert house.ask("GET", "/sessions/flow-5").json()["signed_in"] is False


def test_the_same_person_is_one_person_with_what_the_issuer_says_now(house: House) -> None:
    house.sign_in("flow-6a")
    house.network.changes["/userinfo"] = lambda page: page.update(
        phone_number="15400000199", id_number=page["id_number"].lower() + " "
    )
    house.sign_in("flow-6b")
    with house.sessions() as db:
        core = house.core(db)
        one, two = service.person_of(core, "flow-6a"), service.person_of(core, "flow-6b")
    assert one and two and one.id == two.id and one.id.startswith("P-")
    assert one.mobile == two.mobile == "15400000199"


def test_a_later_sign_in_takes_the_session_over(house: House) -> None:
    house.sign_in("flow-7")
    house.sign_in("flow-7", person=1, level="face")
    with house.sessions() as db:
        person = service.person_of(house.core(db), "flow-7")
    assert person and (person.name, person.assurance) == (PEOPLE[1].name, "face")
    assert person.mobile is None


def test_an_expired_sign_in_counts_no_more(house: House) -> None:
    house.sign_in("flow-8")
    with house.sessions() as db:
        past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
        db.execute(update(SessionRow).where(SessionRow.session == "flow-8").values(expires_at=past))
        db.commit()
        assert service.person_of(house.core(db), "flow-8") is None
    assert house.ask("GET", "/sessions/flow-8").json()["signed_in"] is False


def test_require_says_what_to_do(house: House) -> None:
    house.sign_in("flow-9")
    with house.sessions() as db:
        core = house.core(db)
        assert service.require(core, "flow-9", "phone").name == PEOPLE[0].name
        assert service.require(core, "flow-9", "real_name").name == PEOPLE[0].name
        with pytest.raises(ProblemError, match="人脸核验") as weak:
            service.require(core, "flow-9", "face")
        with pytest.raises(ProblemError, match="请先登录") as nobody:
            service.require(core, "flow-nobody", "phone")
    assert (weak.value.status, nobody.value.status) == (403, 403)


def test_a_state_works_once_even_at_once(house: House) -> None:
    returned = house.choose(house.start("flow-10").authorize_url)
    codes: list[int] = []
    ready = threading.Barrier(3)

    def finish() -> None:
        ready.wait()
        codes.append(house.complete(returned).status_code)

    threads = [threading.Thread(target=finish) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [200, 403, 403]


def test_only_the_gateway_signs_anybody_in(house: House) -> None:
    body = {"session": "flow-11", "redirect_uri": BACK}
    for scope in ("dialogue", "clerk"):
        start = house.ask("POST", "/sign-ins", scope=scope, json=body)
        complete = house.ask(
            "POST", "/sign-ins/complete", scope=scope, json={"state": "s", "code": "c"}
        )
        assert (start.status_code, complete.status_code) == (403, 403)
    assert house.ask("GET", "/sessions/flow-11", scope="clerk").status_code == 403
    assert house.http.get("/v1/identity/sessions/flow-11").status_code == 401


def test_purge_deletes_what_is_over_and_says_so_first(house: House) -> None:
    house.sign_in("flow-12-over")
    house.sign_in("flow-12-lives")
    house.start("flow-12-waits")
    with house.sessions() as db:
        past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
        db.execute(
            update(SessionRow).where(SessionRow.session == "flow-12-over").values(expires_at=past)
        )
        db.commit()
        core = house.core(db)
        counted = service.purge(core, dry_run=True)
        assert counted >= 3  # two spent states and a session
        assert service.purge(core) == counted
        assert service.purge(core) == 0
        db.commit()
        left = set(db.scalars(select(SessionRow.session)))
        waiting = db.scalar(
            select(func.count()).select_from(SignInRow).where(SignInRow.session == "flow-12-waits")
        )
    assert "flow-12-lives" in left and "flow-12-over" not in left
    assert waiting == 1
