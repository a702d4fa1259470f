"""What all calls share, built once at start."""

from dataclasses import dataclass

from core.approvals.calendar import Calendar
from core.approvals.rulebook import Rulebook
from core.identity.issuer import Issuer
from core.items.definitions import Definitions
from core.registers.base import Registers
from core.settings import CoreSettings
from core.vault.cipher import Cipher


@dataclass(frozen=True)
class Parts:
    settings: CoreSettings
    cipher: Cipher
    definitions: Definitions
    rulebook: Rulebook
    calendar: Calendar
    registers: Registers
    issuer: Issuer


def build_parts(settings: CoreSettings) -> Parts:
    """Build all parts from the settings. Raises ValueError that names what is wrong."""
    return Parts(
        settings=settings,
        cipher=Cipher.from_settings(settings),
        definitions=Definitions(settings.items_dir),
        rulebook=Rulebook(settings.rules_dir),
        calendar=Calendar(settings.holidays_file),
        registers=Registers.from_settings(settings),
        issuer=Issuer.from_settings(settings),
    )
