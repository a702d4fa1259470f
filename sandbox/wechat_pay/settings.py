"""Settings of the sandbox for payments, from the environment and `.env`."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from sandbox.settings import SandboxSettings
from service.settings import VarDir


class PaySettings(SandboxSettings):
    """Read once at start."""

    part = "the sandbox for payments"
    model_config = SettingsConfigDict(env_prefix="LXZ_SANDBOX_")

    var_dir: VarDir = Path("var")
    pay_host: str = Field(
        default="127.0.0.1", description="address that the sandbox for payments listens on"
    )
    pay_port: int = Field(
        default=8012, ge=1, le=65535, description="port that the sandbox for payments listens on"
    )
    pay_url: str = Field(
        default="", description="its base address in QR codes; empty = http://<host>:<port>"
    )
    pay_mchid: str = Field(default="1900000001", description="its only merchant number")
    pay_appid: str = Field(default="wxsandbox000000001", description="the merchant's app id")
    pay_serial: str = Field(default="5A4D0001", description="serial of the merchant's certificate")
    pay_key_id: str = Field(default="PUB_KEY_ID_SANDBOX", description="id of its public key")
    pay_api_v3_key: SecretStr = Field(
        default=SecretStr("development-only-wechat-v3-key-1"),
        description="the merchant's APIv3 key, the same as LXZ_CORE_WECHAT_API_V3_KEY",
    )
    treasury_client: str = Field(
        default="luoxiaozheng", description="name of its only client at the non-tax page"
    )
    treasury_key: SecretStr = Field(
        default=SecretStr("development-only-treasury-key"),
        description="key of that client, the same as LXZ_CORE_TREASURY_KEY",
    )
    treasury_notify_url: str = Field(
        default="http://127.0.0.1:8080/pay/notify/treasury",
        description="where write-offs (销账) of the non-tax page are sent",
    )

    @property
    def url(self) -> str:
        """The base address in force."""
        return (self.pay_url or f"http://{self.pay_host}:{self.pay_port}").rstrip("/")

    @property
    def folder(self) -> Path:
        """Where keys and orders are kept."""
        return self.var_dir / "sandbox" / "wechat_pay"
