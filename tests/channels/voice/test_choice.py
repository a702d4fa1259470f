"""The settings choose the recogniser."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from channels.voice.choice import recogniser_of
from channels.voice.funasr import FunAsr
from channels.voice.hearing import CANNOT_HEAR, CannotHear
from channels.voice.settings import VoiceSettings
from channels.voice.whisper import Whisper


def test_whisper_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LXZ_VOICE_RECOGNISER", raising=False)
    assert isinstance(recogniser_of(VoiceSettings(_env_file=None)), Whisper)


def test_a_server_of_the_district(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LXZ_VOICE_RECOGNISER", "funasr")
    monkeypatch.setenv("LXZ_VOICE_FUNASR_URL", "wss://speech.example:10095")
    assert isinstance(recogniser_of(VoiceSettings(_env_file=None)), FunAsr)


async def test_none_says_that_it_cannot_hear() -> None:
    with pytest.raises(CannotHear, match=CANNOT_HEAR):
        await recogniser_of(VoiceSettings(recogniser="none")).hear(b"", "amr")


@pytest.mark.parametrize("url", ["", "http://speech.example", "speech.example:10095"])
def test_a_server_needs_an_address(url: str) -> None:
    with pytest.raises(ValidationError, match="LXZ_VOICE_FUNASR_URL"):
        VoiceSettings(recogniser="funasr", funasr_url=url)


@pytest.mark.parametrize("changed", [{"max_seconds": 61}, {"sure_above": 1.1}, {"threads": 0}])
def test_limits_of_settings(changed: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        VoiceSettings(**changed)  # type: ignore[arg-type]


def test_the_model_lies_in_the_data_folder() -> None:
    assert VoiceSettings(var_dir=Path("x")).whisper_dir == Path("x/speech/whisper-base")
