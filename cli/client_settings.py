"""Where the running assistant is, and the word that makes it show its trace."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of the commands that talk to a running assistant."""

    model_config = SettingsConfigDict(env_prefix="LXZ_", env_file=".env", extra="ignore")

    url: str = Field(
        default="http://127.0.0.1:8080",
        description="address of the running assistant for `ask` and `evaluate`",
    )
    trace_token: SecretStr = Field(
        default=SecretStr("dev-trace-token"),
        description="a request whose X-LXZ-Trace header equals it is answered with a trace",
    )
