"""Which test files a change touches (``make quick``): those that lead to a changed file by what they import or ask.

    python tools/touched.py [SINCE]     # a commit; without it what isn't committed yet, or else the last commit

Each is printed with its distance: how many steps lead from it to what was changed.

A test leads to the modules that it imports, also in the text of a script that it starts, and to theirs; a module
leads to the data that it names, or that lies beside it where nobody names it; a test that asks the site leads to
everything that is served. What belongs to no file in particular (the environment, ``conftest.py``) touches all tests.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FLAT = ("tests", "bench", "tools", "plugins", "deploy")  # folders whose modules are imported by their bare names
SERVED = ("plugins/", "templates/", "static/", "metadata.yml", "settings.json")
ALL = ("pyproject.toml", "constraints.txt", "tests/conftest.py")
_IMPORTS = re.compile(r"\b(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n;]*)|import[ \t]+([\w., \t]+))")
_SITE = re.compile(r"\b(?:Site|site|synthetic_site|url|synthetic_url|served|_configured|site_dir|synthetic_dir)\b")


def main() -> None:
    """Print the test files, one a line, the nearest first."""
    for name, steps in touched(changes(sys.argv[1] if len(sys.argv) > 1 else None)).items():
        print(name, steps)


def changes(since: str | None = None) -> list[str]:
    """Files changed since a commit, those that git doesn't know yet and those that are gone among them."""
    new = _git("ls-files", "--others", "--exclude-standard")
    if since is None:
        since = "HEAD" if new or _git("diff", "--name-only", "HEAD") else "HEAD~1"
    return sorted({*new, *_git("diff", "--name-only", since)})


def _git(*arguments: str) -> list[str]:
    run = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout.splitlines()


def touched(changed: Iterable[str]) -> dict[str, int]:
    """The test files that lead to a changed file, and in how many steps."""
    files = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in _python()}
    tests = sorted(name for name in files if re.fullmatch(r"tests/test_\w+\.py", name))
    far = dict.fromkeys(changed, 0)
    if any(name in ALL for name in far):
        return dict.fromkeys(tests, 1)
    served = any(map(_served, far))
    for reader in {reader for name in far if not name.endswith(".py") for reader in _readers(name, files)}:
        far.setdefault(reader, 1)
    _follow(far, files)
    for name in tests if served else ():
        if _SITE.search(files[name]):
            far.setdefault(name, 2)
    return {name: far[name] for name in sorted(tests, key=lambda name: far.get(name, 0)) if name in far}


def _follow(far: dict[str, int], files: dict[str, str]) -> None:
    """Add whoever imports what is there, step by step."""
    modules = _modules(files)
    leads = {name: _imported(name, text, modules) for name, text in files.items()}
    steps = max(far.values(), default=0)
    while more := {name for name, to in leads.items() if to & far.keys() and name not in far}:
        steps += 1
        far |= dict.fromkeys(more, steps)


def _python() -> Iterator[Path]:
    for folder in ("ingest", *FLAT):
        yield from (ROOT / folder).rglob("*.py")


def _served(name: str) -> bool:
    return name.startswith(SERVED)


def _readers(data: str, files: dict[str, str]) -> set[str]:
    """Who reads a file of data: whoever names it, or else its folder, and the modules beside it."""
    path = Path(data)
    if path.parts[:2] == ("tests", "cases"):
        return {"tests/test_cases.py"}
    named = re.compile(rf"\b{re.escape(path.name)}\b")
    readers = {name for name, text in files.items() if named.search(text)}
    if any(not name.startswith("tests/") for name in readers):
        return readers
    folder = re.compile(rf"""["']{re.escape(path.parent.name or path.name)}["']""")
    near = {name: text for name, text in files.items() if name.startswith(f"{path.parts[0]}/")}
    return readers | {name for name, text in near.items() if Path(name).parent == path.parent or folder.search(text)}


def _modules(files: Iterable[str]) -> dict[str, set[str]]:
    """Module → its file."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in files:
        parts = Path(file).with_suffix("").parts
        parts = parts[1:] if parts[0] in FLAT else parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)].add(file)
    return found


def _imported(name: str, text: str, modules: dict[str, set[str]]) -> set[str]:
    """The files that a file imports, wherever in it. What is imported from a package may be a module as well, and what
    goes through the modules of its package imports them all, those of the rooms in it too."""
    words = set()
    for source, several, plain in _IMPORTS.findall(text):
        for one in (several or plain).strip("()").split(","):
            word = one.split("#")[0].strip().split(" ")[0]
            words |= {f"{source}.{word}", source} if source else {word}
    parents = {
        ".".join(parts[:end]) for parts in (word.split(".") for word in words) for end in range(1, len(parts) + 1)
    }
    found = {file for word in parents for file in modules.get(word, ())}
    if "iter_modules" in text:
        found |= {file for group in modules.values() for file in group if Path(name).parent in Path(file).parents}
    return found - {name}


if __name__ == "__main__":
    main()
