"""Whom a reply is put into words for."""

from dataclasses import dataclass

from channels.gateway.replies import say
from channels.gateway.wire import Locale
from channels.wechat.links import Links
from channels.wechat.mini_program import Kind, MiniProgram
from channels.wechat.rendering.anchors import anchor


@dataclass(frozen=True)
class Reader:
    """One user: their links, the language of the channel's own words, and the mini program that
    opens pages, if there is one. `has_lead`: the page that the reply leads to comes below its
    text, which needs no link there."""

    links: Links
    locale: Locale
    mini: MiniProgram | None = None
    has_lead: bool = False

    def say(self, zh: str, en: str) -> str:
        return say(self.locale, zh, en)

    def row(self, zh: str, en: str, value: str) -> str:
        """`label：value`"""
        return f"{self.say(zh, en)}{self.colon}{value}"

    @property
    def colon(self) -> str:
        return ": " if self.locale == "en" else "："

    @property
    def between(self) -> str:
        """What stands between the parts of a list."""
        return ", " if self.locale == "en" else "、"

    def page(self, zh: str, en: str) -> str:
        """A link to the web page with this conversation in it."""
        return self.link("page", self.links.page(), zh, en)

    def paper(self, path: str, zh: str, en: str) -> str:
        """A link to a document of the gateway."""
        return self.link("paper", self.links.paper(path), zh, en)

    def link(self, kind: Kind, url: str, zh: str, en: str) -> str:
        """A link to a page of ours."""
        attributes = self.mini.attributes(kind, url) if self.mini else ""
        return anchor(url, self.say(zh, en), attributes)
