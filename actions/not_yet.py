"""Acts the assistant cannot do yet: the guide if one answers, and where it can be done now."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.knowledge import knowledge
from actions.locale import language_of
from actions.question import moved_to, question_turn
from actions.thread import Thread, thread_of
from actions.turns import SURE, entities_of, intent_of, metadata_of, say, sureness_of
from knowledge_base.base import KnowledgeBase
from knowledge_base.public_help import public_help
from knowledge_base.wording import Language
from messages import NoticeCard, Turn

CAN_BE_DONE = {
    "pay_fee": "缴费",
    "book_appointment": "预约",
    "move_appointment": "改预约",
    "cancel_appointment": "取消预约",
    "find_parking": "查停车位",
    "hall_directions": "大厅指路",
    "complaint": "受理投诉",
    "report": "受理举报",
    "suggestion": "收建议",
    "policy_match": "按您的情况算能享受的政策",
}
BY_PHONE = {"complaint", "report", "suggestion", "find_parking"}
IN_THE_HALL = {"hall_directions"}


class ActionNotYet(Action):
    """Outcome `directed`: the person is told where to turn, and what the guide says."""

    def name(self) -> str:
        return "action_not_yet"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        base, thread = knowledge(), thread_of(tracker)
        language = language_of(metadata_of(tracker).locale, thread.typed)
        intent = intent_of(tracker)
        if sureness_of(tracker) < SURE:
            turn = _doubted(base, intent, thread, language)
        else:
            turn = directed(base, intent, thread, language)
        say(dispatcher, tracker, turn)
        return moved_to(thread, turn)


def directed(base: KnowledgeBase, intent: str, thread: Thread, language: Language) -> Turn:
    """Where it can be done; with the guide where one answers the same words."""
    notice = _notice(intent)
    answered = question_turn(base, thread, language) if intent in CAN_BE_DONE else None
    if answered is None or answered.trace.item is None or answered.outcome == "clarified":
        return Turn(outcome="directed", cards=[notice])
    return Turn(outcome="directed", cards=[notice, *answered.cards], trace=answered.trace)


def hall_meant(tracker: Tracker, turn: Turn) -> Turn:
    """The way to the hall where no guide answers who asks for its place; else the same turn."""
    named = entities_of(tracker).get("place") == public_help().hall.name
    if turn.outcome != "declined" or turn.trace.aspect != "place" or not named:
        return turn
    return Turn(outcome="directed", cards=[_notice("hall_directions")], trace=turn.trace)


def _doubted(base: KnowledgeBase, intent: str, thread: Thread, language: Language) -> Turn:
    """As a question; where no guide answers it, also where the act could be done."""
    turn = question_turn(base, thread, language)
    if turn.outcome == "declined" and intent in CAN_BE_DONE:
        turn.cards.append(_notice(intent))
    return turn


def _notice(intent: str) -> NoticeCard:
    text = words_for(intent)
    return NoticeCard(text=text, speech=text, phones=[public_help().hotline.phone])


def words_for(intent: str) -> str:
    """What cannot be done here, then where it can."""
    help_ = public_help()
    thing = CAN_BE_DONE.get(intent)
    if thing is None:
        return "现在没有正在填写的内容。您想问什么事，直接说就行。"
    if intent in IN_THE_HALL:
        where = f"到{help_.hall.name}（{help_.hall.address}）后请问咨询服务区的工作人员"
    elif intent in BY_PHONE:
        where = f"请打{help_.hotline.phone}"
    else:
        where = f"请用{help_.online.says}，或打{help_.hotline.phone}"
    return f"我现在还不能{thing}。{where}。办事指南里的问题，您可以继续问我。"
