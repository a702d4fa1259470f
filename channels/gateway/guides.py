"""The guides that `/api/guides` shows, read again when a file changes."""

import asyncio
import time
from collections.abc import Mapping
from pathlib import Path

from channels.gateway.wire import GuideDetail, GuideFact, GuideSource, GuideSummary
from knowledge_base.loader import GuideFolder
from knowledge_base.schema import Guide

LOOK_EVERY_S = 2.0


class Shelf:
    """The guides of one folder. Reading happens in a thread, one at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = GuideFolder(folder)
        self._reading = asyncio.Lock()
        self._looked = -LOOK_EVERY_S
        self._guides: Mapping[str, Guide] = {}

    async def guides(self) -> Mapping[str, Guide]:
        """All guides by id; at most LOOK_EVERY_S seconds old."""
        async with self._reading:
            if time.monotonic() - self._looked >= LOOK_EVERY_S:
                self._guides = (await asyncio.to_thread(self._folder.read)).guides
                self._looked = time.monotonic()
        return self._guides


def summary(guide: Guide) -> GuideSummary:
    """A guide as one line of a list."""
    return GuideSummary.model_validate(
        {name: getattr(guide, name) for name in GuideSummary.model_fields}
    )


def detail(guide: Guide) -> GuideDetail:
    """A whole guide. Links only where the source may be linked; `asks` stay inside."""
    facts = [
        GuideFact(
            id=fact.id,
            aspects=fact.aspects,
            text=fact.text,
            source=fact.source,
            trust=guide.trust_of(fact),
            as_of=guide.as_of(fact),
        )
        for fact in guide.facts
    ]
    sources = {
        key: GuideSource(
            title=source.title,
            publisher=source.publisher,
            date=source.date,
            url=source.url if source.may_link else None,
            trust=source.trust,
        )
        for key, source in guide.sources.items()
    }
    return GuideDetail(
        **summary(guide).model_dump(),
        aliases=guide.aliases,
        who_knows_name=guide.who_knows.name,
        who_knows_phone=guide.who_knows.phone,
        fee=guide.fee.state,
        facts=facts,
        sources=sources,
    )
