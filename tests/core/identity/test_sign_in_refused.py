"""What proves nobody's identity is refused, and nobody is signed in by it."""

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from pydantic import SecretStr
from sqlalchemy import update

from core.identity.issuer import Issuer
from core.identity.models import SignInRow
from core.settings import CoreSettings
from tests.core.identity.conftest import BACK, KEY, OTHER_KEY, House, public, signed

Forge = Callable[[dict[str, Any]], str]


def with_claims(**changed: Any) -> Forge:
    return lambda claims: signed({**claims, **changed})


def without(name: str) -> Forge:
    return lambda claims: signed({key: one for key, one in claims.items() if key != name})


def assert_refused(house: House, session: str, answer: Any) -> None:
    assert answer.status_code == 403, answer.text
    assert "登录" in answer.json()["detail"]
    assert house.ask("GET", f"/sessions/{session}").json()["signed_in"] is False


FORGED: dict[str, Forge] = {
    "nonce of another": with_claims(nonce="n" * 43),
    "no nonce": without("nonce"),
    "audience another": with_claims(aud="somebody-else"),
    "audience beside": with_claims(aud=["luoxiaozheng", "somebody-else"]),
    "authorised party another": with_claims(azp="somebody-else"),
    "issuer another": with_claims(iss="http://other.test"),
    "expired": with_claims(exp=int(time.time()) - 3600),
    "issued in the future": with_claims(iat=int(time.time()) + 3600),
    "no expiry": without("exp"),
    "no level": without("acr"),
    "unknown level": with_claims(acr="very sure"),
    "anonymous": with_claims(acr="anonymous"),
    "subject another": with_claims(sub="another"),
    "key another": lambda claims: signed(claims, OTHER_KEY),
    "alg none": lambda claims: signed(claims, None, "none"),
    "alg HS256 with the client secret": lambda claims: signed(
        claims, "a client's secret: 密" * 2, "HS256"
    ),
    "alg RS512": lambda claims: signed(claims, KEY, "RS512"),
    "key id unknown": lambda claims: jwt.encode(
        claims, KEY, algorithm="RS256", headers={"kid": "k2"}
    ),
    "no token": lambda _claims: "",
    "nonsense": lambda _claims: "a.b.c",
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_id_token_is_refused(house: House, name: str) -> None:
    session = f"forged-{list(FORGED).index(name)}"
    house.network.forge = FORGED[name]
    assert_refused(house, session, house.sign_in(session))


def test_a_token_signed_anew_with_nothing_changed_is_taken(house: House) -> None:
    house.network.forge = signed
    assert house.sign_in("forged-control").status_code == 200
    house.network.forge = with_claims(aud=["luoxiaozheng"], azp="luoxiaozheng")
    assert house.sign_in("forged-control").status_code == 200


def test_a_state_works_once(house: House) -> None:
    returned = house.choose(house.start("replay-1").authorize_url)
    assert house.complete(returned).status_code == 200
    house.ask("DELETE", "/sessions/replay-1")
    assert_refused(house, "replay-1", house.complete(returned))


def test_a_state_is_spent_by_a_sign_in_that_failed(house: House) -> None:
    returned = house.choose(house.start("replay-2").authorize_url)
    assert_refused(house, "replay-2", house.complete({**returned, "code": "wrong"}))
    assert_refused(house, "replay-2", house.complete(returned))


def test_a_state_nobody_was_given_is_refused(house: House) -> None:
    assert_refused(house, "replay-3", house.complete({"state": "made-up", "code": "c"}))


def test_a_state_older_than_ten_minutes_is_refused(house: House) -> None:
    returned = house.choose(house.start("replay-4").authorize_url)
    with house.sessions() as db:
        row = update(SignInRow).where(SignInRow.session == "replay-4")
        db.execute(row.values(expires_at=dt.datetime.now(dt.UTC)))
        db.commit()
    assert_refused(house, "replay-4", house.complete(returned))


def test_an_expired_code_is_refused(house: House) -> None:
    returned = house.choose(house.start("replay-5").authorize_url)
    house.clock.ahead = 61
    assert_refused(house, "replay-5", house.complete(returned))


def test_the_code_of_another_sign_in_is_refused(house: House) -> None:
    mine, theirs = house.start("swap-mine"), house.start("swap-theirs")
    stolen = house.choose(theirs.authorize_url)["code"]
    assert_refused(house, "swap-mine", house.complete({"state": mine.state, "code": stolen}))


def test_less_than_what_was_wanted_is_refused_and_says_so(house: House) -> None:
    started = house.start("weak-1", "face")
    answer = house.complete(house.choose(started.authorize_url, level="real_name"))
    assert_refused(house, "weak-1", answer)
    assert "人脸核验登录" in answer.json()["detail"]


@pytest.mark.parametrize("claim", ["name", "id_number"])
def test_somebody_without_a_name_or_number_is_refused(house: House, claim: str) -> None:
    house.network.changes["/userinfo"] = lambda page: page.pop(claim)
    assert_refused(house, f"nameless-{claim}", house.sign_in(f"nameless-{claim}"))


def test_userinfo_about_somebody_else_is_refused(house: House) -> None:
    house.network.changes["/userinfo"] = lambda page: page.update(sub="another")
    assert_refused(house, "other-subject", house.sign_in("other-subject"))


def test_an_issuer_that_is_down_is_a_503_before_and_after(house: House) -> None:
    house.network.down = True
    body = {"session": "down-1", "redirect_uri": BACK}
    start = house.ask("POST", "/sign-ins", json=body)
    house.network.down = False
    returned = house.choose(house.start("down-1").authorize_url)
    house.network.down = True
    complete = house.complete(returned)
    assert (start.status_code, complete.status_code) == (503, 503)
    assert "retry-after" in complete.headers
    assert house.ask("GET", "/sessions/down-1").json()["signed_in"] is False


BROKEN: dict[str, tuple[str, Callable[[dict[str, Any]], object]]] = {
    "another issuer": (
        "/.well-known/openid-configuration",
        lambda page: page.update(issuer="http://other.test"),
    ),
    "no token address": (
        "/.well-known/openid-configuration",
        lambda page: page.pop("token_endpoint"),
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_discovery_document_is_not_followed(house: House, name: str) -> None:
    path, change = BROKEN[name]
    house.network.changes[path] = lambda page: (change(page), None)[1]
    body = {"session": "broken-1", "redirect_uri": BACK}
    assert house.ask("POST", "/sign-ins", json=body).status_code == 503


def test_no_keys_is_a_503(house: House) -> None:
    house.network.changes["/jwks.json"] = lambda page: page.update(keys=[{"kty": "RSA"}])
    assert house.sign_in("broken-2").status_code == 503


def test_addresses_and_keys_are_fetched_once_and_new_keys_when_needed(house: House) -> None:
    house.sign_in("cache-1")
    house.sign_in("cache-2")
    assert house.network.asked.count("/.well-known/openid-configuration") == 1
    assert house.network.asked.count("/jwks.json") == 1
    house.network.forge = signed  # the issuer has changed its keys
    assert house.sign_in("cache-3").status_code == 200
    assert house.network.asked.count("/jwks.json") == 2


def test_keys_the_issuer_took_back_are_forgotten_within_the_hour(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.network.forge = signed
    assert house.sign_in("cache-4").status_code == 200
    monkeypatch.setattr("core.identity.issuer.KEYS_LIVE_S", 0)
    house.network.forge = None
    house.network.changes["/token"] = lambda page: page.update(
        id_token=signed(jwt.decode(page["id_token"], options={"verify_signature": False}))
    )
    assert_refused(house, "cache-5", house.sign_in("cache-5"))


def test_a_key_without_an_id_is_used_where_there_is_one_only(house: House) -> None:
    house.network.changes["/jwks.json"] = lambda page: page.update(
        keys=[{key: one for key, one in public(KEY, "").items() if key != "kid"}]
    )
    house.network.changes["/token"] = lambda page: page.update(
        id_token=jwt.encode(
            jwt.decode(page["id_token"], options={"verify_signature": False}), KEY, "RS256"
        )
    )
    assert house.sign_in("keyless-1").status_code == 200


def test_the_secret_goes_into_the_form_where_the_issuer_wants_it(house: House) -> None:
    house.network.changes["/.well-known/openid-configuration"] = lambda page: page.update(
        token_endpoint_auth_methods_supported=["client_secret_post"]
    )
    assert house.sign_in("post-1").status_code == 200


def test_production_wants_an_issuer_behind_tls() -> None:
    settings = CoreSettings.model_construct(
        env="production",
        oidc_issuer="http://issuer.test",
        oidc_client_id="luoxiaozheng",
        oidc_client_secret=SecretStr("secret"),
    )
    with pytest.raises(ValueError, match="LXZ_CORE_OIDC_ISSUER"):
        Issuer.from_settings(settings)
    settings.oidc_issuer = "https://issuer.test"
    Issuer.from_settings(settings).close()


def test_what_is_refused_is_not_logged(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.network.forge = with_claims(nonce="a-nonce-nobody-should-read")
    house.sign_in("quiet-1")
    (record,) = [one for one in caplog.records if one.message == "sign-in refused"]
    assert "nonce" in vars(record)["reason"]
    assert "a-nonce-nobody-should-read" not in str([vars(one) for one in caplog.records])
