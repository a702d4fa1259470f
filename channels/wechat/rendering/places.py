"""A place, in words."""

from channels.wechat.rendering.demo import demo_of
from channels.wechat.rendering.lines import said_in, stacked
from channels.wechat.rendering.moments import minute_of
from channels.wechat.rendering.reader import Reader
from messages import PlaceCard


def place_words(card: PlaceCard, reader: Reader) -> str:
    """What was asked, then name, address, hours and telephone as far as they are known."""
    rows = [
        (("地址", "Address"), card.address),
        (("时间", "Hours"), card.hours),
        (("电话", "Phone"), card.phone),
    ]
    told = [
        reader.row(*label, value)
        for label, value in rows
        if value and not said_in(card.text, value)
    ]
    name = None if said_in(card.text, card.name) else card.name
    return stacked(name, card.text, *told, _counted(card, reader), demo_of(card, reader))


def _counted(card: PlaceCard, reader: Reader) -> str | None:
    """When the free places of a car park were counted."""
    if card.free is None or not card.as_of:
        return None
    moment = minute_of(card.as_of, reader.locale)
    return reader.say(f"{moment} 的车位数", f"Places as of {moment}")
