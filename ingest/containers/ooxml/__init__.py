"""The inside of Office Open XML files, which the containers for Word and sheets share; no container itself."""

from __future__ import annotations


def is_package(content: bytes, folder: bytes) -> bool:
    """Is this a zip with the parts of such a document? (Names stand in a zip as they are.)"""
    return content.startswith(b"PK\x03\x04") and b"[Content_Types].xml" in content and folder in content
