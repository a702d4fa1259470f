"""The second proof of a look-up: the last four of the applicant's phone or identity number."""

import hmac
import unicodedata

from core.cases.models import CaseRow
from core.context import Core

LENGTH = 4
_NOBODY = "0" * 64


def tail(text: str) -> str:
    """The last four characters that count, from any spelling: full width, spaces, small x."""
    tidy = unicodedata.normalize("NFKC", text).upper()
    return "".join(one for one in tidy if one.isascii() and one.isalnum())[-LENGTH:]


def digests(core: Core, number: str, text: str) -> tuple[str, str]:
    """Of one text: as the end of a phone, and of an identity number, of this case."""
    end = tail(text)
    cipher = core.parts.cipher
    return cipher.digest(end, f"cases.phone:{number}"), cipher.digest(end, f"cases.id:{number}")


def set_proofs(core: Core, row: CaseRow, id_number: str, mobile: str | None) -> None:
    """Keep what proves the applicant. Without a phone only the identity number does."""
    row.id_tail = digests(core, row.number, id_number)[1]
    row.phone_tail = digests(core, row.number, mobile)[0] if mobile else _NOBODY


def proven(core: Core, row: CaseRow | None, number: str, text: str) -> bool:
    """Whether the text proves the applicant. As much work for a case that there is not."""
    phone, identity = digests(core, number, text)
    kept = (row.phone_tail, row.id_tail) if row else (_NOBODY, _NOBODY)
    by_phone = hmac.compare_digest(phone, kept[0])
    by_identity = hmac.compare_digest(identity, kept[1])
    return len(tail(text)) == LENGTH and (by_phone or by_identity)
