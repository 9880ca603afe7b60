"""A chart in its frame (图框): title above, source, address and date below, in one SVG that stands alone.

>>> wrapped("政府信息公开 annual reports", 20, 110)
['政府信息公', '开 annual', 'reports']
"""

import re
from xml.sax.saxutils import escape

WIDTH = 900
_PAD = 24
_INNER = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')
_FONT = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, WenQuanYi Micro Hei, sans-serif"
_WORDS = re.compile(r"[!-~]+|\s+|.")


def wide(text, size):
    """About how wide a text is: a Chinese character is as wide as high, others little more than half."""
    return sum(size if ord(one) > 0x2E7F or one in "–—“”‘’…" else size * 0.58 for one in text)


def wrapped(text, size, width):
    """A text in lines no wider than that; Latin words and addresses stay whole where they fit a line."""
    lines, line = [], ""
    for word in _WORDS.findall(text):
        for part in [word] if wide(word, size) <= width else list(word):
            if line and wide(line + part, size) > width:
                lines.append(line.rstrip())
                line = ""
            line += part if line or part.strip() else ""
    return [*lines, line.rstrip()] if line.strip() else lines


def framed(chart, title, subtitle, foot):
    """The SVG of a chart (as Vega draws it) within its frame."""
    found = _INNER.search(chart)
    width, height = (float(part) for part in found.groups())
    inner = WIDTH - 2 * _PAD
    blocks = [(title, 22, "bold", "#1f2328"), (subtitle, 14, "normal", "#57606a")]
    head, at = _texts(blocks, _PAD, inner)
    scale = min(1.0, inner / width)
    body = f'<g transform="translate({_PAD},{at + 10:g}) scale({scale:g})">{chart}</g>'
    bottom, end = _texts([(line, 12, "normal", "#57606a") for line in foot], at + 10 + height * scale + 14, inner)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{WIDTH}"'
        f' height="{end + 14:g}" viewBox="0 0 {WIDTH} {end + 14:g}" role="img"><title>{escape(title)}</title>'
        f'<rect width="100%" height="100%" fill="#fff"/>{head}{body}{bottom}</svg>'
    )


def _texts(blocks, top, width):
    """Blocks of text, one below the other, and where they end."""
    drawn = []
    for text, size, weight, colour in blocks:
        for line in wrapped(text, size, width):
            top += size * 1.4
            drawn.append(
                f'<text x="{_PAD}" y="{top - size * 0.35:g}" font-family="{_FONT}" font-size="{size}"'
                f' font-weight="{weight}" fill="{colour}">{escape(line)}</text>'
            )
    return "".join(drawn), top
