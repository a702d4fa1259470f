"""Links to pages that open with the conversation's context."""

from typing import Protocol


class Links(Protocol):
    """Makes links for one user. Each opens in WeChat's browser, proves by OAuth who opened it, and
    leads on; none holds private data in the clear."""

    def sign_in(self, wanted: str) -> str:
        """To the sign-in: `phone`, `real_name` or `face`."""

    def pay(self, order: str) -> str:
        """To the page that opens WeChat Pay for an order."""

    def page(self) -> str:
        """To the web page with this conversation in it: forms, photos, maps, everything."""

    def paper(self, path: str) -> str:
        """To a document or page of the gateway by its path, e.g. /api/payments/P…/receipt."""
