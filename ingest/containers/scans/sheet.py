"""One picture of a page → what is drawn on it: ruling lines, words, and ink that no word explains."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np

from ingest.containers.pdfs.shapes import Char

UNREAD = "？"  # stands where something is printed that wasn't recognised: no number, and no blank either
_SURE = 0.9  # a number recognised with less is in doubt
_LIKELY = 0.5  # of letters: which row a label names is told by all of it
_TILT = 5.0  # degrees; pages lie straighter than that
_LONG = 25  # a ruling line is at least one part in so many of the page's width
_DIGIT = re.compile(r"\d")
_INK = 90  # of 255: how much darker than the page ink is
_FAINT = 50  # … and a ruling line, which is often grey, and so thin that it lies between two rows of points
_STRAIGHT = 0.02  # degrees: half a point over a page's width
_SPECK = 7  # pixels; smaller blots are dust


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page shows; lengths are pixels of the picture, straightened."""

    width: float
    height: float
    lines: list[dict[str, Any]]  # ruling lines, as pdfplumber has them
    chars: list[Char]  # words; UNREAD for ink that is none


def sheet_of(grey: Any) -> Sheet:
    """Everything on a page, an array (height, width) of grey."""
    darkness = _darkness(grey)
    tilt = _tilt(_darker(darkness, _FAINT))
    if abs(tilt) > _STRAIGHT:
        grey = _turned(grey, tilt)
        darkness = _darkness(grey)
    ink = _darker(darkness, _INK)
    level, upright = _ruling(_darker(darkness, _FAINT))
    lines = [*_edges(level, "h"), *_edges(upright, "v")]
    found = _words(grey)
    lines = [line for line in lines if not any(_is_stroke(line, word) for word in found)]
    words = [word for word in found if not any(_crosses(line, word) for line in lines)]
    rest = cv2.bitwise_and(ink, cv2.bitwise_not(cv2.dilate(cv2.bitwise_or(level, upright), np.ones((7, 7), np.uint8))))
    height, width = grey.shape
    return Sheet(float(width), float(height), lines, [*words, *_unread(rest, words)])


def _darkness(grey: Any) -> Any:
    """How much darker each point is than the lightest around it (scans are darker at their edges)."""
    ground = cv2.medianBlur(cv2.dilate(grey, np.ones((15, 15), np.uint8)), 21)
    return cv2.subtract(ground, grey)


def _darker(darkness: Any, least: int) -> Any:
    """255 where it is darker than that."""
    return np.where(darkness > least, 255, 0).astype(np.uint8)


def _ruling(ink: Any) -> tuple[Any, Any]:
    """Where level and upright lines are drawn."""
    long = max(20, ink.shape[1] // _LONG)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    level = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    upright = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((max(20, long // 2), 1), np.uint8))
    return level, upright


def _edges(mask: Any, orientation: str) -> list[dict[str, Any]]:
    """Each drawn line as an edge through its middle."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    edges = []
    for left, top, width, height, _area in stats[1:count]:
        along, across = (width, height) if orientation == "h" else (height, width)
        if across > max(12, along / 8):
            continue  # a picture or a stamp, no line
        x = (left, left + width) if orientation == "h" else (left + width / 2,) * 2
        y = (top + height / 2,) * 2 if orientation == "h" else (top, top + height)
        edges.append(
            {"object_type": "line", "orientation": orientation, "x0": float(x[0]), "x1": float(x[1]),
             "top": float(y[0]), "bottom": float(y[1]), "doctop": float(y[0]),
             "width": float(x[1] - x[0]), "height": float(y[1] - y[0])}
        )  # fmt: skip
    return edges


def _tilt(ink: Any) -> float:
    """Degrees by which the page's long lines rise to the right."""
    found = cv2.HoughLinesP(ink, 1, np.pi / 1800, 300, minLineLength=ink.shape[1] // 4, maxLineGap=8)
    if found is None:
        return 0.0
    ends = found.reshape(-1, 4).astype(float)
    angles = np.degrees(np.arctan2(ends[:, 3] - ends[:, 1], ends[:, 2] - ends[:, 0]))
    level = angles[np.abs(angles) < _TILT]
    return float(np.median(level)) if level.size else 0.0


def _turned(grey: Any, degrees: float) -> Any:
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)


# --- words ----------------------------------------------------------------------------------------------------------


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR  # noqa: PLC0415 (an extra, slow to load)

    return RapidOCR(params={"Global.log_level": "critical"})


def _words(grey: Any) -> list[Char]:
    """The words that are recognised; UNREAD stands behind those in doubt."""
    found = _engine()(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))
    if found.boxes is None:
        return []
    words = []
    for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        left, top = (float(min(point[axis] for point in box)) for axis in (0, 1))
        right, bottom = (float(max(point[axis] for point in box)) for axis in (0, 1))
        if text.strip():
            is_sure = score >= (_SURE if _DIGIT.search(text) else _LIKELY)
            words.append(
                Char(text.strip() + ("" if is_sure else UNREAD), left, top, right, bottom, 0.6 * (bottom - top))
            )
    return words


def _is_stroke(line: dict[str, Any], word: Char) -> bool:
    """Is a line no longer than the word that it lies in: a stroke of a large letter?"""
    return bool(
        line["x0"] > word.left - _SPECK
        and line["x1"] < word.right + _SPECK
        and line["top"] > word.top - _SPECK
        and line["bottom"] < word.bottom + _SPECK
    )


def _crosses(line: dict[str, Any], word: Char) -> bool:
    """Does a ruling line run through a word? Then two cells were taken for one, and the word is nobody's."""
    tall, wide = word.bottom - word.top, word.right - word.left
    if line["orientation"] == "h":
        is_inside = word.top + 0.25 * tall < line["top"] < word.bottom - 0.25 * tall
        return is_inside and bool(line["x0"] < word.middle < line["x1"])
    margin = min(0.25 * wide, 0.4 * tall)
    is_inside = word.left + margin < line["x0"] < word.right - margin
    return is_inside and bool(line["top"] < word.center < line["bottom"])


def _unread(ink: Any, words: list[Char]) -> list[Char]:
    """A sign for every blot that stands in no word."""
    rest = ink.copy()
    for word in words:
        rest[max(0, int(word.top) - 3) : int(word.bottom) + 4, max(0, int(word.left) - 3) : int(word.right) + 4] = 0
    grown = cv2.dilate(rest, np.ones((3, 9), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(grown, connectivity=8)
    return [
        Char(UNREAD, float(left), float(top), float(left + width), float(top + height), 0.6 * float(height))
        for left, top, width, height, _ in stats[1:count]
        if height - 2 >= _SPECK and width - 8 >= 2
    ]
