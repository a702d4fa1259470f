"""A person please: says how to reach one, and files the wish with core."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.clients.core import file_wish
from actions.turns import key_of, said_in, say
from knowledge_base.public_help import public_help
from messages import HandoverCard, Turn


class ActionHuman(Action):
    def name(self) -> str:
        return "action_human"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        say(dispatcher, tracker, await human_turn(tracker))
        return []


async def human_turn(tracker: Tracker) -> Turn:
    """Where a person is to be reached, and the reference of the wish."""
    help_ = public_help()
    reference = await file_wish(
        conversation=tracker.sender_id,
        reason=said_in(tracker),
        key=key_of(tracker) or None,
    )
    how = (
        f"请打{help_.hotline.phone}找人工，"
        f"或到{help_.hall.name}（{help_.hall.address}）的咨询服务区。"
    )
    filed = (
        f"您的要求已经记下，编号{reference}。"
        if reference
        else "您的要求这次没能记下来，请直接打电话。"
    )
    card = HandoverCard(
        text=how + filed,
        speech=how,
        phones=[help_.hotline.phone],
        places=[f"{help_.hall.name}，{help_.hall.address}"],
        reference=reference,
        queue=True,
    )
    return Turn(outcome="handed_over", cards=[card])
