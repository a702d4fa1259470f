"""The channel's settings: shut without an account, the simulator in development only."""

from typing import Any

import pytest
from pydantic import ValidationError

from channels.wechat.settings import DEVELOPMENT_APPID, DEVELOPMENT_SECRETS, WeChatSettings
from tests.channels.wechat.answerer import AES_KEY, account_settings


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LXZ_ENV", "LXZ_WECHAT_APPID", "LXZ_WECHAT_API_URL", "LXZ_VAR_DIR"):
        monkeypatch.delenv(name, raising=False)


def read(**given: Any) -> WeChatSettings:
    return WeChatSettings(_env_file=None, **given)


def test_development_speaks_to_the_simulator_unless_shut() -> None:
    settings = read()
    assert settings.enabled and settings.appid == DEVELOPMENT_APPID
    assert settings.api_url == settings.authorize_url == "http://127.0.0.1:8014"
    assert settings.js_url.startswith("http://127.0.0.1:8014/")
    assert settings.token.get_secret_value() == DEVELOPMENT_SECRETS["token"]
    assert not read(appid="").enabled


def test_an_empty_variable_shuts_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LXZ_WECHAT_APPID", "")
    assert not read().enabled


@pytest.mark.parametrize("env", ["test", "production"])
def test_elsewhere_the_door_is_shut_until_there_is_an_account(env: str) -> None:
    assert not read(env=env).enabled
    settings = account_settings()
    assert settings.api_url == "https://api.weixin.qq.com"
    assert settings.authorize_url == "https://open.weixin.qq.com"
    assert settings.js_url == ""


@pytest.mark.parametrize("name", DEVELOPMENT_SECRETS)
def test_default_secrets_are_refused_outside_development(name: str) -> None:
    with pytest.raises(ValidationError, match=f"LXZ_WECHAT_{name.upper()}"):
        account_settings(**{name: DEVELOPMENT_SECRETS[name]})


def test_the_simulator_is_refused_outside_development() -> None:
    with pytest.raises(ValidationError, match="LXZ_WECHAT_APPID"):
        account_settings(appid=DEVELOPMENT_APPID)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("app_secret", ""),
        ("token", "ab"),
        ("token", "a" * 33),
        ("token", "with-sign"),
        ("aes_key", ""),
        ("aes_key", AES_KEY[:-1]),
        ("aes_key", f"{AES_KEY[:-1]}!"),
    ],
)
def test_values_of_the_wrong_form_are_named_but_not_shown(name: str, value: str) -> None:
    with pytest.raises(ValidationError, match=f"LXZ_WECHAT_{name.upper()}") as caught:
        account_settings(**{name: value})
    assert "an-app-secret-for-tests" not in str(caught.value)


def test_plain_mode_needs_no_aes_key() -> None:
    assert account_settings(aes_key="", mode="plain").enabled


def test_the_database_lies_in_the_data_folder() -> None:
    assert account_settings(var_dir="/data").url == "sqlite+aiosqlite:////data/wechat.db"
    assert account_settings(database_url="sqlite+aiosqlite:///x.db").url.endswith("x.db")
