"""Getting a feed: a file, or an address of http or https, no larger than a feed may be."""

from pathlib import Path

import httpx

from core.public_documents.feeds import LARGEST, BrokenFeed

TIMEOUT_S = 20.0
REDIRECTS = 3


def get_feed(source: str, client: httpx.Client | None = None) -> bytes:
    """The bytes of a feed. Raises BrokenFeed for what cannot be had or is too large."""
    if not source.startswith(("http://", "https://")):
        return _file(Path(source))
    with client or httpx.Client(timeout=TIMEOUT_S, max_redirects=REDIRECTS) as http:
        try:
            with http.stream("GET", source, follow_redirects=True) as answer:
                answer.raise_for_status()
                return _limited(answer)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise BrokenFeed(f"{source}: {type(error).__name__}") from None


def _limited(answer: httpx.Response) -> bytes:
    data = bytearray()
    for part in answer.iter_bytes():
        data += part
        if len(data) > LARGEST:
            raise BrokenFeed(f"larger than {LARGEST} bytes")
    return bytes(data)


def _file(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise BrokenFeed(f"larger than {LARGEST} bytes")
        return path.read_bytes()
    except OSError as error:
        raise BrokenFeed(f"{path}: {error.strerror}") from None
