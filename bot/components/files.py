"""Where the components' files lie, and hashes of them for Rasa's training fingerprint.

Rasa's own fingerprint of a component covers the source of its class and its configuration
only, so a component that reads files adds their hash by `fingerprint_addon`.
"""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path


def var_dir() -> Path:
    """The data folder: LXZ_VAR_DIR, or `var` below the working directory."""
    return Path(os.environ.get("LXZ_VAR_DIR") or "var")


def hash_files(paths: Iterable[Path]) -> str:
    """A hexadecimal hash of names and contents; a file that is absent is skipped."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        if path.is_file():
            digest.update(path.name.encode() + b"\0")
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    digest.update(block)
    return digest.hexdigest()
