"""Private values, in many spellings, are found nowhere: not in a store, a log or a trace.

LXZ_TEST_CONVERSATIONS says in how many conversations they are told.
"""

import json
import os
import re
import sqlite3
import unicodedata
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import ahocorasick
import pytest

from tests.conversations.people import people_of
from tests.stack import Stack
from tests.whole.clerk import approve_all
from tests.whole.made_up import said, secrets_of, wide
from tests.whole.private_talk import IN_FORMS, Told, talk, told
from text.digits import spoken_digits

CONVERSATIONS = int(os.environ.get("LXZ_TEST_CONVERSATIONS", "60"))
AT_ONCE = 4
SEARCHED = {
    "rasa.db": {"events"},
    "gateway.db": {"messages", "events", "feedback"},
    "core.db": {"outbox", "audit", "cases", "case_events", "draft_steps", "vault_tokens", "wishes"},
}
"""Tables that must hold something when they are searched."""

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600 + 3 * CONVERSATIONS)]

# Made-up: region code 119999 is not allocated, the card number is a test number.
ID = "11999919900307102X"
PHONE = "13800138000"
CARD = "6222021234567894"
PLATE = "粤BX1234"
"""Its X keeps it apart from the digits of a digest, which are hexadecimal."""

SPELLINGS = [
    ID,
    f"我的身份证是{ID}请查一下居住证",
    " ".join(ID),
    "１１９９９９１９９００３０７１０２Ｘ",
    "119999-19900307-102x",
    "一一九九九九一九九零零三零七一零二X",
    PHONE,
    "打我电话138 0013 8000问居住证签注",
    "１３８００１３８０００",
    "+86 138-0013-8000",
    "幺三八零零幺三八零零零",
    "一三八 零零一三 八零零零",
    "1\u200b3\u200b8\u200b00138000",
    CARD,
    "卡号6222 0212 3456 7894",
    "６２２２０２１２３４５６７８９４",
    PLATE,
    "粤B·X1234",
    "车牌粤b x 1 2 3 4停在门口",
    "粤BX幺二三四",
]
SECRETS = [ID.rstrip("X"), PHONE, CARD, "BX1234"]


def _luhn(number: str) -> bool:
    digits = [int(d) for d in reversed(number)]
    return sum(sum(divmod(d * 2, 10)) if i % 2 else d for i, d in enumerate(digits)) % 10 == 0


def test_the_card_number_is_one_that_a_terminal_would_accept() -> None:
    assert _luhn(CARD)


def test_no_private_value_is_kept_anywhere(stack: Stack) -> None:
    conversation = stack.ask("您好")["conversation_id"]
    for words in SPELLINGS:
        reply = stack.ask(words, conversation_id=conversation)
        shown = json.dumps({**reply, "trace": None}, ensure_ascii=False)
        assert not _found(shown), f"{words!r} came back in the reply"
    kept = {path: _words_in(path) for path in _files(stack)}
    assert any(path.name == "rasa.db" for path in kept)
    assert any(path.name == "gateway.log" for path in kept)
    leaks = {str(path): _found(words) for path, words in kept.items() if _found(words)}
    assert leaks == {}


def test_many_conversations_leave_no_private_value(stack: Stack) -> None:
    people = people_of(stack)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        talks = list(pool.map(partial(talk, stack, people), range(CONVERSATIONS)))
    numbers = [number for _, number in talks if number]
    assert approve_all(stack, numbers) > 0
    secrets = _all_of([one for one, _ in talks])
    forms = sum(number % 10 in IN_FORMS for number in range(CONVERSATIONS))
    kept = {path: _words_in(path) for path in _files(stack)}
    values = len(secrets.numbers) + len(secrets.words)
    told_in = f"{CONVERSATIONS} conversations, {forms} with forms, {len(numbers)} cases"
    print(f"\n{told_in}: {values} values sought in {len(kept)} files, {_megabytes(kept)} MB")
    for name, tables in SEARCHED.items():
        rows = _rows(stack.folder / name)
        assert all(rows[table] > 0 for table in tables), f"{name} holds nothing: {rows}"
    leaks = {str(path): found for path, words in kept.items() if (found := _among(secrets, words))}
    assert leaks == {}
    assert len(numbers) >= forms / 2


def test_the_search_among_many_would_find_one() -> None:
    secrets = told(secrets_of(7), None)
    own = secrets_of(7)
    for value in (own.id_number, own.phone, own.card):
        for spelling in (
            value,
            wide(value),
            said(value),
            " ".join(value),
            f"x{value[:5]}-{value[5:]}",
        ):
            assert _among(secrets, f"log\n{spelling}\n"), spelling
    for value in (own.name, own.address, own.plate, f"粤B·{own.plate[2:]}", wide(own.plate)):
        assert _among(secrets, f'{{"text": "{value}"}}'), value
    assert _among(secrets, _unescaped(json.dumps(own.name)))
    assert not _among(secrets, f"{own.phone[:-1]} {own.street[1:]}")


def test_the_search_for_leaks_would_find_one(tmp_path: Path) -> None:
    for words in SPELLINGS:
        assert _found(words), words


def _files(stack: Stack) -> list[Path]:
    """Every database and log of the stack, journals included."""
    return [
        path
        for path in stack.folder.rglob("*")
        if path.is_file() and path.suffix != ".yml" and "guides" not in path.parts
    ]


def _words_in(path: Path) -> str:
    """A database as the text of its rows, anything else as text; both with raw bytes."""
    raw = path.read_bytes()
    words = raw.decode("utf-8", errors="ignore")
    if raw.startswith(b"SQLite format 3"):
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            words += "\n".join(database.iterdump())
    return words + "\n" + _unescaped(words)


def _unescaped(words: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m.group(1), 16)), words)


def _found(words: str) -> list[str]:
    """Which secrets stand in a text, whatever the width, the spacing or the script of digits."""
    folded = unicodedata.normalize("NFKC", words).upper()
    seen = []
    for line in folded.splitlines():
        plain = "".join(c for c in line if c.isalnum())
        spoken = "".join(c for c in spoken_digits(line).upper() if c.isalnum())
        seen += [secret for secret in SECRETS if secret in plain or secret in spoken]
    return seen


def _all_of(every: list[Told]) -> Told:
    numbers = frozenset(number for one in every for number in one.numbers)
    return Told(numbers, frozenset(word for one in every for word in one.words))


def _among(secrets: Told, words: str) -> list[str]:
    """Which of many secrets stand in a text; numbers are sought as runs of digits."""
    plain = _plain(words)
    spoken = _plain(spoken_digits(unicodedata.normalize("NFKC", words)))
    known = ahocorasick.Automaton()
    for word in secrets.words:
        known.add_word(_plain(word), word)
    known.make_automaton()
    found = {word for text in (plain, spoken) for _, word in known.iter(text)}
    for length in {len(number) for number in secrets.numbers}:
        runs = re.compile(f"(?=([0-9]{{{length}}}))")
        found |= secrets.numbers & {*runs.findall(plain), *runs.findall(spoken)}
    return sorted(found)


def _plain(words: str) -> str:
    """Letters and digits alone, of one width and case, line by line."""
    return re.sub(r"[^\w\n]+|_+", "", unicodedata.normalize("NFKC", words).upper())


def _rows(path: Path) -> Counter[str]:
    """How many rows each table of a database has."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        count = "SELECT count(*) FROM"
        return Counter({t: database.execute(f'{count} "{t}"').fetchone()[0] for (t,) in tables})


def _megabytes(kept: dict[Path, str]) -> int:
    return sum(map(len, kept.values())) // 2**20
