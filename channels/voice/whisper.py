"""Speech to text in this process: Whisper base in 8 bit, by faster-whisper, on the CPU.

https://github.com/SYSTRAN/faster-whisper. Mandarin only. On two cores 3 s of speech take 1 to 2 s,
10 s up to 4 s, a minute 10 s; a process that has heard something holds about 400 MB.
"""

import asyncio
import logging
import math
import subprocess
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from channels.voice.audio import RATE, Samples, decode
from channels.voice.hearing import CANNOT_HEAR, CannotHear, Heard
from channels.voice.transcript import spoken_words
from channels.voice.weights import prepare

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.transcribe import Segment

logger = logging.getLogger(__name__)

COMMON_WORDS = (
    "怎么办理",
    "需要什么材料",
    "申请补贴",
    "许可证",
    "居住证",
    "社保卡",
    "医保",
    "公积金提取",
    "营业执照",
    "公司注册",
    "注销",
    "变更",
    "户口",
    "入户",
    "身份证",
    "低保",
    "备案",
    "登记",
)
"""What is said most, ahead of the hotwords. Of 33 synthetic questions in AMR 16% of the characters
were wrong with them, 21% with names of matters alone."""
_PROMPT_CHARACTERS = 140
"""About 210 tokens; Whisper takes 223 and would cut a word in two."""
_NO_SPEECH = 0.6
"""Whisper's own threshold for "nobody speaks", here whatever the words: noise that gets past the
voice detection becomes hotwords, and Whisper is sure of them."""


class Whisper:
    """Loads the model with the first recording, and hears one recording after the other."""

    def __init__(
        self, folder: Path, hotwords: Sequence[str] = (), threads: int = 2, max_seconds: int = 60
    ) -> None:
        """`folder`: where `prepare` writes. `hotwords`: names to expect, the most likely first;
        after the common words about 15 fit, the rest is left out."""
        self._folder = folder
        self._hotwords = fitting([*COMMON_WORDS, *hotwords])
        self._threads = threads
        self._max_seconds = max_seconds
        self._model: WhisperModel | None = None
        self._one_at_a_time = ThreadPoolExecutor(1, thread_name_prefix="whisper")

    async def hear(self, audio: bytes, kind: str) -> Heard:
        samples = await asyncio.to_thread(decode, audio, kind, self._max_seconds)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._one_at_a_time, self._heard, samples)

    def _heard(self, samples: Samples) -> Heard:
        seconds = len(samples) / RATE
        segments, _ = self._loaded().transcribe(
            samples,
            language="zh",
            beam_size=5,
            temperature=0.0,  # no second try: it would take as long again
            condition_on_previous_text=False,
            hotwords="、".join(self._hotwords) or None,
            vad_filter=True,  # without it near-silence becomes words
        )
        spoken = [one for one in segments if one.no_speech_prob <= _NO_SPEECH]
        words = spoken_words("".join(one.text for one in spoken), self._hotwords)
        return Heard(words, sureness(spoken) if words else 0.0, seconds)

    def _loaded(self) -> "WhisperModel":
        if self._model is None:
            from faster_whisper import WhisperModel  # slow to load, and often not needed

            try:
                prepare(self._folder, logger.info)
                self._model = WhisperModel(
                    str(self._folder),
                    device="cpu",
                    compute_type="int8",
                    cpu_threads=self._threads,
                    local_files_only=True,
                )
            except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
                logger.error("speech model cannot be loaded: %s", error)
                raise CannotHear(CANNOT_HEAR) from error
        return self._model


def fitting(hotwords: Iterable[str]) -> list[str]:
    """As many whole words from the start as the model's prompt holds, without doubles."""
    kept: list[str] = []
    length = 0
    for word in dict.fromkeys(hotwords):
        length += len(word) + 1
        if length > _PROMPT_CHARACTERS:
            break
        kept.append(word)
    return kept


def sureness(segments: Sequence["Segment"]) -> float:
    """From 0 to 1: the mean over tokens of exp(avg_logprob) * (1 - no_speech_prob).

    `avg_logprob` is the mean log probability of a segment's tokens, so exp of it is their
    geometric mean; a segment counts by its number of tokens. Of 33 synthetic questions in AMR the
    7 below .7 had 40% of their characters wrong, the others 12%. Wrong digits may well be sure.
    """
    tokens = sum(len(one.tokens) for one in segments)
    if not tokens:
        return 0.0
    total: float = sum(
        len(one.tokens) * math.exp(one.avg_logprob) * (1 - one.no_speech_prob) for one in segments
    )
    return min(max(total / tokens, 0.0), 1.0)
