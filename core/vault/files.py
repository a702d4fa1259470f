"""Keeping uploaded files: what they are is read from their content, never from their name."""

import datetime as dt
import hashlib
import secrets
from typing import Literal, get_args

import puremagic

from core.audit import service as audit
from core.context import Core
from core.contract import FileKept
from core.vault.models import FileRow
from core.vault.service import tokenise
from service.problems import ProblemError

MAX_BYTES = 10 * 1024 * 1024
MediaType = Literal["image/jpeg", "image/png", "application/pdf"]
ACCEPTED = "请上传 JPG 或 PNG 图片，或者 PDF 文件，每个最大 10 MB。"


def keep_file(core: Core, session: str, name: str, content: bytes) -> FileKept:
    """Keep a file encrypted, for as long as a token lives; its token opens to its id. Audited.

    Raises ProblemError 413 (more than MAX_BYTES), 415 (another type) and 422 (empty).
    """
    kind = _checked(content)
    row = FileRow(
        id=secrets.token_hex(16),
        session=session,
        media_type=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        created_at=core.now,
        expires_at=core.now + dt.timedelta(hours=core.parts.settings.token_hours),
    )
    row.sealed_name = core.parts.cipher.seal(name[-200:], name_context(row))
    row.content = core.parts.cipher.seal_bytes(content, content_context(row))
    core.db.add(row)
    token = tokenise(core, session, "FILE", row.id)
    audit.record(core, "vault.file", subject=session, detail={"kind": kind, "size": row.size})
    return FileKept(token=token, kind=kind, size=row.size)


def read_file(core: Core, file_id: str) -> bytes:
    """The file as it was sent. Raises ProblemError 404. Audited."""
    row = _found(core, file_id)
    audit.record(core, "vault.read_file", subject=file_id)
    return core.parts.cipher.open_bytes(row.content, content_context(row))


def hold_file(core: Core, file_id: str) -> None:
    """Keep a file for as long as a draft or a case needs it. Raises ProblemError 404."""
    _found(core, file_id).expires_at = None


def release_file(core: Core, file_id: str) -> None:
    """Nobody needs the file any more: the next purge deletes it."""
    if (row := core.db.get(FileRow, file_id)) is not None:
        row.expires_at = core.now


def name_context(row: FileRow) -> str:
    """What the name of a file is sealed for."""
    return f"vault_files.name:{row.id}"


def content_context(row: FileRow) -> str:
    """What the content of a file is sealed for."""
    return f"vault_files.content:{row.id}"


def _found(core: Core, file_id: str) -> FileRow:
    row = core.db.get(FileRow, file_id)
    if row is None:
        raise ProblemError(404, "没有这个文件，可能已经过期删除，请重新上传。")
    return row


def _checked(content: bytes) -> MediaType:
    if not content:
        raise ProblemError(422, f"这个文件是空的，没有保存。{ACCEPTED}")
    if len(content) > MAX_BYTES:
        raise ProblemError(413, f"这个文件太大了，没有保存。{ACCEPTED}")
    for known in get_args(MediaType):
        if known in _types(content):
            accepted: MediaType = known
            return accepted
    raise ProblemError(415, f"这种文件我看不了，没有保存。{ACCEPTED}")


def _types(content: bytes) -> set[str]:
    """The media types that the content looks most like; none when it looks like nothing."""
    try:
        found = puremagic.magic_string(content)
    except puremagic.PureError:
        return set()
    best = max((one.confidence for one in found), default=0)
    return {one.mime_type for one in found if one.confidence == best}
