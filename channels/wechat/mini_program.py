"""A mini program (小程序) that opens our pages in place of WeChat's browser.

A link in a text leads there by two attributes beside `href`, which is for who cannot open mini
programs; a card (小程序卡片) needs a picture. The mini program must be linked (关联) with the
account.
https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
"""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from channels.wechat.outgoing import MiniProgramCard

Kind = Literal["sign_in", "pay", "page", "paper"]
LINK = "{link}"
Page = Annotated[str, Field(pattern=r"^([\w./?=&%-]|\{link\})+$", max_length=128)]
LONGEST_PATH = 512
"""Bytes; beside a web address of that length a text still has room for words."""
PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff")
"""How the files begin that may be a card's picture: PNG, JPEG."""
LARGEST_PICTURE = 10 * 1024 * 1024
"""Bytes of a picture that WeChat takes as temporary media,
https://developers.weixin.qq.com/doc/offiaccount/Asset_Management/New_temporary_materials.html"""


class BrokenMiniProgram(ValueError):
    """The operator's file cannot be used; says why."""


class MiniProgram(BaseModel):
    """`pages`: by kind of link, the page that opens it; {link} stands for the web address, encoded
    as a parameter, which the page shows in a web-view (业务域名). `picture`: of its cards, PNG or
    JPEG, best 520 by 416 pixels; without one there are none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    appid: str = Field(pattern=r"^wx[0-9a-z]{16}$")
    pages: dict[Kind, Page]
    picture: bytes | None = Field(default=None, max_length=LARGEST_PICTURE)

    @field_validator("picture")
    @classmethod
    def _is_picture(cls, content: bytes | None) -> bytes | None:
        if content is not None and not content.startswith(PICTURES):
            raise ValueError("a picture must be PNG or JPEG")
        return content

    def attributes(self, kind: Kind, url: str) -> str:
        """What stands in the link's tag, after a space; empty where our own page is opened."""
        path = self._path(kind, url)
        if path is None:
            return ""
        return f' data-miniprogram-appid="{self.appid}" data-miniprogram-path="{path}"'

    def card(self, kind: Kind, url: str, title: str) -> MiniProgramCard | None:
        """The page as a card; None where our own page is opened."""
        path = self._path(kind, url)
        if path is None or self.picture is None:
            return None
        return MiniProgramCard(title, self.appid, path, self.picture)

    def _path(self, kind: Kind, url: str) -> str | None:
        page = self.pages.get(kind)
        path = page.replace(LINK, quote(url, safe="")) if page else None
        return path if path and len(path.encode()) <= LONGEST_PATH else None


def read_mini_program(file: Path | None) -> MiniProgram | None:
    """None without a file; in it, `picture` is a file's name, beside it. Raises
    BrokenMiniProgram."""
    if file is None:
        return None
    try:
        told = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
        if isinstance(told, dict) and told.get("picture"):
            told["picture"] = (file.parent / str(told["picture"])).read_bytes()
        return MiniProgram.model_validate(told)
    except (OSError, YAMLError, ValidationError) as error:
        raise BrokenMiniProgram(f"{file}: {error}") from None
