"""What core keeps about a person (我的数据): to see, to take along, to have deleted."""

from pydantic import AwareDatetime, Field

from core.contract.audit import AuditEntry
from core.contract.cases import CaseView
from core.contract.common import Key, Model, SessionId

MY_DATA_PATH = "/v1/my-data"


class MyDraft(Model):
    """An application that is not handed in."""

    title: str
    updated_at: AwareDatetime


class MyConsent(Model):
    """Something the person agreed to."""

    purpose: str
    at: AwareDatetime
    withdrawn_at: AwareDatetime | None = None


class MyData(Model):
    """What is kept about who is signed in, without private values."""

    name: str = Field(description="a token of the vault")
    drafts: list[MyDraft]
    cases: list[CaseView] = Field(description="the newest 200, newest first")
    consents: list[MyConsent]
    look_ups: int = Field(ge=0, description="how often their records were looked at")
    last_look_ups: list[AuditEntry] = Field(max_length=10, description="newest first")


class MyDataExport(Model):
    session: SessionId


class PersonData(Model):
    """Everything core keeps about a person, opened for them (scope `gateway`)."""

    data: dict[str, object]


class MyDataDelete(Model):
    session: SessionId
    key: Key


class Deleted(Model):
    """What was deleted, and how much has to stay."""

    drafts: int = Field(ge=0, description="drafts deleted, handed in or not, with their files")
    consents: int = Field(ge=0, description="consents deleted: those that were not in force")
    cases_kept: int = Field(ge=0, description="cases that stay on file")

    @property
    def nothing(self) -> bool:
        """There was nothing but the sign-in."""
        return not (self.drafts or self.consents or self.cases_kept)
