"""Links that a mini program opens."""

from pathlib import Path
from urllib.parse import unquote

import pytest

from channels.wechat.mini_program import BrokenMiniProgram, MiniProgram, read_mini_program
from channels.wechat.rendering.anchors import ANCHOR, anchor

APPID = "wx0123456789abcdef"
FILE = f"appid: {APPID}\npages:\n  pay: pages/web/index?to={{link}}\n"
PNG = b"\x89PNG\r\n\x1a\n"
URL = "https://example.com/wechat/open?t=a%3Db&x=1"


def test_a_page_is_opened_with_our_address(tmp_path: Path) -> None:
    file = tmp_path / "mini.yml"
    file.write_text(FILE)
    mini = read_mini_program(file)
    assert mini is not None
    attributes = mini.attributes("pay", URL)
    assert f' data-miniprogram-appid="{APPID}"' in attributes
    path = attributes.split('path="')[1].rstrip('"')
    assert path.startswith("pages/web/index?to=https%3A%2F%2F")
    assert unquote(path.split("to=")[1]) == URL
    link = anchor(URL, "去付款", attributes)
    assert link.startswith(f'<a href="{URL}" data-') and ANCHOR.fullmatch(link)


def test_a_picture_makes_cards(tmp_path: Path) -> None:
    file = tmp_path / "mini.yml"
    file.write_text(f"{FILE}picture: cover.png\n")
    (tmp_path / "cover.png").write_bytes(PNG)
    mini = read_mini_program(file)
    assert mini is not None
    card = mini.card("pay", URL, "去付款")
    assert card is not None and (card.title, card.appid, card.picture) == ("去付款", APPID, PNG)
    assert card.page in mini.attributes("pay", URL)
    assert mini.card("page", URL, "网页") is None
    without = mini.model_copy(update={"picture": None})
    assert without.card("pay", URL, "去付款") is None


@pytest.mark.parametrize("content", [None, b"GIF89a", b""])
def test_a_picture_must_be_one(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "mini.yml"
    file.write_text(f"{FILE}picture: cover.png\n")
    if content is not None:
        (tmp_path / "cover.png").write_bytes(content)
    with pytest.raises(BrokenMiniProgram):
        read_mini_program(file)


def test_other_pages_stay_with_the_browser() -> None:
    mini = MiniProgram(appid=APPID, pages={"pay": "pages/pay?to={link}"})
    assert mini.attributes("sign_in", URL) == ""
    assert mini.attributes("pay", "https://example.com/" + "长" * 80) == ""
    assert read_mini_program(None) is None


@pytest.mark.parametrize(
    "text",
    [
        "appid: wx1\npages: {}\n",
        f"appid: {APPID}\npages: {{shop: pages/shop}}\n",
        f"appid: {APPID}\npages: {{pay: 'pages/a\" onclick='}}\n",
        f"appid: {APPID}\npages: {{pay: 'pages/{{other}}'}}\n",
        f"appid: {APPID}\n",
        "[",
    ],
)
def test_a_broken_file_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "mini.yml"
    file.write_text(text)
    with pytest.raises(BrokenMiniProgram):
        read_mini_program(file)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenMiniProgram):
        read_mini_program(tmp_path / "none.yml")
