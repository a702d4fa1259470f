"""What payments need beside the database: the register of notices and the providers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.contract import PayMethod
from core.payments.notices import NoNotices, Notices, notices_from
from core.payments.providers.base import Provider
from core.payments.providers.treasury import TreasuryProvider
from core.payments.providers.wechat import WechatProvider
from core.payments.providers.wechat_wire import WechatWire
from core.payments.settings import PaymentSettings
from core.settings import CoreSettings


@dataclass(frozen=True)
class Desk:
    """Built once at start; nothing is asked of anybody before the first order."""

    notices: Notices = field(default_factory=NoNotices)
    providers: Mapping[str, Provider] = field(default_factory=dict)

    @classmethod
    def from_settings(
        cls, settings: CoreSettings, payments: PaymentSettings | None = None
    ) -> "Desk":
        """The register and the providers that are set. Raises ValueError that names what is
        missing."""
        given = payments or PaymentSettings(env=settings.env, var_dir=settings.var_dir)
        providers: dict[str, Provider] = {}
        if given.uses_wechat:
            base = (given.pay_url or settings.public_url).rstrip("/")
            wire = WechatWire(given, f"{base}/pay/notify/wechat")
            providers["wechat"] = WechatProvider(given, wire)
        if given.uses_treasury:
            providers["treasury"] = TreasuryProvider(given)
        return cls(notices_from(settings, given.notices), providers)

    def taking(self, method: PayMethod) -> Provider | None:
        """The provider of a way to pay, or None."""
        return next((one for one in self.providers.values() if method in one.methods), None)
