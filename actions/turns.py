"""What every action shares: reading the tracker, saying exactly one turn."""

from typing import Any

from pydantic import ValidationError
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.locale import in_locale
from messages import MessageMetadata, Turn

STRUCTURE = {"item", "aspect", "case", "draft", "do", "field"}
"""Entities of structured messages, made by the gateway: not something the citizen said."""
LOOKED_UP = {"relation", "document", "street", "community", "place"}
"""Entities found by look-up, for the actions' own use: no details of a service."""
SURE = 0.7
"""Below this the act that Rasa chose is in doubt, and the words may be a question."""


def metadata_of(tracker: Tracker) -> MessageMetadata:
    """What the gateway says of the channel; the defaults for a foreign channel."""
    given = tracker.latest_message.get("metadata") or {}
    known = {key: given[key] for key in MessageMetadata.model_fields if key in given}
    try:
        return MessageMetadata.model_validate(known)
    except ValidationError:
        return MessageMetadata()


def said_in(tracker: Tracker) -> str:
    """The message as it was sent. `latest_message` has it as the classifier reads it: folded to
    one width, one script and lower case, which is no longer a name or a token."""
    for event in reversed(tracker.events):
        if event["event"] == "user":
            return (event.get("text") or "").strip()
    return (tracker.latest_message.get("text") or "").strip()


def intent_of(tracker: Tracker) -> str:
    """The act Rasa chose; a fallback counts as a question."""
    name: str = (tracker.latest_message.get("intent") or {}).get("name") or "ask_guide"
    return "ask_guide" if name in {"nlu_fallback", "choose"} else name


def sureness_of(tracker: Tracker) -> float:
    """Rasa's confidence in the act it chose, 0 to 1."""
    return float((tracker.latest_message.get("intent") or {}).get("confidence") or 0.0)


def entities_of(tracker: Tracker) -> dict[str, str | list[str]]:
    """Entity name to value, or to all values where it was said more than once."""
    found: dict[str, list[str]] = {}
    for entity in tracker.latest_message.get("entities") or []:
        name, value = entity["entity"], str(entity["value"])
        if name not in STRUCTURE and value not in found.setdefault(name, []):
            found[name].append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def structured(tracker: Tracker, name: str) -> str | None:
    """A value the gateway put into `/choose`."""
    for entity in tracker.latest_message.get("entities") or []:
        if entity["entity"] == name:
            return str(entity["value"])
    return None


def key_of(tracker: Tracker) -> str:
    """The same for the same message, also when it is sent again: what is done for it, is done
    once. The gateway names its messages; a foreign channel's are named by Rasa."""
    latest = tracker.latest_message
    return metadata_of(tracker).message or str(latest.get("message_id") or "")


def say(dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn) -> None:
    """Say one turn, in the citizen's script, with the act and the fields in its trace."""
    turn.trace.intent = intent_of(tracker)
    turn.trace.entities = {
        name: value for name, value in entities_of(tracker).items() if name not in LOOKED_UP
    }
    turn = in_locale(turn, metadata_of(tracker).locale)
    dispatcher.utter_message(json_message=turn.model_dump(mode="json", exclude_none=True))


def last_turn(tracker: Tracker) -> Turn | None:
    """What the assistant said last, as it said it."""
    for event in reversed(tracker.events):
        custom: Any = (event.get("data") or {}).get("custom") if event["event"] == "bot" else None
        if custom:
            return Turn.model_validate(custom)
    return None
