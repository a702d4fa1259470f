"""The gateway's client against the real vault: both sides of the wire agree."""

import httpx
import pytest
from fastapi import FastAPI

from channels.gateway.core_client import CoreClient, FileNotKept
from core.context import now as clock
from core.contract import FileKept, PrivateValue
from core.vault.routes import router
from service import problems
from tests.core.vault.conftest import Vault
from tests.core.vault.test_files import GOOD

VALUES = [
    PrivateValue(kind="PHONE", value="13800138000"),
    PrivateValue(kind="ADDRESS", value="罗湖区翠竹路1号"),
]


def client_of(vault: Vault, token: str) -> CoreClient:
    app = FastAPI()
    app.state.settings = vault.settings
    app.state.parts = vault.parts
    app.state.sessions = vault.maker
    app.dependency_overrides[clock] = lambda: vault.now
    problems.install(app)
    app.include_router(router, prefix="/v1")
    return CoreClient("http://core", token, httpx.ASGITransport(app, raise_app_exceptions=False))


@pytest.mark.asyncio
async def test_what_the_gateway_hands_in_it_gets_back(vault: Vault) -> None:
    client = client_of(vault, vault.settings.gateway_token.get_secret_value())
    tokens = await client.tokens("s1", VALUES)
    assert tokens == ["[PHONE_1]", "[ADDRESS_1]"]
    assert await client.open("s1", [*tokens, "[ID_1]"], "render") == {
        "[PHONE_1]": "13800138000",
        "[ADDRESS_1]": "罗湖区翠竹路1号",
    }
    assert await client.open("s2", tokens, "render") == {}
    many = [PrivateValue(kind="TEXT", value=str(number)) for number in range(60)]
    assert await client.tokens("s1", many) == [f"[TEXT_{number}]" for number in range(1, 61)]
    await client.close()


@pytest.mark.asyncio
async def test_a_file_is_kept_or_refused_in_core_s_words(vault: Vault) -> None:
    client = client_of(vault, vault.settings.gateway_token.get_secret_value())
    size = len(GOOD["application/pdf"])
    kept = await client.keep_file("s1", '身份证 "正面".pdf', GOOD["application/pdf"])
    assert kept == FileKept(token="[FILE_1]", kind="application/pdf", size=size)
    for content, status in ((b"hello", 415), (b"", 422)):
        with pytest.raises(FileNotKept, match="PDF") as caught:
            await client.keep_file("s1", "", content)
        assert caught.value.status == status
    await client.close()


@pytest.mark.asyncio
async def test_with_a_wrong_token_nothing_is_kept_or_opened(vault: Vault) -> None:
    client = client_of(vault, "wrong")
    assert await client.tokens("s1", VALUES) is None
    assert await client.open("s1", ["[PHONE_1]"], "render") == {}
    with pytest.raises(FileNotKept) as caught:
        await client.keep_file("s1", "a", GOOD["image/png"])
    assert caught.value.status == 503
    await client.close()
