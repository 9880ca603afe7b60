"""The wheel carries the site: metadata.yml, settings.json, plugins, templates and static files, in ``ingest/site``.

The top level keeps its shape (``datasette .`` serves it); an editable install finds the site there.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent.parent
FILES = ("metadata.yml", "settings.json")
FOLDERS = ("plugins", "templates", "static")


class BuildPy(build_py):
    """Copies the site beside the modules."""

    def run(self) -> None:
        super().run()
        if getattr(self, "editable_mode", False):
            return
        site = Path(self.build_lib) / "ingest" / "site"
        site.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            shutil.copy2(ROOT / name, site / name)
        for name in FOLDERS:
            leave = shutil.ignore_patterns("__pycache__", "*.pyc")
            shutil.copytree(ROOT / name, site / name, ignore=leave, dirs_exist_ok=True)
