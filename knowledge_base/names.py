"""The names a matter goes by."""

from knowledge_base.schema import Guide
from text.normalise import normalise


def names_of(guide: Guide) -> list[str]:
    """All names of a matter, normalised, without doubles."""
    names = [guide.name, guide.short_name, *guide.aliases, guide.name_en]
    return list(dict.fromkeys(normalise(name) for name in names))
