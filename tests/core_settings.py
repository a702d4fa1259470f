"""Core's settings for tests: made-up secrets throughout, on a database of one's own."""

from pathlib import Path
from typing import Any

from core.security import Scope
from core.settings import CoreSettings

TOKENS: dict[Scope, str] = {
    "dialogue": "dialogue-token",
    "gateway": "gateway-token",
    "clerk": "clerk-token",
}


def core_settings(url: str, var_dir: Path, **more: Any) -> CoreSettings:
    """`url` is of a migrated database. News is kept, never sent."""
    made_up: dict[str, Any] = {
        "env": "test",
        "database_url": url,
        "var_dir": var_dir,
        "token": TOKENS["dialogue"],
        "gateway_token": TOKENS["gateway"],
        "clerk_token": TOKENS["clerk"],
        "outbox_url": "",
        "outbox_token": "outbox-token",
        "oidc_client_secret": "a-client-secret",
        "vault_keys": "t:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    }
    return CoreSettings(**made_up | more)
