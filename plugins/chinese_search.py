"""Chinese full text search (中文检索): words of one character or more, found exactly.

``sections_fts`` holds every text with one space between its characters, so that each character is a token; no
stock tokenizer finds a Chinese word. What a reader types becomes phrases of spaced characters, all of which must
occur. White space separates phrases; quotes and operators (AND, NEAR, *, -) are nothing but characters.

Ways of writing one character are one: who asks for 档案 finds 檔案, and the other way round. Which characters those are
stands in the database's table ``search_folds``, by which its index was made; what is shown stays as printed.

Datasette's own search box calls the SQL function ``escape_fts``, which is replaced here.

>>> phrases("政府 GDP")
'"政 府" "G D P"'
>>> phrases('AND "公开*')
'"A N D" "公 开 *"'
>>> phrases("，") == phrases("") == '""'          # nothing to look for: finds nothing, fails never
True
>>> marked("全年主动公开信息；公 开目录。", "公开")
'全年主动【公开】信息；【公 开】目录。'
>>> fold = folding({"檔": "档"})
>>> phrases("檔案", fold), marked("查閱檔案", "档案", fold=fold)
('"档 案"', '查閱【檔案】')
"""

import re
import sqlite3
import unicodedata
import urllib.parse
from contextlib import closing

from datasette import hookimpl

_BEFORE = 40  # characters shown before the first hit
_AFTER = 120  # and after it


def _is_token(character):
    # What the tokenizer unicode61 keeps: letters, numbers, private use.
    return unicodedata.category(character)[0] in "LN" or unicodedata.category(character) == "Co"


def folding(folds):
    """What turns a text into the characters that the index knows, of the same length."""
    if not folds:
        return str
    table, any_ = str.maketrans(folds), re.compile(f"[{re.escape(''.join(folds))}]")
    return lambda text: text.translate(table) if any_.search(text) else text


def phrases(query, fold=str):
    """The FTS5 query that finds what was typed."""
    words = fold(str(query or "")).replace('"', " ").replace("\0", " ").split()
    found = [" ".join(word) for word in words if any(map(_is_token, word))]
    return " ".join(f'"{word}"' for word in found) or '""'


def _hits(text, query):
    """(start, end) of every hit in the text: tokens compared, what stands between them ignored."""
    tokens = [(character.lower(), place) for place, character in enumerate(text) if _is_token(character)]
    joined = "".join(character[0] for character, _ in tokens)
    hits = []
    for word in str(query or "").replace('"', " ").split():
        wanted = "".join(character.lower()[0] for character in word if _is_token(character))
        at = joined.find(wanted) if wanted else -1
        while at >= 0:
            hits.append((tokens[at][1], tokens[at + len(wanted) - 1][1] + 1))
            at = joined.find(wanted, at + len(wanted))
    return sorted(hits)


def marked(text, query, before="【", after="】", fold=str):
    """The stretch of a text around its first hit, every hit in it between two marks."""
    text = str(text or "")
    hits = _hits(fold(text), fold(str(query or "")))
    start = max(hits[0][0] - _BEFORE, 0) if hits else 0
    stop = (hits[0][0] if hits else 0) + _AFTER
    out, at = ["…" if start else ""], start
    for begin, end in hits:
        if begin < at or end > stop:
            continue
        out += [text[at:begin], before, text[begin:end], after]
        at = end
    out += [text[at:stop], "…" if stop < len(text) else ""]
    return " ".join("".join(out).split())


def _folds(database, datasette):
    """The characters that count as others, by the database's own table.

    Read over a connection of its own: the one that is being prepared may already be closed to all but reading tables
    that readers are shown.
    """
    db = datasette.databases.get(database) if database else None
    if db is None or not db.path:
        return {}
    mode = "mode=ro" if db.is_mutable else "immutable=1"
    with closing(sqlite3.connect(f"file:{urllib.parse.quote(str(db.path))}?{mode}", uri=True)) as own:
        if not own.execute("SELECT 1 FROM sqlite_master WHERE name = 'search_folds'").fetchone():
            return {}
        return dict(own.execute("SELECT printed, folded FROM search_folds").fetchall())


# trylast: Datasette's own escape_fts is registered by a plugin too, and the last one to register wins.
@hookimpl(trylast=True)
def prepare_connection(conn, database, datasette):
    fold = folding(_folds(database, datasette))

    def match(query):
        return phrases(query, fold)

    def snippet(text, query, before="【", after="】"):
        return marked(text, query, before, after, fold)

    conn.create_function("escape_fts", 1, match, deterministic=True)
    conn.create_function("chinese_match", 1, match, deterministic=True)
    conn.create_function("chinese_snippet", 2, snippet, deterministic=True)
    conn.create_function("chinese_snippet", 4, snippet, deterministic=True)
    conn.create_function("chinese_fold", 1, lambda text: fold(str(text or "")).lower(), deterministic=True)
