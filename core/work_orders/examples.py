"""What the routing learns from: examples/*.yml, words.yml and the words of categories.yml."""

from core.work_orders.features import plain
from core.work_orders.tree import HERE, INPUTS, read, tree

FOLDER = HERE / "examples"
WORDS = HERE / "words.yml"


def inputs() -> list[str]:
    """The text of every file that is learned from."""
    files = [*INPUTS, WORDS, *sorted(FOLDER.glob("*.yml"))]
    return [one.read_text(encoding="utf-8") for one in files]


def sentences() -> list[tuple[str, str]]:
    """(plain text, leaf) of every example. Raises KeyError for a leaf that there is not."""
    found = []
    for file in sorted(FOLDER.glob("*.yml")):
        for leaf, texts in read(file).items():
            known = tree().categories[leaf].id
            found += [(plain(text), known) for text in texts]
    return found


def words() -> list[tuple[str, str]]:
    """(plain word, leaf) of the lexicon, each pair once."""
    listed = {leaf: said.split() for leaf, said in read(WORDS).items()}
    pairs = [
        (plain(word), leaf.id)
        for leaf in tree().categories.values()
        for word in (*leaf.words, *listed[leaf.id])
    ]
    return list(dict.fromkeys(pairs))
