"""Words that go on with the matter at hand, and words that turn to another."""

import re

_GOES_ON = re.compile(
    r"^(那|还|哪|要|能|可以|多|几|什么|怎|有)|[它他她这那]|^(and|so|then|but|do|does|can|how|what|when)\b"
    r"|\b(it|that|this|they|them|he|she|him|her)\b"
)
_TURNS = re.compile(
    r"还有|对了|另外|顺便|再问|换个|那个.*呢|也要|还想|还得"
    r"|\b(also|another|by the way|what about)\b"
)


def goes_on(text: str) -> bool:
    """Whether a normalised text begins or points as a follow-up does: "那", "他"."""
    return _GOES_ON.search(text) is not None


def turns(text: str) -> bool:
    """Whether it announces something else: "对了", "另外"."""
    return _TURNS.search(text) is not None
