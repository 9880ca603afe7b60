"""Full text (全文检索): one token a character, because no stock tokenizer of SQLite finds a Chinese word.

The index ``sections_fts`` is of FTS5's external-content kind: it keeps tokens only, and Datasette reads the text
from ``sections``. What goes into it is not the text but ``tokens(text)``, so three things follow:

* a section leaves the index by FTS5's ``delete`` command with the very tokens that it came in with;
* ``rebuild`` and triggers would index the unspaced text and must not be used; ``reindex`` here does it rightly;
* ``integrity-check`` with rank 1 compares the index with the text and so complains by design. With rank 0, which
  is also the command's default and what ``PRAGMA integrity_check`` runs from SQLite 3.44 on, only the structure of
  an external-content index is checked; that stays clean (tried on 3.40.1 and 3.54.1).

>>> tokens("一、总体情况"), tokens(""), tokens(None)
('一 、 总 体 情 况', '', None)
>>> tokens("政务𠮷A" * 20) == " ".join("政务𠮷A" * 20)
True
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

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


def entries(sections: Iterable[tuple[int, str | None, str | None]]) -> list[Entry]:
    """Rows of the index for (id, heading, body) of sections."""
    return [(section_id, tokens(heading), tokens(body)) for section_id, heading, body in sections]


def reindex(connection: sqlite3.Connection) -> None:
    """The index made anew from the sections, in the caller's transaction."""
    connection.execute("INSERT INTO sections_fts(sections_fts) VALUES ('delete-all')")
    rows = connection.execute("SELECT id, heading, body FROM sections ORDER BY id")
    connection.executemany(INSERT, entries(rows))
