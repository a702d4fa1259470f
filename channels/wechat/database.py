"""The door's own database: apart from the gateway's, so that a rush of messages that must be kept
does not wait for turns that are being stored."""

from pathlib import Path

from channels.gateway.database import migrate as migrate_database
from channels.wechat.settings import WeChatSettings

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate() -> None:
    """Bring the database to its newest form, where there is an account. Safe to repeat."""
    settings = WeChatSettings()
    if settings.enabled:
        migrate_database(settings.url, folder=MIGRATIONS)
