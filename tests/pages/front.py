"""Everything around the tables: title, metadata header, preamble, signature, and what they say."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from pages.truth import Said

PLACES = (
    "郑州市二七区",
    "新郑市",
    "洛阳市瀍河回族区",
    "瀍河回族区",
    "衢州市",
    "衢州市柯城区",
    "银川市兴庆区",
    "兴庆区",
)
FUNCTIONS = (
    "示例局",
    "商务局",
    "住房和城乡建设局",
    "教育体育局",
    "政务服务和大数据管理局",
    "市场监督管理局",
    "示例镇人民政府",
    "示例街道办事处",
    "人民政府办公室",
    "示例中心",
    "民族宗教事务委员会",
    "人民政府",
)
PAPERS = ("政府信息公开工作年度报告",) * 6 + (
    "政府信息公开年度报告",
    "政府信息公开工作年报",
    "政府信息公开年报",
    "政务公开工作年度报告",
    "信息公开年度报告",
    "政府信息公开年度工作报告",
    "政府信息公开工作报告",
)
PORTALS = ("衢州市人民政府", "郑州市人民政府门户网站", "办公室(政策法规处)", "区政府办公室;区大数据局", "")
SHAPES = ("two", "two", "broken", "twice", "thrice", "year first", "spaced", "degree", "bare", "none")
OTHERS = (
    ("公开方式", "主动公开"),
    ("主题分类", "政务公开"),
    ("有 效 性", "有效"),
    ("关 键 词", ""),
    ("文    号", "无"),
)


@dataclass(slots=True)
class Front:
    """The lines before and after a report's body, and what they say."""

    said: Said
    header: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    preamble: list[str] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)


def invent(rng: random.Random, form_id: str | None, year: int) -> Front:
    """A report's front matter in one of the catalogue's shapes."""
    agency = rng.choice(PLACES) + rng.choice(FUNCTIONS)
    front = Front(Said((agency,), year, form_id))
    when = date(year + 1, 1, 4) + timedelta(days=rng.randint(0, 80))
    named = _title(rng, front, agency, year)
    signed = not named or rng.random() < 0.5
    if not named or rng.random() < 0.6:
        front.preamble = [_preamble(rng, agency, year, named)]
    if signed:
        front.signature = [agency, rng.choice((_chinese, _numeric, _numeric))(when)]
    front.said.document_dates = (when,) if signed else (None,)
    _header(rng, front, agency, when)
    return front


def _numeric(when: date) -> str:
    return f"{when.year}年{when.month}月{when.day}日"


def _chinese(when: date) -> str:
    digits = "〇一二三四五六七八九"

    def small(n: int) -> str:
        tens, ones = divmod(n, 10)
        return ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (digits[ones] if ones else "")

    return "".join(digits[int(c)] for c in str(when.year)) + f"年{small(when.month)}月{small(when.day)}日"


def _preamble(rng: random.Random, agency: str, year: int, named: bool) -> str:
    start = rng.choice(
        ("根据《中华人民共和国政府信息公开条例》要求", "按照《中华人民共和国政府信息公开条例》第五十条规定")
    )
    first = f"{start}，现公布{agency}{year}年政府信息公开工作年度报告。"
    if named and rng.random() < 0.3:
        first = f"{start}，编制本报告。"
    period = f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
    contact = f"如有疑问，请与{agency}联系（地址：示例大道{rng.randint(1, 99)}号，电话：0570-1234567，邮编：324000）。"
    return first + period + (contact if rng.random() < 0.6 else "")


# --- title ------------------------------------------------------------------------------------------------------


def _title(rng: random.Random, front: Front, agency: str, year: int) -> bool:
    """Prints the title; does it name the agency?"""
    paper = rng.choice(PAPERS)
    plain = f"{agency}{year}年{paper}"
    kind = rng.choice(
        ("one",) * 6 + ("two", "two", "broken", "twice", "thrice", "year first", "spaced", "degree", "bare")
    )
    kind = "none" if rng.random() < 0.06 else kind
    front.kinds.append(f"title: {kind}")
    lines = {
        "one": [plain],
        "two": [agency, f"{year}年{paper}"],
        "broken": [plain[: len(plain) - 6], plain[len(plain) - 6 :]],
        "twice": [plain, "", plain],
        "thrice": [plain, agency, f"{year}年{paper}", plain],
        "year first": [f"{year}年{agency}{paper}"],
        "spaced": [f"{agency} {year} 年{paper}"],
        "degree": [f"{agency}{year}年度{paper}"],
        "bare": [f"{year}年{paper}"],
        "none": [],
    }[kind]
    front.title = lines
    whole = {"broken": [plain], "two": [plain], "none": [None], "thrice": [plain], "twice": [plain]}
    front.said.titles = tuple(whole.get(kind, lines))
    return kind not in ("bare", "none")


# --- metadata header --------------------------------------------------------------------------------------------


def index_number(rng: random.Random, year: int) -> str:
    """An 索引号 of one of the shapes seen."""
    return rng.choice(
        (
            f"11330800002618197P/{year + 1}-{rng.randint(1, 99999):05d}",
            f"00261819-7/{year + 1}-{rng.randint(1, 99999):05d}",
            f"11410103MB0{rng.randint(100000, 999999)}-{rng.randint(10000, 99999)}",
            f"4101{rng.randint(10**16, 10**17 - 1)}",
            f"11330800002618197P/{year + 1}-None",
        )
    )


def _date_value(rng: random.Random, when: date) -> str:
    return rng.choice(
        (
            when.isoformat(),
            when.isoformat(),
            f"{when.year}年{when.month:02d}月{when.day:02d}日 15:52",
            f"{when.isoformat()} 17时23分",
            f"{when.year}/{when.month}/{when.day} 12:33:21",
            f"{when.year}-{when.month}-{when.day}",
        )
    )


def _header(rng: random.Random, front: Front, agency: str, when: date) -> None:
    kind = rng.choice(tuple(KINDS))
    front.kinds.append(f"header: {kind}")
    if kind == "none":
        return
    if kind == "breadcrumb":
        front.header = [f"首页 > 政府信息公开 > 法定主动公开内容 > {rng.choice(('政府信息公开年报', '年度报告'))}"]
        return
    if kind == "one line":
        late = when + timedelta(days=rng.choice((0, 3, 800)))
        front.header = [
            f"发布时间：{late.isoformat()} 来源：{agency} 浏览次数：{rng.randint(1, 5000)} 字号：[大 中 小]"
        ]
        return
    if kind == "document number":
        front.header = _document(rng, when.year)
        return
    index = index_number(rng, when.year - 1)
    created = when - timedelta(days=rng.choice((0, 0, 1, 7)))
    fields = [
        (rng.choice(("索引号", "索 引 号", "信息索引号")), index),
        (rng.choice(("发布机构", "发文机关", "发布单位")), rng.choice((agency, *PORTALS))),
        (rng.choice(("成文日期", "成文日期", "发文日期", "生成日期")), _date_value(rng, created)),
        ("发布日期", _date_value(rng, when)),
        *rng.sample(OTHERS, rng.randint(0, 4)),
    ]
    front.said.index_number = index
    front.said.document_dates = (created,)
    if rng.random() < 0.5:
        rng.shuffle(fields)
    if kind == "values only":  # nothing says which date is which, nor that a number is an 索引号
        front.said.index_number = index if "/" in index else None
        front.said.document_dates = (when,) if front.signature else (None,)
    front.header = KINDS[kind](fields)


def _document(rng: random.Random, year: int) -> list[str]:
    """The head of an official document: number, who signs for it, whom it is addressed to."""
    return [
        f"{rng.choice(('示政办', '示局', '示商务'))}〔{year}〕{rng.randint(1, 99)}号",
        f"签发人：{rng.choice(('张某', '李某某'))}",
        "",
        f"{rng.choice(('市政府办公室', '区人民政府办公室', '县政务公开办'))}：",
    ]


Fields = list[tuple[str, str]]


def _pipes(fields: Fields) -> list[str]:
    """Two fields a row; an empty value is squeezed out and leaves its pipe at the end."""
    lines = []
    for at in range(0, len(fields), 2):
        cells = [part for label, value in fields[at : at + 2] for part in (label + ":", value) if part]
        lines.append(" | ".join(cells) + " |" + (" " + "|" * (4 - len(cells)) if len(cells) < 4 else ""))
    return lines


def _markdown(fields: Fields) -> list[str]:
    rows = _pipes([(label, value or " ") for label, value in fields])
    return [rows[0], "---|---|---|---", *rows[1:]]


KINDS = {
    "none": lambda f: [],
    "breadcrumb": lambda f: [],
    "one line": lambda f: [],
    "a line each": lambda f: [f"{label}：{value}" for label, value in f],
    "several a line": lambda f: [
        "    ".join(f"{label}:{value}" for label, value in f[at : at + 3]) for at in (0, 3, 6)
    ],
    "pipes": _pipes,
    "markdown": _markdown,
    "wide": lambda f: [f"{'  '.join(label.replace(' ', ''))}： {value}" for label, value in f],
    "brackets": lambda f: [f"[ {label} ]{value}" for label, value in f],
    "bullets": lambda f: [line for label, value in f for line in (f"· {label}：", "", value)],
    "alternating": lambda f: [line for label, value in f for line in (f"{label}：", value or " ")],
    "glued": lambda f: ["".join(f"{label}:{value}" for label, value in f)],
    "values only": lambda f: [value for _, value in f if value],
    "document number": lambda f: [],
    "twice": lambda f: [f"{label}：{value}" for label, value in [*f, *f]],
}
