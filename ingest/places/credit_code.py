"""Unified social credit codes (统一社会信用代码, GB 32100): 18 characters, the last one a check digit.

The third to eighth are the region code of the place where the code was given. Many sites begin a document's 索引号 with
the code of the organ that keeps the site.

>>> find("11330800002618197P/2021-119427")
'11330800002618197P'
>>> find("11330800002618197Q/2021-119427") is None, find("113308000026181970/2021-119427") is None
(True, True)
"""

from __future__ import annotations

import re

_CODE = re.compile(r"(?<![0-9A-Z])[1-9]\d{7}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])")


def find(text: str | None) -> str | None:
    """The first credit code in a text whose check digit is right."""
    found = _CODE.search(text) if text else None
    if found is None:
        return None
    from stdnum.cn import uscc  # noqa: PLC0415 (it loads TLS; few pages have a code)

    return found[0] if uscc.is_valid(found[0]) else None
