"""What else a report says of its place (佐证), where its agency's name leaves several or none.

In this order: the region digits of its credit code, a place named with its parents in the title or header, the domain
of its site or e-mail, places named in the text, contact address and telephone area code; last what came with the file:
the agency that a manifest names, the folders that it lies in. Each kind keeps the candidates that it speaks for, until
one is left; one that speaks for none is silent. Where credit code and header contradict each other, nothing is decided.

>>> choose(("110105", "220104"), Signs(header=("长春市朝阳区商务局",)))
Choice(code='220104', kinds=('header',))
>>> choose(("110105", "220104"), Signs(phone="010-65000000"))
Choice(code='110105', kinds=('contact',))
>>> choose(("110105", "220104"), Signs(credit_code="11110105000000000X", header=("长春市朝阳区商务局",)))
Choice(code=None, kinds=('credit_code', 'header'))
>>> choose(("110105", "220104"), Signs(text="赴北京市学习"))    # named once, perhaps for another reason
Choice(code=None, kinds=())
>>> choose(("110105", "220104"), Signs(folder="吉林省长春市"))
Choice(code='220104', kinds=('folder',))
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from ingest.places import table

Codes = frozenset[str]
_DOMAIN = re.compile(r"(?<![\w.-])((?:[a-z0-9-]+\.)+)(?:gov\.cn|org\.cn|com|cn|net)(?![\w-])", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\d)[(（]?(0\d{2,3})[)）]?[-—－ ]?\d{7,8}(?!\d)")


@dataclass(frozen=True, slots=True)
class Signs:
    """What a report says around its agency's name."""

    credit_code: str | None = None  # 统一社会信用代码
    header: tuple[str, ...] = ()  # title, publisher, signature, contact office, the page's first lines
    email: str = ""
    text: str = ""
    address: str = ""
    phone: str = ""
    manifest: str = ""  # the agency that a list says the file is of
    folder: str = ""  # the folders in which the file lies, one after another


class Choice(NamedTuple):
    """The one candidate that is left, and what spoke for it."""

    code: str | None
    kinds: tuple[str, ...] = ()


def choose(candidates: tuple[str, ...], signs: Signs) -> Choice:
    """The one candidate that the signs leave; a single one needs a sign that speaks for it, too."""
    left = frozenset(candidates)
    kinds: list[str] = []
    for kinds_at_once in _ORDER:
        for kind, kept_by in kinds_at_once.items():
            kept = kept_by(frozenset(candidates), signs)
            if kept and (kept != frozenset(candidates) or len(candidates) == 1):
                kinds.append(kind)
                left &= kept
        if not left:
            return Choice(None, tuple(kinds))
        if len(left) == 1 and kinds:
            return Choice(next(iter(left)), tuple(kinds))
    return Choice(None, tuple(kinds))


def region_digits(credit_code: str | None) -> str | None:
    """The region code in a credit code (digits 3 to 8); it may be historical, or another place's.

    >>> region_digits("11330800002618197P")
    '330800'
    """
    return credit_code[2:8] if credit_code and len(credit_code) == 18 else None


def _by_credit_code(candidates: Codes, signs: Signs) -> Codes:
    """The candidate itself, under this code or an earlier one, or those below the code's place."""
    digits = region_digits(signs.credit_code)
    if digits is None:
        return frozenset()
    own = {code for code in candidates if table.successor(digits) in (code, table.successor(code))}
    outer = digits[:4] + "00" if not digits.endswith("00") else digits
    return frozenset(own or {code for code in candidates if outer in table.above(code)})


def _by_header(candidates: Codes, signs: Signs) -> Codes:
    return _by_names(candidates, "\n".join(signs.header), 1)


def _by_text(candidates: Codes, signs: Signs) -> Codes:
    return _by_names(candidates, signs.text, 2)


def _by_contact(candidates: Codes, signs: Signs) -> Codes:
    """Address and telephone; where they contradict each other they tell nothing."""
    address, phone = _by_names(candidates, signs.address, 1), _by_area_code(candidates, signs.phone)
    return address & phone if address and phone else address | phone


def _by_names(candidates: Codes, text: str, often: int) -> Codes:
    """Those that a text names with a parent (长春市朝阳区), else those whose own parents it names often enough."""
    if not text:
        return frozenset()
    whole = frozenset(code for code in candidates if any(written in text for written in _with_parent(code)))
    if whole:
        return whole
    named = {code: sum(map(text.count, _parents(code, candidates))) for code in candidates}
    return frozenset(code for code, times in named.items() if times) if max(named.values()) >= often else frozenset()


@cache
def _with_parent(code: str) -> tuple[str, ...]:
    above = [table.name(outer) for outer in table.above(code)]
    shorter = [name[:-1] for name in above if len(name) > 2 and name[-1] in "省市"]
    return tuple(name + table.name(code) for name in (*above, *shorter))


def _parents(code: str, candidates: Codes) -> Iterator[str]:
    """The names of the places above one candidate that aren't above another."""
    others = {outer for other in candidates if other != code for outer in table.above(other)}
    return (table.name(outer) for outer in table.above(code) if outer not in others)


def _by_manifest(candidates: Codes, signs: Signs) -> Codes:
    return _by_names(candidates, signs.manifest, 1)


def _by_folder(candidates: Codes, signs: Signs) -> Codes:
    return _by_names(candidates, signs.folder, 1)


class _Sign(NamedTuple):
    area_codes: tuple[str, ...]
    site: str


@cache
def _signs() -> dict[str, _Sign]:
    text = (files(__package__) / "signs.csv").read_text("utf-8")
    rows = (line.split(",") for line in text.splitlines()[1:])
    return {code: _Sign(tuple(areas.split()), site) for code, areas, site in rows}


_NO_SIGN = _Sign((), "")


def _by_site(candidates: Codes, signs: Signs) -> Codes:
    """Those whose city or province has a site or mailbox named in the text."""
    text = f"{signs.email}\n{signs.text}"
    labels = {label.lower() for domain in _DOMAIN.findall(text) for label in domain.split(".")} if ".c" in text else ()
    return frozenset(
        code for code in candidates for outer in table.above(code) if _signs().get(outer, _NO_SIGN).site in labels
    )


@cache
def _sites() -> frozenset[str]:
    return frozenset(sign.site for sign in _signs().values() if sign.site)


def is_of_a_city(host: str) -> bool:
    """Is a site a city's or a province's, where many organs of one name publish?

    >>> is_of_a_city("www.zhengzhou.gov.cn"), is_of_a_city("www.example-district.gov.cn")
    (True, False)
    """
    return not _sites().isdisjoint(host.lower().split("."))


def _by_area_code(candidates: Codes, phone: str) -> Codes:
    """Those in the cities that have an area code. A city without a known one counts by its province."""
    found = {match[1] for match in _PHONE.finditer(phone)}
    cities = {
        city
        for city, sign in _signs().items()
        if sign.area_codes and any(area.startswith(sign.area_codes) for area in found)
    }
    provinces = {city[:2] for city in cities}
    return frozenset(code for code in candidates if _has(code, cities, provinces))


def _has(code: str, cities: set[str], provinces: set[str]) -> bool:
    outer = [place for place in (code, *table.above(code)) if place in _signs()]
    known = [place for place in outer if _signs()[place].area_codes]
    return any(place in cities for place in known) if known else code[:2] in provinces


# Those of the first line are as strong as each other and are heard together; the others only where several are left.
_ORDER: tuple[dict[str, Callable[[Codes, Signs], Codes]], ...] = (
    {"credit_code": _by_credit_code, "header": _by_header},
    {"web": _by_site},
    {"text": _by_text},
    {"contact": _by_contact},
    {"manifest": _by_manifest},
    {"folder": _by_folder},
)
