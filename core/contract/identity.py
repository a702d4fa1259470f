"""Who is there (身份): signing in with OpenID Connect, and how sure that is.

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
