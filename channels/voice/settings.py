"""Settings of speech to text, from the environment and `.env`."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_settings import SettingsConfigDict

from service.settings import EnvironmentSettings, VarDir


class VoiceSettings(EnvironmentSettings):
    """Read once at start."""

    model_config = SettingsConfigDict(env_prefix="LXZ_VOICE_")

    var_dir: VarDir = Path("var")
    recogniser: Literal["whisper", "funasr", "none"] = Field(
        default="whisper",
        description="who turns speech into text: whisper (in this process, Mandarin, fetches "
        "145 MB once), funasr (a server of the district) or none",
    )
    funasr_url: str = Field(
        default="", description="address of the FunASR server, ws://host:10095 or wss://host:10095"
    )
    funasr_mode: Literal["offline", "2pass"] = Field(
        default="offline", description="what that server serves: offline (recordings) or 2pass"
    )
    funasr_timeout_s: float = Field(
        default=10, gt=0, le=60, description="seconds it may take for a recording"
    )
    sure_above: float = Field(
        default=0.7,
        ge=0,
        le=1,
        description="how sure the recogniser must be, 0 to 1; below, what was heard is said back",
    )
    max_seconds: int = Field(
        default=60, ge=1, le=60, description="seconds a recording may last; longer ones are refused"
    )
    threads: int = Field(default=2, ge=1, le=64, description="threads that whisper computes with")

    @model_validator(mode="after")
    def _a_server_has_an_address(self) -> Self:
        if self.recogniser == "funasr" and not self.funasr_url.startswith(("ws://", "wss://")):
            raise ValueError("LXZ_VOICE_RECOGNISER=funasr needs LXZ_VOICE_FUNASR_URL=ws(s)://…")
        return self

    @property
    def whisper_dir(self) -> Path:
        """Where `channels.voice.weights.prepare` writes the model."""
        return self.var_dir / "speech" / "whisper-base"
