"""What all calls share, built once at start."""

from dataclasses import dataclass, field
from pathlib import Path

from core.appointments.schedule import ScheduleFile
from core.approvals.calendar import Calendar
from core.approvals.rulebook import Rulebook
from core.identity.issuer import Issuer
from core.items.definitions import Definitions
from core.parking.feed import Feed
from core.payments.desk import Desk
from core.registers.base import Registers
from core.settings import CoreSettings
from core.vault.cipher import Cipher

ERRANDS = Path(__file__).parent / "errands" / "definitions"


@dataclass(frozen=True)
class Parts:
    settings: CoreSettings
    cipher: Cipher
    definitions: Definitions
    rulebook: Rulebook
    calendar: Calendar
    registers: Registers
    issuer: Issuer
    schedule: ScheduleFile = field(default_factory=ScheduleFile)
    parking: Feed = field(default_factory=lambda: Feed(""))
    payments: Desk = field(default_factory=Desk)


def build_parts(settings: CoreSettings) -> Parts:
    """Build all parts from the settings. Raises ValueError that names what is wrong."""
    return Parts(
        settings=settings,
        cipher=Cipher.from_settings(settings),
        definitions=Definitions(settings.items_dir, ERRANDS),
        rulebook=Rulebook(settings.rules_dir),
        calendar=Calendar(settings.holidays_file),
        registers=Registers.from_settings(settings),
        issuer=Issuer.from_settings(settings),
        schedule=ScheduleFile(settings.schedule_file),
        parking=Feed(settings.parking_feed),
        payments=Desk.from_settings(settings),
    )
