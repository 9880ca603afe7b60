"""Which of the touched tests there is time for (``make quick``), and how long each took (``make slow``).

``--seconds N --touched FILE`` runs the tests that cost least for how near they are to what was changed, until N
seconds are spent, and says which are left out. FILE is what ``tools/touched.py`` prints. ``--record FILE`` writes how
long every test took; ``tests/seconds.json`` is such a file: of each file of tests those that take long, and the mean
of the others.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

SECONDS = Path(__file__).parent / "seconds.json"
OTHERS = "others"  # the mean of those that aren't named
_NEW = 0.05  # of a test in a file that was never timed
_LONG = 0.2
_EACH = 0.006  # what pytest itself takes for a test, which its own clock doesn't show
_GROUP = re.compile(r"@[\w-]+$")  # which xdist puts behind a name

Taken = Mapping[str, Mapping[str, float]]  # file → test → seconds


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seconds", type=float, help="as many seconds' worth of tests, the nearest and quickest")
    parser.addoption("--touched", type=Path, help="lines of a file of tests and its distance from what was changed")
    parser.addoption("--record", type=Path, help="a JSON file for how long every test took")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_Told(config), "told")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what there is no time for."""
    seconds, path = config.getoption("--seconds"), config.getoption("--touched")
    if seconds is None:
        return
    taken = json.loads(SECONDS.read_text("utf-8")) if SECONDS.exists() else {}
    kept = chosen([plain(item.nodeid) for item in items], taken, distances(path), seconds)
    left = [item for item in items if plain(item.nodeid) not in kept]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if plain(item.nodeid) in kept]
    # A process of xdist hands over plain dictionaries, and nothing derived from them.
    told = {"kept": len(items), "left": dict(Counter(_file(item.nodeid) for item in left))}
    getattr(config, "workeroutput", config.stash.setdefault(_STASH, {}))["budget"] = told


_STASH = pytest.StashKey[dict[str, Any]]()


def chosen(names: Iterable[str], taken: Taken, far: Mapping[str, int], seconds: float) -> set[str]:
    """The tests that fit: a step of distance weighs as much as taking twice as long."""
    costs = {name: cost(name, taken) for name in names}
    found, spent = set(), 0.0
    for name in sorted(costs, key=lambda name: (costs[name] * 2 ** far.get(_file(name), 0), name)):
        if spent + costs[name] <= seconds:
            found.add(name)
            spent += costs[name]
    return found


def cost(name: str, taken: Taken) -> float:
    """How long a test takes, as far as is known."""
    of_file = taken.get(_file(name), {})
    return _EACH + of_file.get(name.partition("::")[2], of_file.get(OTHERS, _NEW))


def distances(path: Path | None) -> dict[str, int]:
    """What ``tools/touched.py`` printed."""
    lines = path.read_text("utf-8").splitlines() if path else []
    return {name: int(steps) for name, steps in (line.split() for line in lines)}


def summed(seconds: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Test → seconds, as ``seconds.json`` has it."""
    files: dict[str, dict[str, float]] = defaultdict(dict)
    for name, took in sorted(seconds.items()):
        files[_file(name)][name.partition("::")[2]] = took
    out = {}
    for file, tests in files.items():
        short = [took for took in tests.values() if took < _LONG]
        mean = {OTHERS: round(sum(short) / len(short), 4)} if short else {}
        out[file] = mean | {name: round(took, 1) for name, took in tests.items() if took >= _LONG}
    return out


def plain(name: str) -> str:
    """A test's name without its group."""
    return _GROUP.sub("", name)


def _file(name: str) -> str:
    return name.partition("::")[0]


class _Told:
    """What the process that talks to people gathers of all processes, and says or writes at the end."""

    def __init__(self, config: pytest.Config) -> None:
        self.config, self.took, self.budget = config, Counter[str](), None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.took[plain(report.nodeid)] += report.duration

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        self.budget = getattr(node, "workeroutput", {}).get("budget", self.budget)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        budget = self.budget or self.config.stash.get(_STASH, {}).get("budget")
        if budget and budget["left"]:
            count, files = sum(budget["left"].values()), Counter(budget["left"])
            names = ", ".join(f"{Path(name).stem} {number}" for name, number in files.most_common())
            terminalreporter.write_line(f"{budget['kept']} of the touched tests; no time for {count} of them: {names}")
        if path := self.config.getoption("--record"):
            path.write_text(json.dumps(summed(self.took), ensure_ascii=False, indent=0) + "\n", "utf-8")
