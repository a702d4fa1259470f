"""Somebody in front of the page, who says, taps and hands in."""

import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, Locator, Page, expect


def photo(name: str) -> FilePayload:
    """A small picture of a paper, as a phone would take it; JPEG or PNG by its name."""
    picture = Image.new("RGB", (480, 640), "#f4f1e8")
    pen = ImageDraw.Draw(picture)
    for y in range(80, 560, 32):
        pen.line((48, y, 432, y), fill="#33363b", width=3)
    content = io.BytesIO()
    form = "PNG" if name.endswith(".png") else "JPEG"
    picture.save(content, form)
    return {"name": name, "mimeType": f"image/{form.lower()}", "buffer": content.getvalue()}


@dataclass
class Visitor:
    """Somebody in front of the page."""

    page: Page
    tour: str
    """What the names of the pictures begin with."""

    def say(self, words: str) -> None:
        self.page.get_by_label("输入您的问题").fill(words)
        self.page.keyboard.press("Enter")

    def tap(self, label: str) -> None:
        """Choose what the last answer offers."""
        self.last.get_by_role("button", name=label, exact=True).click()

    @property
    def last(self) -> Locator:
        return self.page.locator(".entry.answer").last

    @property
    def conversation(self) -> str:
        return str(self.page.evaluate("sessionStorage.getItem('lxz.conversation')"))

    def is_asked(self, words: str) -> None:
        expect(self.last.locator(".form .question")).to_contain_text(words)

    def fill(self, *steps: tuple[str, Callable[[str], None], str]) -> None:
        """Answer one question after the other: what is asked, by which way, the answer."""
        for question, answer, words in steps:
            self.is_asked(question)
            answer(words)

    def hand_in_photo(self, name: str = "租赁合同.jpg") -> None:
        with self.page.expect_file_chooser() as chooser:
            self.last.get_by_role("button", name="选照片或文件").click()
        chooser.value.set_files(files=[photo(name)])

    def keep_picture(self, name: str, height: int | None = None) -> None:
        """What the page shows, as a picture, where somebody wants to look."""
        folder = os.environ.get("LXZ_TEST_SCREENSHOTS")
        if folder is None:
            return
        size = self.page.viewport_size
        assert size is not None
        if height is not None:
            self.page.set_viewport_size({"width": size["width"], "height": height})
        self.page.wait_for_timeout(500)  # the scrolling is smooth
        self.page.screenshot(path=Path(folder) / f"{self.tour}-{size['width']}-{name}.png")
        self.page.set_viewport_size(size)
