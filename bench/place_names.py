"""Every place name of every year's region table, alone and with an office, through every place of a page that names
an organ: what comes out must be what went in. ``tests/test_heads.py`` runs a slice of it, ``make place-names`` all.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ingest.containers.texts import read as read_document
from ingest.front import read_front
from ingest.places.table import every_name

BARE = "2021年政府信息公开工作年度报告"
BODY = "\n一、总体情况\n工作有序。\n二、主动公开政府信息情况\n见表。\n六、其他需要报告的事项\n无\n"
OFFICES = ("示例局", "人民政府", "示例镇人民政府", "公安局示例分局")


class Way(NamedTuple):
    """A place of a page that names an organ; ``alone``: may it name a place alone, for its government?"""

    page: Callable[[str], str]
    alone: bool = False


WAYS = {
    "title": Way(lambda name: f"{name}{BARE}{BODY}", alone=True),
    "title, year first": Way(lambda name: f"2021年{name}政府信息公开工作年度报告{BODY}", alone=True),
    "title on two lines": Way(lambda name: f"{name}\n{BARE}{BODY}", alone=True),
    "title with letters apart": Way(lambda name: f"{' '.join(name)} {BARE}{BODY}", alone=True),
    "title under buttons": Way(lambda name: f"字号：大 中 小\n大\n中\n小\n附件\n{name}{BARE}{BODY}", alone=True),
    "header": Way(lambda name: f"发布机构：{name}\n{BARE}{BODY}"),
    "reporting": Way(lambda name: f"{BARE}\n填报单位：{name}{BODY}"),
    "preamble, announced": Way(lambda name: f"{BARE}\n现公布{name}2021年政府信息公开工作年度报告。{BODY}", alone=True),
    "preamble, quoted": Way(lambda name: f"{BARE}\n现向社会公开《{name}2021年度政府信息公开年报》。{BODY}", alone=True),
    "preamble, made by": Way(lambda name: f"{BARE}\n本报告由{name}根据《条例》编制而成。{BODY}"),
    "preamble, tells": Way(lambda name: f"现将{name}2021年度政府信息公开工作情况报告如下。{BODY}", alone=True),
    "contact": Way(lambda name: f"{BARE}\n如有疑问，请与{name}办公室联系（电话：0000-1234567）。{BODY}"),
    "signature": Way(lambda name: f"{BARE}{BODY}{name}\n2022年1月15日\n"),
}


def governs(place: str) -> tuple[str, ...]:
    """The names that the organ that governs a place may have."""
    return (place, f"{place}人民政府", f"{place}行政公署", f"{place}管理委员会")


def faults(places: Sequence[str], ways: Sequence[str] = tuple(WAYS)) -> Iterator[tuple[str, str, str, str | None]]:
    """(way, what went in, what was wanted, what came out) where those differ."""
    for place in places:
        for way in ways:
            for office in OFFICES:
                name = place + office
                # The office that answers for a government is an organ of its own.
                if way == "contact" and office == "人民政府":
                    continue
                got = read_front(read_document(WAYS[way].page(name))).head.agency
                if got != name:
                    yield way, name, name, got
            if WAYS[way].alone:
                got = read_front(read_document(WAYS[way].page(place))).head.agency
                if got not in governs(place):
                    yield way, place, "its government", got


def main() -> None:
    """All of them; exit status 1 where one is wrong."""
    places = sorted(every_name())
    step = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    chosen = places[::step]
    found = list(faults(chosen))
    for way, name, wanted, got in found[:200]:
        print(f"{way}: {name} → {got} ({wanted})")
    print(f"{len(chosen)} names, {len(WAYS)} ways, {len(OFFICES)} offices: {len(found)} wrong")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
