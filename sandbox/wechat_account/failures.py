"""What shall go wrong next, set by POST /admin/failures."""

from pydantic import BaseModel, ConfigDict, Field


class Failures(BaseModel):
    """Numbers count down; seconds stay until they are changed."""

    model_config = ConfigDict(extra="forbid")

    lose: int = Field(default=0, ge=0, description="so many messages never arrive")
    duplicate: int = Field(default=0, ge=0, description="so many messages are sent twice at once")
    overtake: int = Field(
        default=0, ge=0, description="so many messages wait until a later one was sent, or 2 s"
    )
    drop_answers: int = Field(
        default=0, ge=0, description="so many answers of the account's server are lost on the way"
    )
    delay_s: float = Field(default=0, ge=0, description="messages are sent so much later")
    busy: int = Field(default=0, ge=0, description="so many calls of interfaces are answered -1")
    broken: int = Field(default=0, ge=0, description="so many calls are answered with HTTP 502")
    slow_s: float = Field(default=0, ge=0, description="interfaces answer so much later")
    lost_results: int = Field(
        default=0, ge=0, description="so many service messages are shown, but answered with 502"
    )

    def take(self, name: str) -> bool:
        """Whether the next one shall fail in this way; counts it."""
        left: int = getattr(self, name)
        if left:
            setattr(self, name, left - 1)
        return left > 0
