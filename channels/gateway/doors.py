"""Doors: what a channel can do."""

from dataclasses import dataclass

NAME_LENGTH = 16
"""As long as the column of a conversation's door is."""


@dataclass(frozen=True)
class Door:
    """The abilities of a channel: shows buttons, opens payments, is spoken. `timeout_s` is how
    long a message may take, in seconds; None = LXZ_GATEWAY_TURN_TIMEOUT_S."""

    name: str
    buttons: bool = True
    pay: bool = False
    spoken: bool = False
    timeout_s: float | None = None


WEB = Door("web")


class Doors:
    """The doors of one gateway by name; the web's is always there."""

    def __init__(self) -> None:
        self._by_name = {WEB.name: WEB}

    def add(self, door: Door) -> None:
        """Let conversations that were opened through a door find its abilities again."""
        if not 0 < len(door.name) <= NAME_LENGTH:
            raise ValueError(f"the name of a door has 1 to {NAME_LENGTH} characters")
        self._by_name[door.name] = door

    def of(self, name: str) -> Door:
        """The door of this name; the web's, by which every conversation can be read, where it is
        not installed any more."""
        return self._by_name.get(name, WEB)
