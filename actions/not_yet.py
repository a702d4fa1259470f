"""Acts the assistant cannot do yet: the guide if one answers, and where it can be done now."""

import datetime as dt
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import moved_to, trace_of
from actions.knowledge import knowledge
from actions.locale import language_of
from actions.thread import thread_of
from actions.turns import intent_of, metadata_of, say, sureness_of
from knowledge_base.compose import answer_resolution
from knowledge_base.public_help import public_help
from messages import GuideCard, NoticeCard, Trace, Turn

CAN_BE_DONE = {
    "check_case": "查办件进度",
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
    "my_data": "查看和删除您的数据",
}
BY_PHONE = {"complaint", "report", "suggestion", "find_parking", "my_data"}
IN_THE_HALL = {"hall_directions"}
SURE = 0.8
"""Below this the act itself is in doubt: a question that a guide answers is just answered."""


class ActionNotYet(Action):
    """Outcome `directed`: the person is told where to turn, and what the guide says."""

    def name(self) -> str:
        return "action_not_yet"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        intent, thread = intent_of(tracker), thread_of(tracker)
        found = knowledge().resolve(thread.text, earlier=thread.case)
        text = words_for(intent)
        notice = NoticeCard(text=text, speech=text, phones=[public_help().hotline.phone])
        if intent not in CAN_BE_DONE or found.decision != "answer" or found.item is None:
            say(dispatcher, tracker, Turn(outcome="directed", cards=[notice]))
            return []
        language = language_of(metadata_of(tracker).locale, thread.typed)
        card, facts, known = answer_resolution(
            knowledge().guides[found.item], found, thread.text, dt.date.today(), language
        )
        trace = trace_of(found)
        trace.facts = facts
        turn = _with_guide(card, known, trace, notice, sureness_of(tracker) >= SURE)
        say(dispatcher, tracker, turn)
        return moved_to(thread, turn)


def _with_guide(
    card: GuideCard, known: bool, trace: Trace, notice: NoticeCard, sure_of_act: bool
) -> Turn:
    if sure_of_act:
        return Turn(outcome="directed", cards=[notice, card], trace=trace)
    return Turn(outcome="answered" if known else "silent", cards=[card], trace=trace)


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
