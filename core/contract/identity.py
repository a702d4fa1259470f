"""Who is there (身份): signing in with OpenID Connect, how sure that is, and accounts of channels.

`name` is always a token of the vault, such as `[NAME_1]`, never a value.
"""

from typing import Literal

from pydantic import AwareDatetime, Field

from core.contract.common import Model, SessionId

IDENTITY_PATH = "/v1/identity"

Assurance = Literal["anonymous", "phone", "real_name", "face"]
"""From least to most sure; a matter names the least it needs."""

ASSURANCE_ORDER: tuple[Assurance, ...] = ("anonymous", "phone", "real_name", "face")


class SignInStart(Model):
    """Begin a sign-in for a session."""

    session: SessionId
    redirect_uri: str = Field(max_length=500, description="where the issuer sends the browser back")
    wanted: Assurance = "real_name"


class SignInStarted(Model):
    """Send the browser to `authorize_url`; it comes back with `state` and a code."""

    authorize_url: str
    state: str


class SignInComplete(Model):
    """What the issuer sent back."""

    state: str = Field(min_length=1, max_length=200)
    code: str = Field(min_length=1, max_length=2000)


class SessionView(Model):
    """Who a session belongs to, as far as is known."""

    session: SessionId
    signed_in: bool
    assurance: Assurance = "anonymous"
    name: str | None = Field(default=None, description="a token of the vault")
    expires_at: AwareDatetime | None = None


AccountProvider = Literal["wechat"]
"""Whose accounts a session can be held through; `wechat`: followers of the official account."""


class AccountHeld(Model):
    """The account that a session is held through."""

    provider: AccountProvider
    subject: str = Field(
        min_length=1,
        max_length=64,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="who it is at the provider: wechat's openid. Private",
    )


class BindingCreate(Model):
    """Bind the account of a session to who is signed in on it (绑定)."""

    session: SessionId
    words: str = Field(
        min_length=1, max_length=2000, description="what the person read and agreed to"
    )


class BindingView(Model):
    """Whether the account of a session is bound to somebody."""

    bound: bool
    since: AwareDatetime | None = None
    accounts: int = Field(default=0, ge=0, description="how many accounts that person has bound")
