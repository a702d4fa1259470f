"""The QR code of a payment notice (缴款通知书上的二维码), read from a photo."""

import io
import re
from urllib.parse import parse_qs, urlsplit

import zxingcpp
from PIL import Image, UnidentifiedImageError

from core.context import Core
from core.vault import files
from core.vault import service as vault
from service.problems import ProblemError

FILE = re.compile(r"\[FILE_[1-9]\d{0,5}\]")
LARGEST_PIXELS = 40_000_000
"""A photo of a phone has some twelve million."""
NUMBERS = re.compile(r"\d+")


def with_codes(core: Core, session: str, said: str) -> str:
    """The words with what the codes on uploaded photos say in place of the files; a file without
    a code that can be read is left out."""
    tokens = FILE.findall(said)
    if not tokens:
        return said
    ids = vault.open_tokens(core, session, tokens, "payment")
    return FILE.sub(lambda token: _words(core, ids.get(token[0])), said)


def notice_in(code: str) -> str:
    """What a code says of a notice, in words: from an address with `notice` and `unit`, or from
    two numbers, of which the longer is the notice's."""
    query = parse_qs(urlsplit(code).query)
    numbers = sorted(NUMBERS.findall(code), key=len, reverse=True)
    notice = query.get("notice", numbers[:1])
    unit = query.get("unit", numbers[1:2])
    told = [f"缴款通知书编码{notice[0]}"] if notice else []
    return "，".join([*told, *([f"执收单位编码{unit[0]}"] if unit else [])])


def _words(core: Core, file_id: str | None) -> str:
    if file_id is None:
        return ""
    try:
        image = Image.open(io.BytesIO(files.read_file(core, file_id)))
        if image.width * image.height > LARGEST_PIXELS:
            return ""
        codes = zxingcpp.read_barcodes(image.convert("L"))
    except (ProblemError, UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return ""
    return "，".join(notice_in(one.text) for one in codes[:1])
