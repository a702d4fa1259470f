"""Car parks near a place, with the free places that the feed tells (停车)."""

import datetime as dt

from core.appointments.when import day_says, parse
from core.context import SHENZHEN, Core
from core.contract import ParksFound, ParkView
from core.parking.feed import Park, Parks
from core.parking.gazetteer import Place, find_place
from text.normalise import normalise

STALE = dt.timedelta(minutes=3)
LIMIT = 3
FAR_M = 3000
"""Metres: beyond this a car park is not near."""
AWAY = "现在查不到停车场的空位，不是您的问题。请过几分钟再问，或看停车场入口的显示屏。"
WHERE = "您想停在哪里附近？可以说地铁站或片区，例如“水贝”“东门”。"


def find_parks(core: Core, near: str, at: str | None = None, limit: int = LIMIT) -> ParksFound:
    """Car parks near what was said, those with free places first, then by distance. `at` is when
    somebody will come, as they said it: nobody knows the free places of later, which is said."""
    feed = core.parts.parking.get()
    if feed is None:
        return ParksFound(parks=[], says=AWAY)
    place, area = find_place(near), normalise(near).strip()
    around = _around(feed, place, area)
    if not around:
        known = place.name if place else ""
        told = f"{known}附近没有联网的停车场。" if known else "没有找到您说的地方。"
        return ParksFound(parks=[], says=told + WHERE)
    around.sort(key=lambda one: (one[0].free == 0, one[1] if one[1] is not None else FAR_M))
    shown = [_view(core, feed, *one) for one in around[:limit]]
    return ParksFound(parks=shown, says=_says(core, feed, place.name if place else area, shown, at))


def _around(feed: Parks, place: Place | None, area: str) -> list[tuple[Park, int | None]]:
    """Car parks with their distance in metres; by the name of the area where coordinates lack."""
    found: list[tuple[Park, int | None]] = []
    for park in feed.parks:
        if place and park.lat is not None and park.lon is not None:
            metres = place.metres_to(park.lat, park.lon)
            if metres <= FAR_M:
                found.append((park, int(round(metres, -1))))
        elif park.area and (park.area in area or (place and park.area == place.name)):
            found.append((park, None))
    return found


def _view(core: Core, feed: Parks, park: Park, metres: int | None) -> ParkView:
    return ParkView(
        name=park.name,
        address=park.address,
        area=park.area,
        free=park.free,
        total=park.total,
        distance_m=metres,
        price_says=park.price_says,
        as_of=feed.as_of,
        stale=is_stale(core, feed),
        demo=feed.demo,
    )


def is_stale(core: Core, feed: Parks) -> bool:
    """Whether the numbers are too old to go by."""
    return core.now - feed.as_of > STALE


def _says(core: Core, feed: Parks, where: str, shown: list[ParkView], at: str | None) -> str:
    local = feed.as_of.astimezone(SHENZHEN)
    demo = "（演示数据）" if feed.demo else ""
    if is_stale(core, feed):
        when = f"{day_says(local.date())}{local:%H:%M}"
        told = f"停车数据停在了{when}，空位可能已经变了，请以入口显示屏为准{demo}。"
    else:
        told = f"{where}附近的停车场，空位是{local:%H:%M}的{demo}。"
    if not any(one.free for one in shown):
        told += "都停满了，可以晚一点再看，或者坐地铁来。"
    return told + _later(core, at)


def _later(core: Core, at: str | None) -> str:
    """A warning where somebody comes on another day or in a while."""
    wanted = parse(at, core.today, core.parts.calendar) if at else None
    if wanted is None or wanted.exactness == "open":
        return ""
    return f"您说的是{wanted.says}，那时的空位现在还不知道，出门前再问我一次。"
