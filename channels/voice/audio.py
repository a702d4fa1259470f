"""Recordings as WeChat and browsers send them, to what recognisers take.

WeChat's voice messages are AMR (AMR-NB in its own file format, RFC 4867), 60 s at most:
https://developers.weixin.qq.com/doc/offiaccount/Asset_Management/Get_temporary_materials.html
Browsers record WebM or Ogg with Opus, or MP4 with AAC. SILK, which WeChat uses between phones,
and Speex without a container, which its JS-SDK's high-definition download gives, have no decoder
here.
"""

import contextlib
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from channels.voice.hearing import BadAudio

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer

Samples = NDArray[np.float32]

RATE = 16_000
MAX_BYTES = 2 * 1024 * 1024
_SPARE_S = 1
"""Recorders round: what they stop at 60 s may be a little longer."""
_RATES = range(4_000, 192_001)
_FORMATS = "aac,amr,amrnb,amrwb,caf,flac,matroska,webm,mov,mp4,m4a,3gp,mp3,ogg,wav"
_CODECS = (
    "aac,amrnb,amrwb,libopencore_amrnb,libopencore_amrwb,flac,libopus,mp3,mp3float,opus,"
    "pcm_alaw,pcm_f32le,pcm_mulaw,pcm_s16le,pcm_s24le,pcm_u8,speex,vorbis"
)
"""Nothing else is opened: playlists, which name further files, and rare decoders stay shut.
https://ffmpeg.org/ffmpeg-formats.html#Format-Options"""

NOTHING = "没有收到声音，请按住说话键再说一次，也可以打字告诉我。"
TOO_BIG = "这段语音太大了（超过2MB），没有听。请分成几段说，或者打字告诉我。"
TOO_LONG = "这段语音超过{seconds}秒，没有听。请分成几段说，或者打字告诉我。"
UNREADABLE = "这段语音打不开，可能没有传完整。请再说一次，或者打字告诉我。"
UNKNOWN_FORMAT = "这种格式（{name}）的语音我听不了。请在对话里按住说话键再说一次，或者打字告诉我。"


def decode(audio: bytes, kind: str = "", max_seconds: int = 60) -> Samples:
    """Mono samples at 16 kHz, float32 [n] from -1 to 1, n > 0.

    Raises BadAudio for what is empty, larger than 2 MB, longer than `max_seconds` or no sound.
    """
    import av  # slow to load, and not needed where nobody speaks

    if not audio:
        raise BadAudio(NOTHING)
    if len(audio) > MAX_BYTES:
        raise BadAudio(TOO_BIG)
    options = {"format_whitelist": _FORMATS, "codec_whitelist": _CODECS, "protocol_whitelist": ""}
    try:
        with av.open(io.BytesIO(audio), mode="r", options=options) as container:
            parts = list(_parts(container, max_seconds))
    except (av.FFmpegError, ValueError) as error:
        raise BadAudio(_why_not(audio, kind)) from error
    samples = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    if not samples.size:
        raise BadAudio(NOTHING)
    return np.nan_to_num(samples, posinf=0, neginf=0).clip(-1, 1)


def _parts(container: "InputContainer", max_seconds: int) -> Iterator[Samples]:
    from av.audio.resampler import AudioResampler

    stream = next(iter(container.streams.audio), None)
    if stream is None or stream.codec_context.name not in _CODECS.split(","):
        raise ValueError("no sound that may be decoded")
    if stream.codec_context.sample_rate not in _RATES:
        raise ValueError("an impossible sampling rate")
    resampler = AudioResampler(format="flt", layout="mono", rate=RATE)
    count = 0
    for frame in (*_frames(container, stream), None):
        for resampled in resampler.resample(frame):
            part = resampled.to_ndarray().reshape(-1).astype(np.float32)
            count += part.size
            if count > RATE * (max_seconds + _SPARE_S):
                raise BadAudio(TOO_LONG.format(seconds=max_seconds))
            yield part


def _frames(container: "InputContainer", stream: "AudioStream") -> Iterator["AudioFrame"]:
    """All frames that can be decoded; a packet damaged on the way is a gap."""
    from av import FFmpegError

    for packet in container.demux(stream):
        with contextlib.suppress(FFmpegError):
            yield from packet.decode()


def _why_not(audio: bytes, kind: str) -> str:
    if b"#!SILK" in audio[:16] or "silk" in kind.lower():
        return UNKNOWN_FORMAT.format(name="SILK")
    if "speex" in kind.lower():
        return UNKNOWN_FORMAT.format(name="Speex")
    return UNREADABLE
