"""Is it a question for yes or no?"""

import re

from text.normalise import normalise

_CHINESE = re.compile(
    r"(吗|么|吧|不|没|没有|嘛|否)[？?。.!！\s]*$|吗[，,？?]"
    r"|(能|可|要|用|行|会|是|得|该|好|对|有|算|需)(不|没)\1"
    r"|可不可以|能不能|需不需要|有没有|是否|能否|可否|是不是|还用|就行|就可以|也行|也可以|也能"
)
_ENGLISH = re.compile(
    r"(^|[.,;!?] )(can|could|do|does|did|is|are|am|will|would|must|should|may|have|has)\b"
)


def is_yes_no(text: str) -> bool:
    """True for "能不能…", "要…吗", "Can I …"; false for "what", "how much" and wishes."""
    words = normalise(text)
    return bool(_CHINESE.search(words) or _ENGLISH.search(words))
