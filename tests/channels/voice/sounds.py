"""Sounds made for tests, in the formats that channels send."""

import io
import wave
from pathlib import Path

import av
import numpy as np
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

RATE = 16_000
RECORDINGS = Path(__file__).with_name("recordings")
LOST_CARD = (RECORDINGS / "lost_card.amr").read_bytes()
"""请问社保卡丢了怎么补办, as WeChat sends it."""

Samples = NDArray[np.floating]


def tone(seconds: float, hertz: float = 440, rate: int = RATE) -> Samples:
    return 0.5 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)


def noise(seconds: float, loudness: float) -> Samples:
    return np.random.default_rng(7).standard_normal(int(seconds * RATE)) * loudness


def wav(samples: Samples, rate: int = RATE, channels: int = 1) -> bytes:
    """16-bit PCM; the same samples on each channel."""
    pcm = (np.clip(samples, -1, 1) * 32767).astype("<i2")
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(channels)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(np.repeat(pcm, channels).tobytes())
    return file.getvalue()


def encoded(samples: Samples, container: str, codec: str, rate: int) -> bytes:
    """By one of the encoders that PyAV brings along."""
    file = io.BytesIO()
    with av.open(io.BytesIO(wav(samples))) as source, av.open(file, "w", format=container) as sink:
        stream = sink.add_stream(codec, rate=rate, layout="mono")
        stream.codec_context.open()
        resampler = AudioResampler(
            stream.codec_context.format, "mono", rate, stream.codec_context.frame_size or None
        )
        for frame in (*source.decode(audio=0), None):
            for part in resampler.resample(frame):
                sink.mux(stream.encode(part))
        sink.mux(stream.encode(None))
    return file.getvalue()


def pitch(samples: Samples) -> float:
    """The loudest frequency, in Hz."""
    return float(np.abs(np.fft.rfft(samples)).argmax()) * RATE / len(samples)
