"""Values behind tokens: one a value and session, opened with a purpose, gone in time."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from core.audit.models import AuditRow
from core.contract import PrivateValue
from core.vault import service
from core.vault.models import TokenRow
from core.vault.service import close_text, keep_values, open_text, open_tokens, purge, tokenise
from tests.core.vault.conftest import NOW, Vault


def opened(vault: Vault, *tokens: str, session: str = "s1") -> dict[str, str]:
    values: dict[str, str] = vault.call(open_tokens, session, list(tokens), "render")
    return values


def test_a_value_has_one_token_in_its_session_and_kind(vault: Vault) -> None:
    values = [
        PrivateValue(kind="PHONE", value="13800138000"),
        PrivateValue(kind="NAME", value="张三"),
        PrivateValue(kind="PHONE", value="13900139000"),
        PrivateValue(kind="PHONE", value="13800138000"),
    ]
    first = vault.call(keep_values, "s1", values)
    assert first == ["[PHONE_1]", "[NAME_1]", "[PHONE_2]", "[PHONE_1]"]
    assert vault.call(tokenise, "s1", "PHONE", "13900139000") == "[PHONE_2]"
    assert vault.call(tokenise, "s2", "PHONE", "13900139000") == "[PHONE_1]"
    assert opened(vault, *first) == {
        "[PHONE_1]": "13800138000",
        "[NAME_1]": "张三",
        "[PHONE_2]": "13900139000",
    }


def test_nothing_is_stored_in_the_clear(vault: Vault) -> None:
    vault.call(tokenise, "s1", "NAME", "张三丰")
    vault.call(open_text, "s1", "我叫[NAME_1]", "为13800138000查看")
    stored = vault.stored()
    assert "vault.open" in stored and "[PHONE_1]" in stored
    assert "张三丰" not in stored and "13800138000" not in stored


@pytest.mark.parametrize("token", ["[PHONE_2]", "[PHONE_01]", "[ID_1]", "PHONE_1", "[phone_1]", ""])
def test_an_unknown_token_is_left_out(vault: Vault, token: str) -> None:
    vault.call(tokenise, "s1", "PHONE", "13800138000")
    assert opened(vault, token, "[PHONE_1]") == {"[PHONE_1]": "13800138000"}


def test_another_session_opens_nothing(vault: Vault) -> None:
    vault.call(tokenise, "s1", "PHONE", "13800138000")
    assert opened(vault, "[PHONE_1]", session="s2") == {}


def test_a_text_is_opened_where_tokens_are_known(vault: Vault) -> None:
    vault.call(tokenise, "s1", "NAME", "[ID_1]")
    vault.call(tokenise, "s1", "ID", "secret")
    text = vault.call(open_text, "s1", "我叫[NAME_1]，电话[PHONE_9]。", "draft")
    assert text == "我叫[ID_1]，电话[PHONE_9]。"
    assert vault.call(open_text, "s1", "没有", "draft") == "没有"


def test_private_values_in_a_text_become_tokens_of_their_session(vault: Vault) -> None:
    vault.call(tokenise, "s1", "PHONE", "13900139000")
    told = "邻居13800138000说，打139 0013 9000也行，身份证449999199003071018。"
    text = vault.call(close_text, "s1", told)
    assert text == "邻居[PHONE_2]说，打[PHONE_1]也行，身份证[ID_1]。"
    known = {"[PHONE_2]": "13800138000", "[ID_1]": "449999199003071018"}
    assert opened(vault, "[PHONE_2]", "[ID_1]") == known
    assert "13800138000" not in vault.stored()


@pytest.mark.parametrize("text", ["", "楼下半夜打桩", "打12345没人接", "见[PHONE_7]和[NAME_1]"])
def test_a_text_without_private_values_stays_as_it_is(vault: Vault, text: str) -> None:
    assert vault.call(close_text, "s1", text) == text


def test_a_value_that_is_said_twice_is_one_token_and_another_session_has_its_own(
    vault: Vault,
) -> None:
    said = "13800138000，再说一遍13800138000"
    assert vault.call(close_text, "s1", said) == "[PHONE_1]，再说一遍[PHONE_1]"
    assert vault.call(close_text, "s2", said) == "[PHONE_1]，再说一遍[PHONE_1]"
    assert opened(vault, "[PHONE_1]", session="s2") == {"[PHONE_1]": "13800138000"}


def test_each_opening_is_audited_with_its_purpose(vault: Vault) -> None:
    vault.call(tokenise, "s1", "PHONE", "13800138000")
    opened(vault, "[PHONE_1]", "[ID_7]")
    with vault.maker() as db:
        [entry] = db.query(AuditRow).where(AuditRow.action == "vault.open")
    assert (entry.subject, entry.purpose, entry.caller) == ("s1", "render", "gateway")
    assert entry.detail == '{"asked": 2, "kinds": "PHONE", "opened": 1}'


def test_a_value_lives_for_token_hours_after_it_was_last_said(vault: Vault) -> None:
    vault.call(tokenise, "s1", "PHONE", "13800138000")
    vault.now = NOW + dt.timedelta(hours=23)
    vault.call(tokenise, "s1", "PHONE", "13800138000")
    vault.now = NOW + dt.timedelta(hours=46)
    assert opened(vault, "[PHONE_1]") == {"[PHONE_1]": "13800138000"}
    vault.now = NOW + dt.timedelta(hours=47)
    assert opened(vault, "[PHONE_1]") == {}


def test_purging_forgets_values_but_never_gives_a_number_again(vault: Vault) -> None:
    for value in ("13800138000", "13900139000"):
        vault.call(tokenise, "s1", "PHONE", value)
    vault.now = NOW + dt.timedelta(hours=24)
    vault.call(tokenise, "s1", "ID", "still wanted")
    assert vault.call(purge, dry_run=True) == 2
    assert vault.call(purge) == 2
    assert vault.call(purge) == 0
    with vault.maker() as db:
        left = [(row.kind, row.number, row.sealed is None) for row in db.query(TokenRow)]
    assert sorted(left) == [("ID", 1, False), ("PHONE", 2, True)]
    assert vault.call(tokenise, "s1", "PHONE", "13800138000") == "[PHONE_3]"
    assert opened(vault, "[PHONE_1]", "[PHONE_2]", "[PHONE_3]") == {"[PHONE_3]": "13800138000"}


def test_a_value_kept_by_another_call_meanwhile_gets_its_token(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.call(tokenise, "s1", "PHONE", "13800138000")
    look = service._refreshed
    looks: list[int | None] = []

    def look_too_early(*arguments: Any) -> int | None:
        looks.append(look(*arguments) if looks else None)
        return looks[-1]

    monkeypatch.setattr(service, "_refreshed", look_too_early)
    assert vault.call(tokenise, "s1", "PHONE", "13800138000") == "[PHONE_1]"
    assert looks == [None, 1]


def test_many_calls_at_once_agree(vault: Vault) -> None:
    values = [f"1380013800{digit}" for digit in range(5)]
    start = threading.Barrier(4)

    def keep(shift: int) -> dict[str, str]:
        start.wait()
        order = values[shift:] + values[:shift]
        return {value: vault.call(tokenise, "s1", "PHONE", value) for value in order}

    with ThreadPoolExecutor(4) as pool:
        tokens = list(pool.map(keep, range(4)))
    assert all(one == tokens[0] for one in tokens)
    assert sorted(tokens[0].values()) == [f"[PHONE_{number}]" for number in range(1, 6)]
