"""Words within a form that are no answer: answered on the normal road, then the form goes on."""

from rasa_sdk import Tracker

from actions.forms.cards import draft_card
from actions.forms.moves import Move
from actions.human import human_turn
from actions.knowledge import knowledge
from actions.locale import language_of
from actions.question import question_turn
from actions.small_talk import WORDS
from actions.status import status_turn
from actions.thread import thread_of
from actions.turns import SURE, intent_of, last_turn, metadata_of, sureness_of
from core.contract import DraftView
from messages import TextCard, Turn


async def digression(tracker: Tracker, draft: DraftView) -> Move:
    """One turn: the answer, then the draft's question again. `then` says that it goes on."""
    turn = await answered(tracker, draft.item)
    turn.then = "collecting"
    turn.cards.append(draft_card(draft, "我们接着填。"))
    return Move(turn)


async def answered(tracker: Tracker, item: str | None) -> Turn:
    """The answer alone; `item` is the matter at hand."""
    intent, sure = intent_of(tracker), sureness_of(tracker) >= SURE
    if intent == "human_agent" and sure:
        return await human_turn(tracker)
    if intent == "check_case" and sure:
        return (await status_turn(tracker)).turn
    if intent == "repeat" and sure and (said := last_turn(tracker)):
        return said.model_copy(update={"cards": said.cards[:-1] or said.cards})
    if intent in WORDS and sure:
        text = WORDS[intent]
        return Turn(outcome="smalltalk", cards=[TextCard(text=text, speech=text)])
    thread = thread_of(tracker, item)
    language = language_of(metadata_of(tracker).locale, thread.typed)
    return question_turn(knowledge(), thread, language)
