"""Settings of the sandbox issuer, from the environment and `.env`."""

from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from sandbox.settings import SandboxSettings

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class IssuerSettings(SandboxSettings):
    """Read once at start."""

    part = "the sandbox issuer"
    model_config = SettingsConfigDict(env_prefix="LXZ_SANDBOX_")

    issuer_host: str = Field(
        default="127.0.0.1", description="address that the sandbox issuer listens on"
    )
    issuer_port: int = Field(
        default=8011, ge=1, le=65535, description="port that the sandbox issuer listens on"
    )
    issuer_url: str = Field(
        default="",
        description="the issuer's name and base address; empty = http://<host>:<port>",
    )
    client_id: str = Field(default="luoxiaozheng", description="id of its only client, core")
    client_secret: SecretStr = Field(
        default=SecretStr("development-only-oidc-client-secret"),
        description="secret of its only client, the same as LXZ_CORE_OIDC_CLIENT_SECRET",
    )
    redirect_uris: str = Field(
        default="",
        description="where browsers may be sent back to, comma separated; empty = anywhere on "
        "this machine",
    )

    @field_validator("issuer_url")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @property
    def url(self) -> str:
        """The issuer's name and base address in force."""
        return self.issuer_url or f"http://{self.issuer_host}:{self.issuer_port}"

    def may_return_to(self, redirect_uri: str) -> bool:
        """Whether a browser may be sent back to this address."""
        listed = [uri.strip() for uri in self.redirect_uris.split(",") if uri.strip()]
        if listed:
            return redirect_uri in listed
        parts = urlsplit(redirect_uri)
        return parts.scheme in ("http", "https") and parts.hostname in LOOPBACK
