"""The way: which window or part of the hall, where a service point is."""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.doubt import in_doubt
from actions.knowledge import knowledge
from actions.locale import language_of
from actions.question import moved_to, question_turn
from actions.thread import thread_of
from actions.turns import entities_of, metadata_of, said_in, say
from knowledge_base.elsewhere import is_about_elsewhere
from knowledge_base.hall.finding import FoundPlace, find_place, the_hall
from knowledge_base.hall.schema import Topic
from messages import AnyCard, PlaceCard, TextCard, Turn
from text.normalise import normalise

ASK_THERE = "到大厅后，可以问咨询服务区的工作人员，或者打0755-12345。"
NO_WINDOW = "窗口的号码和楼层，大厅还没有公开的资料，我不能乱说。"
WHICH_WINDOW = re.compile(
    "(?:几号|哪个|哪一个|哪|邊個|边个|幾號)窗口?|which (?:window|counter|desk)"
)
ASKS_WAY = re.compile(
    "(?:怎么|怎樣|怎样|点|點)(?:走|去|过去|過去)|how (?:do i|to|can i) get (?:to|there)"
)
NOT_KNOWN = "您问的这一点，我没有可靠的资料，不能乱说。"


class ActionHall(Action):
    def name(self) -> str:
        return "action_hall"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        if doubted := in_doubt(tracker):
            say(dispatcher, tracker, doubted.turn)
            return doubted.slots
        turn = await hall_turn(tracker)
        say(dispatcher, tracker, turn)
        return moved_to(thread_of(tracker), turn)


async def hall_turn(tracker: Tracker) -> Turn:
    """Outcome `directed`: what is known of the place that was meant, with the guide where one
    answers the same words."""
    said = said_in(tracker)
    found = the_hall() if said.startswith("/") else find_place(said)
    shown = found or the_hall()
    cards: list[AnyCard] = [place_card(shown)] if shown else []
    thread = thread_of(tracker)
    language = language_of(metadata_of(tracker).locale, thread.typed)
    asked = question_turn(knowledge(), thread, language)
    if is_about_elsewhere(normalise(said)):
        return asked
    answered = asked.outcome == "answered"
    if "window" in entities_of(tracker) or WHICH_WINDOW.search(said.lower()):
        cards.insert(0, _not_known(NO_WINDOW))
    elif not answered and (found is None or not found.facts):
        cards.insert(0, _not_known(NOT_KNOWN))
    if answered:
        return Turn(outcome="directed", cards=[*asked.cards, *cards], trace=asked.trace)
    return Turn(outcome="directed", cards=cards)


def _not_known(says: str) -> TextCard:
    return TextCard(text=says + ASK_THERE, speech=says + ASK_THERE)


def place_card(found: FoundPlace) -> PlaceCard:
    """What answers, then address, telephone and hours as far as a source gives them."""
    place = found.place
    says = "".join(fact.text for fact in found.facts) or f"{place.name}。"
    unsure = any(fact.caution for fact in found.facts)
    caution = "资料有些旧，去之前最好先打电话问一下。" if unsure else ""
    return PlaceCard(
        text=f"{says}{caution}",
        speech=says,
        name=place.name,
        address=_value(found, "address"),
        phone=_value(found, "phone"),
        hours=_value(found, "hours"),
    )


def hall_meant(tracker: Tracker, turn: Turn) -> Turn:
    """The hall where no guide answers who asks for its place; else the same turn."""
    place = turn.trace.aspect == "place" or ASKS_WAY.search(said_in(tracker).lower())
    asked = turn.outcome == "declined" and place
    found = find_place(said_in(tracker)) if asked else None
    if found is None or found.directory.places[0].kind != "hall":
        return turn
    return Turn(outcome="directed", cards=[place_card(found)], trace=turn.trace)


def _value(found: FoundPlace, topic: Topic) -> str | None:
    known = found.place.known(topic)
    return known[0].value if known else None
