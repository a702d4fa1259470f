"""Uploaded files: known by their content, kept encrypted, gone unless something holds them."""

import datetime as dt
import io
import zipfile

import pytest
from fpdf import FPDF
from PIL import Image

from core.contract import FileKept
from core.vault.files import MAX_BYTES, hold_file, keep_file, read_file, release_file
from core.vault.models import FileRow
from core.vault.service import open_tokens, purge
from service.problems import ProblemError
from tests.core.vault.conftest import NOW, Vault


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (9, 9), "red").save(out, kind)
    return out.getvalue()


def document() -> bytes:
    pdf = FPDF()
    pdf.add_page()
    return bytes(pdf.output())


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("a.jpg", picture("JPEG"))
    return out.getvalue()


GOOD = {
    "image/jpeg": picture("JPEG"),
    "image/png": picture("PNG"),
    "application/pdf": document(),
}


def id_of(vault: Vault, kept: FileKept) -> str:
    values: dict[str, str] = vault.call(open_tokens, "s1", [kept.token], "draft")
    return values[kept.token]


@pytest.mark.parametrize("kind", GOOD)
def test_a_file_is_known_by_its_content_and_comes_back(vault: Vault, kind: str) -> None:
    kept = vault.call(keep_file, "s1", "身份证正面.exe", GOOD[kind])
    assert kept == FileKept(token="[FILE_1]", kind=kind, size=len(GOOD[kind]))
    assert vault.call(read_file, id_of(vault, kept)) == GOOD[kind]
    with vault.maker() as db:
        row = db.query(FileRow).one()
        assert GOOD[kind][:40] not in row.content and "身份证" not in row.sealed_name
    assert "身份证" not in vault.stored()


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"hello", 415),
        (b"<html>%PDF-1.4</html>", 415),
        (b"MZ" + bytes(200), 415),
        (picture("GIF"), 415),
        (picture("BMP"), 415),
        (archive(), 415),
        (GOOD["image/png"] + bytes(MAX_BYTES), 413),
    ],
)
def test_other_files_are_refused_by_name_of_what_is_accepted(
    vault: Vault, content: bytes, status: int
) -> None:
    with pytest.raises(ProblemError) as caught:
        vault.call(keep_file, "s1", "a.jpg", content)
    assert caught.value.status == status
    for accepted in ("JPG", "PNG", "PDF", "10 MB", "没有保存"):
        assert accepted in caught.value.detail
    assert "vault.file" not in vault.stored()


def test_ten_megabytes_are_accepted(vault: Vault) -> None:
    content = GOOD["image/png"].ljust(MAX_BYTES, b"\0")
    assert vault.call(keep_file, "s1", "a.png", content).size == MAX_BYTES


def test_a_file_goes_unless_it_is_held(vault: Vault) -> None:
    kept = [vault.call(keep_file, "s1", "a", one) for one in GOOD.values()]
    held, released, forgotten = (id_of(vault, one) for one in kept)
    vault.call(hold_file, held)
    vault.call(hold_file, released)
    vault.call(release_file, released)
    vault.now = NOW + dt.timedelta(hours=24)
    assert vault.call(purge) == 3 + 2  # their tokens, and two of them
    assert vault.call(read_file, held) == GOOD["image/jpeg"]
    for gone in (released, forgotten):
        for use in (read_file, hold_file):
            with pytest.raises(ProblemError, match="重新上传"):
                vault.call(use, gone)
