"""What breaks with Datasette 1.0 (``make alpha``): a pytest plugin that gives its alpha the lost names of 0.65.

Without them every test would fail at the first page, and nothing would be seen of what else changed. At the end it
prints why tests failed, and how many for each reason; docs/datasette.md says what that means.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from datasette.app import Datasette

_reasons: Counter[str] = Counter()


def _metadata(site: Any, key: str | None = None, database: str | None = None, **_: Any) -> Any:
    told = site._metadata_local
    told = told.get("databases", {}).get(database, {}) if database else told
    return told.get(key) if key else told


async def _queries(site: Any, database: str, actor: Any) -> dict[str, Any]:
    queries = (site.config.get("databases", {}).get(database) or {}).get("queries") or {}
    return {name: {"name": name, **query} for name, query in queries.items()}


async def _query(site: Any, database: str, name: str, actor: Any) -> Any:
    return (await _queries(site, database, actor)).get(name)


async def _allowed(site: Any, actor: Any, action: str, resource: Any = None, default: bool = True) -> bool:
    return default


for _name, _lost in {
    "jinja_env": property(lambda site: site._jinja_env),
    "app_css_hash": lambda site: "",
    "metadata": _metadata,
    "get_canned_queries": _queries,
    "get_canned_query": _query,
    "permission_allowed": _allowed,
}.items():
    if not hasattr(Datasette, _name):
        setattr(Datasette, _name, _lost)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep the last line of a failure, numbers and addresses left out."""
    if report.failed:
        lines = [line for line in report.longreprtext.splitlines() if line.startswith("E  ")]
        _reasons[re.sub(r"\d+|0x\w+", "…", lines[0][1:].strip())[:100] if lines else report.longreprtext[-100:]] += 1


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the reasons, the most frequent first."""
    for reason, number in _reasons.most_common(40):
        terminalreporter.write_line(f"{number:5} {reason}")
