"""QR codes of the account that say where they hang or what they are about (带参数的二维码).

A scene is 1 to 64 characters:
https://developers.weixin.qq.com/doc/service/api/qrcode/qrcodes/api_createqrcode
It comes back in the event of a scan, and behind `qrscene_` where scanning began the following:
https://developers.weixin.qq.com/doc/service/guide/product/message/Receiving_event_pushes.html
"""

import io
import re
from dataclasses import dataclass
from typing import Literal

import segno

Kind = Literal["guide", "window", "words"]
LETTERS: dict[Kind, str] = {"guide": "g", "window": "w", "words": "t"}
SCENE_CHARS = 64
FOLLOWED = "qrscene_"
MODULE_PIXELS = 16
_KINDS = {letter: kind for kind, letter in LETTERS.items()}
_GUIDE = re.compile(r"[a-z][a-z0-9-]*")
_WINDOW = re.compile(r"[\w-]{1,16}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True)
class Scene:
    """`value` is a guide's id, a window's name, or words to be said."""

    kind: Kind
    value: str

    @property
    def words(self) -> str:
        """What scanning it says for the citizen; empty for a guide, which is opened by its id."""
        if self.kind == "window":
            return f"{self.value}号窗口办什么"
        return self.value if self.kind == "words" else ""


def scene_text(scene: Scene) -> str:
    """The scene as WeChat keeps it. Raises ValueError where it would not come back as it is."""
    text = f"{LETTERS[scene.kind]}:{scene.value}"
    if len(text) > SCENE_CHARS:
        raise ValueError(f"at most {SCENE_CHARS - 2} characters")
    if parse_scene(text) != scene:
        raise ValueError(f"“{scene.value}” is no name of a {scene.kind}")
    return text


def parse_scene(text: str) -> Scene | None:
    """The scene of a scan, with or without `qrscene_`; None for what no code of ours says."""
    text = text.removeprefix(FOLLOWED)
    letter, colon, value = text.partition(":")
    kind = _KINDS.get(letter)
    if kind is None or not colon or len(text) > SCENE_CHARS:
        return None
    if not _fits(kind, value):
        return None
    return Scene(kind, value)


def png(url: str) -> bytes:
    """The picture of a code whose content WeChat told (`url` of the answer); dark on white, with
    the standard's quiet zone, error correction Q so that a logo or a scratch does no harm."""
    picture = io.BytesIO()
    segno.make_qr(url, error="q").save(picture, kind="png", scale=MODULE_PIXELS, border=4)
    return picture.getvalue()


def _fits(kind: Kind, value: str) -> bool:
    if kind == "guide":
        return _GUIDE.fullmatch(value) is not None
    if kind == "window":
        return _WINDOW.fullmatch(value) is not None
    return bool(value.strip()) and value == value.strip() and not _CONTROL.search(value)
