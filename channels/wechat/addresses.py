"""Signed links to pages that open with a user's conversation."""

import time
from dataclasses import dataclass
from urllib.parse import quote

from channels.wechat.secrets import Keys, Unsealable
from channels.wechat.users import User

LINK_LIVES_S = 24 * 3600
"""Who opens one is asked for by OAuth; the link itself only says where to."""


class BadLink(Exception):
    """Not ours, damaged, or too old."""


@dataclass(frozen=True)
class Target:
    """Where a link leads, for whom: `sign_in:<wanted>`, `pay:<order>`, `page`, `paper:<path>`,
    `account`."""

    user_id: int
    to: str


@dataclass(frozen=True)
class UserLinks:
    """Links for one user, see links.py."""

    addresses: "Addresses"
    user: User

    def sign_in(self, wanted: str) -> str:
        return self.addresses.link(self.user.id, f"sign_in:{wanted}")

    def pay(self, order: str) -> str:
        return self.addresses.link(self.user.id, f"pay:{order}")

    def page(self) -> str:
        return self.addresses.link(self.user.id, "page")

    def paper(self, path: str) -> str:
        return self.addresses.link(self.user.id, f"paper:{path}")


@dataclass(frozen=True)
class Addresses:
    """Makes links and reads them."""

    keys: Keys
    public_url: str

    def of(self, user: User) -> UserLinks:
        return UserLinks(self, user)

    def link(self, user_id: int, to: str) -> str:
        ends = int(time.time() / 3600) * 3600 + LINK_LIVES_S
        sealed = self.keys.sign(f"{user_id} {ends} {to}")
        return f"{self.public_url}/wechat/open?t={quote(sealed)}"

    def read(self, sealed: str) -> Target:
        """Raises BadLink."""
        try:
            user_id, ends, to = self.keys.signed(sealed).split(" ", 2)
            if int(ends) < time.time():
                raise BadLink
            return Target(int(user_id), to)
        except (Unsealable, ValueError):
            raise BadLink from None
