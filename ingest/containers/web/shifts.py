"""What stands off its line (上标、下标): by elements, by style, by names of what marks a note.

A digit that is raised behind a number is a note's mark; one that is lowered, moved a little or smaller is none of the
number's for certain, and parts it. Cells and blocks that are aligned as a whole move nothing in their line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from selectolax.lexbor import LexborHTMLParser

from ingest.containers.web.cascade import Property, styled
from ingest.containers.web.hidden import COLLAPSED, SHRUNK

APART, LOWERED, LIFTED, RAISED = 1, 2, 3, 4  # the surest last
BY_TAG = {"sup": RAISED, "sub": LOWERED, "small": APART}

_START = r"(?:^|[;\s{])"
_ALIGN = rf"{_START}(?:vertical-align|baseline-shift|font-variant(?:-position)?)\s*:"
_MOVE = rf"{_START}(?:(?:vertical-align|baseline-shift|mso-text-raise|bottom)\s*:\s*\+?|top\s*:\s*-)"
_ANY_MOVE = rf"{_START}(?:vertical-align|baseline-shift|mso-text-raise|bottom|top)\s*:\s*[-+]?(?=[\d.]*[1-9])[\d.]"
_ANY_NAMES = ("vertical-align", "baseline-shift", "text-raise", "relative")
# So far that nobody takes it for a line that is a little uneven: a quarter of what stands beside it.
_FAR = (
    r"(?:(?:[3-9]|\d\d)[\d.]*pt|(?:[4-9]|\d\d)[\d.]*px|[1-9][\d.]*mm"
    r"|(?:[1-9]|0?\.(?:2[5-9]|[3-9]))[\d.]*r?em|[2-9]\d[\d.]*%|1\d\d%)"
)
_WHERE_IT_MOVES = r"(?=[\s\S]*?(?:vertical-align|baseline-shift|text-raise|position\s*:\s*relative))"
_FONT = r"font(?:-size\s*:\s*|\s*:(?:[^;]{0,200}?[\s:])?)"  # in a shorthand the size stands behind a blank
_NEARLY = r"25[0-5][\s,]+"
WHITE = (
    rf"(?:#f{{3,4}}\b|#(?:f[a-f]){{3}}(?:ff)?\b|white\b|rgba?\(\s*(?:{_NEARLY}){{2}}25[0-5]\b"
    r"|hsla?\([^)]{0,40}100%[^)%]{0,20}\))"
)
_SMALL = r"(?:smaller|xx?-small|[0-7]?\d(?:\.\d+)?%|0?\.[0-7]\d*r?em)"
_EDGE = rf"(?=[\s\S]*font-size\s*:)[\s\S]*?{_START}vertical-align\s*:\s*(?:text-)?(?:top|bottom)"

# What stands apart from the text beside it: on a line or in a column of its own, at the edge, moved, behind a gap.
_OWN_LINE = r"display\s*:\s*(?:block|table|flex|grid|list-item|flow-root|-webkit-box)"
_ELSEWHERE = r"float\s*:\s*(?:left|right|inline)|position\s*:\s*(?:absolute|fixed|sticky)"
_WIDE = (
    r"(?<![\d.])(?:[1-9]\d+(?:\.\d+)?px|(?:[89]|[1-9]\d+|7\.[5-9])(?:\.\d+)?pt|[1-9]\d*(?:\.\d+)?(?:r?em|ch|ex|vw|%|pc|mm)"
    r"|(?:[1-9]\d*(?:\.\d+)?|0?\.[2-9]\d*)(?:cm|in)|auto)"
)
_GAP = rf"(?:margin|padding)(?:-(?:left|right|inline)(?:-(?:start|end))?)?\s*:[^;]{{0,200}}?{_WIDE}"
_MOVED = r"(?:-(?:webkit|moz|ms|o)-)?transform\s*:\s*(?!none|initial|unset)|(?:translate|scale|rotate)\s*:\s*(?!none)"
_TURNED = r"writing-mode\s*:\s*(?:vertical|sideways|tb)|direction\s*:\s*rtl"
_ASIDE = rf"{_START}(?:{_OWN_LINE}|{_ELSEWHERE}|{_GAP}|{_MOVED}|{_TURNED})|{SHRUNK}|^{COLLAPSED}"
_ASIDE_WORDS = (
    "display", "float", "position", "margin", "padding", "transform", "translate", "scale", "rotate", "writing-mode",
    "direction", "overflow"
)  # fmt: skip


def _property(words: tuple[str, ...], gives: str, takes: str, names: tuple[str, ...]) -> Property:
    return Property(words, re.compile(gives, re.IGNORECASE), re.compile(takes, re.IGNORECASE), names)


_NOTE_STYLE = r"mso-(?:foot|end)note-id|mso-special-character\s*:\s*(?:foot|end)note"
_RAISED_NAMES = ("vertical-align", "baseline-shift", "font-variant", "note")
_BY_STYLE = (
    (APART, _property(_ASIDE_WORDS, _ASIDE, r"(?!)", _ASIDE_WORDS)),
    (APART, _property(("font",), rf"{_START}{_FONT}{_SMALL}|^{_EDGE}", r"(?!)", ("font",))),
    (APART, _property(("color",), rf"{_START}color\s*:\s*{WHITE}", rf"{_START}color\s*:", ("color",))),
    (APART, _property(_ANY_NAMES, rf"^{_WHERE_IT_MOVES}[\s\S]*?{_ANY_MOVE}", _ALIGN, _ANY_NAMES)),
    (LOWERED, _property(("sub",), rf"{_ALIGN}[^;]*\bsub\b", _ALIGN, _RAISED_NAMES)),
    (LIFTED, _property(_ANY_NAMES, rf"^{_WHERE_IT_MOVES}[\s\S]*?{_MOVE}{_FAR}", _ALIGN, _ANY_NAMES)),
    (RAISED, _property(("super", "note"), rf"{_ALIGN}[^;]*\bsuper\b|{_NOTE_STYLE}", _ALIGN, _RAISED_NAMES)),
)
_INLINE = ("a", "b", "em", "font", "i", "span", "strong", "u")
_MARKS = (
    "note", "notes", "mark", "ref", "fn", "annotation", "remark", "tip", "sr-only", "visually-hidden",
    "screen-reader-text", "hidden", "hide", "d-none", "invisible"
)  # fmt: skip
_OF_SCREENS = re.compile(
    r"visible|hid(?:e|den)|show|(?<![a-z])(?:d-(?:none|sm|md|lg|xl)|pc|wap|mobile|phone|tablet|desktop|print)(?![a-z])",
    re.IGNORECASE,
)
_CLASSED = ",".join(f"{tag}[class]" for tag in _INLINE)
_NAMED_MARKS = ":is({}):is({})".format(",".join(_INLINE), ",".join(map("[class~='{}' i]".format, _MARKS)))
_BY_NAME = (
    (APART, ("#", "size="), "a[href^='#']:not([href='#']), font[size='1'], font[size^='-']"),
    (APART, ("color=",), ",".join(f"font[color='{white}' i]" for white in ("white", "#fff", "#ffffff", "ffffff"))),
    # Names by which a note's mark goes, or what only a voice reads, where the style sheet isn't the page's own.
    (APART, ("class",), _NAMED_MARKS),
    (LOWERED, ("subscript", "sub"), "[class~='sub' i], [class~='subscript' i]"),
    (RAISED, ("sup",), "[class~='sup' i], [class~='super' i], [class~='superscript' i]"),
    (
        RAISED,
        ("note", "_ftn", "_edn", "#fn"),
        "[class*='footnoteref' i], [class*='endnoteref' i], [class*='footnote-ref' i], [class*='noteref' i],"
        "[class~='footnote' i], [role='doc-noteref'], a[href*='#_ftn' i], a[href*='#_edn' i], a[href*='#fn' i],"
        "a[href*='#footnote' i], a[href*='#endnote' i], a[href*='#note' i],"
        "a[name^='_ftnref' i], a[name^='_ednref' i], a[id^='_ftnref' i], a[id^='_ednref' i]",
    ),
)


def shifted(page: LexborHTMLParser, text: str) -> dict[int, int]:
    """How the elements (by ``mem_id``) stand off their line, ``APART`` … ``RAISED``."""
    lower, found = text.lower(), dict[int, int]()
    by_style = ((how, styled(page, one)) for how, one in _BY_STYLE if any(word in lower for word in one.words))
    by_name = (
        (how, (node.mem_id for node in page.css(selector)))
        for how, words, selector in _BY_NAME
        if any(word in lower for word in words)
    )
    for how, elements in chain(by_style, by_name, [(APART, _of_one_screen(page))]):
        for element in elements:
            found[element] = max(how, found.get(element, 0))
    return found


def _of_one_screen(page: LexborHTMLParser) -> Iterator[int]:
    """What a framework, whose sheet isn't the page's own, shows on one kind of screen alone."""
    for node in page.css(_CLASSED):
        if _OF_SCREENS.search(node.attributes.get("class") or ""):
            yield node.mem_id
