"""Pushes by consent (推送): choices, sending, campaigns, reminders."""

from core.pushes.campaigns import create, work
from core.pushes.choices import choose, stop, view
from core.pushes.deadlines import remind
from core.pushes.personal import data_of, forget_person
from core.pushes.sending import purge, put, quiet, send_due

__all__ = [
    "choose",
    "create",
    "data_of",
    "forget_person",
    "purge",
    "put",
    "quiet",
    "remind",
    "send_due",
    "stop",
    "view",
    "work",
]
