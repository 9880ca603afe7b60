"""One invented page: whose report it is, and what its head says, with the truth of both."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

from opencc import OpenCC

from heads import wording
from heads.header import ARRANGEMENTS
from heads.organs import KINDS
from heads.region import Place, alone, places

YEARS = range(2019, 2025)
FIELDS = (
    "index_number", "publisher", "document_date", "published_date", "disclosure_method", "category", "document_number",
    "period_start", "period_end", "contact_office", "contact_address", "contact_postcode", "contact_phone",
    "contact_fax", "contact_email", "signed_by", "signed_date",
)  # fmt: skip
_SPECIAL = 0.3  # of the organs are no department of a place
_TRADITIONAL = 0.06  # of the pages are in traditional characters
_DATES = ("document_date", "published_date", "period_start", "period_end", "signed_date")


@dataclass(slots=True)
class Page:
    """A page and what it says; ``codes`` are the places that it may be told to be of (None: none can be told)."""

    seed: int
    text: str
    agencies: frozenset[str]
    year: int
    codes: frozenset[str | None]
    fields: dict[str, str | None]
    sections: list[str]
    kinds: list[str] = field(default_factory=list)  # how its parts are printed


@dataclass(slots=True)
class _Draft:
    """A page in the making."""

    rng: random.Random
    place: Place
    year: int
    agency: str = ""  # as the page's own words have it
    whole: str = ""  # with its city
    also: set[str] = field(default_factory=set)
    told: bool = False  # does anything name the place without doubt?
    codes: frozenset[str | None] | None = None  # of an organ whose place isn't the draft's
    named: bool = False
    fields: dict[str, str | None] = field(default_factory=lambda: dict.fromkeys(FIELDS))
    kinds: list[str] = field(default_factory=list)


def make(seed: int) -> Page:
    """The page of a seed: the place by turns, all else by chance."""
    rng = random.Random(f"head {seed}")
    year = YEARS[seed % len(YEARS)]
    every = places(year)
    draft = _Draft(rng, every[seed * 7919 % len(every)], year)
    _agency(draft)
    title = _title(draft)
    header = _header(draft)
    preamble = _preamble(draft)
    body, sections = _sections(draft)
    ending = _signature(draft)
    banner = rng.sample(wording.BANNERS, rng.choice((0, 0, 1, 2)))
    top = [*banner, *header, *title] if rng.random() < 0.75 else [*banner, *title, *header]
    if draft.fields["document_date"] is None:
        draft.fields["document_date"] = draft.fields["signed_date"]
    codes: set[str | None] = {draft.place.code} if draft.told else {draft.place.code, None}
    codes = codes if draft.codes is None else set(draft.codes)
    page = Page(
        seed,
        "\n".join([*top, *preamble, *body, *ending]) + "\n",
        frozenset(draft.also | {draft.agency, draft.whole}),
        year,
        frozenset(codes),
        draft.fields,
        sections,
        [f"banner {line[:6]}" for line in banner] + draft.kinds,
    )
    return traditional(page) if rng.random() < _TRADITIONAL else page


def traditional(page: Page) -> Page:
    """The same page as a site prints it in traditional characters."""
    text = str(_to_traditional().convert(page.text))
    return replace(page, text=text, kinds=[*page.kinds, "traditional"])


@cache
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")


# --- who --------------------------------------------------------------------------------------------------------


def _agency(draft: _Draft) -> None:
    rng, place = draft.rng, draft.place
    kind = rng.random()
    if kind > 1 - _SPECIAL:
        _special(draft)
        return
    if kind < 0.2:
        organ = "人民政府"
    elif kind < 0.28:
        organ = "人民政府办公厅" if place.level == "province" else "人民政府办公室"
    elif kind < 0.4 and place.level == "county":
        organ = _town(rng)
    else:
        organ = rng.choice(wording.ORGANS)
        if place.level == "province" and organ.endswith("局") and rng.random() < 0.5:
            organ = organ[:-1] + "厅"
    prefix = rng.choice((place.usual, place.usual, place.name, place.whole))
    draft.agency, draft.whole = prefix + organ, place.whole + organ
    draft.also |= {place.usual + organ, place.name + organ}
    draft.told = prefix != place.name or alone(place.name)


def _special(draft: _Draft) -> None:
    """An organ beside the departments of a place."""
    kind = draft.rng.choice(list(KINDS))
    organ = KINDS[kind](draft.rng, draft.place, draft.year)
    draft.kinds.append(f"organ {kind}")
    draft.agency = draft.whole = organ.name
    draft.also |= organ.also
    draft.codes = organ.codes


def _town(rng: random.Random) -> str:
    town = rng.choice(wording.TOWNS)
    return town + ("办事处" if town.endswith("街道") else "人民政府")


# --- title ------------------------------------------------------------------------------------------------------


def _title(draft: _Draft) -> list[str]:
    rng, agency, year = draft.rng, draft.agency, draft.year
    paper = rng.choice(wording.PAPERS)
    digits = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))
    half = len(paper) // 2 + rng.choice((-2, -1, 0, 1))
    shapes: dict[str, list[str]] = {
        "one": [f"{agency}{year}年{paper}"],
        "one line, spaced": [f"{agency} {year} 年{paper}"],
        "degree": [f"{agency}{year}年度{paper.replace('年度', '')}"],
        "two lines": [agency, f"{year}年{paper}"],
        "three lines": [agency, f"{year}年", paper],
        "broken": [f"{agency}{year}年{paper[:half]}", paper[half:]],
        "year first": [f"{year}年{agency}{paper}"],
        "about": [f"{agency}关于{year}年度政府信息公开工作情况的报告"],
        "quoted": [f"《{agency}{year}年{paper}》"],
        "numerals": [f"{agency}{digits}年{paper}"],
        "brackets": [f"{agency}{paper}（{year}年）"],
        "twice": [f"{agency}{year}年{paper}", "", f"{agency}{year}年{paper}"],
        "heading mark": [f"# {agency}{year}年{paper}"],
        "file": [f"{agency}{year}年{paper}.docx", f"{agency}{year}年{paper}"],
        "year alone": [f"{year}年{paper}"],
        "none": [],
    }
    if draft.agency.endswith("人民政府") and not draft.agency.endswith(("镇人民政府", "乡人民政府")):
        shapes["place alone"] = [f"{agency.removesuffix('人民政府')}{year}年{paper}"]
    kind = rng.choice([*shapes, "one", "one", "two lines"])
    draft.kinds.append(f"title {kind}")
    draft.named = kind not in ("year alone", "none")
    return shapes[kind]


# --- header -----------------------------------------------------------------------------------------------------


def _header(draft: _Draft) -> list[str]:
    rng, year = draft.rng, draft.year
    if rng.random() < 0.15:
        return []
    kind = rng.choice(list(ARRANGEMENTS))
    when = _day(rng, year)
    values = {
        "index_number": f"{rng.randint(10**8, 10**9)}/{year + 1}-{rng.randint(1, 99999):05}",
        "publisher": draft.whole if rng.random() < 0.5 else draft.agency,
        "document_date": rng.choice((when.isoformat(), f"{when.year}年{when.month}月{when.day}日")),
        "published_date": rng.choice((when.isoformat(), f"{when.isoformat()} 15:{rng.randint(10, 59)}")),
        "disclosure_method": rng.choice(wording.METHODS),
        "category": rng.choice(wording.CATEGORIES),
        "document_number": rng.choice(("无", "〔〕号", f"示政办〔{year + 1}〕{rng.randint(1, 99)}号")),
        "title": f"{draft.agency}{year}年政府信息公开工作年度报告",
        "seen": str(rng.randint(1, 999)),
        "source": draft.agency,
    }
    names = rng.sample(list(wording.LABELS), rng.randint(3, 9))
    pairs = []
    for name in names:
        value = values.get(name) or rng.choice(wording.VALUES[name])
        label = rng.choice(wording.LABELS[name])
        over = kind == "labels over values, spaces"
        pairs.append((label.replace(" ", "") if over else label, "" if rng.random() < 0.15 else value))
    lines = ARRANGEMENTS[kind](rng, pairs)
    if not lines:
        return []
    draft.kinds.append(f"header {kind}")
    _said(draft, dict(zip(names, pairs, strict=True)), "\n".join(lines), when)
    return lines


def _said(draft: _Draft, pairs: dict[str, tuple[str, str]], printed: str, when: date) -> None:
    for name, (label, value) in pairs.items():
        if value and value in printed and label in printed and name in FIELDS and value not in ("无", "〔〕号"):
            draft.fields[name] = when.isoformat() if name in _DATES else value
    if draft.fields["publisher"] or ("title" in pairs and pairs["title"][1] in printed != ""):
        draft.told = draft.told or draft.fields["publisher"] == draft.whole


def _day(rng: random.Random, year: int) -> date:
    return date(year + 1, 1, 4) + timedelta(days=rng.randint(0, 80))


# --- preamble ---------------------------------------------------------------------------------------------------


def _preamble(draft: _Draft) -> list[str]:
    rng, year = draft.rng, draft.year
    first = ""
    if not draft.named or rng.random() < 0.6:
        name = draft.whole if rng.random() < 0.4 else draft.agency
        draft.told = draft.told or name == draft.whole
        every = wording.PREAMBLES if "title none" not in draft.kinds else [p for p in wording.PREAMBLES if "{y}" in p]
        first = rng.choice(list(every)).format(a=name, y=year, p="政府信息公开工作年度报告")
        draft.kinds.append(f"preamble {first[:6]}")
    period = _period(draft) if rng.random() < 0.85 or "title none" in draft.kinds else ""
    contact = _contact(draft) if rng.random() < 0.8 else ""
    if rng.random() < 0.5 and "\n" not in contact:
        return [first + period + contact]
    return [part for part in (first, period, contact) if part]


def _period(draft: _Draft) -> str:
    sentence, whole = draft.rng.choice(wording.PERIODS)
    draft.kinds.append(f"period {sentence[:14]}")
    draft.fields["period_start"] = f"{draft.year}-01-01" if whole else None
    draft.fields["period_end"] = f"{draft.year}-12-31"
    return sentence.format(y=draft.year)


def _contact(draft: _Draft) -> str:
    rng = draft.rng
    clause = rng.choice(wording.CONTACTS)
    office = rng.choice((draft.agency, draft.agency + rng.choice(("办公室", "政务公开科", "法规股"))))
    if draft.agency.endswith(("办公室", "办公厅", "中心", "馆", "会", "机关", "本级")):
        office = draft.agency
    area = f"{rng.randint(10, 99)}{rng.choice('0123456789')}"
    seven = [str(rng.randint(2 * 10**6, 9 * 10**6)) for _ in range(3)]
    telephone = rng.choice(wording.TELEPHONES).format(
        c=area, n7=seven[0], m7=seven[1], n8=rng.randint(2 * 10**7, 9 * 10**7), k=rng.randint(1, 9)
    )
    address = rng.choice(wording.ADDRESSES).format(
        p=rng.choice(("", draft.place.usual, draft.place.whole)), n=rng.randint(1, 300), k=rng.randint(1, 9)
    )
    values = {
        "contact_office": ("o", office),
        "contact_address": ("a", address),
        "contact_postcode": ("z", str(rng.randint(100000, 859999))),
        "contact_phone": ("t", telephone),
        "contact_fax": ("f", f"0{area}-{seven[2]}"),
        "contact_email": ("e", f"{rng.choice(('xxgk', 'bgs', 'zwgk'))}{rng.randint(1, 99)}@example.gov.cn"),
    }
    for name, (letter, value) in values.items():
        if f"{{{letter}}}" in clause:
            draft.fields[name] = value
    draft.kinds.append(f"contact {clause[:12]}")
    mobile = f"13{rng.randint(10**8, 10**9 - 1)}"
    return clause.format(m=mobile, **dict(values.values()))


# --- sections and signature -------------------------------------------------------------------------------------


def _sections(draft: _Draft) -> tuple[list[str], list[str]]:
    rng = draft.rng
    headings = [(kind, rng.choice(words).format(y=draft.year)) for kind, words in wording.HEADINGS]
    if rng.random() < 0.25:
        headings.insert(rng.randint(3, 5), rng.choice(wording.EXTRA))
    style = rng.choice(("{n}、{h}", "{n}、{h}", "{n}、{h}", "## {n}、{h}", "{n}. {h}", "{n} {h}", "{h}"))
    inside = rng.choice(wording.INSIDE) if style != "{h}" else ""
    lines = []
    for number, (_, heading) in enumerate(headings):
        lines.append(style.format(n="一二三四五六七八"[number], h=heading))
        lines += [f"{draft.year}年，各项工作有序开展。" if number == 0 else "无。"]
        if number == 0 and inside:
            lines += inside.split("\n")
    draft.kinds += [f"headings {style}", f"inside {inside[:6]}"]
    return lines, [kind for kind, _ in headings]


def _signature(draft: _Draft) -> list[str]:
    rng = draft.rng
    if rng.random() < 0.45:
        return []
    when = _day(rng, draft.year)
    name = draft.agency if rng.random() < 0.6 else draft.whole
    draft.told = draft.told or name == draft.whole
    draft.fields |= {"signed_by": name, "signed_date": when.isoformat()}
    shapes = {
        "lines": [name, f"{when.year}年{when.month}月{when.day}日"],
        "sealed": [f"{name}（盖章）", f"{when.year}年{when.month}月{when.day}日"],
        "one line": [f"{name} {when.year}年{when.month}月{when.day}日"],
        "wide": ["", f"　　　　{name}", f"　　　　{when.year} 年 {when.month} 月 {when.day} 日"],
    }
    kind = rng.choice(list(shapes))
    draft.kinds.append(f"signature {kind}")
    return shapes[kind]
