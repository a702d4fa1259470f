"""Settings of payments, from the environment and `.env`.

In development everything points at the sandbox and its keys. Elsewhere a provider is used once
its address is set, and then the rest of its settings is required.
"""

from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from service.settings import InstalledSettings, OptionalFile

SANDBOX = "http://127.0.0.1:8012"
SANDBOX_MCHID, SANDBOX_APPID = "1900000001", "wxsandbox000000001"
SANDBOX_SERIAL, SANDBOX_KEY_ID = "5A4D0001", "PUB_KEY_ID_SANDBOX"
DEVELOPMENT_API_V3_KEY = "development-only-wechat-v3-key-1"
DEVELOPMENT_TREASURY_KEY = "development-only-treasury-key"  # refused elsewhere
KEY_BYTES = 32
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class PaymentSettings(InstalledSettings):
    """Read once at start."""

    model_config = SettingsConfigDict(env_prefix="LXZ_CORE_")

    notices: str = Field(
        default="sandbox",
        description="register of payment notices: `sandbox` (made up), `none`, or "
        "<module>:<class> (docs/PAYMENTS.md)",
    )
    pay_url: str = Field(
        default="",
        description="https address of the gateway as providers reach it, for their notifications; "
        "empty = LXZ_CORE_PUBLIC_URL",
    )
    wechat_url: str = Field(
        default=SANDBOX,
        description="base address of WeChat Pay, https://api.mch.weixin.qq.com; the default is the "
        "sandbox's and works in development only; empty = not used",
    )
    wechat_proxy: str = Field(
        default="", description="HTTP proxy on the way to WeChat Pay; empty = none"
    )
    wechat_mchid: str = Field(default=SANDBOX_MCHID, description="merchant number (商户号)")
    wechat_appid: str = Field(
        default=SANDBOX_APPID, description="id of the official account bound to the merchant"
    )
    wechat_serial: str = Field(
        default=SANDBOX_SERIAL, description="serial number of the merchant's API certificate"
    )
    wechat_key_file: OptionalFile = Field(
        default=None,
        description="file of the merchant's private key, apiclient_key.pem; empty = the sandbox's",
    )
    wechat_api_v3_key: SecretStr = Field(
        default=SecretStr(DEVELOPMENT_API_V3_KEY), description="the merchant's APIv3 key, 32 bytes"
    )
    wechat_public_key_file: OptionalFile = Field(
        default=None,
        description="file of WeChat Pay's public key, pub_key.pem; empty = the sandbox's",
    )
    wechat_public_key_id: str = Field(
        default=SANDBOX_KEY_ID, description="id of that public key, PUB_KEY_ID_…"
    )
    treasury_url: str = Field(
        default=f"{SANDBOX}/treasury",
        description="base address of the page for non-tax payments; the default is the sandbox's "
        "and works in development only; empty = not used",
    )
    treasury_client: str = Field(
        default="luoxiaozheng", description="our name at the page for non-tax payments"
    )
    treasury_key: SecretStr = Field(
        default=SecretStr(DEVELOPMENT_TREASURY_KEY),
        description="key that messages with the page for non-tax payments are signed with",
    )

    @model_validator(mode="after")
    def _real_needs_all(self) -> Self:
        if self.uses_wechat and not self._is_sandbox(self.wechat_url):
            self._check_wechat()
        if self.uses_treasury and not self._is_sandbox(self.treasury_url):
            if self.treasury_key.get_secret_value() in ("", DEVELOPMENT_TREASURY_KEY):
                raise ValueError("set LXZ_CORE_TREASURY_KEY: no default secret is accepted")
            if self.env == "production" and not self.treasury_url.startswith("https://"):
                raise ValueError("LXZ_CORE_TREASURY_URL must be https in production")
        return self

    def _check_wechat(self) -> None:
        defaults = {
            "wechat_mchid": SANDBOX_MCHID,
            "wechat_appid": SANDBOX_APPID,
            "wechat_serial": SANDBOX_SERIAL,
            "wechat_public_key_id": SANDBOX_KEY_ID,
            "wechat_key_file": None,
            "wechat_public_key_file": None,
        }
        for name, default in defaults.items():
            if getattr(self, name) in (default, ""):
                raise ValueError(
                    f"set LXZ_CORE_{name.upper()}: LXZ_CORE_WECHAT_URL is not the sandbox's"
                )
        key = self.wechat_api_v3_key.get_secret_value()
        if key == DEVELOPMENT_API_V3_KEY:
            raise ValueError("set LXZ_CORE_WECHAT_API_V3_KEY: no default secret is accepted")
        if len(key.encode()) != KEY_BYTES:
            raise ValueError(f"LXZ_CORE_WECHAT_API_V3_KEY is not {KEY_BYTES} bytes")
        if self.env == "production" and not self.wechat_url.startswith("https://"):
            raise ValueError("LXZ_CORE_WECHAT_URL must be https in production")

    @property
    def uses_wechat(self) -> bool:
        """Whether WeChat Pay is set; the sandbox counts in development alone."""
        return self._is_used(self.wechat_url)

    @property
    def uses_treasury(self) -> bool:
        """Whether the page for non-tax payments is set; the sandbox counts in development alone."""
        return self._is_used(self.treasury_url)

    def _is_used(self, url: str) -> bool:
        return bool(url) and (self.env == "development" or not url.startswith(SANDBOX))

    def _is_sandbox(self, url: str) -> bool:
        """In development whatever listens on this machine is the sandbox, on any port."""
        return self.env == "development" and urlsplit(url).hostname in LOOPBACK

    @property
    def merchant_key_file(self) -> Path:
        """The merchant's private key in force."""
        return self.wechat_key_file or self.var_dir / "sandbox" / "wechat_pay" / "merchant_key.pem"

    @property
    def platform_key_file(self) -> Path:
        """WeChat Pay's public key in force."""
        folder = self.var_dir / "sandbox" / "wechat_pay"
        return self.wechat_public_key_file or folder / "platform_public.pem"
