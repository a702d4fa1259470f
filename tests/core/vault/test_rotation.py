"""After a rotation the old key opens nothing any more, and tokens are what they were."""

import pytest
from sqlalchemy import String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from core.vault.cipher import Cipher, Unreadable
from core.vault.files import keep_file, read_file
from core.vault.rotation import SEALED, register, reseal
from core.vault.service import open_tokens, tokenise
from tests.core.vault.conftest import NEW, OLD, Vault, settings_with
from tests.core.vault.test_files import GOOD


class Other(DeclarativeBase):
    """Tables of another module."""


class Note(Other):
    __tablename__ = "notes"

    owner: Mapped[str] = mapped_column(String(8), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


def rotate(vault: Vault) -> int:
    with vault.maker() as db:
        count = reseal(db, Cipher.from_settings(vault.settings))
        db.commit()
    return count


def test_everything_is_sealed_anew_and_tokens_stay(vault: Vault) -> None:
    url = vault.settings.database_url
    vault.call(tokenise, "s1", "NAME", "张三")
    vault.call(keep_file, "s1", "a.jpg", GOOD["image/jpeg"])
    file = vault.call(open_tokens, "s1", ["[FILE_1]"], "draft")["[FILE_1]"]
    assert rotate(vault) == 0
    vault.settings = settings_with(url, f"{NEW},{OLD}")
    assert rotate(vault) == 4  # name, file id, file name, content
    assert rotate(vault) == 0
    assert vault.call(tokenise, "s1", "NAME", "张三") == "[NAME_1]"
    vault.settings = settings_with(url, NEW)
    assert vault.call(open_tokens, "s1", ["[NAME_1]"], "render") == {"[NAME_1]": "张三"}
    assert vault.call(read_file, file) == GOOD["image/jpeg"]
    vault.settings = settings_with(url, OLD)
    with pytest.raises(Unreadable):
        vault.call(read_file, file)


def test_a_missing_key_stops_the_rotation(vault: Vault) -> None:
    vault.call(tokenise, "s1", "NAME", "张三")
    vault.settings = settings_with(vault.settings.database_url, NEW)
    with pytest.raises(Unreadable):
        rotate(vault)


def test_columns_of_other_modules_are_sealed_anew_and_keep_their_version(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.vault.rotation.SEALED", list(SEALED))
    register(Note, Note.words, lambda row: f"notes:{row.owner}:{row.number}")
    Other.metadata.create_all(vault.engine)
    cipher = Cipher.from_settings(vault.settings)
    with vault.maker() as db:
        for owner, number in (("a", 1), ("a", 2), ("b", 1)):
            words = cipher.seal("话", f"notes:{owner}:{number}")
            db.add(Note(owner=owner, number=number, words=words))
        db.add(Note(owner="b", number=2))
        db.commit()
    vault.settings = settings_with(vault.settings.database_url, f"{NEW},{OLD}")
    assert rotate(vault) == 3
    new = Cipher.from_settings(settings_with(keys=NEW))
    with vault.maker() as db:
        for note in db.query(Note).where(Note.words.is_not(None)):
            assert new.open(str(note.words), f"notes:{note.owner}:{note.number}") == "话"
            assert note.version == 1
