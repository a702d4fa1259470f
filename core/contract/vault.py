"""Private values and the tokens that stand for them (保管库)."""

from typing import Literal

from pydantic import Field

from core.contract.common import Model, SessionId

VAULT_PATH = "/v1/vault"

Kind = Literal["ID", "PHONE", "CARD", "PLATE", "NAME", "ADDRESS", "TEXT", "FILE"]


class PrivateValue(Model):
    kind: Kind
    value: str = Field(min_length=1, max_length=500)


class TokensRequest(Model):
    """Values to keep for a session; the same value has the same token."""

    session: SessionId
    values: list[PrivateValue] = Field(min_length=1, max_length=50)


class Tokens(Model):
    """One token a value, in order, such as `[PHONE_3]`."""

    tokens: list[str]


class OpenRequest(Model):
    session: SessionId
    tokens: list[str] = Field(min_length=1, max_length=200)
    purpose: str = Field(min_length=1, max_length=100, description="kept in the audit")


class Opened(Model):
    """Token to value; a token that is unknown, foreign or too old is left out."""

    values: dict[str, str]


class FileKept(Model):
    """An uploaded file, kept encrypted."""

    token: str = Field(description="such as [FILE_1]")
    kind: Literal["image/jpeg", "image/png", "application/pdf"]
    size: int = Field(description="bytes")
