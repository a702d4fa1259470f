"""Appointments (预约), queue tickets (排队号). Moments carry an offset; days are Shenzhen's."""

from typing import Literal

from pydantic import AwareDatetime, Field

from core.contract.common import ItemId, Key, Model, SessionId

APPOINTMENTS_PATH = "/v1/appointments"

ServiceKind = Literal["window", "home", "helper", "video"]
"""At a window, help at home (上门办), somebody who helps to fill in (帮办), by video (视频办)."""
KIND_LABELS: dict[ServiceKind, str] = {
    "window": "到窗口办",
    "home": "上门办",
    "helper": "帮办",
    "video": "视频办",
}
BookingState = Literal["booked", "checked_in", "served", "cancelled", "no_show"]
BOOKING_LABELS: dict[BookingState, str] = {
    "booked": "已预约",
    "checked_in": "已签到",
    "served": "已办理",
    "cancelled": "已取消",
    "no_show": "没有到场",
}
BookingPower = Literal["move", "cancel", "check_in"]


class Slot(Model):
    """A time that can be booked. `slot` is opaque; send it back as it is."""

    slot: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    free: int = Field(ge=0)
    says: str = Field(description="e.g. 11月25日（周三）09:00–09:30")


class SlotsAsked(Model):
    """Free times. `when` is what the citizen said, e.g. 下周三上午; empty = the next ones."""

    session: SessionId
    item: ItemId | None = None
    kind: ServiceKind = "window"
    when: str = Field(default="", max_length=200)


class SlotsFound(Model):
    """At most 8 free times, spread over the days that were meant. `says` tells how `when` was
    understood, or why nothing is free and when the next is."""

    slots: list[Slot]
    understood: bool = True
    says: str


class BookingCreate(Model):
    session: SessionId
    item: ItemId | None = None
    title: str | None = Field(
        default=None, max_length=60, description="what the guide calls the matter; else ours"
    )
    kind: ServiceKind = "window"
    slot: str = Field(max_length=120)
    name: str | None = Field(default=None, max_length=60, description="a token, or said")
    mobile: str | None = Field(default=None, max_length=60)
    key: Key


class BookingView(Model):
    """One appointment, to the session that made it, the person signed in, or by proof."""

    booking: str = Field(pattern=r"^B\d{8}[0-9A-Z]{6}$")
    item: ItemId | None = None
    title: str = Field(description="what is booked, e.g. 结婚登记")
    kind: ServiceKind
    place: str
    address: str | None = None
    window: str | None = None
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    says_when: str = Field(description="11月25日（周三）09:00–09:30")
    state: BookingState
    state_label: str
    demo: bool = Field(default=True, description="made-up windows and hours: 演示")
    powers: list[BookingPower] = []
    says: str = ""


class BookingStep(Model):
    session: SessionId
    do: BookingPower
    slot: str | None = Field(default=None, max_length=120, description="with move")
    key: Key | None = None


class BookingClerkStep(Model):
    """What a clerk does with a booking. `note` is read by the citizen; no private data."""

    do: Literal["move", "cancel", "serve"]
    slot: str | None = Field(default=None, max_length=120, description="with move")
    note: str = Field(default="", max_length=200)


class BookingLookUp(Model):
    """A booking by number and a second proof (the last four digits of the mobile number)."""

    session: SessionId
    booking: str = Field(min_length=1, max_length=40)
    proof: str | None = Field(default=None, max_length=60)


class TicketTake(Model):
    session: SessionId
    item: ItemId | None = None
    key: Key


class TicketView(Model):
    """A queue ticket (排队号) of today."""

    ticket: str = Field(pattern=r"^[A-Z]\d{3,4}$")
    queue: str = Field(description="e.g. 综合服务窗口")
    state: Literal["waiting", "called", "served", "passed", "cancelled"]
    ahead: int = Field(ge=0)
    minutes: int | None = Field(default=None, ge=0, description="estimated wait; null = unknown")
    window: str | None = None
    taken_at: AwareDatetime
    demo: bool = True
    says: str


class TicketCall(Model):
    """Call the next ticket of a queue to a window."""

    window: str = Field(min_length=1, max_length=20, description="e.g. 12号窗口")


class TicketStep(Model):
    """What became of a ticket that was called."""

    do: Literal["serve", "pass"]
