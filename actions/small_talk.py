"""Greets, thanks, introduces itself: fixed words, always with a way on."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turns import intent_of, say
from messages import TextCard, Turn

WORDS = {
    "greet": "您好，我是罗小政，罗湖区的政务服务助手。您想办什么事？直接说就行。",
    "thank": "不客气。还有别的事要问吗？",
    "goodbye": "再见，祝您办事顺利。",
    "praise": "谢谢夸奖。还有别的事要问吗？",
    "affirm": "好的。您想接着问什么？",
    "deny": "好的，那就不办这个。您想问别的什么事？",
    "smalltalk": "我是罗小政，回答罗湖区的办事问题：什么条件、带什么、去哪里、多久。您想办什么事？",
}


class ActionSmallTalk(Action):
    def name(self) -> str:
        return "action_small_talk"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        text = WORDS.get(intent_of(tracker), WORDS["smalltalk"])
        say(
            dispatcher, tracker, Turn(outcome="smalltalk", cards=[TextCard(text=text, speech=text)])
        )
        return []
