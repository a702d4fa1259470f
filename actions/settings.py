"""Settings of the action server, from the environment (prefix LXZ_)."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="LXZ_", env_file=".env", extra="ignore")

    actions_port: int = Field(5055, description="动作服务监听的端口(只在本机)")
    core_url: str = Field("http://127.0.0.1:8010", description="核心服务的地址")
    core_token: SecretStr = Field(
        SecretStr("development-only-core-token"), description="调用核心服务的令牌"
    )
    core_timeout_s: float = Field(2.0, description="等核心服务的最长秒数")
