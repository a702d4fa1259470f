"""The vault's values: remembered for a while, for few conversations, asked for in few calls."""

import pytest

from channels.gateway.core_client import CoreClient
from channels.gateway.vault import CACHE_S, Vault
from tests.channels.gateway.conftest import FakeCore
from tests.channels.gateway.private_data import PHONE


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_opened_values_are_remembered_for_a_minute_at_most() -> None:
    core, clock = FakeCore(), Clock()
    core.away = False
    core.keep("s1", "PHONE", PHONE)
    core.keep("s1", "NAME", "张三")
    client = CoreClient("http://core", "t", core)
    vault = Vault(client, clock)
    for moment, text, asked in [
        (0.0, "[PHONE_1]", ["[PHONE_1]"]),
        (1.0, "[PHONE_1]", None),
        (CACHE_S - 1, "[PHONE_1][NAME_1]", ["[NAME_1]"]),
        (CACHE_S, "[NAME_1]", ["[NAME_1]"]),
    ]:
        clock.now = moment
        core.calls.clear()
        shown = await vault.render("s1", {"text": text})
        assert "已隐去" not in shown["text"]
        assert [call["tokens"] for call in core.called("open")] == ([asked] if asked else [])
    assert await vault.render("s2", "[PHONE_1]") == "〔手机号已隐去〕"
    await client.close()


async def test_memory_holds_a_bounded_number_of_conversations(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("channels.gateway.vault.CONVERSATIONS", 2)
    core = FakeCore()
    core.away = False
    client = CoreClient("http://core", "t", core)
    vault = Vault(client)
    for session in ("s1", "s2", "s3", "s1"):
        core.keep(session, "PHONE", PHONE)
        await vault.render(session, "[PHONE_1]")
    assert len(core.called("open")) == 4
    await vault.render("s3", "[PHONE_1]")
    assert len(core.called("open")) == 4
    await client.close()


async def test_many_tokens_are_asked_for_in_as_few_calls_as_core_allows() -> None:
    core = FakeCore()
    core.away = False
    tokens = [core.keep("s1", "TEXT", str(number)) for number in range(201)]
    client = CoreClient("http://core", "t", core)
    shown = await Vault(client).render("s1", tokens)
    assert shown == [str(number) for number in range(201)]
    assert [len(call["tokens"]) for call in core.called("open")] == [200, 1]
    await client.close()
