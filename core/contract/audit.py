"""What was done and looked up (审计)."""

from pydantic import AwareDatetime

from core.contract.common import Model

AUDIT_PATH = "/v1/audit"


class AuditEntry(Model):
    """One entry, as the person it is about may see it."""

    at: AwareDatetime
    action: str
    what: str
    purpose: str
