"""Where a case stands: all of one's own after sign-in, or one by number and a second proof."""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.clients import core
from actions.clients.core import CoreAway, CoreRefused
from actions.failing import failed
from actions.forms.cards import PERSON, STOP
from actions.forms.moves import Move
from actions.knowledge import knowledge
from actions.locale import language_of
from actions.question import beside_turn, moved_to, question_turn
from actions.records import records_turn
from actions.thread import thread_of
from actions.turns import SURE, metadata_of, said_in, say, sureness_of
from messages import NoticeCard, SignInCard, TextCard, Turn
from showing.cases import case_card
from text.case_number import find_case_number, without_case_number
from text.normalise import normalise

PROOF = re.compile(r"\[(?:PHONE|ID)_\d+\]|(?<![0-9a-z])[0-9]{3}[0-9x](?![0-9a-z])")
ASK_NUMBER = "请说办件编号（LH开头），再加上手机号或证件号的后四位。"
ASK_PROOF = "为了确认是您本人，请再说一下登记的手机号或证件号的后四位。"
NOT_FOUND = "没有查到，编号和后四位至少有一个对不上。请核对后再说一次，或者登录后查看。"


class ActionStatus(Action):
    def name(self) -> str:
        return "action_status"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        thread = thread_of(tracker)
        language = language_of(metadata_of(tracker).locale, thread.typed)
        numbered = bool(find_case_number(said_in(tracker)))
        if not numbered and sureness_of(tracker) < SURE:  # perhaps no case was meant at all
            asked = question_turn(knowledge(), thread, language)
            if asked.outcome in {"answered", "silent"}:
                say(dispatcher, tracker, asked)
                return moved_to(thread, asked)
        move = await status_turn(tracker)
        unknown = not numbered and isinstance(move.turn.cards[0], SignInCard)
        if unknown and (guide := beside_turn(knowledge(), thread, language)):  # filed elsewhere?
            cards = [*move.turn.cards, *guide.cards]
            move.turn = Turn(outcome="directed", cards=cards, trace=guide.trace)
        say(dispatcher, tracker, move.turn)
        return move.slots


async def status_turn(tracker: Tracker) -> Move:
    """By number where one is said; else all cases of who is signed in; else ask which."""
    said = said_in(tracker)
    try:
        if find_case_number(said):
            return await case_by_number(tracker, said)
        if records := await records_turn(tracker):
            return Move(records)
        if (await core.session_view(tracker.sender_id)).signed_in:
            return Move(await _all_cases(tracker.sender_id))
    except CoreRefused:
        pass  # signed out a moment ago: asked which, as anybody else
    except CoreAway:
        return Move(failed("您的办件都在，没有受影响。"))
    text = "登录后能看到您的全部办件。" + ASK_NUMBER
    card = SignInCard(text=text, speech=text, wanted="phone", options=[STOP])
    return Move(Turn(outcome="clarified", cards=[card]), slots=_asking(None))


def tells(said: str, number: str | None) -> bool:
    """Whether the words hold a case number, or the proof where the number is known."""
    return bool(find_case_number(said) or (number and PROOF.search(normalise(said))))


async def case_by_number(tracker: Tracker, said: str) -> Move:
    """The case of a number and a proof, said together or one after the other."""
    number = find_case_number(said) or tracker.get_slot("asked_case")
    proof = PROOF.search(without_case_number(said))
    if number is None:
        return Move(_asks(ASK_NUMBER))
    try:
        case = await core.look_up(tracker.sender_id, number, proof.group() if proof else None)
    except CoreRefused as error:
        if error.status in {403, 404} and proof is None:
            return Move(_asks(ASK_PROOF), slots=_asking(number))
        says = NOT_FOUND if error.status == 404 else error.says
        return Move(_asks(says), slots=_asking(number if error.status == 404 else None))
    except CoreAway:
        return Move(failed("您的办件都在，没有受影响。"))
    turn = Turn(outcome="reported", cards=[case_card(case)])
    turn.trace.item = case.item
    return Move(turn, over=True, slots=[SlotSet("asked_case", None)])


async def _all_cases(session: str) -> Turn:
    cases = await core.my_cases(session)
    if not cases:
        text = "您名下还没有在这里提交的办件。别处办的，请到广东政务服务网或i深圳上查。"
        return Turn(outcome="reported", cards=[TextCard(text=text, speech=text)])
    turn = Turn(outcome="reported", cards=[case_card(case) for case in cases])
    turn.trace.item = cases[0].item
    return turn


def _asks(words: str) -> Turn:
    card = NoticeCard(text=words, speech=words, options=[STOP, PERSON])
    return Turn(outcome="clarified", cards=[card])


def _asking(number: str | None) -> list[dict[str, Any]]:
    """The events that let the form read the next message as number or proof."""
    return [
        SlotSet("task", "status"),
        SlotSet("asked_case", number),
        ActiveLoop("task_form"),
        SlotSet("requested_slot", "answer"),
        FollowupAction("action_listen"),
    ]
