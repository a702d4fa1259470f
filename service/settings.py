"""What the settings of the services share, so that one name in the environment means the same
to all who read it. Each room's class says which of these it reads, and its defaults."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

VarDir = Annotated[
    Path,
    Field(
        validation_alias="LXZ_VAR_DIR",
        description="folder for data files, created when missing",
    ),
]
LogLevel = Annotated[
    Literal["DEBUG", "INFO", "WARNING", "ERROR"],
    Field(validation_alias="LXZ_LOG_LEVEL", description="least severe level logged"),
]
PublicUrl = Annotated[
    str,
    Field(
        validation_alias="LXZ_CORE_PUBLIC_URL",
        description="address of the gateway as citizens see it, for links and QR codes",
    ),
]
RedisUrl = Annotated[
    str,
    Field(
        validation_alias="LXZ_REDIS_URL",
        description="redis://… for limits shared by several processes; empty = in this process",
    ),
]
OptionalFile = Annotated[Path | None, BeforeValidator(lambda value: value or None)]
"""A file; an empty value in the environment is none."""


class EnvironmentSettings(BaseSettings):
    """From the environment and `.env`, by the name in the environment or that of the field."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", validate_by_name=True, validate_by_alias=True
    )


class InstalledSettings(EnvironmentSettings):
    """Of what has data, and secrets, in an installation of some kind."""

    env: Literal["development", "test", "production"] = Field(
        default="development",
        validation_alias="LXZ_ENV",
        description="the kind of installation; default secrets are accepted in development only",
    )
    var_dir: VarDir = Path("var")

    def refuse_default_secret(
        self, variable: str, given: Iterable[str], public: Iterable[str]
    ) -> None:
        """Raise ValueError outside development if one of the `given` values of `variable` is
        among the `public` ones, which anybody can read in the code."""
        if self.env != "development" and not set(given).isdisjoint(public):
            raise ValueError(f"set {variable}: LXZ_ENV={self.env} accepts no default secret")
