"""Scenes of QR codes: what we make comes back as it was; what others make is not taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.wechat.qr_codes import SCENE_CHARS, Scene, parse_scene, png, scene_text


@pytest.mark.parametrize(
    ("scene", "text"),
    [
        (Scene("guide", "gaoling-jintie"), "g:gaoling-jintie"),
        (Scene("window", "12"), "w:12"),
        (Scene("words", "高龄津贴怎么领？"), "t:高龄津贴怎么领？"),
    ],
)
def test_scenes_come_back_from_a_scan_and_from_following(scene: Scene, text: str) -> None:
    assert scene_text(scene) == text
    assert parse_scene(text) == parse_scene(f"qrscene_{text}") == scene


def test_a_scene_says_something() -> None:
    assert Scene("window", "12").words == "12号窗口办什么"
    assert Scene("words", "查办件进度").words == "查办件进度"
    assert Scene("guide", "gaoling-jintie").words == ""


@pytest.mark.parametrize(
    "text",
    ["", "g", "g:", "g:../etc", "g:A", "w:", "w:1 2", "t:", "t: x", "t:a\nb", "x:1", "123",
     "t:" + "长" * SCENE_CHARS],
)  # fmt: skip
def test_other_scenes_are_not_ours(text: str) -> None:
    assert parse_scene(text) is None
    assert parse_scene(f"qrscene_{text}") is None


@pytest.mark.parametrize(
    "scene",
    [Scene("words", "长" * 63), Scene("words", " x"), Scene("guide", "大"), Scene("window", "")],
)
def test_a_scene_that_would_not_come_back_is_not_made(scene: Scene) -> None:
    with pytest.raises(ValueError, match=r"at most 62|no name"):
        scene_text(scene)


@given(st.text())
def test_any_text_is_read_without_error_and_back_to_itself(text: str) -> None:
    scene = parse_scene(text)
    if scene is not None:
        assert scene_text(scene) == text.removeprefix("qrscene_")


@given(st.sampled_from(["guide", "window", "words"]), st.text(max_size=62))
def test_what_is_made_is_read_back(kind: str, value: str) -> None:
    scene = Scene(kind, value)  # type: ignore[arg-type]
    try:
        text = scene_text(scene)
    except ValueError:
        return
    assert parse_scene(text) == scene
    assert len(text) <= SCENE_CHARS


def test_the_picture_is_a_png_that_prints_well() -> None:
    picture = png("http://weixin.qq.com/q/02eruzg5Z3eB31qm6Jxq1A")
    assert picture.startswith(b"\x89PNG")
    width = int.from_bytes(picture[16:20], "big")
    assert width >= 500
