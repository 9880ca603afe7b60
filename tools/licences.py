"""Licences of everything that is installed (make licences): ``docs/licences.md`` from the packages' own metadata."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "licences.md"
ROLES = {"run": "the site and `ingest`", "mcp": "the extra `mcp`", "dev": "tests and lint; not in the image"}
BEGIN, END = "<!-- made by tools/licences.py -->\n", "<!-- end -->\n"
# Licences that ask for no more than their notice; MPL and LGPL ask no more of those who only use a package as it is.
SHIPPED = re.compile(r"\b(MIT|BSD|Apache|ISC|PSF|Public Domain|0BSD|Unlicense|HPND|Zlib|CC0|MPL|LGPL\w*)\b", re.I)
NOT_SHIPPED = re.compile(r"\b(AGPL|(?<!L)GPL)", re.I)


def packages(role: str) -> dict[str, str]:
    """Names and versions that a role pins."""
    text = (ROOT / "requirements" / f"{role}.txt").read_text("utf-8")
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


def licence(name: str) -> str | None:
    """What an installed package says of its licence; None of one that isn't installed here."""
    try:
        return _said(distribution(name))
    except PackageNotFoundError:
        return None


def _said(package: Distribution) -> str:
    told = package.metadata
    classes = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier") or () if one.startswith("License ::")]
    short = (told.get("License") or "").strip().splitlines()
    candidates = (told.get("License-Expression"), ", ".join(classes), short[0] if short else None)
    return next((one.strip() for one in candidates if one and one.strip() not in ("", "OSI Approved")), "–")


def table() -> str:
    """A line a package: name, version, licence, what it is for."""
    lines = ["| package | version | licence | for |", "|---|---|---|---|"]
    seen: set[str] = set()
    for role, purpose in ROLES.items():
        for name, version in packages(role).items():
            said = licence(name)
            if name not in seen and said is not None:
                lines.append(f"| {name} | {version} | {said} | {purpose} |")
            seen.add(name)
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the table into the page."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}{table()}{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
