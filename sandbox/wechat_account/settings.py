"""Settings of the sandbox for WeChat, from the environment and `.env`."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from sandbox.settings import SandboxSettings
from service.settings import VarDir


class AccountSettings(SandboxSettings):
    """Read once at start. The secrets are those of development; the product has the same."""

    part = "the sandbox for WeChat"
    model_config = SettingsConfigDict(env_prefix="LXZ_SANDBOX_WECHAT_")

    var_dir: VarDir = Path("var")
    host: str = Field(
        default="127.0.0.1", description="address that the sandbox for WeChat listens on"
    )
    port: int = Field(
        default=8014, ge=1, le=65535, description="port that the sandbox for WeChat listens on"
    )
    url: str = Field(
        default="",
        description="base address of the sandbox for WeChat in QR codes; empty = "
        "http://<host>:<port>",
    )
    callback_url: str = Field(
        default="http://127.0.0.1:8080/wechat/callback",
        description="server address (服务器地址) of the account: where messages are sent",
    )
    pay_url: str = Field(
        default="http://127.0.0.1:8012",
        description="base address of the sandbox for payments, where the phone pays",
    )
    web_hosts: str = Field(
        default="127.0.0.1,localhost",
        description="hosts that web authorisation may lead back to (网页授权域名), comma separated",
    )
    appid: str = Field(default="wxdevelopment0001", description="app id of its only account")
    original_id: str = Field(
        default="gh_development01", description="original id (原始 ID) of its only account"
    )
    account_name: str = Field(default="罗小政", description="name that the phone shows")
    secret: SecretStr = Field(
        default=SecretStr("development-only-wechat-app-secret"),
        description="the account's secret, the same as LXZ_WECHAT_APP_SECRET",
    )
    token: SecretStr = Field(
        default=SecretStr("developmentOnlyToken"),
        description="token of the message signature, the same as LXZ_WECHAT_TOKEN",
    )
    aes_key: SecretStr = Field(
        default=SecretStr("developmentOnlyKeyForMessagesOfTheAccount01"),
        description="EncodingAESKey, the same as LXZ_WECHAT_AES_KEY",
    )
    mode: Literal["plain", "compatible", "safe"] = Field(
        default="safe", description="how messages travel: 明文, 兼容 or 安全模式"
    )
    retry_after_s: float = Field(
        default=5.0, gt=0, description="seconds that an answer may take, and between two tries"
    )
    tries: int = Field(default=3, ge=1, description="so often a message is sent in all")
    token_lives_s: int = Field(default=7200, ge=1, description="seconds an access token lives")

    @field_validator("url", "pay_url")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @property
    def base(self) -> str:
        """The base address in force."""
        return self.url or f"http://{self.host}:{self.port}"

    @property
    def folder(self) -> Path:
        """Where users, chats and media are kept."""
        return self.var_dir / "sandbox" / "wechat_account"

    def may_return_to(self, address: str) -> bool:
        """Whether web authorisation may lead back to this address."""
        parts = urlsplit(address)
        hosts = [one.strip() for one in self.web_hosts.split(",")]
        return parts.scheme in ("http", "https") and parts.hostname in hosts
