"""The guides as they stand, the search trained on them, and the small world in folds."""

import pytest

from knowledge_base.base import KnowledgeBase
from knowledge_base.corpus import FOLDS, Corpus
from knowledge_base.folds import Ground, ground_of
from knowledge_base.loader import Library, load_guides
from knowledge_base.settings import Settings
from tests.knowledge_base.small_world import small_corpus
from tests.real_search import real_search


@pytest.fixture(scope="session")
def library() -> Library:
    return load_guides(Settings().guides_dir)


@pytest.fixture(scope="session")
def search() -> KnowledgeBase:
    return real_search()


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return small_corpus()


@pytest.fixture(scope="session")
def grounds(corpus: Corpus) -> list[Ground]:
    """What each fold leaves to learn from."""
    return [ground_of(corpus, fold) for fold in range(FOLDS)]
