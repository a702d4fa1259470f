"""Settings of the sandbox's parking feed, from the environment and `.env`."""

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class ParkingSettings(BaseSettings):
    """Read once at start."""

    model_config = SettingsConfigDict(
        env_prefix="LXZ_SANDBOX_",
        env_file=".env",
        extra="ignore",
        validate_by_name=True,
        validate_by_alias=True,
    )

    env: str = Field(
        default="development",
        validation_alias="LXZ_ENV",
        description="the kind of installation; the sandbox starts in development and test only",
    )
    parking_host: str = Field(
        default="127.0.0.1", description="address that the sandbox parking feed listens on"
    )
    parking_port: int = Field(
        default=8013, ge=1, le=65535, description="port that the sandbox parking feed listens on"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", validation_alias="LXZ_LOG_LEVEL", description="least severe level logged"
    )

    @model_validator(mode="after")
    def _only_for_development(self) -> Self:
        if self.env not in ("development", "test"):
            raise ValueError("the sandbox parking feed starts in development or test only")
        return self

    @property
    def url(self) -> str:
        """Its base address."""
        return f"http://{self.parking_host}:{self.parking_port}"
