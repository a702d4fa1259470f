"""Speech, photos and videos."""

import base64
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio

from channels.voice.hearing import BadAudio, Heard
from channels.wechat import replies
from messages import FormCard, Turn
from tests.channels.wechat.opening import Make
from tests.channels.wechat.world import World

SPEECH = base64.b64encode(b"#!AMR\n some speech").decode()
PHOTO = base64.b64encode(bytes.fromhex("89504e470d0a1a0a") + b"a photo").decode()


@dataclass
class Ear:
    """Hears what it is told to hear."""

    heard: Heard | Exception = field(default_factory=lambda: Heard("居住证怎么办", 0.95, 2.0))
    got: list[tuple[bytes, str]] = field(default_factory=list)

    async def hear(self, audio: bytes, kind: str) -> Heard:
        self.got.append((audio, kind))
        if isinstance(self.heard, Exception):
            raise self.heard
        return self.heard


@pytest.fixture
def ear(monkeypatch: pytest.MonkeyPatch) -> Ear:
    made = Ear()
    monkeypatch.setattr("channels.wechat.installing.recogniser_of", lambda *_: made)
    return made


@pytest_asyncio.fixture
async def world(ear: Ear, make_world: Make) -> World:
    return await make_world()


async def speak(world: World, **about: Any) -> list[str]:
    """What comes of a voice message."""
    await world.act("voice", content=SPEECH, **about)
    await world.rest()
    return world.texts()


async def test_what_wechat_heard_is_used(world: World, ear: Ear) -> None:
    assert await speak(world, recognition="高龄津贴怎么领") == ["听到了：高龄津贴怎么领"]
    assert ear.got == []


async def test_else_it_is_heard_here(world: World, ear: Ear) -> None:
    assert await speak(world) == ["听到了：居住证怎么办"]
    [(audio, _kind)] = ear.got
    assert audio == base64.b64decode(SPEECH)


@pytest.mark.parametrize("late", [False, True])
async def test_what_was_heard_unsurely_is_said_first(
    ear: Ear, make_world: Make, late: bool
) -> None:
    ear.heard = Heard("居住证怎么办", 0.2, 2.0)
    world = await make_world(passive_within_s=0.1 if late else 3.0)
    world.rasa.delay_s = 0.4 if late else 0.0
    assert await speak(world) == [replies.heard("居住证怎么办"), "听到了：居住证怎么办"]
    assert world.ways() == ["service" if late else "passive", "service"]


@pytest.mark.parametrize(
    ("heard", "says"),
    [
        (Heard("", 0.0, 2.0), replies.CANNOT_HEAR),
        (BadAudio("这段语音太长了。"), "这段语音太长了。"),
    ],
)
async def test_what_cannot_be_heard(
    world: World, ear: Ear, heard: Heard | Exception, says: str
) -> None:
    ear.heard = heard
    assert await speak(world) == [says]
    assert world.rasa.heard == []


async def test_a_photo_answers_the_form(world: World) -> None:
    form = FormCard(
        text="请发照片。", draft="d", title="津贴", field="p", label="照片", field_type="file"
    )
    world.rasa.turn = Turn(outcome="collecting", cards=[form])
    await world.say("我要申请")
    world.rasa.turn = None
    await world.act("image", content=PHOTO)
    await world.rest()
    [file] = world.core.files
    assert base64.b64decode(PHOTO) in file
    assert world.rasa.messages[-1] == "[FILE_2]"


async def test_a_photo_that_core_refuses(world: World) -> None:
    world.core.refuses = "只收 JPG、PNG 图片和 PDF 文件。"
    await world.act("image", content=PHOTO)
    assert world.texts() == ["只收 JPG、PNG 图片和 PDF 文件。"]


async def test_a_photo_that_wechat_does_not_give(world: World) -> None:
    await world.fails(broken=2)
    await world.act("image", content=PHOTO)
    await world.rest()
    assert world.texts() == [replies.CANNOT_FETCH]
    assert world.core.files == []


async def test_a_video_is_told_that_nobody_watches(world: World) -> None:
    for kind in ("video", "shortvideo"):
        await world.act(kind)
    await world.rest()
    assert world.texts() == [replies.CANNOT_WATCH] * 2
