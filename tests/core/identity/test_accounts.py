"""Which account a session is held through, on both databases."""

import datetime as dt
import uuid

from sqlalchemy import select, update

from core.contract import AccountHeld
from core.identity import service
from core.identity.models import AccountRow, SessionAccountRow
from core.vault import rotation
from core.vault.cipher import AesGcm
from tests.core.identity.conftest import House
from tests.core.identity.held import hold, openid

OLD = b"01234567890123456789012345678901"


def account(house: House, session: str) -> AccountRow:
    with house.sessions() as db:
        query = (
            select(AccountRow).join(SessionAccountRow).where(SessionAccountRow.session == session)
        )
        return db.scalars(query).one()


def test_a_session_is_held_through_one_account_and_says_so_again(house: House) -> None:
    mine = openid()
    assert [hold(house, "held-1", mine).status_code for _ in range(2)] == [204, 204]
    assert hold(house, "held-2", mine).status_code == 204
    assert account(house, "held-1").id == account(house, "held-2").id
    other = hold(house, "held-1", openid())
    assert other.status_code == 409 and "另一个账号" in other.json()["detail"]
    with house.sessions() as db:
        core = house.core(db)
        assert service.account_of(core, "held-1", "wechat") == mine
        assert service.account_of(core, "held-none", "wechat") is None


def test_the_subject_is_stored_sealed_and_found_by_a_keyed_digest(house: House) -> None:
    mine = openid()
    hold(house, "sealed-1", mine)
    row = account(house, "sealed-1")
    stored = (row.id, row.digest, row.subject)
    assert not any(mine in value for value in stored) and len(row.digest) == 64


def test_two_calls_at_once_make_one_account(house: House) -> None:
    mine = openid()
    hold(house, "race-1", mine)
    with house.sessions() as db:
        core = house.core(db)
        real = db.scalar
        answers = [None]
        db.scalar = lambda *a, **k: answers.pop() if answers else real(*a, **k)  # type: ignore
        service.hold(core, "race-2", AccountHeld(provider="wechat", subject=mine))
        db.commit()
    assert account(house, "race-1").id == account(house, "race-2").id


def test_only_the_gateway_may_say_it(house: House) -> None:
    body = {"provider": "wechat", "subject": openid()}
    answer = house.ask("PUT", "/sessions/scope-1/account", "dialogue", json=body)
    assert answer.status_code == 403
    for wrong in ({"provider": "alipay", "subject": "o1"}, {"provider": "wechat", "subject": ""}):
        assert house.ask("PUT", "/sessions/scope-1/account", json=wrong).status_code == 422


def test_subjects_are_known_to_key_rotation(house: House) -> None:
    mine = openid()
    hold(house, "turn-1", mine)
    both = AesGcm({"new": b"x" * 32, "t": OLD})
    with house.sessions() as db:
        rotation.reseal(db, both)
        query = (
            select(AccountRow).join(SessionAccountRow).where(SessionAccountRow.session == "turn-1")
        )
        row = db.scalars(query.execution_options(populate_existing=True)).one()
        assert row.subject.startswith("new:")
        assert both.open(row.subject, f"accounts:{row.id}:subject") == mine
        db.rollback()


def test_accounts_that_nobody_uses_go_and_those_in_use_stay(house: House) -> None:
    used, unused = openid(), openid()
    hold(house, "used-1", used)
    hold(house, "used-2", used)
    hold(house, "unused-1", unused)
    with house.sessions() as db:
        core = house.core(db)
        service.purge(core)
        db.commit()
        long_ago = core.now - dt.timedelta(days=401)
        old = SessionAccountRow.session.in_(["used-2", "unused-1"])
        db.execute(update(SessionAccountRow).where(old).values(seen_at=long_ago))
        db.commit()
        assert service.purge(core, dry_run=True) == 3  # two sessions, one account
        assert service.purge(core) == 3
        db.commit()
        assert service.purge(core) == 0
        assert service.account_of(core, "used-1", "wechat") == used
        assert service.account_of(core, "used-2", "wechat") is None
        assert service.account_of(core, "unused-1", "wechat") is None


def test_an_account_in_use_is_seen(house: House) -> None:
    session = f"seen-{uuid.uuid4().hex}"
    hold(house, session, openid())
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    for again in ("hold", "renew"):
        with house.sessions() as db:
            row = db.get_one(SessionAccountRow, session)
            row.seen_at = long_ago
            db.commit()
            core = house.core(db)
            if again == "renew":
                service.renew(core, session)
            else:
                subject = service.account_of(core, session, "wechat") or ""
                service.hold(core, session, AccountHeld(provider="wechat", subject=subject))
            db.commit()
            assert row.seen_at == core.now
