"""The sandbox issuer, as a browser and a client see it."""

import base64
import hashlib
import subprocess
import sys
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr, ValidationError

from sandbox.issuer.app import create_app, showcase
from sandbox.issuer.settings import IssuerSettings

URL = "http://issuer.test"
BACK = "http://127.0.0.1:8080/api/sign-in/callback"
VERIFIER = "v" * 43
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
)
ASKED = {
    "response_type": "code",
    "client_id": "luoxiaozheng",
    "redirect_uri": BACK,
    "scope": "openid profile phone",
    "state": "s1",
    "nonce": "n1",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
    "acr_values": "face",
}


@dataclass(frozen=True)
class Someone:
    name: str
    id_number: str
    mobile: str | None
    note: str


PEOPLE = [
    Someone("甲样例", "440399198105210281", "15400000101", "有一位<82岁>的母亲"),
    Someone("乙样例", "440399199007080199", None, "没有手机号"),
]


class Desk:
    def __init__(self, **settings: Any) -> None:
        self.now = 1_800_000_000.0
        built = IssuerSettings(
            env="test", issuer_url=URL, client_secret=SecretStr("secret"), **settings
        )
        self.http = TestClient(create_app(built, PEOPLE, lambda: self.now), base_url=URL)

    def choose(self, person: str = "0", level: str = "face", **asked: str) -> dict[str, str]:
        form = {"answer": "sign_in", "person": person, "level": level}
        answer = self.http.post(authorize(**asked), data=form, follow_redirects=False)
        assert answer.status_code == 303
        return dict(parse_qsl(urlsplit(answer.headers["location"]).query))

    def token(self, code: str, auth: bool = True, **changed: str) -> Any:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
            "code_verifier": VERIFIER,
            **changed,
        }
        return self.http.post(
            "/token", data=form, auth=("luoxiaozheng", "secret") if auth else None
        )

    def userinfo(self, token: str) -> Any:
        return self.http.get("/userinfo", headers={"Authorization": f"Bearer {token}"})


def authorize(**changed: str) -> str:
    return "/authorize?" + urlencode({**ASKED, **changed})


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_discovery_names_addresses_that_answer(desk: Desk) -> None:
    page = desk.http.get("/.well-known/openid-configuration").json()
    assert page["issuer"] == URL
    assert page["code_challenge_methods_supported"] == ["S256"]
    keys = desk.http.get(page["jwks_uri"]).json()["keys"]
    assert [(key["kty"], key["alg"], "d" in key) for key in keys] == [("RSA", "RS256", False)]


def test_the_page_says_what_it_is_and_who_there_is(desk: Desk) -> None:
    answer = desk.http.get(authorize())
    page = answer.text
    assert "沙盒登录 仅供开发测试" in page
    assert "甲样例" in page and "没有手机号" in page
    assert "&lt;82岁&gt;" in page and "<82岁>" not in page
    assert 'value="face" required checked' in page
    assert "440399" not in page
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_code_becomes_an_id_token_and_userinfo(desk: Desk) -> None:
    returned = desk.choose()
    assert returned["state"] == "s1"
    answer = desk.token(returned["code"])
    assert answer.headers["cache-control"] == "no-store"
    tokens = answer.json()
    key = jwt.PyJWK(desk.http.get("/jwks.json").json()["keys"][0])
    claims = jwt.decode(
        tokens["id_token"],
        key,
        algorithms=["RS256"],
        audience="luoxiaozheng",
        issuer=URL,
        options={"verify_exp": False, "verify_iat": False},
    )
    assert (claims["nonce"], claims["acr"]) == ("n1", "face")
    about = desk.userinfo(tokens["access_token"]).json()
    assert about == {
        "sub": claims["sub"],
        "name": "甲样例",
        "id_number": "440399198105210281",
        "phone_number": "15400000101",
    }


def test_a_person_without_a_mobile_has_no_such_claim(desk: Desk) -> None:
    tokens = desk.token(desk.choose(person="1")["code"]).json()
    assert "phone_number" not in desk.userinfo(tokens["access_token"]).json()


def test_a_code_works_once_for_a_minute(desk: Desk) -> None:
    once, late = desk.choose()["code"], desk.choose()["code"]
    assert desk.token(once).status_code == 200
    again = desk.token(once)
    assert (again.status_code, again.json()) == (400, {"error": "invalid_grant"})
    desk.now += 60
    assert desk.token(late).json() == {"error": "invalid_grant"}


@pytest.mark.parametrize(
    "changed",
    [{"code_verifier": "w" * 43}, {"code_verifier": ""}, {"redirect_uri": BACK + "/"}],
)
def test_a_code_is_worth_nothing_without_its_verifier_and_address(
    desk: Desk, changed: dict[str, str]
) -> None:
    code = desk.choose()["code"]
    assert desk.token(code, **changed).json() == {"error": "invalid_grant"}
    assert desk.token(code).json() == {"error": "invalid_grant"}


def test_the_client_proves_itself_by_header_or_form(desk: Desk) -> None:
    form = {"client_id": "luoxiaozheng", "client_secret": "secret"}
    assert desk.token(desk.choose()["code"], auth=False, **form).status_code == 200
    code = desk.choose()["code"]
    for wrong in ({}, {**form, "client_secret": "guess"}, {**form, "client_id": "other"}):
        answer = desk.token(code, auth=False, **wrong)
        assert (answer.status_code, answer.json()) == (401, {"error": "invalid_client"})
    assert desk.http.post("/token", headers={"Authorization": "Basic !"}).status_code == 401
    assert desk.token(code).status_code == 200


def test_another_grant_type_is_unknown(desk: Desk) -> None:
    answer = desk.token(desk.choose()["code"], grant_type="password")
    assert answer.json() == {"error": "unsupported_grant_type"}


def test_an_access_token_ends(desk: Desk) -> None:
    token = desk.token(desk.choose()["code"]).json()["access_token"]
    desk.now += 400
    assert desk.userinfo(token).status_code == 401
    assert desk.userinfo("guess").status_code == 401
    assert desk.http.get("/userinfo").status_code == 401


@pytest.mark.parametrize(
    "changed", [{"client_id": "other"}, {"redirect_uri": "http://evil.test/"}, {"redirect_uri": ""}]
)
def test_a_strange_client_or_address_is_never_redirected_to(
    desk: Desk, changed: dict[str, str]
) -> None:
    form = {"answer": "sign_in", "person": "0", "level": "face"}
    shown = desk.http.get(authorize(**changed), follow_redirects=False)
    posted = desk.http.post(authorize(**changed), data=form, follow_redirects=False)
    assert (shown.status_code, posted.status_code) == (400, 400)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
    ],
)
def test_other_faults_go_back_to_the_client(
    desk: Desk, changed: dict[str, str], error: str
) -> None:
    assert desk.choose(**changed)["error"] == error


def test_who_cancels_is_sent_back_with_access_denied(desk: Desk) -> None:
    answer = desk.http.post(authorize(), data={"answer": "cancel"}, follow_redirects=False)
    returned = dict(parse_qsl(urlsplit(answer.headers["location"]).query))
    assert (returned["error"], returned["state"]) == ("access_denied", "s1")


@pytest.mark.parametrize(
    "form", [{"person": "2", "level": "face"}, {"person": "-1", "level": "face"}, {"person": "0"}]
)
def test_nobody_is_chosen_by_a_number_nobody_has(desk: Desk, form: dict[str, str]) -> None:
    answer = desk.http.post(authorize(), data={"answer": "sign_in", **form}, follow_redirects=False)
    assert answer.status_code == 400


def test_listed_addresses_are_the_only_ones() -> None:
    desk = Desk(redirect_uris="https://demo.test/back, https://demo.test/other")
    listed = desk.http.get(authorize(redirect_uri="https://demo.test/other"))
    assert listed.status_code == 200
    assert desk.http.get(authorize()).status_code == 400


def test_the_registers_people_are_a_dozen_with_something_special() -> None:
    people = showcase()
    assert len(people) >= 12 and all(person.note for person in people)
    assert "陈小满" in [person.name for person in people]


def test_it_does_not_start_in_production() -> None:
    with pytest.raises(ValidationError, match="development or test only"):
        IssuerSettings(env="production")
    done = subprocess.run(
        [sys.executable, "-m", "sandbox.issuer"],
        env={"LXZ_ENV": "production"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0 and "development or test only" in done.stderr


def test_every_setting_is_described_and_the_issuer_stays_on_loopback() -> None:
    assert all(field.description for field in IssuerSettings.model_fields.values())
    assert IssuerSettings.model_fields["issuer_host"].default == "127.0.0.1"
