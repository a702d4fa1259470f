"""Turns the act of an option into an opaque choice, and a choice into a Rasa message.

A choice is signed and bound to its conversation: what comes back is what was offered,
there and nowhere else, and nothing is guessed again.
"""

import json
import logging
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer
from pydantic import ValidationError

from messages import Act, AnyCard, MatchesCard, MatchRow, Option, ReviewCard, ReviewRow

log = logging.getLogger("luoxiaozheng.gateway.sealing")

OFFERED = frozenset(
    {
        "ask_guide",
        "start_application",
        "check_case",
        "query_record",
        "pay_fee",
        "book_appointment",
        "move_appointment",
        "cancel_appointment",
        "find_parking",
        "hall_directions",
        "complaint",
        "report",
        "suggestion",
        "policy_match",
        "human_agent",
        "my_data",
        "repeat",
        "stop",
        "back",
        "skip",
        "correct",
        "affirm",
        "deny",
        "draft_step",
        "case_step",
        "record_step",
    }
)
"""Intents that an option may stand for."""


class ForeignChoice(Exception):
    """The choice was not offered in this conversation, or was tampered with."""


@dataclass(frozen=True)
class Chosen:
    """What was chosen: the option's label and the message that says so to Rasa."""

    label: str
    message: str


class Sealer:
    """Seals and opens choices with one secret key."""

    def __init__(self, secret_key: str) -> None:
        self._serializer = URLSafeSerializer(secret_key, salt="lxz-choice")

    def seal(self, card: AnyCard, conversation: str) -> AnyCard:
        """A copy of the card whose options carry `choice` instead of `act`."""
        update: dict[str, Any] = {}
        if options := getattr(card, "options", []):
            update["options"] = [self._seal_option(option, conversation) for option in options]
        if isinstance(card, ReviewCard):
            update["rows"] = [self._seal_row(row, conversation) for row in card.rows]
        if isinstance(card, MatchesCard):
            update["rows"] = [self._seal_match(row, conversation) for row in card.rows]
        return card.model_copy(update=update) if update else card

    def _seal_row(self, row: ReviewRow, conversation: str) -> ReviewRow:
        edit = self._seal_option(row.edit, conversation) if row.edit else None
        return row.model_copy(update={"edit": edit})

    def _seal_match(self, row: MatchRow, conversation: str) -> MatchRow:
        option = self._seal_option(row.option, conversation) if row.option else None
        return row.model_copy(update={"option": option})

    def _seal_option(self, option: Option, conversation: str) -> Option:
        if option.act is None:
            return option
        act = option.act.model_dump(exclude_defaults=True)
        choice = self._serializer.dumps([conversation, option.label, act])
        text = choice if isinstance(choice, str) else choice.decode()
        return option.model_copy(update={"act": None, "choice": text})

    def open(self, choice: str, conversation: str) -> Chosen:
        """What a choice stands for; ForeignChoice when it is not of this conversation."""
        try:
            home, label, payload = self._serializer.loads(choice)
            act = Act.model_validate(payload)
        except (BadSignature, ValidationError, ValueError, TypeError):
            raise ForeignChoice from None
        if home != conversation:
            raise ForeignChoice
        return Chosen(str(label), rasa_message(act))


def rasa_message(act: Act) -> str:
    """An act in Rasa's words: `/choose{…}`, `/intent{…}`, or the plain question of an
    option that stands for one."""
    if act.intent not in OFFERED:
        log.warning("an option offered an unknown intent", extra={"intent": act.intent})
        raise ForeignChoice
    if act.intent == "ask_guide" and act.item is None and act.text:
        return act.text.lstrip("/ ")
    fields = act.model_dump(exclude={"intent"}, exclude_none=True)
    intent = "choose" if act.intent == "ask_guide" else act.intent
    return f"/{intent}{json.dumps(fields, ensure_ascii=False)}" if fields else f"/{intent}"
