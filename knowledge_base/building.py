"""Builds what the search needs, only when something it depends on changed.

What is heavy to load is imported inside: when nothing changed, a build takes no second.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

from knowledge_base.embedding.folder import BUNDLED_RECIPE, has_recipe
from knowledge_base.loader import load_guides
from knowledge_base.settings import BUNDLED_MODEL, Settings

Progress = Callable[[str], None]


def build_encoder(settings: Settings, progress: Progress) -> None:
    """The bundled encoder, or the export of the sentence-transformers model that is set."""
    if settings.embedding_model != BUNDLED_MODEL:
        from knowledge_base.embedding.export import export

        export(settings.embedding_model, settings.encoder_dir, progress)
    elif not has_recipe(settings.encoder_dir, BUNDLED_RECIPE):
        from knowledge_base.embedding.build import build_e5

        build_e5(settings.encoder_dir, progress)


def build_search(settings: Settings, progress: Progress) -> dict[str, float] | None:
    """Train where guides, questions, model or code changed, and give the held-out figures;
    None where nothing did. Raises ValueError where no guide can be read."""
    key_file, file = settings.index_dir / "key", settings.index_dir / "learned.joblib"
    key = _key(settings)
    if file.is_file() and key_file.is_file() and key_file.read_text() == key:
        return None
    library = load_guides(settings.guides_dir)
    if not library.guides:
        raise ValueError(f"no guide could be read below {settings.guides_dir}")
    import joblib

    from knowledge_base.base import open_cache
    from knowledge_base.corpus import read_corpus
    from knowledge_base.training import train

    progress(f"编码 encode {len(library.guides)} guides")
    cache = open_cache(settings)
    learned = train(read_corpus(library.guides, cache), progress)
    cache.save()
    joblib.dump(learned, file)
    key_file.write_text(key)
    return learned.report


def _key(settings: Settings) -> str:
    """A digest of everything the trained search depends on."""
    digest = hashlib.sha256((settings.encoder_dir / "encoder.json").read_bytes())
    here = Path(__file__).parent
    kinds = ("*.py", "*.yml", "*.txt", "practice/*.yml")
    code = [path for kind in kinds for path in here.glob(kind)]
    code += [*(here / "embedding").glob("*.py"), *(here.parent / "text").glob("*.py")]
    for path in [*sorted(code), *sorted(settings.guides_dir.rglob("*.yml"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()
