"""The public request and response models of core: all that other rooms may import.

A district swaps a module for its own system by serving these models at the same
addresses; nothing here knows of databases.
"""

from core.contract.audit import AUDIT_PATH, AuditEntry, PersonData
from core.contract.cases import (
    CASES_PATH,
    STATE_LABELS,
    CasePower,
    CaseReview,
    CaseState,
    CaseStep,
    CaseView,
    LookUp,
    ResultCheck,
)
from core.contract.common import Health, ItemId, Key, Model, Page, SessionId
from core.contract.drafts import (
    DRAFTS_PATH,
    Choice,
    DraftCreate,
    DraftStep,
    DraftView,
    FieldView,
    Question,
    Refusal,
    StepKind,
    StepResult,
)
from core.contract.events import News
from core.contract.identity import (
    ASSURANCE_ORDER,
    IDENTITY_PATH,
    Assurance,
    SessionView,
    SignInComplete,
    SignInStart,
    SignInStarted,
)
from core.contract.items import ITEMS_PATH, ItemSummary
from core.contract.vault import (
    VAULT_PATH,
    FileKept,
    Kind,
    Opened,
    OpenRequest,
    PrivateValue,
    Tokens,
    TokensRequest,
)
from core.contract.wishes import WISHES_PATH, Wish, WishCreate

__all__ = [
    "ASSURANCE_ORDER",
    "AUDIT_PATH",
    "CASES_PATH",
    "DRAFTS_PATH",
    "IDENTITY_PATH",
    "ITEMS_PATH",
    "STATE_LABELS",
    "VAULT_PATH",
    "WISHES_PATH",
    "Assurance",
    "AuditEntry",
    "CasePower",
    "CaseReview",
    "CaseState",
    "CaseStep",
    "CaseView",
    "Choice",
    "DraftCreate",
    "DraftStep",
    "DraftView",
    "FieldView",
    "FileKept",
    "Health",
    "ItemId",
    "ItemSummary",
    "Key",
    "Kind",
    "LookUp",
    "Model",
    "News",
    "OpenRequest",
    "Opened",
    "Page",
    "PersonData",
    "PrivateValue",
    "Question",
    "Refusal",
    "ResultCheck",
    "SessionId",
    "SessionView",
    "SignInComplete",
    "SignInStart",
    "SignInStarted",
    "StepKind",
    "StepResult",
    "Tokens",
    "TokensRequest",
    "Wish",
    "WishCreate",
]
