"""The desk's own papers (校验意见、发现表、两年对照), told from drafts where they lie in the same folder.

Each carries a category among its document's properties; whoever checks a folder again doesn't check them.
"""

from __future__ import annotations

import zipfile

WORKING_PAPER = "政府信息公开年度报告校验工作文件"
_PROPERTIES = "docProps/core.xml"
_MOST = 100_000  # bytes of properties that are looked at


def is_own(path: str) -> bool:
    """Is a file one that the desk wrote for people, and no report?"""
    if not path.lower().endswith((".docx", ".xlsx")):
        return False
    try:
        with zipfile.ZipFile(path) as package, package.open(_PROPERTIES) as properties:
            return f">{WORKING_PAPER}<".encode() in properties.read(_MOST)
    except (OSError, KeyError, ValueError, NotImplementedError, RuntimeError, zipfile.BadZipFile, EOFError):
        return False  # whoever reads it says what is wrong with it
