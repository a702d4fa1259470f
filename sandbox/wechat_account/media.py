"""Temporary media (临时素材) as files; the real ones live three days.

https://developers.weixin.qq.com/doc/service/api/material/temporary/api_uploadtempmedia.html
"""

import base64
import mimetypes
import secrets
from dataclasses import dataclass
from pathlib import Path

MAX_BYTES = {"image": 10 << 20, "voice": 2 << 20, "video": 10 << 20, "thumb": 64 << 10}
KINDS = {
    "image": {".bmp", ".png", ".jpeg", ".jpg", ".gif"},
    "voice": {".amr", ".mp3", ".speex", ".wav"},
    "video": {".mp4"},
    "thumb": {".jpg", ".jpeg", ".png"},
}
TYPES = {".amr": "audio/amr", ".speex": "audio/speex", ".wav": "audio/wav"}
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=="
)
"""A picture of one point, where a test gives none."""
_ID = "_-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


@dataclass(frozen=True)
class File:
    name: str
    content_type: str
    content: bytes


class Media:
    """Files by media id in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, name: str, content: bytes) -> str:
        """Keep a file; its media id."""
        media_id = secrets.token_urlsafe(48)
        (self._folder / f"{media_id}{_ending(name)}").write_bytes(content)
        return media_id

    def get(self, media_id: str) -> File | None:
        if not media_id or set(media_id) - set(_ID):
            return None
        for file in self._folder.glob(f"{media_id}.*"):
            kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0]
            return File(file.name, kind or "application/octet-stream", file.read_bytes())
        return None


def fault(kind: str, name: str, size: int) -> tuple[int, str] | None:
    """Why a file of this kind cannot be uploaded, or None."""
    if kind not in KINDS:
        return 40004, "invalid media type"
    if _ending(name) not in KINDS[kind]:
        return 40005, "invalid file type"
    if not 0 < size <= MAX_BYTES[kind]:
        return 40006, "invalid media size"
    return None


def _ending(name: str) -> str:
    return Path(name).suffix.lower() or ".bin"
