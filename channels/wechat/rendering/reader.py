"""Whom a reply is put into words for."""

from dataclasses import dataclass

from channels.gateway.replies import say
from channels.gateway.wire import Locale
from channels.wechat.links import Links
from channels.wechat.rendering.anchors import anchor


@dataclass(frozen=True)
class Reader:
    """One user: their links, and the language of the channel's own words."""

    links: Links
    locale: Locale

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
        return anchor(self.links.page(), self.say(zh, en))

    def paper(self, path: str, zh: str, en: str) -> str:
        """A link to a document of the gateway."""
        return anchor(self.links.paper(path), self.say(zh, en))
