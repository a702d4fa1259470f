"""What every register (登记库) is, whoever runs it."""

from typing import Any, Protocol

Record = dict[str, Any]
"""JSON values; dates as ISO 8601 strings. `core.registers.fields` names them."""


class RegisterUnavailable(Exception):
    """No answer within the time, or an error of the other side. Says no key and no value."""


class Register(Protocol):
    """A read-only look-up by one key (identity number, or credit code or name of a firm).

    The name of a firm comes with half-width brackets and finds the firm in either spelling.

    Called from several threads at once. Whoever waits is gone after `register_timeout_s`, but a
    thread is held until `find` returns: give up by yourself soon after.
    """

    def find(self, key: str) -> Record | None:
        """The record, or None where there is none. Raises RegisterUnavailable."""
        ...
