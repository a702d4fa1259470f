"""Who may call the vault, and what it answers."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from core.context import now as clock
from core.vault.routes import router
from service import problems
from tests.core.vault.conftest import Vault
from tests.core.vault.test_files import GOOD

VALUES = {"session": "s1", "values": [{"kind": "PHONE", "value": "13800138000"}]}
OPEN = {"session": "s1", "tokens": ["[PHONE_1]", "[ID_1]"], "purpose": "render"}


@pytest.fixture
def client(vault: Vault) -> Iterator[TestClient]:
    app = FastAPI()
    app.state.settings = vault.settings
    app.state.parts = vault.parts
    app.state.sessions = vault.maker
    app.dependency_overrides[clock] = lambda: vault.now
    problems.install(app)
    app.include_router(router, prefix="/v1")
    with TestClient(app) as client:
        yield client


def bearer(vault: Vault, scope: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {dict(vault.settings.tokens)[scope]}"}  # type: ignore[arg-type]


def test_the_gateway_keeps_and_opens(vault: Vault, client: TestClient) -> None:
    auth = bearer(vault, "gateway")
    kept = client.post("/v1/vault/tokens", json=VALUES, headers=auth)
    opened = client.post("/v1/vault/open", json=OPEN, headers=auth)
    assert kept.json() == {"tokens": ["[PHONE_1]"]}
    assert opened.json() == {"values": {"[PHONE_1]": "13800138000"}}
    assert "render" in vault.stored()


def test_the_dialogue_keeps_but_never_opens(vault: Vault, client: TestClient) -> None:
    auth = bearer(vault, "dialogue")
    assert client.post("/v1/vault/tokens", json=VALUES, headers=auth).status_code == 200
    assert client.post("/v1/vault/open", json=OPEN, headers=auth).status_code == 403
    upload = {"data": {"session": "s1"}, "files": {"file": ("a", b"x")}}
    assert client.post("/v1/vault/files", headers=auth, **upload).status_code == 403


@pytest.mark.parametrize(("scope", "status"), [("clerk", 403), (None, 401)])
def test_others_do_neither(
    vault: Vault, client: TestClient, scope: str | None, status: int
) -> None:
    auth = bearer(vault, scope) if scope else {}
    for path, body in (("tokens", VALUES), ("open", OPEN)):
        assert client.post(f"/v1/vault/{path}", json=body, headers=auth).status_code == status


def test_a_file_is_kept_or_refused_as_a_problem(vault: Vault, client: TestClient) -> None:
    def send(session: str, content: bytes) -> tuple[int, dict[str, object]]:
        files = {"file": ("a.txt", content, "text/plain")}
        answer = client.post(
            "/v1/vault/files",
            data={"session": session},
            files=files,
            headers=bearer(vault, "gateway"),
        )
        return answer.status_code, answer.json()

    size = len(GOOD["image/png"])
    expected = {"token": "[FILE_1]", "kind": "image/png", "size": size}
    assert send("s1", GOOD["image/png"]) == (200, expected)
    status, problem = send("s1", b"hello")
    assert status == 415 and "PDF" in str(problem["detail"])
    assert send("s 1", GOOD["image/png"])[0] == 422


@pytest.mark.parametrize("value", ["", "x" * 501])
def test_a_value_has_a_length(vault: Vault, client: TestClient, value: str) -> None:
    body = {"session": "s1", "values": [{"kind": "TEXT", "value": value}]}
    answer = client.post("/v1/vault/tokens", json=body, headers=bearer(vault, "gateway"))
    assert answer.status_code == 422
