"""Settings of the gateway, from the environment and `.env`."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from channels.gateway.handover.agents import parse_agents
from channels.gateway.limits import parse_limit
from service.settings import InstalledSettings, LogLevel, OptionalFile, PublicUrl, RedisUrl

DEVELOPMENT_SECRET = "development-only-gateway-secret"  # noqa: S105  refused elsewhere
DEVELOPMENT_SECRETS = {
    "LXZ_GATEWAY_SECRET_KEY": DEVELOPMENT_SECRET,
    "LXZ_CORE_GATEWAY_TOKEN": "development-only-gateway-to-core-token",
    "LXZ_CORE_OUTBOX_TOKEN": "development-only-core-to-gateway-token",
    "LXZ_GATEWAY_DESK_AGENTS": "小李:development-only-desk-token-li,"
    "小王:development-only-desk-token-wang",
}
"""Accepted in development only. The tokens are those of core's settings."""
ROOT = Path(__file__).resolve().parents[2]


class GatewaySettings(InstalledSettings):
    """Read once at start. Default secrets are refused outside development."""

    model_config = SettingsConfigDict(env_prefix="LXZ_GATEWAY_")

    host: str = Field(default="127.0.0.1", description="address that the gateway listens on")
    port: int = Field(default=8080, ge=1, le=65535, description="port that it listens on")
    database_url: str = Field(
        default="",
        description="SQLAlchemy URL, sqlite+aiosqlite:///… or postgresql+psycopg://…; "
        "empty = gateway.db in the data folder",
    )
    secret_key: SecretStr = Field(
        default=SecretStr(DEVELOPMENT_SECRET),
        description="key that seals the choices of cards; a new key voids choices shown before",
    )
    trace_token: SecretStr = Field(
        default=SecretStr(""),
        validation_alias="LXZ_TRACE_TOKEN",
        description="value of X-LXZ-Trace that opens traces and lifts limits; empty = never",
    )
    rasa_url: str = Field(
        default="http://127.0.0.1:5005",
        validation_alias="LXZ_RASA_URL",
        description="base address of the Rasa server",
    )
    core_url: str = Field(
        default="http://127.0.0.1:8010",
        validation_alias="LXZ_CORE_URL",
        description="base address of core",
    )
    core_token: SecretStr = Field(
        default=SecretStr(DEVELOPMENT_SECRETS["LXZ_CORE_GATEWAY_TOKEN"]),
        validation_alias="LXZ_CORE_GATEWAY_TOKEN",
        description="bearer token of the gateway (scope gateway: sign-in, vault, files)",
    )
    news_token: SecretStr = Field(
        default=SecretStr(DEVELOPMENT_SECRETS["LXZ_CORE_OUTBOX_TOKEN"]),
        validation_alias="LXZ_CORE_OUTBOX_TOKEN",
        description="bearer token that core presents when it sends news",
    )
    desk_agents: SecretStr = Field(
        default=SecretStr(DEVELOPMENT_SECRETS["LXZ_GATEWAY_DESK_AGENTS"]),
        description="people who answer at /desk: name:token,name:token; names are shown to "
        "citizens; empty = nobody, citizens are sent to the hot line",
    )
    desk_hours_file: OptionalFile = Field(
        default=None,
        description="when people answer, a YAML file, see docs/DESK.md; empty = at all hours",
    )
    public_url: PublicUrl = "http://127.0.0.1:8080"
    redis_url: RedisUrl = ""
    guides_dir: Path = Field(
        default=ROOT / "knowledge_base" / "guides",
        validation_alias="LXZ_GUIDES_DIR",
        description="folder of the guides that /api/guides shows",
    )
    web_dir: Path = Field(
        default=ROOT / "channels" / "web" / "dist",
        description="built web page, served at / when the folder exists",
    )
    doors: str = Field(
        default="channels.wechat",
        description="channels that live in the gateway's process, Python modules separated by "
        "commas; one that is not configured stays shut",
    )
    turn_timeout_s: float = Field(
        default=4.0, gt=0, le=30, description="seconds a message may take before it is given up"
    )
    limit_conversation: str = Field(
        default="40/minute", description="messages a conversation may send, e.g. 40/minute"
    )
    limit_address: str = Field(
        default="120/minute", description="messages a client address may send, e.g. 120/minute"
    )
    cookie_days: int = Field(default=30, ge=1, le=400, description="days the session cookie lives")
    log_level: LogLevel = "INFO"

    @field_validator("limit_conversation", "limit_address")
    @classmethod
    def _limits_parse(cls, value: str) -> str:
        parse_limit(value)
        return value

    @model_validator(mode="after")
    def _refuse_default_secrets(self) -> Self:
        secrets = {
            "LXZ_GATEWAY_SECRET_KEY": self.secret_key.get_secret_value(),
            "LXZ_CORE_GATEWAY_TOKEN": self.core_token.get_secret_value(),
            "LXZ_CORE_OUTBOX_TOKEN": self.news_token.get_secret_value(),
        }
        public = parse_agents(DEVELOPMENT_SECRETS["LXZ_GATEWAY_DESK_AGENTS"]).values()
        desk = parse_agents(self.desk_agents.get_secret_value()).values()
        self.refuse_default_secret("LXZ_GATEWAY_DESK_AGENTS", desk, public)
        for variable, secret in secrets.items():
            self.refuse_default_secret(variable, [secret], [DEVELOPMENT_SECRETS[variable]])
            if len(secret) < 16:
                raise ValueError(f"{variable} needs at least 16 characters")
        return self

    @property
    def url(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite+aiosqlite:///{self.var_dir / 'gateway.db'}"

    @property
    def cookie_secure(self) -> bool:
        """Whether the cookie travels over TLS only: everywhere but in development."""
        return self.env == "production"
