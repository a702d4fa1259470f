"""What a recogniser of speech (语音识别) is, whichever engine does the work."""

from dataclasses import dataclass
from typing import Protocol

CANNOT_HEAR = "抱歉，我现在听不了语音。请打字告诉我，或者稍后再说一次。"


@dataclass(frozen=True)
class Heard:
    """`words` in simplified characters, numbers as they were heard; empty = nobody spoke, and
    `sure` is 0. `sure` is from 0 to 1, `seconds` the length of the recording."""

    words: str
    sure: float
    seconds: float


class BadAudio(Exception):
    """The recording cannot be used; the message says so to the citizen, and what to do."""


class CannotHear(Exception):
    """The recogniser is away, whatever the recording; the message is for the citizen."""


class Recogniser(Protocol):
    async def hear(self, audio: bytes, kind: str) -> Heard:
        """The words of one recording. `kind` is what the sender calls its format: WeChat's
        `Format`, a MIME type, a file name's ending, or nothing; the content decides.
        Raises BadAudio or CannotHear."""
        ...


class Deaf:
    """For districts without speech recognition."""

    async def hear(self, audio: bytes, kind: str) -> Heard:
        raise CannotHear(CANNOT_HEAR)
