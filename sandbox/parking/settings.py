"""Settings of the sandbox's parking feed, from the environment and `.env`."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from sandbox.settings import SandboxSettings


class ParkingSettings(SandboxSettings):
    """Read once at start."""

    part = "the sandbox parking feed"
    model_config = SettingsConfigDict(env_prefix="LXZ_SANDBOX_")

    parking_host: str = Field(
        default="127.0.0.1", description="address that the sandbox parking feed listens on"
    )
    parking_port: int = Field(
        default=8013, ge=1, le=65535, description="port that the sandbox parking feed listens on"
    )

    @property
    def url(self) -> str:
        """Its base address."""
        return f"http://{self.parking_host}:{self.parking_port}"
