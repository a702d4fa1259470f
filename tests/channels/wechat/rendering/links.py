"""Links of a made-up user."""


class MadeUpLinks:
    """Readable addresses, as short as the real ones."""

    def sign_in(self, wanted: str) -> str:
        return f"https://example.com/wechat/sign-in/{wanted}?u=1&s=2"

    def pay(self, order: str) -> str:
        return f"https://example.com/wechat/pay/{order[:40].encode().hex()}"

    def page(self) -> str:
        return "https://example.com/wechat/page"

    def paper(self, path: str) -> str:
        return f"https://example.com/wechat/paper/{path[:40].encode().hex()}"


LINKS = MadeUpLinks()
