"""Hashes of everything that is installed (make lock): ``requirements/*.txt`` from pyproject.toml and constraints.txt.

    python tools/lock.py          needs ``uv`` and a package index

Versions are those of constraints.txt; the files add the SHA-256 of every file that the index offers for them, so that
``pip install --require-hashes`` takes these bytes and no others.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROLES = {  # what is installed for what, and its extras
    "run": (),
    "mcp": ("mcp",),
    "dev": ("dev",),
    "mutation": ("mutation",),
    "converters": ("converters",),
}
_HEAD = "# Made by tools/lock.py (make lock) from pyproject.toml and constraints.txt: change those.\n"


def lock(role: str) -> str:
    """The requirements of a role, each with its hashes."""
    extras = [word for extra in ROLES[role] for word in ("--extra", extra)]
    command = ["uv", "pip", "compile", "pyproject.toml", *extras, "--constraint", "constraints.txt", "--quiet"]
    # What only measures is for one platform: it can't be had for all.
    command += ["--python-platform", "linux"] if role == "converters" else ["--universal"]
    command += ["--generate-hashes", "--python-version", "3.11.5", "--no-header", "--no-annotate"]
    return _HEAD + subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def main() -> None:
    """Write the files."""
    for role in ROLES:
        (ROOT / "requirements" / f"{role}.txt").write_text(lock(role), "utf-8")


if __name__ == "__main__":
    main()
