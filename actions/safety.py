"""The second net behind the gateway's safety screen: emergencies, despair, insults."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turns import intent_of, say
from messages import NoticeCard, TextCard, Turn

EMERGENCY = "如果有人正处在危险中，请马上打110（报警）、119（火警）或120（急救）。"
DESPAIR = (
    "听到您这么难受，我很担心。请马上找身边信得过的人，"
    "或拨打心理援助热线12356；有危险请打110或120。"
)
CALM = "我在这里帮您办事。您想问什么事，直接说就行；想找人工，请打12345。"


class ActionSafety(Action):
    def name(self) -> str:
        return "action_safety"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        say(dispatcher, tracker, turn_for(intent_of(tracker)))
        return []


def turn_for(intent: str) -> Turn:
    """The fixed words for emergency, self_harm and abuse."""
    if intent == "emergency":
        card = NoticeCard(
            text=EMERGENCY, speech=EMERGENCY, level="emergency", phones=["110", "119", "120"]
        )
        return Turn(outcome="emergency", cards=[card])
    if intent == "self_harm":
        card = NoticeCard(
            text=DESPAIR, speech=DESPAIR, level="emergency", phones=["12356", "110", "120"]
        )
        return Turn(outcome="emergency", cards=[card])
    return Turn(outcome="smalltalk", cards=[TextCard(text=CALM, speech=CALM)])
