"""Notifications of providers: proven, taken once, and answered as the provider wants."""

import logging
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.audit import service as audit
from core.context import Core
from core.payments.models import EventRow
from core.payments.moves import by_number, credit, settle_refund
from core.payments.providers.base import (
    Answer,
    Forged,
    Notification,
    Payment,
    ProviderUnavailable,
)
from core.payments.transactions import begin
from service.problems import ProblemError

log = logging.getLogger("luoxiaozheng.core.payments")


def take_notification(
    core: Core, provider_name: str, headers: Mapping[str, str], body: bytes
) -> Answer:
    """Take a notification, given as it came. Nothing is written, and no lock taken, before its
    signature is proven. What is forged or does not fit is refused, so a real one comes again.
    A 404 problem for a provider that there is not. The caller commits."""
    provider = core.parts.payments.providers.get(provider_name)
    if provider is None:
        raise ProblemError(404, "没有这个支付平台。")
    try:
        told = provider.read_notification(headers, body)
    except Forged as error:
        log.warning("notification refused", extra={"provider": provider_name, "why": str(error)})
        return provider.answer(False)
    except ProviderUnavailable as error:
        log.error("notification not read", extra={"provider": provider_name, "why": str(error)})
        return provider.answer(False)
    if told is None:
        return provider.answer(True)
    begin(core)
    return provider.answer(_take(core, provider_name, told))


def _take(core: Core, provider: str, told: Notification) -> bool:
    """Whether it was taken, now or before. Payments that are not successes matter not."""
    row = by_number(core, told.about.order, lock=True)
    if row is None or row.provider != provider:
        log.error("notification of an unknown order", extra={"provider": provider})
        detail: dict[str, str | int | bool] = {"provider": provider, "event": told.event}
        audit.record(core, "payment.unknown", subject=told.about.order[:40], detail=detail)
        return False
    seen = EventRow.provider == provider, EventRow.event == told.event
    if core.db.scalar(select(EventRow.id).where(*seen)) is not None:
        return True
    if isinstance(told.about, Payment):
        kind = "payment"
        right = told.about.state != "paid" or credit(core, row, told.about, "notification")
    else:
        kind, right = "refund", settle_refund(core, row, told.about, "notification")
    return right and _remember(core, provider, told, kind)


def _remember(core: Core, provider: str, told: Notification, kind: str) -> bool:
    """Note the event as taken. Two at the same moment do the same, so either may win."""
    row = EventRow(
        provider=provider, event=told.event, kind=kind, order=told.about.order, at=core.now
    )
    try:
        with core.db.begin_nested():
            core.db.add(row)
    except IntegrityError:
        return True
    return True
