"""What was recognised in the pictures of the tests, kept by what is in them: half a minute for three pages otherwise.

``tests/recognised/KEY.json`` holds what the recogniser said of one picture; the key is the digest of its points and of
the versions of what recognises, so what is remembered is what it would say. A picture that isn't known is recognised,
and kept if ``RECOGNISE`` is set: after a change of what pictures are made of, empty the folder and run once

    RECOGNISE=1 python -m pytest tests/test_cases.py tests/test_containers_image.py

A test that asks for ``recognising`` (see ``conftest``) remembers nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

FOLDER = Path(__file__).parent / "recognised"
_OF = ("rapidocr", "onnxruntime")


def remembering(engine: Callable[[], Any]) -> Callable[[], Callable[[Any], Any]]:
    """An engine that recognises only what isn't remembered; it takes and gives what the other does."""

    def recognise(picture: Any) -> Any:
        path = FOLDER / f"{key(picture)}.json"
        if path.exists():
            return SimpleNamespace(**json.loads(path.read_text("utf-8")))
        found = engine()(picture)
        if "RECOGNISE" in os.environ:
            path.write_text(json.dumps(_plain(found), ensure_ascii=False), "utf-8")
        return found

    return lambda: recognise


def key(picture: Any) -> str:
    """The digest of a picture, an array (height, width, 3) of bytes, and of the recogniser's versions."""
    made_by = f"{[version(name) for name in _OF]} {picture.shape}"
    return hashlib.sha256(made_by.encode() + picture.tobytes()).hexdigest()[:32]


def _plain(found: Any) -> dict[str, Any]:
    """Boxes as four points each, texts and scores; None where nothing was found."""
    if found.boxes is None:
        return {"boxes": None, "txts": None, "scores": None}
    return {"boxes": found.boxes.tolist(), "txts": list(found.txts), "scores": [float(score) for score in found.scores]}
