"""Files that nobody means well with (恶意输入), by the thousand from a seed: ``hostile(n)`` makes the n-th.

Broken bytes, broken structure, pipes and tabs without end, a line of a million cells, what blows up a careless
regular expression, text that is HTML, SQL or a formula, files that only look like text. Most are small; one in two
hundred is about as large as a file may be, a few larger. Each kind is a function of a random generator.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from functools import cache

from pages.make import make

from ingest.forms import forms
from ingest.source import LIMIT, LINE_LIMIT

TITLE = "衢州市示例局{year}年政府信息公开工作年度报告\n"
HEADINGS = (
    "一、总体情况\n",
    "二、主动公开政府信息情况\n",
    "三、收到和处理政府信息公开申请情况\n",
    "四、政府信息公开行政复议、行政诉讼情况\n",
    "五、存在的主要问题及改进情况\n",
    "六、其他需要报告的事项\n",
)
# What patterns for titles, dates, fields, contacts, numbers, labels and marks begin with, and seldom end with.
BAIT = (
    "请与", "2020年1月1日至", "自2020年1月1日起至", "统计期限", "（", "(", ")", "[", "【", "《", "|", "| ", " |",
    "||||", "\t", "\t\n", "\n", "\n\n", " ", "\u3000", "\u00a0", "　\n", "0", "0 ", "1,", "1,234,", "１", "一",
    "一、", "（一）", "第", "第二十条", "索引号：", "索 引 号", "发布机构:", "联系电话：", "邮箱a@", "a@a.",
    "电话(", "0000-", "年", "20", "2021", "二〇二一年", "- 1 -", "- ", "—", "——", "#", "# ", "*", "**", "<",
    "<a ", "<!--", "&#", "&lt;", "'", '"', "=", "-", "+", "/", "\\", ".", "。", "、", "：", ":", "；", "其他",
    "总计", "其他\n", "总计 0\n", "自然人", "自\n然\n人\n", "信息内容", "本年新", "本年增/减", "减", "增", "万元",
    "元", "0.", "1e9", "9" * 40, "规章003", "行政许可1240", "申請", "製發", "數(shù)據(jù)", "⼀⾏⼈", "e\u0301",
    "\u200b", "\ufeff", "\u202e", "政府信息公开", "年度报告", "局", "市", "关于", "公告", "附件", "首页 > ",
    "来源:", "浏览次数:", "1.", "1、", "2. ", "示例市示例区", "人民政府", "办公室", "关", "a", "A b ",
)  # fmt: skip
MISCHIEF = (
    "<script>document.title='run'</script>", "<img src=x onerror=\"document.title='run'\">", "javascript:alert(1)",
    "'; DROP TABLE reports; --", "' OR 1=1 --", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://example.invalid\")",
    "@SUM(1)", "{{ 7*7 }}", "{% raw %}", "%00", "%s%s%n", "../../etc/passwd", "\x1b[31m", "\u202e",
    "${jndi:ldap://x}", "]]>", "\\u0000",
)  # fmt: skip


@cache
def _labels() -> list[str]:
    found = [label for form in forms().values() for outcome in form.outcomes for label in outcome.printed]
    found += [item.label for form in forms().values() for band in form.bands for item in band.items]
    found += [band.caption for form in forms().values() for band in form.bands]
    return found + [label.label for form in forms().values() for label in (*form.applicants, *form.results)]


def hostile(number: int) -> tuple[str, bytes]:
    """The n-th file: its kind, which is a part of its name, and its bytes."""
    chance = random.Random(f"hostile {number}")
    kind = tuple(KINDS)[number % len(KINDS)]
    return kind, KINDS[kind](chance)


def _size(chance: random.Random, most: int = LIMIT) -> int:
    """How many characters: mostly some thousands, seldom as many as there may be (three bytes each)."""
    largest = chance.choices((3_000, 30_000, 300_000, most // 3), (700, 250, 45, 5))[0]
    return chance.randint(1, largest)


def _year(chance: random.Random) -> int:
    return chance.choice((2019, 2020, 2021, 2023))


def _page(chance: random.Random) -> str:
    return make(chance.randrange(5000)).text


def _within(chance: random.Random, filling: str) -> str:
    """Something in the place of one part of a report."""
    at = chance.randrange(len(HEADINGS) + 1)
    parts = [TITLE.format(year=_year(chance)), *HEADINGS]
    parts.insert(at, filling + "\n" if chance.random() < 0.8 else filling)
    return "".join(parts)


def _bytes(chance: random.Random) -> bytes:
    return chance.randbytes(_size(chance) * 3)


def _flipped(chance: random.Random) -> bytes:
    """A page with some bytes changed, lost or doubled."""
    encoding = chance.choice(("utf-8", "utf-8", "gb18030", "utf-16"))
    content = bytearray(_page(chance).encode(encoding, "replace"))
    for _ in range(chance.randint(1, 40)):
        at = chance.randrange(len(content))
        end = at + chance.randint(1, 30)
        what = chance.randrange(4)
        if what == 0:
            content[at] = chance.randrange(256)
        elif what == 1:
            del content[at:end]
        elif what == 2:
            content[at:at] = content[at:end]
        else:
            content[at:end] = chance.randbytes(end - at)
        content = content or bytearray(b"0")
    return bytes(content)


def _shuffled(chance: random.Random) -> bytes:
    """Lines of two pages dropped, doubled, moved, joined, cut."""
    lines = (_page(chance) + (_page(chance) if chance.random() < 0.3 else "")).split("\n")
    for _ in range(chance.randint(1, 60)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        what = chance.randrange(5)
        if what == 0:
            lines[at], lines[other] = lines[other], lines[at]
        elif what == 1:
            lines.insert(at, lines[other])
        elif what == 2:
            lines[at] += lines[other]
        elif what == 3:
            middle = chance.randint(0, len(lines[at]))
            lines[at : at + 1] = [lines[at][:middle], lines[at][middle:]]
        else:
            lines[at] = ""
    return "\n".join(lines).encode("utf-8", "replace")


def _cut(chance: random.Random) -> bytes:
    content = _page(chance).encode()
    return content[chance.randrange(len(content)) :][: chance.randrange(1, len(content))]


def _doubled(chance: random.Random) -> bytes:
    """A page many times over, its parts too."""
    page = _page(chance)
    start = chance.randrange(len(page))
    piece = page[start : start + chance.choice((100, 1000, len(page)))]
    return (page + piece * (_size(chance) // len(piece) + 1)).encode()[:LIMIT]


def _bait(chance: random.Random) -> bytes:
    """One or a few openings of a pattern, again and again."""
    piece = "".join(chance.choices(BAIT, k=chance.choice((1, 1, 1, 2, 3))))
    return _within(chance, _broken_in_lines(chance, piece * (_size(chance) // len(piece) + 1))).encode()[:LIMIT]


def _broken_in_lines(chance: random.Random, text: str) -> str:
    longest = chance.choice((LINE_LIMIT - 100, 5000, 200))
    return "\n".join(text[start : start + longest] for start in range(0, len(text), longest))


def _soup(chance: random.Random) -> bytes:
    """Labels, numbers and delimiters in any order."""
    words = [*chance.sample(_labels(), 20), *BAIT, "0", "12", "3", "|", "\t", "\n", "\n", " | "]
    count = _size(chance) // 4 + 1
    return _within(chance, "".join(chance.choices(words, k=count))).encode()[:LIMIT]


def _columns(chance: random.Random) -> bytes:
    """Rows of very many cells, up to half a million in a line."""
    label, mark = chance.choice(_labels()), chance.choice(("\t", " | ", "|", " ", "| | "))
    cell = chance.choice(("", "0", "1", "12", "无", label))
    cells = min(_size(chance), LINE_LIMIT // (len(mark) + len(cell)) - 50)
    row = label + mark + (cell + mark) * cells
    rows = max(1, min(chance.choice((1, 3, 50)), LIMIT // (3 * len(row)) or 1))
    return _within(chance, "\n".join([row] * rows)).encode()[:LIMIT]


def _nested(chance: random.Random) -> bytes:
    """Delimiters in delimiters: brackets, pipes and tabs to a great depth."""
    open_, close = chance.choice(
        (("(", ")"), ("|", "|"), ("\t|", "|\t"), ("| (", ") |"), ("【《", "》】"), ("\t", "\n"))
    )
    depth = min(_size(chance) // (len(open_) + len(close)) + 1, LINE_LIMIT // (len(open_) + len(close)) - 10)
    return _within(chance, open_ * depth + chance.choice(_labels()) + close * depth).encode()[:LIMIT]


def _long_lines(chance: random.Random) -> bytes:
    """A page whose lines are all one, or one that goes on for ever."""
    page = _page(chance).replace("\n", chance.choice(("", " ", "|", "\t")))
    return (page * (_size(chance) // len(page) + 1)).encode()[:LIMIT]


def _too_long(chance: random.Random) -> bytes:
    """A line that is longer than a line may be, one time in thirty of 100 MB."""
    length = 100_000_000 if chance.random() < 0.03 else chance.randint(LINE_LIMIT, 2 * LINE_LIMIT)
    return TITLE.format(year=2021).encode() + chance.choice((b"0\t", b"| ", b"()")) * (length // 2)


def _mischief(chance: random.Random) -> bytes:
    """A page that says what a program must not obey, in its prose, its labels, its cells."""
    lines = _page(chance).split("\n")
    for _ in range(chance.randint(1, 30)):
        at = chance.randrange(len(lines))
        lines[at] = chance.choice((chance.choice(MISCHIEF), lines[at] + chance.choice(MISCHIEF)))
    return "\n".join(lines).encode("utf-8", "replace")


def _no_text(chance: random.Random) -> bytes:
    """What only looks like a text file; archives are never opened, so a bomb in one stays asleep."""
    if chance.random() < 0.5:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bomb:
            bomb.writestr("report.txt", b"0" * chance.choice((1000, 50_000_000)))
        return buffer.getvalue()
    magic = chance.choice((b"%PDF-1.7", b"\x1f\x8b\x08", b"SQLite format 3\0", b"\xff\xfe", b"{\\rtf", b"\xef\xbb\xbf"))
    return magic + chance.randbytes(chance.randint(0, 3000))


def _characters(chance: random.Random) -> bytes:
    """Any characters of Unicode at all, with the marks that hide or turn text round."""
    ranges = ((0x20, 0x7F), (0x4E00, 0x9FFF), (0x2E80, 0x2FDF), (0x300, 0x36F), (0xE000, 0xF8FF), (0x20000, 0x2A6DF))
    points = [
        chance.randint(*chance.choice((*ranges, (0x200B, 0x206F), (0x9, 0xD)))) for _ in range(_size(chance) // 2)
    ]
    return _within(chance, "".join(map(chr, points))).encode("utf-8", "replace")[:LIMIT]


KINDS: dict[str, Callable[[random.Random], bytes]] = {
    "bytes": _bytes,
    "flipped": _flipped,
    "shuffled": _shuffled,
    "cut": _cut,
    "doubled": _doubled,
    "bait": _bait,
    "soup": _soup,
    "columns": _columns,
    "nested": _nested,
    "bait-again": _bait,
    "long-lines": _long_lines,
    "too-long": _too_long,
    "mischief": _mischief,
    "no-text": _no_text,
    "characters": _characters,
    "soup-again": _soup,
}
