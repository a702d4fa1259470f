"""FunASR's protocol, against small servers that answer as its servers do."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import numpy as np
import pytest
from websockets.asyncio.server import ServerConnection, serve

from channels.voice.audio import decode
from channels.voice.funasr import FunAsr
from channels.voice.hearing import CANNOT_HEAR, BadAudio, CannotHear, Heard
from tests.channels.voice.sounds import LOST_CARD

Answer = Callable[[ServerConnection], Awaitable[None]]


class Server:
    """Takes one recording, then answers."""

    def __init__(self, answer: Answer) -> None:
        self.answer, self.begin, self.end, self.pcm = answer, {}, {}, b""

    async def __call__(self, client: ServerConnection) -> None:
        assert client.subprotocol == "binary"
        self.begin = json.loads(await client.recv())
        async for message in client:
            if isinstance(message, str):
                self.end = json.loads(message)
                break
            self.pcm += message
        await self.answer(client)


@asynccontextmanager
async def running(server: Server) -> AsyncIterator[str]:
    async with serve(server, "127.0.0.1", 0, subprotocols=["binary"]) as listening:  # type: ignore[list-item]
        yield f"ws://127.0.0.1:{listening.sockets[0].getsockname()[1]}"


def results(*messages: Any, then_wait: bool = True) -> Answer:
    async def answer(client: ServerConnection) -> None:
        for message in messages:
            await client.send(message if isinstance(message, str) else json.dumps(message))
        if then_wait:
            await client.wait_closed()

    return answer


def result(mode: str, text: str, final: bool) -> dict[str, Any]:
    return {"mode": mode, "wav_name": "recording", "text": text, "is_final": final}


async def heard_from(answer: Answer, **options: Any) -> Heard:
    async with running(Server(answer)) as url:
        return await FunAsr(url, **options).hear(LOST_CARD, "amr")


async def test_the_recording_is_sent_as_the_protocol_says() -> None:
    server = Server(results(result("offline", "社保卡丢了", False)))
    async with running(server) as url:
        heard = await FunAsr(url, ["社保卡", "居住证"]).hear(LOST_CARD, "amr")
    assert heard == Heard("社保卡丢了", 1.0, 3.08)
    assert json.loads(server.begin.pop("hotwords")) == {"社保卡": 20, "居住证": 20}
    assert server.begin == {
        "mode": "offline",
        "wav_name": "recording",
        "wav_format": "pcm",
        "audio_fs": 16000,
        "is_speaking": True,
        "chunk_size": [5, 10, 5],
        "chunk_interval": 10,
        "itn": True,
    }
    assert server.end["is_speaking"] is False
    sent = np.frombuffer(server.pcm, "<i2") / 32767
    assert np.abs(sent - decode(LOST_CARD)).max() < 1e-4


async def test_two_passes_give_the_corrected_sentences() -> None:
    answer = results(
        result("2pass-online", "社宝", False),
        result("2pass-online", "卡", False),
        result("2pass-offline", "社保卡丢了，", False),
        result("2pass-online", "怎么", False),
        result("2pass-offline", "怎么补办？", True),
    )
    heard = await heard_from(answer, mode="2pass")
    assert heard.words == "社保卡丢了，怎么补办？"


async def test_a_server_that_marks_each_sentence_final_and_tells_the_end() -> None:
    answer = results(
        result("2pass-offline", "社保卡丢了，", True),
        result("2pass-offline", "怎么补办？", True),
        {"is_end": True, "is_final": True},
    )
    assert (await heard_from(answer, mode="2pass")).words == "社保卡丢了，怎么补办？"


async def test_a_server_that_hangs_up_after_its_result() -> None:
    answer = results(result("offline", "居住證", True), then_wait=False)
    assert (await heard_from(answer)).words == "居住证"


@pytest.mark.parametrize(
    "message", [result("offline", "", False), {"is_end": True}, result("offline", "。", True)]
)
async def test_silence(message: dict[str, Any]) -> None:
    assert await heard_from(results(message)) == Heard("", 0.0, 3.08)


@pytest.mark.parametrize(
    "answer",
    [
        results(then_wait=False),
        results("not JSON"),
        results("[1]"),
        results({"mode": "offline", "text": None}),
        results({"mode": 1}),
        results(),
    ],
    ids=["hangs up", "no JSON", "a list", "no text", "no mode", "says nothing"],
)
async def test_a_server_that_breaks_its_word_is_away(answer: Answer) -> None:
    with pytest.raises(CannotHear, match=CANNOT_HEAR):
        await heard_from(answer, timeout_s=0.5)


async def test_no_server_at_all() -> None:
    async with running(Server(results())) as url:
        pass
    with pytest.raises(CannotHear):
        await FunAsr(url).hear(LOST_CARD, "amr")


async def test_bad_audio_is_sent_to_nobody() -> None:
    server = Server(results())
    async with running(server) as url:
        with pytest.raises(BadAudio):
            await FunAsr(url).hear(b"hello", "amr")
    assert server.begin == {}


async def test_no_log_holds_what_was_said(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    serving = serve(
        Server(results('{"mode":"offline","text":"我叫张三"}')),
        "127.0.0.1",
        0,
        subprotocols=["binary"],  # type: ignore[list-item]
        logger=logging.getLogger("silent server"),
    )
    logging.getLogger("silent server").setLevel(logging.ERROR)
    async with serving as listening:
        port = listening.sockets[0].getsockname()[1]
        heard = await FunAsr(f"ws://127.0.0.1:{port}").hear(LOST_CARD, "amr")
    assert heard.words == "我叫张三"
    assert "张三" not in caplog.text


async def test_several_recordings_at_once() -> None:
    async def answer(client: ServerConnection) -> None:
        await asyncio.sleep(0.05)
        await results(result("offline", "好", True))(client)

    async def one(url: str) -> str:
        return (await FunAsr(url).hear(LOST_CARD, "amr")).words

    async with serve(
        lambda client: Server(answer)(client),
        "127.0.0.1",
        0,
        subprotocols=["binary"],  # type: ignore[list-item]
    ) as listening:
        url = f"ws://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        assert await asyncio.gather(*(one(url) for _ in range(3))) == ["好"] * 3
