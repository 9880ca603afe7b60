"""static/forms.json: the statutory forms as the site draws them, made from ingest/forms/*.toml.

The site never imports ``ingest``, and the look-up tables hold neither the form's bands and group heads nor the
wording of each form; so they are written down once more, by machine: ``make forms``. ``make check-generated`` and
tests/test_site.py fail when the file is stale.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "static" / "forms.json"


def as_json() -> str:
    """The file's text: one form a key, its three tables with their codes and printed labels in order."""
    from ingest.forms import forms

    return json.dumps({form.id: _form(form) for form in forms().values()}, ensure_ascii=False, indent=1) + "\n"


def _form(form: Any) -> dict[str, Any]:
    return {
        "title": form.title,
        "authority": form.authority,
        "disclosure_items": [
            {
                "caption": band.caption,
                "columns": [{"code": m.code, "label": m.label, "unit": m.unit} for m in band.measures],
                "rows": [{"code": item.code, "label": item.label} for item in band.items],
            }
            for band in form.bands
        ],
        "applications": {
            "rule": form.printed_rule,
            "columns": [{"code": c.code, "label": c.label, "group": c.group} for c in form.applicants],
            "rows": [
                {"code": o.code, "label": o.label, "kind": o.kind, "parent": o.parent, "article": o.article}
                for o in form.outcomes
            ],
        },
        "appeals": {
            "channels": [{"code": c.code, "label": c.label} for c in form.channels],
            "columns": [{"code": c.code, "label": c.label} for c in form.results],
        },
    }
