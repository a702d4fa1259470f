"""The real model, loaded once: a sentence is heard, silence and noise are not."""

import asyncio
from pathlib import Path

import numpy as np
import pytest

from channels.voice.settings import VoiceSettings
from channels.voice.weights import prepare
from channels.voice.whisper import Whisper
from tests.channels.voice.sounds import LOST_CARD, noise, tone, wav

HOTWORDS = ["转人工", "社保卡", "居住证", "高龄津贴", "公积金"]


@pytest.fixture(scope="module")
def recogniser() -> Whisper:
    folder = VoiceSettings(recogniser="whisper").whisper_dir
    prepare(Path(folder))
    return Whisper(folder, HOTWORDS)


def test_a_voice_message_of_wechat_is_heard(recogniser: Whisper) -> None:
    heard = asyncio.run(recogniser.hear(LOST_CARD, "amr"))
    assert "社保卡" in heard.words
    assert "丢了" in heard.words
    assert 0.4 < heard.sure <= 1
    assert heard.seconds == pytest.approx(3.08, abs=0.01)


@pytest.mark.parametrize(
    "sound",
    [np.zeros(48_000), np.zeros(100), noise(5, 0.003), noise(5, 0.1), noise(3, 0.3), tone(3)],
    ids=["silence", "a click", "faint noise", "noise", "loud noise", "tone"],
)
def test_nobody_spoke(recogniser: Whisper, sound: np.ndarray) -> None:
    heard = asyncio.run(recogniser.hear(wav(sound), "wav"))
    assert (heard.words, heard.sure) == ("", 0.0)
