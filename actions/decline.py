"""Says that no guide answers, and where the nearest public help is."""

from knowledge_base.public_help import public_help
from messages import NoticeCard, Trace, Turn


def decline(trace: Trace) -> Turn:
    """One step onwards for everybody: the hotline knows every matter of the city."""
    help_ = public_help()
    text = (
        "这件事我的办事指南里没有，不敢乱说。"
        f"深圳的事可以打{help_.hotline.phone}，或在{help_.online.says}上查；"
        f"外地的事请打当地的{help_.hotline.phone}。"
        "如果是我没听明白，请换个说法，说说要办什么事。"
    )
    card = NoticeCard(text=text, speech=text, phones=[help_.hotline.phone])
    trace.item = None
    return Turn(outcome="declined", cards=[card], trace=trace)
