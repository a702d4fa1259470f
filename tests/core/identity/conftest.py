"""Core's identity module on a fresh database, signing in at the sandbox issuer in this process."""

import dataclasses
import re
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy.orm import Session, sessionmaker

from core.context import Core
from core.contract import IDENTITY_PATH, SignInStarted
from core.database import make_engine, migrate
from core.identity.issuer import Issuer
from core.identity.routes import router
from core.parts import Parts
from core.security import Caller
from core.settings import CoreSettings
from core.vault.cipher import Cipher
from sandbox.issuer.app import create_app as create_issuer
from sandbox.issuer.settings import IssuerSettings
from service import problems
from tests.databases import KINDS, fresh_database

ISSUER = "http://issuer.test"
BACK = "http://127.0.0.1:8080/api/sign-in/callback"
TOKENS = {"dialogue": "dialogue-token", "gateway": "gateway-token", "clerk": "clerk-token"}
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclasses.dataclass(frozen=True)
class Someone:
    name: str
    id_number: str
    mobile: str | None
    note: str = "样例"


PEOPLE = [
    Someone("甲样例", "440399198105210281", "15400000101"),
    Someone("乙样例", "440399199007080199", None),
]

Change = Callable[[dict[str, Any]], None]


class Network(httpx.BaseTransport):
    """Carries core's requests to the sandbox issuer, and forges its answers when told to."""

    def __init__(self, app: FastAPI) -> None:
        self._client = TestClient(app, base_url=ISSUER)
        self.asked: list[str] = []
        self.down = False
        self.changes: dict[str, Change] = {}
        self.forge: Callable[[dict[str, Any]], str] | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        if self.down:
            raise httpx.ConnectTimeout("too slow", request=request)
        answer = self._client.request(
            request.method,
            str(request.url),
            content=request.read(),
            headers=dict(request.headers),
            follow_redirects=False,
        )
        page = answer.json()
        if request.url.path in self.changes:
            self.changes[request.url.path](page)
        if self.forge is not None:
            self._forge(request.url.path, page)
        return httpx.Response(answer.status_code, json=page)

    def _forge(self, path: str, page: dict[str, Any]) -> None:
        if path == "/jwks.json":
            page["keys"] = [public(KEY, "k1")]
        if path == "/token":
            assert self.forge is not None
            claims = jwt.decode(page["id_token"], options={"verify_signature": False})
            page["id_token"] = self.forge(claims)


def public(key: rsa.RSAPrivateKey, kid: str) -> dict[str, Any]:
    """A public key as a JSON Web Key."""
    page: dict[str, Any] = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**page, "kid": kid, "use": "sig", "alg": "RS256"}


def signed(claims: dict[str, Any], key: Any = KEY, algorithm: str = "RS256") -> str:
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": "k1"})


class House:
    """Core's identity routes, the issuer beside it, and a browser that goes between them."""

    def __init__(self, url: str) -> None:
        self.clock = SimpleNamespace(ahead=0.0)
        self.settings = CoreSettings(
            env="test",
            database_url=url,
            token=SecretStr(TOKENS["dialogue"]),
            gateway_token=SecretStr(TOKENS["gateway"]),
            clerk_token=SecretStr(TOKENS["clerk"]),
            vault_keys=SecretStr("t:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="),
            outbox_token=SecretStr("outbox-token"),
            oidc_issuer=ISSUER,
            oidc_client_secret=SecretStr("a client's secret: 密"),
        )
        self.engine = make_engine(url)
        self.sessions: sessionmaker[Session] = sessionmaker(self.engine, expire_on_commit=False)
        self.forget()

    def forget(self) -> None:
        """A new issuer with new keys, and a core that has asked it nothing yet."""
        self.clock.ahead = 0.0
        self.network = Network(self._issuer_app())
        self.issuer = Issuer.from_settings(self.settings, self.network)
        self.parts = cast(
            Parts,
            SimpleNamespace(
                settings=self.settings,
                cipher=Cipher.from_settings(self.settings),
                issuer=self.issuer,
            ),
        )
        app = FastAPI()
        problems.install(app)
        app.include_router(router, prefix="/v1")
        app.state.settings = self.settings
        app.state.sessions = self.sessions
        app.state.parts = self.parts
        self.http = TestClient(app)

    def _issuer_app(self) -> FastAPI:
        settings = IssuerSettings(
            env="test",
            issuer_url=ISSUER,
            client_secret=self.settings.oidc_client_secret,
        )
        self.browser = TestClient(
            create_issuer(settings, PEOPLE, lambda: time.time() + self.clock.ahead),
            base_url=ISSUER,
        )
        return cast(FastAPI, self.browser.app)

    def core(self, db: Session) -> Core:
        return Core(db, self.parts, Caller("gateway", "gateway"))

    def ask(self, method: str, path: str, scope: str = "gateway", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {TOKENS[scope]}"}
        return self.http.request(method, IDENTITY_PATH + path, headers=headers, **more)

    def start(self, session: str, wanted: str = "real_name") -> SignInStarted:
        body = {"session": session, "redirect_uri": BACK, "wanted": wanted}
        answer = self.ask("POST", "/sign-ins", json=body)
        assert answer.status_code == 201, answer.text
        return SignInStarted.model_validate(answer.json())

    def choose(self, url: str, person: int = 0, level: str = "real_name") -> dict[str, str]:
        """What the issuer sends the browser back with."""
        form = {"answer": "sign_in", "person": str(person), "level": level}
        answer = self.browser.post(url, data=form, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        assert re.fullmatch(re.escape(BACK) + r"\?.+", answer.headers["location"])
        return dict(parse_qsl(urlsplit(answer.headers["location"]).query))

    def complete(self, returned: dict[str, str]) -> Any:
        return self.ask("POST", "/sign-ins/complete", json=returned)

    def sign_in(self, session: str, person: int = 0, level: str = "real_name") -> Any:
        """All the way; core's answer to the last step."""
        started = self.start(session)
        return self.complete(self.choose(started.authorize_url, person, level))


@pytest.fixture(scope="module", params=KINDS)
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    with fresh_database(request.param, tmp_path_factory.mktemp("identity")) as url:
        migrate(url)
        built = House(url)
        yield built
        built.engine.dispose()


@pytest.fixture
def house(database: House) -> House:
    """The house with a new issuer; the database keeps its rows: take a session of your own."""
    database.forget()
    return database
