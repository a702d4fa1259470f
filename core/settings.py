"""Settings of the core service, from the environment and `.env`."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from core.security import Scope
from service.settings import InstalledSettings, LogLevel, OptionalFile, PublicUrl

DEVELOPMENT_TOKEN = "development-only-core-token"  # noqa: S105  refused elsewhere
DEVELOPMENT_SECRETS = {
    "token": DEVELOPMENT_TOKEN,
    "gateway_token": "development-only-gateway-to-core-token",
    "clerk_token": "development-only-clerk-token",
    "outbox_token": "development-only-core-to-gateway-token",
    "vault_keys": "dev:ZGV2ZWxvcG1lbnQtb25seS12YXVsdC1rZXktMzJieXQ=",
    "oidc_client_secret": "development-only-oidc-client-secret",
}
"""Accepted in development only."""
HERE = Path(__file__).parent


class CoreSettings(InstalledSettings):
    """Read once at start. Default secrets are refused outside development."""

    model_config = SettingsConfigDict(env_prefix="LXZ_CORE_")

    host: str = Field(default="127.0.0.1", description="address that core listens on")
    port: int = Field(default=8010, ge=1, le=65535, description="port that core listens on")
    database_url: str = Field(
        default="",
        description="SQLAlchemy URL, sqlite:///… or postgresql+psycopg://…; "
        "empty = core.db in the data folder",
    )
    token: SecretStr = Field(
        default=SecretStr(DEVELOPMENT_TOKEN),
        description="bearer token of the action server (scope dialogue)",
    )
    gateway_token: SecretStr = Field(
        default=SecretStr(DEVELOPMENT_SECRETS["gateway_token"]),
        description="bearer token of the gateway (scope gateway: sign-in, vault, files)",
    )
    clerk_token: SecretStr = Field(
        default=SecretStr(DEVELOPMENT_SECRETS["clerk_token"]),
        description="bearer token of the clerks' page (scope clerk: review of cases)",
    )
    vault_keys: SecretStr = Field(
        default=SecretStr(DEVELOPMENT_SECRETS["vault_keys"]),
        description="keys of the vault, name:base64 of 32 bytes, comma separated; the first "
        "encrypts, all decrypt",
    )
    token_hours: float = Field(
        default=24, gt=0, description="hours that the value behind a token is kept"
    )
    outbox_url: str = Field(
        default="http://127.0.0.1:8080/internal/news",
        description="address that news is sent to; empty = it is kept until there is one",
    )
    outbox_token: SecretStr = Field(
        default=SecretStr(DEVELOPMENT_SECRETS["outbox_token"]),
        description="bearer token that core presents when it sends news",
    )
    oidc_issuer: str = Field(
        default="http://127.0.0.1:8011",
        description="OpenID Connect issuer; the default is the sandbox's",
    )
    oidc_client_id: str = Field(default="luoxiaozheng", description="client id at the issuer")
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(DEVELOPMENT_SECRETS["oidc_client_secret"]),
        description="client secret at the issuer",
    )
    sign_in_hours: float = Field(default=12, gt=0, description="hours that a sign-in lasts")
    bound_hours: float = Field(
        default=12, gt=0, description="hours that a bound account stays signed in by itself"
    )
    items_dir: Path = Field(
        default=HERE / "items" / "definitions",
        description="folder of the definitions of matters that can be applied for",
    )
    rules_dir: Path = Field(
        default=HERE / "approvals" / "rules", description="folder of the decision tables"
    )
    holidays_file: OptionalFile = Field(
        default=None, description="YAML file that extends the calendar of working days"
    )
    schedule_file: Path = Field(
        default=HERE / "appointments" / "schedule.yml",
        description="YAML file of what can be booked: halls, queues, hours, capacities",
    )
    parking_feed: str = Field(
        default="http://127.0.0.1:8013/parks",
        description="address of the feed of free parking places (docs/PARKING.md); the default "
        "is the sandbox's; empty = none",
    )
    registers: str = Field(
        default="sandbox",
        description="where registers are read: `sandbox` (made-up people), csv:<folder>, or "
        "<module>:<class> for a real one",
    )
    register_timeout_s: float = Field(
        default=1.0, gt=0, description="seconds to wait for a register at most"
    )
    public_url: PublicUrl = "http://127.0.0.1:8080"
    font: OptionalFile = Field(
        default=None,
        description="file of a Chinese font for result documents; empty = an installed one is "
        "looked for",
    )
    log_level: LogLevel = "INFO"

    @model_validator(mode="after")
    def _refuse_default_secrets(self) -> Self:
        for name, default in DEVELOPMENT_SECRETS.items():
            variable = f"LXZ_CORE_{name.upper()}"
            given = [part.strip() for part in getattr(self, name).get_secret_value().split(",")]
            self.refuse_default_secret(variable, given, [default])
            if "" in given:
                raise ValueError(f"{variable} is empty")
        if len(set(self.tokens.values())) < len(self.tokens):
            raise ValueError("each service needs a token of its own: two of core's are the same")
        return self

    @property
    def tokens(self) -> dict[Scope, str]:
        """Scope to the bearer token that has it."""
        return {
            "dialogue": self.token.get_secret_value(),
            "gateway": self.gateway_token.get_secret_value(),
            "clerk": self.clerk_token.get_secret_value(),
        }

    @property
    def url(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{self.var_dir / 'core.db'}"
