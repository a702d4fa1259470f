"""Words put together."""


def sentence(words: str) -> str:
    """The words with a full stop where they have no end of their own."""
    return words if not words or words.endswith(("。", "！", "？")) else f"{words}。"


def yuan(fen: int) -> str:
    """100050 -> 1,000.50元"""
    whole, rest = divmod(fen, 100)
    return f"{whole:,}.{rest:02d}元" if rest else f"{whole:,}元"
