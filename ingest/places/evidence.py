"""What else a report says of its place (佐证), where its agency's name leaves several or none.

The region digits of its credit code; a place named with its parents, or they themselves, in the title or header, in the
imprint or where the text says whom to ask (``mentions``: what prose says of others is no sign); the domain of its site
or e-mail; contact address and telephone area code; what came with the file: the agency that a manifest names, the
folders that it lies in. Each sign keeps the candidates that it speaks for; one that speaks for none, or for all, is
silent. All are heard: where they contradict each other nothing is decided.

>>> choose(("110105", "220104"), Signs(header=("长春市朝阳区商务局",)))
Choice(code='220104', kinds=('header',))
>>> choose(("110105", "220104"), Signs(phone="010-65000000"))
Choice(code='110105', kinds=('contact',))
>>> choose(("110105", "220104"), Signs(credit_code="11110105000000000X", header=("长春市朝阳区商务局",)))
Choice(code=None, kinds=('credit_code', 'header'))
>>> choose(("110105", "220104"), Signs(address="长春市朝阳区示例路1号", email="a@bj.gov.cn"))
Choice(code=None, kinds=('web', 'contact'))
>>> choose(("110105", "220104"), Signs(folder="吉林省长春市"))
Choice(code='220104', kinds=('folder',))
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    header: tuple[str, ...] = ()  # title, publisher, signature, contact office, what the first lines name as its own
    email: str = ""
    text: tuple[str, ...] = ()  # what the imprint, the contact sentence and the first one of the text name as its own
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
    every = left = frozenset(candidates)
    kinds: dict[str, None] = {}
    for kind, kept in _heard(every, signs):
        if kept and (kept != every or len(every) == 1):
            kinds[kind] = None
            left &= kept
    return Choice(next(iter(left)) if len(left) == 1 and kinds else None, tuple(kinds))


def _heard(candidates: Codes, signs: Signs) -> Iterator[tuple[str, Codes]]:
    """Each sign's kind, and the candidates that it speaks for."""
    yield "credit_code", _by_credit_code(candidates, signs.credit_code)
    yield from (("header", _by_names(candidates, said)) for said in signs.header)
    yield from (("web", _by_site(candidates, said)) for said in (*signs.email.split(), *signs.header, *signs.text))
    yield from (("text", _by_names(candidates, said)) for said in signs.text)
    yield "contact", _by_names(candidates, signs.address)
    yield "contact", _by_area_code(candidates, signs.phone)
    yield "manifest", _by_names(candidates, signs.manifest)
    yield "folder", _by_names(candidates, signs.folder)


def region_digits(credit_code: str | None) -> str | None:
    """The region code in a credit code (digits 3 to 8); it may be historical, or another place's.

    >>> region_digits("11330800002618197P")
    '330800'
    """
    return credit_code[2:8] if credit_code and len(credit_code) == 18 else None


def _by_credit_code(candidates: Codes, credit_code: str | None) -> Codes:
    """The candidate itself, under this code or an earlier one, or those below the code's place."""
    digits = region_digits(credit_code)
    if digits is None:
        return frozenset()
    own = {code for code in candidates if table.successor(digits) in (code, table.successor(code))}
    outer = digits[:4] + "00" if not digits.endswith("00") else digits
    return frozenset(own or {code for code in candidates if outer in table.above(code)})


def _by_names(candidates: Codes, text: str) -> Codes:
    """Those that a text names with a parent (长春市朝阳区), else those whose own parents it names."""
    whole = frozenset(code for code in candidates if any(written in text for written in _with_parent(code)))
    return whole or frozenset(
        code for code in candidates if any(parent in text for parent in _parents(code, candidates))
    )


@cache
def _with_parent(code: str) -> tuple[str, ...]:
    above = [table.name(outer) for outer in table.above(code)]
    shorter = [name[:-1] for name in above if len(name) > 2 and name[-1] in "省市"]
    return tuple(name + table.name(code) for name in (*above, *shorter))


def _parents(code: str, candidates: Codes) -> Iterator[str]:
    """The names of the places above one candidate that aren't above another."""
    others = {outer for other in candidates if other != code for outer in table.above(other)}
    return (table.name(outer) for outer in table.above(code) if outer not in others)


class _Sign(NamedTuple):
    area_codes: tuple[str, ...]
    site: str


@cache
def _signs() -> dict[str, _Sign]:
    text = (files(__package__) / "signs.csv").read_text("utf-8")
    rows = (line.split(",") for line in text.splitlines()[1:])
    return {code: _Sign(tuple(areas.split()), site) for code, areas, site in rows}


_NO_SIGN = _Sign((), "")


def _by_site(candidates: Codes, text: str) -> Codes:
    """Those whose city or province has a site or mailbox that a text names."""
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
