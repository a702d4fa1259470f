"""What is said when core cannot do something now: what happened, what is safe, what to do."""

import logging
import secrets

from messages import NoticeCard, Option, Turn

logger = logging.getLogger(__name__)


def failed(safe: str, options: list[Option] | None = None) -> Turn:
    """Outcome `failed`, with a reference that stands in the log. `safe` says what is kept."""
    reference = f"A-{secrets.token_hex(4).upper()}"
    logger.warning("turn failed", extra={"reference": reference})
    text = f"抱歉，办事的系统现在没有回应，这一步没有办成。{safe}请过一会儿再试；着急请拨打12345。"
    card = NoticeCard(
        text=f"{text}编号{reference}。",
        speech=text,
        level="warning",
        phones=["12345"],
        reference=reference,
        options=options or [],
    )
    return Turn(outcome="failed", cards=[card])
