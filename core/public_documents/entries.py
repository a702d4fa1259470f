"""One entry of a feed, however it was written, and of what kind its document is."""

import datetime as dt
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from core.contract import DOCUMENT_KINDS, DocumentKind

LONGEST_TEXT = 200_000
"""Characters kept of a text."""

_KINDS: tuple[tuple[DocumentKind, str], ...] = (
    ("recruitment", "招考|招录|招聘|录用|遴选|公务员|雇员"),
    ("budget", "预算|决算"),
    ("fees", "收费(项目|标准|目录)|行政事业性收费"),
    ("procurement", "采购"),
    ("penalty", "行政处罚|处罚决定|行政强制"),
    ("emergency", "应急预案|预警|突发事件"),
    ("statistics", "统计公报|统计年鉴|经济运行|普查"),
    ("projects", "重大(建设)?项目|项目计划"),
    ("inspection", "抽检|监督检查|监测|双随机"),
    ("plan", "规划|五年计划|工作计划|行动方案|工作要点"),
    ("institution", "机构(职能|设置)|三定|领导(分工|信息)"),
    ("livelihood", "社会保障|救助|就业|教育|医疗|养老|住房保障"),
    ("service", "办事指南|行政许可|事项目录|权责清单"),
    ("rules", "办法|规定|条例|细则|实施意见|通知|通告|决定"),
)
_LABELS: dict[str, DocumentKind] = {label: kind for kind, label in DOCUMENT_KINDS.items()}
_EXPLAINS = re.compile(r"《([^》]{4,200})》[^《》]{0,12}解读|解读[^《》]{0,12}《([^》]{4,200})》")


class Entry(BaseModel):
    """As docs/DOCUMENTS.md describes it. Anything longer is cut, HTML becomes plain text."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    id: str = Field(min_length=1, max_length=500)
    title: str = Field(min_length=2)
    published_on: dt.date
    publisher: str = ""
    kind: DocumentKind | None = None
    number: str | None = Field(default=None, max_length=80)
    url: str | None = Field(default=None, max_length=1000)
    may_link: bool = True
    text: str = ""
    interprets: str | None = Field(default=None, max_length=1000)

    @field_validator("title")
    @classmethod
    def _plain_title(cls, value: str) -> str:
        return plain(value)[:300]

    @field_validator("publisher")
    @classmethod
    def _short(cls, value: str) -> str:
        return plain(value)[:120]

    @field_validator("text")
    @classmethod
    def _plain_text(cls, value: str) -> str:
        return plain(value)[:LONGEST_TEXT]

    @field_validator("url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is not None and not is_web_address(value):
            raise ValueError("not an address of http or https")
        return value


def is_web_address(url: str) -> bool:
    """http or https, with a host, nothing that is not printed."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable()


def kind_of(entry: Entry, categories: list[str], default: DocumentKind | None) -> DocumentKind:
    """As it says itself, as one of its categories does, as its title looks, else the default."""
    if entry.kind:
        return entry.kind
    for one in categories:
        if one in _LABELS:
            return _LABELS[one]
        if one in DOCUMENT_KINDS:
            return one
    if default:
        return default
    return next((kind for kind, words in _KINDS if re.search(words, entry.title)), "other")


def explained_by_title(title: str) -> str | None:
    """The title in 《…》 of what a document explains (解读)."""
    found = _EXPLAINS.search(title)
    return (found.group(1) or found.group(2)) if found else None


def plain(words: str) -> str:
    """Text without tags, entities resolved, white space folded, no NUL."""
    if "<" in words or "&" in words:
        reader = _Reader()
        reader.feed(words)
        reader.close()
        words = "".join(reader.parts)
    return " ".join(words.replace("\0", "").split())


class _Reader(HTMLParser):
    """Keeps what is to be read; scripts and styles are not."""

    HIDDEN = ("script", "style")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in self.HIDDEN
        self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in self.HIDDEN and self._hidden > 0
        self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)
