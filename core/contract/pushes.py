"""Pushes by consent (推送): opted into per topic, ended by one word."""

from typing import Literal

from pydantic import AwareDatetime, Field

from core.contract.common import ItemId, Key, Model, SessionId

PUSHES_PATH = "/v1/pushes"

PushTopic = Literal["deadlines", "policies"]
TOPIC_LABELS: dict[PushTopic, str] = {
    "deadlines": "到期提醒",
    "policies": "适合您的新政策",
}


class TopicView(Model):
    """One topic as it stands for who asks."""

    topic: PushTopic
    label: str
    on: bool
    since: AwareDatetime | None = None


class PushView(Model):
    """What somebody agreed to be told. `says` is one sentence about it, Chinese."""

    topics: list[TopicView]
    says: str


class PushChoice(Model):
    """Opt in or out of one topic. Opting in needs a sign-in and is kept as a consent."""

    session: SessionId
    topic: PushTopic
    on: bool


class PushStop(Model):
    """Unsubscribe from everything (退订). Needs no sign-in where this session opted in."""

    session: SessionId


class CampaignCreate(Model):
    """Tell everybody who asked for it and whom a matter seems to fit (scope `clerk`)."""

    item: ItemId
    says: str = Field(min_length=4, max_length=120, description="what is new, no private data")
    key: Key


class CampaignView(Model):
    """How far it got."""

    campaign: str
    item: ItemId
    says: str
    looked_at: int = Field(ge=0, description="people held against it so far")
    fits: int = Field(ge=0, description="of them, those who are or will be told")
    done: bool
