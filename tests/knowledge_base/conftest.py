"""The guides as they stand, and the search trained on them."""

import pytest

from knowledge_base.base import KnowledgeBase
from knowledge_base.loader import Library, load_guides
from knowledge_base.settings import Settings
from tests.real_search import real_search


@pytest.fixture(scope="session")
def library() -> Library:
    return load_guides(Settings().guides_dir)


@pytest.fixture(scope="session")
def search() -> KnowledgeBase:
    return real_search()
