"""The recogniser that the settings ask for."""

from collections.abc import Sequence

from channels.voice.funasr import FunAsr
from channels.voice.hearing import Deaf, Recogniser
from channels.voice.settings import VoiceSettings
from channels.voice.whisper import Whisper


def recogniser_of(settings: VoiceSettings, hotwords: Sequence[str] = ()) -> Recogniser:
    """`hotwords`: names to expect, the most likely first. Loads and connects to nothing yet."""
    if settings.recogniser == "whisper":
        return Whisper(settings.whisper_dir, hotwords, settings.threads, settings.max_seconds)
    if settings.recogniser == "funasr":
        return FunAsr(
            settings.funasr_url,
            hotwords,
            settings.funasr_mode,
            settings.funasr_timeout_s,
            settings.max_seconds,
        )
    return Deaf()
