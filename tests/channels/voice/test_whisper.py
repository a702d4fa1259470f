"""Whisper without its model: when it loads, in which order it hears, how sure it is."""

import asyncio
import math
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.voice import whisper
from channels.voice.hearing import CANNOT_HEAR, BadAudio, CannotHear, Heard
from channels.voice.whisper import COMMON_WORDS, Whisper, fitting, sureness
from tests.channels.voice.sounds import LOST_CARD


def segment(text: str, logprob: float = -0.1, no_speech: float = 0.0, tokens: int = 5) -> Any:
    return SimpleNamespace(
        text=text, avg_logprob=logprob, no_speech_prob=no_speech, tokens=[0] * tokens
    )


class Model:
    """Says what it is told, and notes how it was asked and how many asked at once."""

    def __init__(self, *segments: Any) -> None:
        self.segments, self.asked, self.busy = segments, [], threading.Lock()

    def transcribe(self, samples: Any, **options: Any) -> tuple[list[Any], None]:
        assert self.busy.acquire(blocking=False), "two at once"
        threading.Event().wait(0.02)
        self.asked.append(options)
        self.busy.release()
        return list(self.segments), None


def with_model(model: Model, hotwords: tuple[str, ...] = ()) -> Whisper:
    recogniser = Whisper(Path("nowhere"), hotwords)
    recogniser._model = model  # type: ignore[assignment]
    return recogniser


def test_nothing_is_loaded_before_somebody_speaks() -> None:
    check = (
        "import sys; from channels.voice.choice import recogniser_of;"
        "from channels.voice.settings import VoiceSettings;"
        "recogniser_of(VoiceSettings(recogniser='whisper'), ['社保卡']);"
        "print({'av', 'faster_whisper', 'ctranslate2'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


async def test_bad_audio_loads_nothing(tmp_path: Path) -> None:
    recogniser = Whisper(tmp_path / "whisper")
    with pytest.raises(BadAudio):
        await recogniser.hear(b"hello", "amr")
    assert recogniser._model is None


async def test_without_the_model_it_says_that_it_cannot_hear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def prepare(folder: Path, progress: object) -> None:
        raise subprocess.CalledProcessError(2, "uv")

    monkeypatch.setattr(whisper, "prepare", prepare)
    with pytest.raises(CannotHear, match=CANNOT_HEAR):
        await Whisper(tmp_path).hear(LOST_CARD, "amr")


async def test_one_recording_after_the_other() -> None:
    model = Model(segment("好"))
    recogniser = with_model(model)
    heard = await asyncio.gather(*(recogniser.hear(LOST_CARD, "amr") for _ in range(4)))
    assert [one.words for one in heard] == ["好"] * 4
    assert len(model.asked) == 4


async def test_how_the_model_is_asked() -> None:
    model = Model(segment("社保卡"))
    await with_model(model, ("养犬登记", "社保卡")).hear(LOST_CARD, "amr")
    assert model.asked[0] | {"beam_size": 5} == {
        "language": "zh",
        "beam_size": 5,
        "temperature": 0.0,
        "condition_on_previous_text": False,
        "hotwords": "、".join([*COMMON_WORDS, "养犬登记"]),
        "vad_filter": True,
    }


async def test_words_are_simplified_and_joined() -> None:
    model = Model(segment("社保卡丟了，"), segment("怎麼補辦"))
    heard = await with_model(model).hear(LOST_CARD, "amr")
    assert heard == Heard("社保卡丢了，怎么补办", pytest.approx(math.exp(-0.1)), 3.08)


@pytest.mark.parametrize(
    "segments",
    [
        (),
        (segment("证证证", no_speech=0.93),),
        (segment("谢谢观看"),),
        (segment("、".join(COMMON_WORDS[3:7])),),
    ],
)
async def test_where_nobody_speaks_there_are_no_words(segments: tuple[Any, ...]) -> None:
    heard = await with_model(Model(*segments), ("养犬登记",)).hear(LOST_CARD, "amr")
    assert (heard.words, heard.sure) == ("", 0.0)


def test_longer_segments_count_for_more() -> None:
    assert sureness([segment("", math.log(0.9), 0.5, tokens=4)]) == pytest.approx(0.45)
    sure = [segment("", math.log(0.9), tokens=9), segment("", math.log(0.4), tokens=1)]
    assert sureness(sure) == pytest.approx(0.85)
    assert sureness([]) == sureness([segment("", tokens=0)]) == 0


@given(st.lists(st.tuples(st.floats(-50, 0), st.floats(0, 1), st.integers(0, 99))))
def test_sureness_is_a_share(parts: list[tuple[float, float, int]]) -> None:
    assert 0 <= sureness([segment("", *part) for part in parts]) <= 1


def test_of_the_hotwords_the_first_fit_whole() -> None:
    words = [f"办事项目{number:02}" for number in range(50)]
    assert fitting(words) == words[:20]
    assert fitting(["社保卡", "居住证", "社保卡"]) == ["社保卡", "居住证"]
    assert fitting([]) == []
