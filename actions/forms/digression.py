"""Words within a form that are no answer: answered on the normal road, then the form goes on."""

from rasa_sdk import Tracker

from actions.answer import guide_turn
from actions.applicable import offer_applying
from actions.apply import apply_move
from actions.case_step import case_move
from actions.documents import documents_meant
from actions.errand import BEGINS, begin
from actions.forms.cards import draft_card, matter_of
from actions.forms.moves import Move
from actions.hall import hall_meant, hall_turn
from actions.human import human_turn
from actions.knowledge import knowledge
from actions.locale import language_of
from actions.my_data import my_data_move
from actions.park import park_turn
from actions.question import question_turn
from actions.record_step import record_move
from actions.small_talk import WORDS
from actions.status import status_turn
from actions.thread import thread_of
from actions.turns import SURE, intent_of, last_turn, metadata_of, structured, sureness_of
from core.contract import DraftView
from messages import TextCard, Turn

PLACES = {"hall_directions": hall_turn, "find_parking": park_turn}
CHAT = {"greet", "thank", "goodbye", "praise", "smalltalk"}
"""What is no question for the guides even where the classifier is in doubt, and none answers it."""


async def digression(tracker: Tracker, draft: DraftView, act: str | None = None) -> Move:
    """One turn: the answer, then the draft's question again. `then` says that it goes on.
    What puts another draft in charge is no digression. `act`: what the words certainly are."""
    move = await answered(tracker, matter_of(draft), act)
    if move.slots or move.over:
        return move
    question = draft_card(draft, "我们接着填。")
    if intent_of(tracker) == "repeat":
        move.turn.cards = [one for one in move.turn.cards if type(one) is not type(question)]
    move.turn.then = "collecting"
    move.turn.cards.append(question)
    return move


async def answered(tracker: Tracker, item: str | None, act: str | None = None) -> Move:
    """The answer alone; `item` is the matter at hand. `slots` where another draft begins."""
    intent = act or intent_of(tracker)
    sure = act is not None or sureness_of(tracker) >= SURE
    if intent == "human_agent" and sure:
        return Move(await human_turn(tracker))
    if intent == "check_case" and sure:
        return Move((await status_turn(tracker)).turn)
    if intent == "case_step":
        return await case_move(tracker)
    if intent == "record_step":
        return await record_move(tracker)
    if intent == "my_data" and sure:
        return await my_data_move(tracker)
    chosen = structured(tracker, "item")
    if intent in BEGINS and sure:
        return await begin(tracker, intent)
    if intent in PLACES and sure:
        return Move(await PLACES[intent](tracker))
    if intent == "start_application" and sure and (chosen or item is None):
        move = await apply_move(tracker)
        return move if move.turn.outcome == "collecting" else Move(move.turn)
    if intent == "repeat" and sure and (said := last_turn(tracker)):
        return Move(said)
    if intent in WORDS and sure:
        return Move(_small_talk(intent))
    thread = thread_of(tracker, item)
    language = language_of(metadata_of(tracker).locale, thread.typed)
    if chosen in knowledge().guides:
        aspect = structured(tracker, "aspect")
        return Move(guide_turn(knowledge(), str(chosen), aspect, language))
    turn = hall_meant(tracker, question_turn(knowledge(), thread, language))
    if intent in CHAT and turn.outcome not in {"answered", "silent"}:
        return Move(_small_talk(intent))
    turn = await documents_meant(tracker, turn)
    return Move(turn if turn.trace.item == item else await offer_applying(turn))


def _small_talk(intent: str) -> Turn:
    text = WORDS[intent]
    return Turn(outcome="smalltalk", cards=[TextCard(text=text, speech=text)])
