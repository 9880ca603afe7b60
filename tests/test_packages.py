"""What is installed is what was looked at: versions, hashes, licences (docs/licences.md)."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import licences
import lock

PINS = dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE))
PINS = {re.sub(r"[._]", "-", name).lower(): version for name, version in PINS.items()}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def _entries(role: str) -> list[str]:
    text = (ROOT / "requirements" / f"{role}.txt").read_text("utf-8")
    return re.findall(r"^[\w.-]+==(?:.|\n(?= ))*", text, re.MULTILINE)


@pytest.mark.parametrize("role", list(lock.ROLES))
def test_every_package_of_a_role_has_hashes_and_the_version_that_is_pinned(role: str) -> None:
    entries = _entries(role)
    assert len(entries) > 40
    for entry in entries:
        name, version = re.match(r"([\w.-]+)==(\S+)", entry).groups()  # type: ignore[union-attr]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), name
        # What constraints.txt doesn't know is for another platform than its own.
        assert PINS.get(name) == version or "sys_platform ==" in entry, name


def test_every_pin_has_its_hashes() -> None:
    hashed = {entry.partition("==")[0] for role in lock.ROLES for entry in _entries(role)}
    assert set(PINS) <= hashed


def test_build_requirements_are_pinned() -> None:
    assert PROJECT["build-system"]["requires"] == [f"setuptools=={PINS['setuptools']}"]


@pytest.mark.parametrize("name", ["Makefile", "Dockerfile"])
def test_nothing_is_installed_but_by_hash(name: str) -> None:
    """But Datasette's newest alpha, in an environment of its own (``make alpha``)."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    installs = re.findall(r"(?:pip install|\$\(PIP_INSTALL\)) +(?!--quiet)[^\n&]*", text)
    assert installs
    for install in installs:
        newest = install.endswith("--upgrade --pre 'datasette>=1.0a0'")
        assert "--require-hashes" in install or "--no-deps" in install or newest, install


def test_image_below_ours_is_pinned_by_digest() -> None:
    assert re.search(r"^FROM python:\S+@sha256:[0-9a-f]{64}$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("role", ["run", "mcp"])
def test_what_is_shipped_may_be(role: str) -> None:
    for name in licences.packages(role):
        said = licences.licence(name)
        if said is None:
            continue  # not installed here
        assert licences.SHIPPED.search(said) and not licences.NOT_SHIPPED.search(said), f"{name}: {said}"


def test_page_lists_every_package_that_is_shipped_and_installed() -> None:
    page = licences.PAGE.read_text("utf-8")
    for role in ("run", "mcp"):
        for name, version in licences.packages(role).items():
            if licences.licence(name) is not None:
                assert f"| {name} | {version} |" in page, name


def test_no_registry_is_named() -> None:
    for path in [ROOT / "constraints.txt", *Path(ROOT / "requirements").glob("*.txt")]:
        assert not re.search(r"https?://|index-url|find-links", path.read_text("utf-8")), path
