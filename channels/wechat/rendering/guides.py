"""An answer from a guide, in words."""

from channels.wechat.rendering.anchors import linked
from channels.wechat.rendering.lines import stacked, unsaid
from channels.wechat.rendering.reader import Reader
from messages import GuideCard
from messages.cards import Source


def guide_words(card: GuideCard, reader: Reader) -> str:
    """What was asked first, then what else is known of it, one caution, and the source, which is
    a link where it may be one. The folded sections are what the options ask for."""
    text = stacked(card.text, *unsaid(card.text, [*card.more, card.caution]))
    unnamed = []
    for source in card.sources:
        title = _quoted(source.title)
        if title in text:
            text = _linked_once(text, title, source)
        else:
            unnamed.append(linked(source.url, f"{source.publisher or ''}{title}"))
    named = reader.row("来源", "Source", reader.between.join(unnamed)) if unnamed else None
    return stacked(text, named)


def _linked_once(text: str, title: str, source: Source) -> str:
    """The last mention of the title as the link; the source line ends the text."""
    before, _, after = text.rpartition(title)
    if before.count("<a ") > before.count("</a>"):  # inside the link of another source
        return text
    return f"{before}{linked(source.url, title)}{after}"


def _quoted(title: str) -> str:
    return title if "《" in title else f"《{title}》"
