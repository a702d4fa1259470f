"""The real search over the real guides, for tests that need it."""

import fcntl
from functools import cache

import pytest

from knowledge_base.base import KnowledgeBase
from knowledge_base.building import build_search
from knowledge_base.settings import Settings


@cache
def real_search() -> KnowledgeBase:
    """Built where something changed, by one process while the others wait. Skips, saying
    why, where there is no encoder."""
    settings = Settings()
    if not (settings.encoder_dir / "model.onnx").is_file():
        pytest.skip(f"no embedding model in {settings.encoder_dir}: run `luoxiaozheng build`")
    settings.index_dir.mkdir(parents=True, exist_ok=True)
    with (settings.index_dir / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        build_search(settings, print)
    return KnowledgeBase.open(settings)
