"""Chinese full text search (中文检索): words of one character or more, found exactly.

``sections_fts`` holds every text with one space between its characters, so that each character is a token; no
stock tokenizer finds a Chinese word. What a reader types becomes phrases of spaced characters, all of which must
occur. White space separates phrases; quotes and operators (AND, NEAR, *, -) are nothing but characters.

Ways of writing one character are one: who asks for 档案 finds 檔案, and the other way round. Which characters those are
stands in the database's table ``search_folds``, by which its index was made; what is shown stays as printed.

Datasette's own search box calls the SQL function ``escape_fts``, which is replaced here.

What is looked for is bounded, or one question would keep a processor busy for minutes: a word counts once, and the
first WORDS words and CHARACTERS characters count. What was left out is said (``limited``).

>>> phrases("政府 GDP")
'"政 府" "G D P"'
>>> phrases('AND "公开*')
'"A N D" "公 开 *"'
>>> phrases("，") == phrases("") == '""'          # nothing to look for: finds nothing, fails never
True
>>> marked("全年主动公开信息；公 开目录。", "公开")
'全年主动【公开】信息；【公 开】目录。'
>>> phrases("档案 公开 档案"), phrases("公" * 1000) == phrases("公" * CHARACTERS)
('"档 案" "公 开"', True)
>>> limited("档案 公开 档案"), limited("一 二 三 四 五 六 七 八 九 十")[1]
((['档案', '公开'], ''), '检索词过多：只用前 8 个词')
>>> fold = folding({"檔": "档"})
>>> phrases("檔案", fold), marked("查閱檔案", "档案", ways={"档": "檔"})
('"档 案"', '查閱【檔案】')
"""

import re
import sqlite3
import urllib.parse
from contextlib import closing
from functools import lru_cache

from datasette import hookimpl

_BEFORE = 40  # characters shown before the first hit
_AFTER = 120  # and after it


WORDS = 8
CHARACTERS = 32
# What the tokenizer unicode61 keeps are letters, numbers, private use; this is what it passes by.
_BETWEEN = r"(?:[^\w\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]|_)"
_is_between = re.compile(_BETWEEN).fullmatch


def limited(typed):
    """The words that are looked for, and a sentence on what is left out of those that were typed."""
    words = [word for word in str(typed or "").replace('"', " ").replace("\0", " ").split() if _tokens(word)]
    words = list(dict.fromkeys(words))
    kept, left = [], CHARACTERS
    for word in words[:WORDS]:
        if left:
            kept.append(word[:left])
            left -= len(kept[-1])
    if sum(map(len, kept)) < sum(map(len, words[:WORDS])):
        return kept, f"检索词过长：只用前 {CHARACTERS} 个字"
    return kept, f"检索词过多：只用前 {WORDS} 个词" if len(words) > WORDS else ""


def _tokens(word):
    return [character for character in word if not _is_between(character)]


def folding(folds):
    """What turns a text into the characters that the index knows, of the same length."""
    if not folds:
        return str
    table, any_ = str.maketrans(folds), re.compile(f"[{re.escape(''.join(folds))}]")
    return lambda text: text.translate(table) if any_.search(text) else text


def phrases(query, fold=str):
    """The FTS5 query that finds what was typed."""
    return " ".join(f'"{" ".join(word)}"' for word in limited(fold(str(query or "")))[0]) or '""'


@lru_cache(64)
def _wanted(words, ways):
    """What finds any of the words in a text as printed, the shorter first; ``ways`` are those to write a character."""
    ways = dict(ways)
    patterns = []
    for word in sorted(words, key=len):
        characters = (f"[{re.escape(char + ways.get(char, ''))}]" for char in _tokens(word))
        patterns.append(f"{_BETWEEN}*".join(characters))
    cased = any(character.lower() != character.upper() for word in words for character in word)
    return re.compile("|".join(patterns), re.IGNORECASE if cased else 0) if patterns else None


def marked(text, query, before="【", after="】", ways=None):
    """The stretch of a text around its first hit, every hit in it between two marks; ``query`` as the index has it.

    Nothing after that stretch is looked at: a section may be as long as a book.
    """
    text, words = str(text or ""), limited(query)[0]
    used = {char: ways[char] for word in words for char in word if char in ways} if ways else {}
    wanted = _wanted(tuple(words), tuple(used.items()))
    first = wanted and wanted.search(text)
    start = max(first.start() - _BEFORE, 0) if first else 0
    stop = (first.start() if first else 0) + _AFTER
    out, at = ["…" if start else ""], start
    for hit in wanted.finditer(text, first.start(), stop) if first else ():
        out += [text[at : hit.start()], before, hit[0], after]
        at = hit.end()
    out += [text[at:stop], "…" if stop < len(text) else ""]
    return " ".join("".join(out).split())


def holding(word, ways):
    """The GLOB pattern of a text that holds a word, each of its characters in any way of writing it.

    >>> holding("档a*^]", {"档": "檔", "a": "ａ"})
    '*[档檔][aａA][*]^[]]*'
    """
    every = (char + ways.get(char, "") + (char.upper() if char.upper() != char else "") for char in word)
    return f"*{''.join('^' if written[0] == '^' else f'[{written}]' for written in every)}*"


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
    folds = _folds(database, datasette)
    fold, ways = folding(folds), {}
    for printed, folded in folds.items():
        ways[folded] = ways.get(folded, "") + printed

    def match(query):
        return phrases(query, fold)

    def snippet(text, query, before="【", after="】"):
        return marked(text, fold(str(query or "")), before, after, ways)

    conn.create_function("escape_fts", 1, match, deterministic=True)
    conn.create_function("chinese_match", 1, match, deterministic=True)
    conn.create_function("chinese_snippet", 2, snippet, deterministic=True)
    conn.create_function("chinese_snippet", 4, snippet, deterministic=True)
    conn.create_function("chinese_words", 1, lambda typed: " ".join(limited(typed)[0]), deterministic=True)
    conn.create_function("chinese_glob", 1, lambda word: holding(str(word or ""), ways), deterministic=True)
    conn.create_function("chinese_fold", 1, lambda text: fold(str(text or "")).lower(), deterministic=True)


@hookimpl
def extra_template_vars():
    return {"left_out_of_search": lambda typed: limited(typed)[1]}
