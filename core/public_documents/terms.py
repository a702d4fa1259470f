"""The terms of a text: pairs of Chinese characters, and whole words and numbers of others.

On policy text pairs find more than dictionary words do, and both databases can keep them as
plain rows of one table.
"""

import re

from text.normalise import normalise

LONGEST = 24
"""Characters of a word or number; what is longer is cut."""
INDEXED = 6_000
"""Characters of a document's text that are indexed."""
IN_TITLE, IN_TEXT = 3, 1

_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
_ASKED = re.compile(
    r"请问|我想|我要|想要?|帮我|给我|查一?下|找一?下|看一?下|看看|问一?下|有没有|有无|在哪里?|哪里|哪儿|怎么"
    r"|如何|什么|哪些|多少|可以|能不能|能否|一下|一份|关于|全文|原文|最新|今年的?|去年的?|相关|文件|下载|查询"
    r"|查看|公开在|[的了吗呢吧我你您]"
)
"""Words of a request that say nothing about the document."""
_VERB = re.compile(r"(?:(?<=\s)|^)[查找看问要有是]+")
"""What is left of a verb where a run begins: (我想)看…"""


def terms(text: str) -> list[str]:
    """In order, each once; a single Chinese character alone counts where nothing is beside it."""
    found: dict[str, None] = {}
    for run in _RUN.findall(normalise(text)):
        if run.isascii() or len(run) == 1:
            found[run[:LONGEST]] = None
        else:
            found |= dict.fromkeys(run[at : at + 2] for at in range(len(run) - 1))
    return list(found)


def asked_terms(words: str) -> list[str]:
    """The terms of a question without the words of asking, which also break its runs."""
    rest = _VERB.sub("", _ASKED.sub(" ", normalise(words)))
    return [term for term in terms(rest) if len(term) > 1]


def weighted(title: str, text: str) -> dict[str, int]:
    """Each term of a document with its weight."""
    return dict.fromkeys(terms(text[:INDEXED]), IN_TEXT) | dict.fromkeys(terms(title), IN_TITLE)
