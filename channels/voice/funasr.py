"""Speech to text by a FunASR server that a district runs.

The protocol: https://github.com/modelscope/FunASR/blob/main/runtime/docs/websocket_protocol_zh.md
A JSON message begins, 16-bit samples follow, {"is_speaking": false} ends; results are JSON.
"""

import asyncio
import json
import logging
from collections.abc import Sequence
from typing import Any, Literal

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

from channels.voice.audio import RATE, Samples, decode
from channels.voice.hearing import CANNOT_HEAR, CannotHear, Heard
from channels.voice.transcript import spoken_words

logger = logging.getLogger(__name__)
_wire = logging.getLogger(f"{__name__}.wire")
_wire.setLevel(logging.INFO)
"""For websockets, which writes what people said into the log of level DEBUG."""

Mode = Literal["offline", "2pass"]

_CHUNK = RATE * 6 // 10 * 2
"""Bytes a message: 600 ms, as `chunk_size` says."""
_HOTWORD_WEIGHT = 20
_SETTLE_S = 0.4
"""The C++ servers send one last result; the Python server may send one a sentence, each marked
final, and only newer ones tell the end (`is_end`)."""


class FunAsr:
    """One connection a recording. The protocol has no probabilities: what is heard counts as sure.

    `url` is ws://… or wss://…; a certificate that the system does not trust is refused.
    """

    def __init__(
        self,
        url: str,
        hotwords: Sequence[str] = (),
        mode: Mode = "offline",
        timeout_s: float = 10,
        max_seconds: int = 60,
    ) -> None:
        self._url = url
        self._begin = json.dumps(
            {
                "mode": mode,
                "wav_name": "recording",
                "wav_format": "pcm",
                "audio_fs": RATE,
                "is_speaking": True,
                "chunk_size": [5, 10, 5],
                "chunk_interval": 10,
                "hotwords": json.dumps(
                    dict.fromkeys(hotwords, _HOTWORD_WEIGHT), ensure_ascii=False
                ),
                "itn": True,
            },
            ensure_ascii=False,
        )
        self._timeout_s = timeout_s
        self._max_seconds = max_seconds

    async def hear(self, audio: bytes, kind: str) -> Heard:
        samples = await asyncio.to_thread(decode, audio, kind, self._max_seconds)
        try:
            async with asyncio.timeout(self._timeout_s):
                written = await self._ask(samples)
        except (OSError, TimeoutError, ValueError, WebSocketException) as error:
            logger.error("FunASR does not answer: %s", type(error).__name__)
            raise CannotHear(CANNOT_HEAR) from error
        words = spoken_words(written)
        return Heard(words, 1.0 if words else 0.0, len(samples) / RATE)

    async def _ask(self, samples: Samples) -> str:
        pcm = (samples * 32767).astype("<i2").tobytes()
        connecting = connect(
            self._url, subprotocols=[Subprotocol("binary")], close_timeout=1, logger=_wire
        )
        async with connecting as server:
            await server.send(self._begin)
            for at in range(0, len(pcm), _CHUNK):
                await server.send(pcm[at : at + _CHUNK])
            await server.send(json.dumps({"is_speaking": False, "is_end": True}))
            return await _results(server)


async def _results(server: ClientConnection) -> str:
    """All corrected sentences, until the end is told, or there is a result and then quiet.

    Raises ValueError for what is no result, ConnectionClosed where there was none before.
    """
    sentences: list[str] = []
    last = False
    while True:
        try:
            async with asyncio.timeout(_SETTLE_S if last else None):
                message = _message(await server.recv())
        except (TimeoutError, ConnectionClosed):
            if not last:
                raise
            break
        mode = message.get("mode", "")
        if mode.endswith("offline"):
            sentences.append(message.get("text", ""))
        if message.get("is_end"):
            break
        last = last or mode == "offline" or message.get("is_final") is True
    return "".join(sentences)


def _message(raw: str | bytes) -> dict[str, Any]:
    message = json.loads(raw)
    if not (
        isinstance(message, dict)
        and isinstance(message.get("mode", ""), str)
        and isinstance(message.get("text", ""), str)
    ):
        raise ValueError("not a result of FunASR")
    return message
