"""Scanned pages and pictures, for the containers that hold them; no container itself."""

from __future__ import annotations

from importlib.util import find_spec

from ingest.model import Refused

COMMAND = "pip install 'gov-disclosure-reports[ocr]'"


def is_installed() -> bool:
    """Is the extra that recognises characters there?"""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def needed(what: str) -> None:
    """Raise ``Refused`` with the command that installs the extra, where it isn't."""
    if not is_installed():
        raise Refused(f"{what}，文字需要识别，请先安装：{COMMAND} (a picture: recognising its text needs {COMMAND})")
