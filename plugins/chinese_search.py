"""Chinese full text search (中文检索): words of one character or more, found exactly.

``sections_fts`` holds every text with one space between its characters, so that each character is a token; no
stock tokenizer finds a Chinese word. What a reader types becomes phrases of spaced characters, all of which must
occur. White space separates phrases; quotes and operators (AND, NEAR, *, -) are nothing but characters.

Datasette's own search box calls the SQL function ``escape_fts``, which is replaced here.

>>> phrases("政府 GDP")
'"政 府" "G D P"'
>>> phrases('AND "公开*')
'"A N D" "公 开 *"'
>>> phrases("，") == phrases("") == '""'          # nothing to look for: finds nothing, fails never
True
>>> marked("全年主动公开信息；公 开目录。", "公开")
'全年主动【公开】信息；【公 开】目录。'
"""

import unicodedata

from datasette import hookimpl

_BEFORE = 40  # characters shown before the first hit
_AFTER = 120  # and after it


def _is_token(character):
    # What the tokenizer unicode61 keeps: letters, numbers, private use.
    return unicodedata.category(character)[0] in "LN" or unicodedata.category(character) == "Co"


def phrases(query):
    """The FTS5 query that finds what was typed."""
    words = str(query or "").replace('"', " ").replace("\0", " ").split()
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


def marked(text, query, before="【", after="】"):
    """The stretch of a text around its first hit, every hit in it between two marks."""
    text = str(text or "")
    hits = _hits(text, query)
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


# trylast: Datasette's own escape_fts is registered by a plugin too, and the last one to register wins.
@hookimpl(trylast=True)
def prepare_connection(conn):
    conn.create_function("escape_fts", 1, phrases, deterministic=True)
    conn.create_function("chinese_match", 1, phrases, deterministic=True)
    conn.create_function("chinese_snippet", 2, marked, deterministic=True)
    conn.create_function("chinese_snippet", 4, marked, deterministic=True)
