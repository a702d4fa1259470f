"""Settings of the core service, from the environment and `.env`."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEVELOPMENT_TOKEN = "development-only-core-token"  # noqa: S105  refused elsewhere


class CoreSettings(BaseSettings):
    """Read once at start. Default secrets are refused outside development."""

    model_config = SettingsConfigDict(
        env_prefix="LXZ_CORE_",
        env_file=".env",
        extra="ignore",
        validate_by_name=True,
        validate_by_alias=True,
    )

    env: Literal["development", "test", "production"] = Field(
        default="development",
        validation_alias="LXZ_ENV",
        description="the kind of installation; default secrets are accepted in development only",
    )
    var_dir: Path = Field(
        default=Path("var"),
        validation_alias="LXZ_VAR_DIR",
        description="folder for data files, created when missing",
    )
    host: str = Field(default="127.0.0.1", description="address that core listens on")
    port: int = Field(default=8010, ge=1, le=65535, description="port that core listens on")
    database_url: str = Field(
        default="",
        description="SQLAlchemy URL, sqlite:///… or postgresql+psycopg://…; "
        "empty = core.db in the data folder",
    )
    token: SecretStr = Field(
        default=SecretStr(DEVELOPMENT_TOKEN),
        description="bearer token that other services of the house present",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", validation_alias="LXZ_LOG_LEVEL", description="least severe level logged"
    )

    @model_validator(mode="after")
    def _refuse_default_secrets(self) -> Self:
        secret = self.token.get_secret_value()
        if self.env != "development" and secret in ("", DEVELOPMENT_TOKEN):
            raise ValueError(f"set LXZ_CORE_TOKEN: LXZ_ENV={self.env} accepts no default secret")
        if not secret:
            raise ValueError("LXZ_CORE_TOKEN is empty")
        return self

    @property
    def url(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{self.var_dir / 'core.db'}"
