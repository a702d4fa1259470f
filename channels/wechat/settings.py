"""Settings of the WeChat channel, from the environment and `.env`.

Without an appid the door is shut. In development an appid that is not set at all is the
simulator's (sandbox/wechat_account), and whatever belongs to that appid points there.
The account's own values come from its console (开发 - 基本配置),
https://developers.weixin.qq.com/doc/service/guide/dev/push/encryption.html
"""

import base64
import binascii
import re
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from service.settings import InstalledSettings, OptionalFile, PublicUrl, RedisUrl

DEVELOPMENT_APPID = "wxdevelopment0001"
SIMULATOR_URL = "http://127.0.0.1:8014"
DEVELOPMENT_SECRETS = {
    "app_secret": "development-only-wechat-app-secret",
    "token": "developmentOnlyToken",
    "aes_key": "developmentOnlyKeyForMessagesOfTheAccount01",
}
"""Accepted in development only; the simulator knows the same."""
REAL_URLS = {
    "api_url": "https://api.weixin.qq.com",
    "authorize_url": "https://open.weixin.qq.com",
    "js_url": "",
}
SIMULATOR_URLS = {
    "api_url": SIMULATOR_URL,
    "authorize_url": SIMULATOR_URL,
    "js_url": f"{SIMULATOR_URL}/open/js/bridge.js",
}
HERE = Path(__file__).resolve().parent
_TOKEN = re.compile(r"[A-Za-z0-9]{3,32}")


class WeChatSettings(InstalledSettings):
    """Read once at start. Default secrets are refused outside development."""

    model_config = SettingsConfigDict(env_prefix="LXZ_WECHAT_")

    appid: str = Field(
        default="",
        description="AppID of the official account; empty = no WeChat. Not set in development "
        f"= {DEVELOPMENT_APPID}, the simulator's account",
    )
    app_secret: SecretStr = Field(
        default=SecretStr(""), description="AppSecret of the account, asks for access tokens"
    )
    token: SecretStr = Field(
        default=SecretStr(""),
        description="Token of the account's server settings, 3 to 32 letters and digits",
    )
    aes_key: SecretStr = Field(
        default=SecretStr(""),
        description="EncodingAESKey of the account's server settings, 43 letters and digits; "
        "not needed in mode plain",
    )
    mode: Literal["plain", "compatible", "safe"] = Field(
        default="safe",
        description="how WeChat sends messages: plain (明文), compatible (兼容), safe (安全)",
    )
    api_url: str = Field(
        default="",
        description=f"address of WeChat's interfaces; empty = {REAL_URLS['api_url']}, "
        "or the simulator for its account",
    )
    authorize_url: str = Field(
        default="",
        description=f"address of web authorisation; empty = {REAL_URLS['authorize_url']}, "
        "or the simulator for its account",
    )
    js_url: str = Field(
        default="",
        description="script that gives a page WeixinJSBridge; empty = none, WeChat brings it "
        "itself, or the simulator's for its account",
    )
    database_url: str = Field(
        default="",
        description="SQLAlchemy URL, sqlite+aiosqlite:///… or postgresql+psycopg://…; "
        "empty = wechat.db in the data folder",
    )
    redis_url: RedisUrl = ""
    public_url: PublicUrl = "http://127.0.0.1:8080"
    menu_file: Path = Field(
        default=HERE / "menu.yml", description="the account's menu, a YAML file, see the default"
    )
    templates_file: Path = Field(
        default=HERE / "templates.yml",
        description="template messages for news, a YAML file, see the default",
    )
    mini_program_file: OptionalFile = Field(
        default=None,
        description="a linked mini program that opens our pages, a YAML file, see docs/WECHAT.md; "
        "empty = WeChat's browser opens them",
    )
    kf_account: str = Field(
        default="",
        description="customer-service account shown as the sender (name@account); empty = none",
    )
    passive_within_s: float = Field(
        default=4.0, gt=0, lt=5, description="seconds until a reply is sent as a service message"
    )
    turn_timeout_s: float = Field(
        default=30.0, gt=0, le=120, description="seconds a message may take before it is given up"
    )
    workers: int = Field(default=8, ge=1, le=64, description="messages answered at a time")
    send_workers: int = Field(default=4, ge=1, le=64, description="messages sent at a time")

    @model_validator(mode="after")
    def _fill_in(self) -> Self:
        if self.env == "development" and "appid" not in self.model_fields_set:
            self.appid = DEVELOPMENT_APPID
        simulated = self.appid == DEVELOPMENT_APPID
        for name, url in (SIMULATOR_URLS if simulated else REAL_URLS).items():
            if not getattr(self, name):
                setattr(self, name, url)
        if simulated:
            for name, secret in DEVELOPMENT_SECRETS.items():
                if not getattr(self, name).get_secret_value():
                    setattr(self, name, SecretStr(secret))
        return self

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not self.enabled:
            return self
        if self.env != "development":
            if self.appid == DEVELOPMENT_APPID:
                raise ValueError(f"LXZ_WECHAT_APPID: LXZ_ENV={self.env} has no simulator")
            for name, public in DEVELOPMENT_SECRETS.items():
                given = getattr(self, name).get_secret_value()
                self.refuse_default_secret(f"LXZ_WECHAT_{name.upper()}", [given], [public])
        if not self.app_secret.get_secret_value():
            raise ValueError("set LXZ_WECHAT_APP_SECRET: the account has an appid")
        if not _TOKEN.fullmatch(self.token.get_secret_value()):
            raise ValueError("LXZ_WECHAT_TOKEN needs 3 to 32 letters and digits")
        if self.mode != "plain" and not _is_aes_key(self.aes_key.get_secret_value()):
            raise ValueError("LXZ_WECHAT_AES_KEY needs 43 letters and digits (32 bytes)")
        return self

    @property
    def enabled(self) -> bool:
        """Whether there is an account, so that the door opens."""
        return bool(self.appid)

    @property
    def url(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite+aiosqlite:///{self.var_dir / 'wechat.db'}"


def _is_aes_key(value: str) -> bool:
    """43 characters that decode, with the "=" that WeChat leaves out, to 32 bytes."""
    try:
        return len(value) == 43 and len(base64.b64decode(f"{value}=", validate=True)) == 32
    except binascii.Error:
        return False
