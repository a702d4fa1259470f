"""Where to park: car parks near a place, with their free places."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.clients import core
from actions.clients.core import CoreAway, CoreRefused
from actions.doubt import in_doubt
from actions.failing import failed
from actions.turns import entities_of, said_in, say
from core.contract import ParkView
from messages import PlaceCard, TextCard, Turn

SHOWN = 3
LONGEST = 60
"""Characters of a place's name that core takes."""
HALL = "区政务服务中心"
"""Where one parks who does not say where."""


class ActionPark(Action):
    def name(self) -> str:
        return "action_park"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        if doubted := in_doubt(tracker):
            say(dispatcher, tracker, doubted.turn)
            return doubted.slots
        say(dispatcher, tracker, await park_turn(tracker))
        return []


async def park_turn(tracker: Tracker) -> Turn:
    """Outcome `directed`: the nearest car parks to the place that was named, else to the hall."""
    said = said_in(tracker)
    near = said[:LONGEST] if not said.startswith("/") else HALL
    try:
        found = await core.find_parks(near, _when(tracker), SHOWN)
        if not found.parks:  # no place that is known was named
            by_the_hall = await core.find_parks(HALL, _when(tracker), SHOWN)
            found = by_the_hall if by_the_hall.parks else found
    except CoreAway:
        return failed("可以先看路边的停车指引，或者打0755-12345问。")
    except CoreRefused as error:
        return Turn(outcome="directed", cards=[TextCard(text=error.says, speech=error.says)])
    lead = TextCard(text=found.says, speech=found.says)
    return Turn(outcome="directed", cards=[lead, *(_card(one) for one in found.parks)])


def _when(tracker: Tracker) -> str | None:
    """The day and time that were said, as they were said."""
    found = entities_of(tracker)
    words = [found[name] for name in ("date", "time") if name in found]
    return " ".join(one if isinstance(one, str) else one[0] for one in words)[:60] or None


def _card(park: ParkView) -> PlaceCard:
    free = f"还有{park.free}个空位"
    away = f"，约{park.distance_m}米" if park.distance_m is not None else ""
    demo = "（演示）" if park.demo else ""
    text = f"{park.name}{away}：{free}（共{park.total}个）{demo}。"
    return PlaceCard(
        text=text,
        speech=f"{park.name}，{free}。",
        name=park.name,
        address=park.address,
        distance_m=park.distance_m,
        free=park.free,
        total=park.total,
        as_of=park.as_of.isoformat(),
        demo=park.demo,
    )
