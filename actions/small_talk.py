"""Greets, thanks, introduces itself: fixed words, always with a way on."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.apply import in_charge, resume
from actions.knowledge import knowledge
from actions.locale import language_of
from actions.question import moved_to, question_turn
from actions.thread import thread_of
from actions.turns import SURE, intent_of, metadata_of, said_in, say, sureness_of
from messages import TextCard, Turn
from text.fields.questions import steering

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
        going_on = steering(said_in(tracker)) == "go_on"
        if going_on and (left := await resume(tracker.sender_id)):
            say(dispatcher, tracker, left[0])
            return in_charge(left[1].id)
        text = WORDS.get(intent_of(tracker), WORDS["smalltalk"])
        turn = Turn(outcome="smalltalk", cards=[TextCard(text=text, speech=text)])
        thread = thread_of(tracker)
        if sureness_of(tracker) < SURE:  # perhaps a question: "how much is it?"
            language = language_of(metadata_of(tracker).locale, thread.typed)
            asked = question_turn(knowledge(), thread, language)
            turn = asked if asked.outcome in {"answered", "silent"} else turn
        say(dispatcher, tracker, turn)
        return moved_to(thread, turn)
