"""Recordings to samples: every format that channels send, and nothing that is none."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.voice import audio
from channels.voice.audio import decode
from channels.voice.hearing import BadAudio
from tests.channels.voice.sounds import LOST_CARD, RATE, RECORDINGS, encoded, pitch, tone, wav

FORMATS = {
    "amr": lambda sound: encoded(sound, "amr", "libopencore_amrnb", 8000),
    "mp3": lambda sound: encoded(sound, "mp3", "libmp3lame", 44100),
    "m4a": lambda sound: encoded(sound, "ipod", "aac", 44100),
    "webm": lambda sound: encoded(sound, "webm", "libopus", 48000),
    "ogg opus": lambda sound: encoded(sound, "ogg", "libopus", 48000),
    "wav": wav,
    "wav 8 kHz": lambda sound: wav(sound[::2], rate=8000),
    "wav stereo": lambda sound: wav(sound, channels=2),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_becomes_the_same_sound(name: str) -> None:
    samples = decode(FORMATS[name](tone(2)), name)
    assert samples.dtype == np.float32
    assert samples.ndim == 1
    assert len(samples) / RATE == pytest.approx(2, abs=0.15)
    assert pitch(samples) == pytest.approx(440, abs=5)
    assert 0.3 < np.abs(samples[RATE // 2 : RATE]).max() <= 1


@pytest.mark.parametrize("name", ["lost_card.amr", "lost_card.awb", "lost_card.ogg"])
def test_recordings_of_other_encoders(name: str) -> None:
    samples = decode((RECORDINGS / name).read_bytes())
    assert len(samples) / RATE == pytest.approx(3.08, abs=0.05)
    assert np.abs(samples).max() > 0.1


@pytest.mark.parametrize("kind", ["amr", "audio/mp4", "wav", "", "什么"])
def test_the_content_decides_whatever_it_is_called(kind: str) -> None:
    assert np.array_equal(decode(LOST_CARD, kind), decode(LOST_CARD, "AMR"))


def test_as_long_as_allowed_and_longer() -> None:
    assert len(decode(wav(tone(60)))) == 60 * RATE
    assert len(decode(wav(tone(3.5)), max_seconds=3)) == 3.5 * RATE
    with pytest.raises(BadAudio, match="超过3秒"):
        decode(wav(tone(4.5)), max_seconds=3)


def test_a_small_file_cannot_hide_hours() -> None:
    silence = encoded(np.zeros(62 * RATE), "ogg", "libopus", 48000)
    assert len(silence) < audio.MAX_BYTES / 10
    with pytest.raises(BadAudio, match="超过60秒"):
        decode(silence)


PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"


@pytest.mark.parametrize(
    ("recording", "kind", "why"),
    [
        (b"", "amr", audio.NOTHING),
        (wav(np.zeros(0)), "wav", audio.NOTHING),
        (bytes(audio.MAX_BYTES + 1), "wav", audio.TOO_BIG),
        (b"hello", "amr", audio.UNREADABLE),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "wav", audio.UNREADABLE),
        (PLAYLIST.encode(), "application/x-mpegurl", audio.UNREADABLE),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "", audio.UNREADABLE),
        (b"\x02#!SILK_V3" + bytes(500), "", audio.UNKNOWN_FORMAT.format(name="SILK")),
        (bytes(range(60)) * 9, "speex", audio.UNKNOWN_FORMAT.format(name="Speex")),
    ],
)
def test_what_is_no_recording_is_told_so(recording: bytes, kind: str, why: str) -> None:
    with pytest.raises(BadAudio) as told:
        decode(recording, kind)
    assert str(told.value) == why


def test_an_impossible_sampling_rate_is_refused() -> None:
    with pytest.raises(BadAudio, match="打不开"):
        decode(wav(tone(1), rate=1_000_000_000))


def test_of_a_cut_recording_the_beginning_is_heard() -> None:
    whole, half = decode(LOST_CARD), decode(LOST_CARD[: len(LOST_CARD) // 2])
    assert 0.4 < len(half) / len(whole) < 0.6


@settings(max_examples=60, deadline=None)
@given(data=st.data(), file=st.sampled_from(["lost_card.amr", "lost_card.awb", "lost_card.ogg"]))
def test_a_damaged_recording_gives_samples_or_says_why(data: st.DataObject, file: str) -> None:
    recording = bytearray((RECORDINGS / file).read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(recording) - 1), min_size=1, max_size=30)):
        recording[at] = data.draw(st.integers(0, 255))
    try:
        samples = decode(bytes(recording), data.draw(st.text(max_size=5)))
    except BadAudio as told:
        assert str(told).endswith("。")
    else:
        assert 0 < len(samples) <= 61 * RATE
        assert np.isfinite(samples).all()
        assert np.abs(samples).max() <= 1


@settings(max_examples=60, deadline=None)
@given(recording=st.binary(max_size=400))
def test_any_bytes_give_samples_or_say_why(recording: bytes) -> None:
    try:
        assert decode(recording).size
    except BadAudio as told:
        assert str(told).endswith("。")
