"""A step back. Rasa ties the intent `back` to the action of this name."""

from actions.not_yet import ActionNotYet


class ActionBack(ActionNotYet):
    """Outside a form there is no step to go back to, and that is said."""

    def name(self) -> str:
        return "action_back"
