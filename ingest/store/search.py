"""Full text (全文检索): one token a character, because no stock tokenizer of SQLite finds a Chinese word.

The index ``sections_fts`` is of FTS5's external-content kind: it keeps tokens only, and Datasette reads the text
from ``sections``. What goes into it is not the text but ``tokens(text)``, so three things follow:

* a section leaves the index by FTS5's ``delete`` command with the very tokens that it came in with;
* ``rebuild`` and triggers would index the unspaced text and must not be used; ``reindex`` here does it rightly;
* ``integrity-check`` with rank 1 compares the index with the text and so complains by design. With rank 0, which
  is also the command's default and what ``PRAGMA integrity_check`` runs from SQLite 3.44 on, only the structure of
  an external-content index is checked; that stays clean (tried on 3.40.1 and 3.54.1).

Ways of writing one character are one token: 檔 is entered as 档, ２ as 2, the radical ⻔ as 门. Which characters those
are stands in the database itself (``search_folds``), so that an index and those who ask it never disagree, whatever
versions of this program or of OpenCC made the one and serve the other. What is stored and shown stays as printed.

>>> tokens("一、总体情况"), tokens(""), tokens(None)
('一 、 总 体 情 况', '', None)
>>> tokens("政务𠮷A" * 20) == " ".join("政务𠮷A" * 20)
True
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from ingest.patterns import lazy
from ingest.text import in_simplified, plain

INSERT = "INSERT INTO sections_fts(rowid, heading, body) VALUES (?, ?, ?)"
DELETE = "INSERT INTO sections_fts(sections_fts, rowid, heading, body) VALUES ('delete', ?, ?, ?)"

_MANY = 100  # characters

Entry = tuple[int, str | None, str | None]  # section id, heading and body, as tokens


def tokens(text: str | None) -> str | None:
    """The text with one space between every two characters; the plugins' side of a search does the same."""
    if not text or len(text) < _MANY:
        return text and " ".join(text)
    # Joining makes an object of every character. Laid out in UTF-32, a character is every other four bytes: a third
    # of the time on a page of prose, which is a tenth of all that the writer does.
    printed = text.encode("utf-32-le")
    spaced = bytearray(b" \0\0\0" * (2 * len(text) - 1))
    for byte in range(4):
        spaced[byte::8] = printed[byte::4]
    return spaced.decode("utf-32-le")


class Folds:
    """The characters that count as others when something is looked for, as a database has them."""

    def __init__(self, folds: Mapping[str, str]) -> None:
        """Take a mapping of one character to one."""
        self._table = str.maketrans(dict(folds))
        # Nearly no page holds one of them, and to look costs a thirtieth of what translating does.
        self._any = lazy(f"[{re.escape(''.join(folds))}]") if folds else None

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> Folds:
        """Those of a database; none where its index was made before there were any."""
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'search_folds'").fetchone():
            return cls({})
        return _folds(tuple(connection.execute("SELECT printed, folded FROM search_folds")))

    def fold(self, text: str) -> str:
        """A text as it is looked for; as long as the text.

        >>> Folds({"檔": "档"}).fold("查檔案"), Folds({}).fold("查檔案")
        ('查档案', '查檔案')
        """
        return text.translate(self._table) if self._any and self._any.search(text) else text


@lru_cache(maxsize=2)
def _folds(rows: tuple[tuple[str, str], ...]) -> Folds:
    return Folds(dict(rows))


def entries(sections: Iterable[tuple[int, str | None, str | None]], folds: Folds) -> list[Entry]:
    """Rows of the index for (id, heading, body) of sections."""
    return [(section_id, _entered(heading, folds), _entered(body, folds)) for section_id, heading, body in sections]


def _entered(text: str | None, folds: Folds) -> str | None:
    return text and tokens(folds.fold(text))


def reindex(connection: sqlite3.Connection) -> None:
    """The index made anew from the sections, in the caller's transaction."""
    connection.execute("INSERT INTO sections_fts(sections_fts) VALUES ('delete-all')")
    rows = connection.execute("SELECT id, heading, body FROM sections ORDER BY id")
    connection.executemany(INSERT, entries(rows, Folds.of(connection)))


# --- which characters are one -------------------------------------------------------------------------------------


def known_folds() -> Iterator[tuple[str, str]]:
    """(character, the one that it is looked for as): traditional ones, full-width letters and digits, radicals.

    Only where one character becomes one of the basic plane, so that what was found stands where it was found.
    """
    printed = [chr(code) for first, last in _RANGES for code in range(first, last)]
    shaped = [plain(unicodedata.normalize("NFKC", char)) for char in printed]
    for char, folded in zip(printed, in_simplified(in_simplified(shaped)), strict=True):  # 薴 → 苧 → 苎
        if folded != char and len(folded) == 1 and folded <= "\uffff":
            yield char, folded


_RANGES = (
    (0x2E80, 0x2FD6),  # radicals, as fonts of PDF files leave them behind
    (0x3400, 0x4DC0),
    (0x4E00, 0xA000),
    (0xF900, 0xFB00),  # compatibility ideographs
    (0xFF10, 0xFF1A),
    (0xFF21, 0xFF3B),
    (0xFF41, 0xFF5B),
)
_CREATE = "CREATE TABLE search_folds (printed TEXT PRIMARY KEY, folded TEXT NOT NULL) STRICT, WITHOUT ROWID"


def add_folds(connection: sqlite3.Connection) -> None:
    """The characters that are one, and an index that knows it: the sections that hold one are entered anew."""
    connection.execute(_CREATE)
    connection.executemany("INSERT INTO search_folds VALUES (?, ?)", known_folds())
    before, after = Folds({}), Folds.of(connection)
    rows = connection.execute("SELECT id, heading, body FROM sections ORDER BY id")
    for row in rows:
        if any(text and after.fold(text) != text for text in row[1:]):
            connection.executemany(DELETE, entries([row], before))
            connection.executemany(INSERT, entries([row], after))
