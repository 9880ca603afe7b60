"""The number of a page (页码) as its head or foot prints it; patterns for ``re``, matched against one line."""

from __future__ import annotations

_DASH = r"\\?[-—]"  # converters write \-
DASHED = rf"{_DASH}\s*\d{{1,3}}\s*{_DASH}"  # - 3 -, which may stand in front of other words or behind them
NAMED = r"第\s*\d{1,3}(?:\s*/\s*\d{1,3})?\s*页.{0,12}"  # 第 3 页, 第 3/6 页, 第3页，共6页
OF_ALL = r"-?第?[1-9]\d{0,2}页?/共?[1-9]\d{0,2}页?-?"  # 3/6, 第3页/共6页
AT_THE_EDGE = r"[-—–·•.\s|/共第页]*\d{1,3}[-—–·•.\s|/共第页\d？]*"  # a number alone, where it's known that a page ends
