"""Is it a question for yes or no?"""

import re

from text.normalise import normalise

_CLAUSE = re.compile(r"[,，。.;；?？!！\s]+")
_SURE = re.compile(
    r"(?<!什)吗$|是否|能否|可否|([\u4e00-\u9fff])[不没]\1|有没有|是不是|可不可以|需不需要"
)
"""Yes or no, whatever else is in the clause: "什么时候办都行吗"."""
_LIKELY = re.compile(
    r"(么|嘛|不|没|没有|否)$|(?<=[以行了的得要用])马$|(?<!请)吧$"
    r"|还用|就行|就可以|也行|也可以|也能"
)
"""Yes or no unless the clause asks for something else: "要带什么", "怎么办就行"."""
_ASKS_ELSE = re.compile(
    r"什么|[什甚][吗嘛]|怎[么样]|多少|多[久大高长]|(?<![前后这那好面])几|哪|谁|啥|为何|如何|这么$|那么$|帮我|给我|麻烦"
)
_ENGLISH = re.compile(
    r"(?:^|[.,;!?] )(?:and |but |so |or )?(?:can|could|do(?! not)|does|did|is|are|am|will|would"
    r"|must|should|may(?= [a-z])|has|have(?= (?:i|we|you|they)\b))\b(?! you (?:please )?"
    r"(?:tell|explain|show|help|say|let|know))"
)


def is_yes_no(text: str) -> bool:
    """True for "能不能…", "要…吗", "Can I …"; false for "什么", "how much" and wishes. One
    such clause is enough."""
    words = normalise(text)
    return bool(_ENGLISH.search(words)) or any(map(_asks, _CLAUSE.split(words)))


def _asks(clause: str) -> bool:
    if _SURE.search(clause):
        return True
    return bool(_LIKELY.search(clause)) and not _ASKS_ELSE.search(clause)
