"""What the settings of every part of the sandbox share."""

from typing import ClassVar, Self

from pydantic import Field, model_validator

from service.settings import EnvironmentSettings, LogLevel


class SandboxSettings(EnvironmentSettings):
    """Of a part of the sandbox; none starts where there may be citizens."""

    part: ClassVar[str]
    """What it is called where it refuses to start."""

    env: str = Field(
        default="development",
        validation_alias="LXZ_ENV",
        description="the kind of installation; the sandbox starts in development and test only",
    )
    log_level: LogLevel = "INFO"

    @model_validator(mode="after")
    def _only_for_development(self) -> Self:
        if self.env not in ("development", "test"):
            raise ValueError(f"{self.part} starts with LXZ_ENV=development or test only")
        return self
