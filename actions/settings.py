"""Settings of the action server, from the environment (prefix LXZ_)."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="LXZ_", env_file=".env", extra="ignore")

    actions_port: int = Field(
        5055, description="port that the action server listens on, loopback only"
    )
    core_url: str = Field("http://127.0.0.1:8010", description="base address of core")
    core_token: SecretStr = Field(
        SecretStr("development-only-core-token"), description="bearer token for core"
    )
    core_timeout_s: float = Field(2.0, description="seconds to wait for core at most")
