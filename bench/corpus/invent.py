"""Invented papers: agencies at real places that don't exist (示例局), years 2019 to 2024, both forms.

>>> paper = invent(7)
>>> paper.agency in paper.title, len(paper.cells) > 100
(True, True)
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from . import numbers
from .paper import Form, Key, Paper, Printed, Section, Wording, wordings

# Places that are one place only and whose names have not changed since 2019.
PLACES = (
    "湖州市吴兴区", "绍兴市新昌县", "浙江省温岭市", "安徽省六安市", "六安市金寨县", "福建省福鼎市", "龙岩市上杭县",
    "江西省瑞金市", "赣州市大余县", "山东省荣成市", "临沂市沂水县", "河南省巩义市", "南阳市西峡县", "湖北省宜都市",
    "恩施州建始县", "湖南省浏阳市", "岳阳市平江县", "广东省韶关市", "韶关市翁源县", "广西梧州市", "四川省阆中市",
    "广元市苍溪县", "贵州省赤水市", "遵义市绥阳县", "云南省腾冲市", "曲靖市罗平县", "陕西省韩城市", "汉中市勉县",
    "甘肃省敦煌市", "庆阳市环县", "江苏省昆山市", "盐城市建湖县", "河北省任丘市", "沧州市吴桥县", "山西省介休市",
    "长治市沁源县", "辽宁省凤城市", "吉林省梅河口市", "黑龙江省绥芬河市", "上海市崇明区", "重庆市忠县", "北京市密云区",
)  # fmt: skip
OFFICES = ("示例局", "示例管理局", "示例和样本局", "示例服务中心管理办公室", "示例委员会", "示例事务局")

_TITLES = (
    "{agency}{year}年政府信息公开工作年度报告",
    "{agency}{year}年度政府信息公开工作年度报告",
    "{agency}{year}年政府信息公开年度报告",
    "{agency}关于{year}年政府信息公开工作的年度报告",
)
_CHINESE = "一二三四五六"
_SECTIONS = ("overview", "proactive", "applications", "appeals", "problems", "other")


def invent(seed: int) -> Paper:
    """The paper of a seed."""
    random = Random(f"corpus {seed}")
    year = random.choice((2019, 2020, 2021, 2022, 2023, 2024))
    form: Form = "2019" if year <= 2020 else "2021"
    six_in_one = form == "2019" or random.random() < 0.2
    wording = _wording(random, form)
    agency = random.choice(PLACES) + random.choice(OFFICES)
    cells, notes = _cells(random, form, six_in_one, wording)
    head = _head(random, agency, year)
    return Paper(
        seed=seed,
        form=form,
        agency=agency,
        year=year,
        title=random.choice(_TITLES).format(agency=agency, year=year),
        head=head,
        preamble=_preamble(random, agency, year, wording),
        sections=_sections(random, agency, year, wording),
        signed=agency,
        cells=cells,
        wording=wording,
        six_in_one=six_in_one,
        sub_row=(),
        notes=(
            f"form {form}",
            *notes,
            "（六） as one row" if six_in_one and form == "2021" else "（六） as the form has it",
        ),
    )


def _wording(random: Random, form: Form) -> Wording:
    words: dict[str, str] = {}
    for kind, things in wordings().items():
        if kind in ("disclosure", "sections", "prose"):
            continue
        for code, choices in (things[form] if kind == "measure" else things).items():
            words[f"{kind}.{code}"] = choices[0] if random.random() < 0.7 else random.choice(choices)
    return Wording(words, random.choice((".", ".", "、", "．")), random.random() < 0.3)


def _cells(
    random: Random, form: Form, six_in_one: bool, wording: Wording
) -> tuple[dict[Key, Printed], tuple[str, ...]]:
    made = numbers.applications(random, form, six_in_one)
    appealed = numbers.appeals(random)
    wrong = numbers.spoil(random, made) if random.random() < 0.3 else 0
    wrong += numbers.spoil(random, appealed) if random.random() < 0.1 else 0
    disclosed = numbers.disclosure(random, form, "万元" in wording.words["measure.amount"])
    table_2, habit = numbers.printed(random, made)
    table_3, habit_3 = numbers.printed(random, appealed)
    items = disclosed
    if random.random() < 0.3:
        items = {key: Printed("", None) if cell.number == 0 else cell for key, cell in disclosed.items()}
    cells, dress = numbers.styled(random, {**items, **table_2, **table_3})
    return cells, (f"table 2: {habit}", f"table 3: {habit_3}", f"digits: {dress}", f"cells that break sums: {wrong}")


def _head(random: Random, agency: str, year: int) -> dict[str, str]:
    written = date(year + 1, 1, 4) + timedelta(days=random.randint(0, 26))
    shown = written + timedelta(days=random.randint(0, 9))
    return {
        "index_number": f"{random.randint(10**8, 10**9 - 1)}/{year + 1}-{random.randint(1, 99999):05}",
        "publisher": agency,
        "document_date": written.isoformat(),
        "published_date": shown.isoformat(),
    }


def _preamble(random: Random, agency: str, year: int, wording: Wording) -> tuple[str, ...]:
    prose = wordings()["prose"]
    facts = _facts(random, agency, year)
    return tuple(wording.written(random.choice(prose[kind]).format(**facts)) for kind in ("preamble", "contact"))


def _facts(random: Random, agency: str, year: int) -> dict[str, Any]:
    return {
        "agency": agency,
        "year": year,
        "n": random.randint(2, 399),
        "postcode": f"{random.randint(100000, 799999)}",
        "phone": f"0{random.randint(311, 939)}-{random.randint(2000000, 8999999)}",
        "a": random.randint(20, 4000),
        "b": random.randint(2, 60),
        "c": random.randint(2, 12),
    }


def _sections(random: Random, agency: str, year: int, wording: Wording) -> tuple[Section, ...]:
    prose, heads = wordings()["prose"], wordings()["sections"]
    parts = []
    for number, kind in zip(_CHINESE, _SECTIONS, strict=True):
        said = prose.get(kind, ())
        count = random.randint(1, len(said)) if said else 0
        facts = _facts(random, agency, year)
        paragraphs = tuple(wording.written(text.format(**facts)) for text in said[:count])
        parts.append(Section(kind, f"{number}、{random.choice(heads[kind])}", paragraphs))
    return tuple(parts)
