"""Invented annual reports by the thousand, from a seed: both forms, two layouts, sums that hold, varied prose.

``invent(n)`` makes the n-th; ``text(it)`` prints it as a page would, ``report(it)`` is what a reading must find in it
(without lines), for tests of what comes after reading.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingest.forms import Form, forms
from ingest.model import Agency, Head, Report, Row, Section, Value
from ingest.places import regions, resolve

PLACES = ("示例市", "郑州市二七区", "新郑市", "洛阳市瀍河回族区", "衢州市", "银川市兴庆区")
TOPICS = (
    "助企纾困",
    "老旧小区改造",
    "义务教育",
    "食品安全",
    "征地拆迁",
    "生态环境",
    "医疗保障",
    "养老服务",
    "交通出行",
    "农田水利",
)
MEANS = (
    "门户网站",
    "政务新媒体",
    "新闻发布会",
    "便民服务大厅",
    "村级公示栏",
    "政策解读专栏",
    "档案馆查阅点",
    "意见征集平台",
)
DEEDS = (
    "{topic}方面，通过{means}发布信息{n}条，回应群众关切{m}次，办理时限平均缩短{k}个工作日。",
    "围绕{topic}，在{means}开设专题，全年更新{n}期，累计浏览{m}次，同步发布解读材料{k}份。",
    "完善{means}的栏目设置，把{topic}列为重点，逐项核对目录{n}条，改正错漏{k}处。",
    "针对{topic}工作，组织业务培训{k}场，参训{m}人次，并对{means}的内容更新情况按季通报。",
    "全年在{means}公开{topic}类文件{n}件，其中规范性文件{k}件，均按规定时限公开并报备。",
)
FAULTS = (
    "{topic}信息的公开还不够及时，{means}的内容更新存在滞后。下一步将明确专人负责，每月核查一次。",
    "对{topic}的解读形式较为单一，群众读不懂。今后将多用图表和案例，并通过{means}答疑。",
    "经办人员对条例的理解不深，{topic}类申请的答复说理不足。计划编制答复范本{k}份，组织轮训{n}人次。",
)


ORGANS = (
    *("教育局", "民政局", "财政局", "商务局", "审计局", "统计局", "司法局", "水利局", "信访局", "公安局"),
    *("住房和城乡建设局", "卫生健康委员会", "发展和改革委员会", "市场监督管理局", "城市管理局", "农业农村局"),
    *("人民政府", "人民政府办公室"),
)


def agencies(count: int) -> list[str]:
    """Names of agencies, no two of which are one: real places, one organ after another, with their parents."""
    places = [region for region in regions().values() if region.last_year is None and region.level == "county"]
    written = [(region.full_name, organ) for organ in ORGANS for region in places]
    return [place + organ for place, organ in written[:count]]


@dataclass(frozen=True)
class Invented:
    """The numbers and the prose of one report."""

    agency: str
    year: int
    form: Form
    items: dict[tuple[str, str], int | float]
    applications: dict[str, tuple[int, ...]]
    appeals: dict[str, tuple[int, ...]]
    prose: dict[str, list[str]]

    @property
    def title(self) -> str:
        """The title as printed."""
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"


def invent(number: int, seed: int = 20190515) -> Invented:
    """The n-th report: an agency has one for each of five years."""
    chance = random.Random(seed * 1_000_003 + number)
    year = 2019 + number % 5
    form = forms()["2019" if year < 2021 else "2021"]
    agency = f"{PLACES[number // 5 % len(PLACES)]}第{number // 5 + 1}示例局"
    before = _carried_out(number - 1, seed) if number % 5 else _carried_out(-number - 1, seed)
    applications = _applications(chance, form, before, _carried_out(number, seed))
    appeals = {label.code: _appeal(chance) for label in form.channels}
    return Invented(
        agency,
        year,
        form,
        _items(chance, form) | _stock(number, seed, form),
        applications,
        appeals,
        _prose(chance, year),
    )


def _few(chance: random.Random, most: int) -> int:
    """Mostly nothing, sometimes a little, seldom a lot, as such tables are."""
    return chance.choice((0, 0, 0, 1, 2, chance.randint(0, most)))


def _items(chance: random.Random, form: Form) -> dict[tuple[str, str], int | float]:
    cells: dict[tuple[str, str], int | float] = {}
    for band in form.bands:
        for item in band.items:
            for measure in band.measures:
                number = round(chance.uniform(0, 9000), 4) if measure.money else chance.randint(0, 300)
                cells[item.code, measure.code] = number - 150 if measure.signed else number
    return cells


def _stock(number: int, seed: int, form: Form) -> dict[tuple[str, str], int | float]:
    """What goes on from year to year: normative documents and, in the first form, items; no 局 makes 规章."""
    agency, year = divmod(number, 5)
    chance = random.Random(f"{seed} stock {agency}")
    issued, repealed, change = ([chance.randint(0, 9) for _ in range(5)] for _ in range(3))
    start = {"normative_documents": 50, "licensing": 40, "public_services": 30}
    cells: dict[tuple[str, str], int | float] = {}
    for band in form.bands:
        codes = [measure.code for measure in band.measures]
        for item in band.items:
            stock = start.get(item.code, 20)
            said = {"issued": issued[year], "repealed": repealed[year]}
            said["in_force"] = stock + sum(issued[: year + 1]) - sum(repealed[: year + 1])
            said |= {"items_change": change[year] - 4, "items_previous": stock + sum(change[:year]) - 4 * year}
            if item.code == "regulations":
                said = dict.fromkeys(codes, 0)
            cells |= {(item.code, code): n for code, n in said.items() if code in codes}
    return cells


def _carried_out(number: int, seed: int) -> list[int]:
    """What the n-th report leaves for the next year, which prints it again."""
    chance = random.Random(f"{seed} carried {number}")
    return [
        chance.choice((0, 0, 1, chance.randint(0, 9))) if chance.random() < often else 0 for often in (0.5, *[0.05] * 5)
    ]


# How often a cell of table 2 is not 0, for natural persons and for the other applicants: nobody asked (as in every real
# report of a township at hand), some did, many did.
BUSY = ((0.0, 0.0), (0.35, 0.03), (0.7, 0.2))


def _applications(chance: random.Random, form: Form, before: list[int], out: list[int]) -> dict[str, tuple[int, ...]]:
    width = range(len(form.applicants) - 1)
    busy = chance.choice(BUSY)
    often = [busy[at > 0] for at in width]
    leaves = {
        code: [chance.randint(1, 40) if chance.random() < often[at] else 0 for at in width] for code in form.leaves
    }
    leaves["disclosed"] = [n + before[at] for at, n in enumerate(leaves["disclosed"])]  # or more was closed than came
    closed = [sum(row[n] for row in leaves.values()) for n in width]
    received = [closed[n] + out[n] - before[n] for n in width]
    rows = {"received": received, "carried_in": before, **leaves, "closed": closed, "carried_out": out}
    printed = [row.code for row in form.rows if row.code in rows]
    return {code: (*rows[code], sum(rows[code])) for code in printed}


def _appeal(chance: random.Random) -> tuple[int, ...]:
    cells = [_few(chance, 5) for _ in range(4)]
    return (*cells, sum(cells))


def _prose(chance: random.Random, year: int) -> dict[str, list[str]]:
    def said(pattern: str) -> str:
        topic, means = chance.choice(TOPICS), chance.choice(MEANS)
        n, m, k = chance.randint(3, 900), chance.randint(20, 90_000), chance.randint(1, 30)
        return pattern.format(topic=topic, means=means, n=n, m=m, k=k)

    deeds = [f"{mark}是{said(chance.choice(DEEDS))}{said(chance.choice(DEEDS))}" for mark in "一二三四五六"]
    faults = [f"{mark}是{said(chance.choice(FAULTS))}" for mark in "一二三四"]
    return {
        "overview": [f"{year}年，本机关认真贯彻落实《中华人民共和国政府信息公开条例》，现将有关情况报告如下。", *deeds],
        "problems": faults,
        "other": ["本年度没有收取信息处理费。", said("除上述内容外，{topic}工作另行公布，可在{means}查阅。")],
    }


# --- as a page prints it --------------------------------------------------------------------------------------------


def text(it: Invented, layout: str) -> str:
    """The page: ``tsv`` has a row a line, ``tab`` a cell a line (as Word's tables come out)."""
    tables = {"proactive": _table_1(it), "applications": _table_2(it), "appeals": _table_3(it)}
    lines = [it.title, ""]
    for mark, section in zip("一二三四五六", it.form.sections, strict=True):
        lines.append(f"{mark}、{section.label}")
        lines += it.prose.get(section.code, [])
        lines += _laid(tables.get(section.code, []), layout)
    return "\n".join([*lines, "", it.agency, f"{it.year + 1}年1月20日", ""])


def _laid(rows: list[list[str]], layout: str) -> list[str]:
    if layout == "tsv":
        return ["\t".join(row) for row in rows]
    return [line for row in rows for line in (*(f"\t{cell}" for cell in row), "")]


def _table_1(it: Invented) -> list[list[str]]:
    rows = []
    for band in it.form.bands:
        rows += [[band.caption], ["信息内容", *(measure.label for measure in band.measures)]]
        for item in band.items:
            rows.append([item.label, *(str(it.items[item.code, measure.code]) for measure in band.measures)])
    return rows


def _table_2(it: Invented) -> list[list[str]]:
    applicants = [label.label for label in it.form.applicants]
    rows = [[it.form.printed_rule, "申请人情况"], ["", applicants[0], "法人或其他组织", applicants[-1]]]
    rows.append(["", "", *applicants[1:-1], ""])
    head: dict[str | None, str] = {o.code: o.label for o in it.form.outcomes if o.code not in it.applications}
    for row in it.form.rows:
        if row.code in it.applications:
            rows.append([*_row_heads(head, row.parent), row.label, *map(str, it.applications[row.code])])
    return rows


def _row_heads(head: dict[str | None, str], parent: str | None) -> list[str]:
    """The merged cells before a row's own label: 三、本年度办理结果, then （三）不予公开, each printed once."""
    if parent is None:
        return []
    first = head.pop("results", "")
    return [first] if parent == "results" else [first, head.pop(parent, "")]


def _table_3(it: Invented) -> list[list[str]]:
    results = [label.label for label in it.form.results]
    first, *others = [label.label for label in it.form.channels]
    numbers = [str(cell) for cells in it.appeals.values() for cell in cells]
    return [[first, "行政诉讼"], [*results, *others], ["", "", "", "", "", *results, *results], numbers]


def write(folder: Path, count: int) -> None:
    """The first ``count`` reports as files of a folder, the two layouts by turns."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        layout = ("tsv", "tab")[number // 5 % 2]
        (folder / f"{number:06}.txt").write_text(text(invent(number), layout), "utf-8")


# --- as a reading finds it ------------------------------------------------------------------------------------------


def report(it: Invented) -> Report:
    """What reading the page must find (every line is 1)."""
    applicants = tuple(label.code for label in it.form.applicants)
    results = tuple(label.code for label in it.form.results)
    rows = [
        Row("disclosure_items", item.code, tuple(m.code for m in band.measures), _values(it, item.code), 1)
        for band in it.form.bands
        for item in band.items
    ]
    rows += [Row("applications", code, applicants, _numbers(cells), 1) for code, cells in it.applications.items()]
    rows += [Row("appeals", code, results, _numbers(cells), 1) for code, cells in it.appeals.items()]
    head = Head(it.agency, it.year, it.title, signed_by=it.agency, signed_date=date(it.year + 1, 1, 20))
    sections = tuple(
        Section(s.code, f"{mark}、{s.label}", "\n".join(it.prose.get(s.code, [])), 1)
        for mark, s in zip("一二三四五六", it.form.sections, strict=True)
    )
    agency: Agency = resolve(it.agency)
    return Report(agency, it.year, head, it.form.id, "complete", tuple(rows), sections)


def _values(it: Invented, item: str) -> tuple[Value, ...]:
    return tuple(Value(str(number), number) for (code, _), number in it.items.items() if code == item)


def _numbers(cells: tuple[int, ...]) -> tuple[Value, ...]:
    return tuple(Value(str(cell), cell) for cell in cells)
