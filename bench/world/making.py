"""The world itself: who reports what in which year, under which names, and how the page prints it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from stdnum.cn import uscc

from world.places import PLACES

YEARS = range(2019, 2024)
CHANNELS = ("reconsideration", "direct_litigation", "litigation_after_reconsideration")
RESULTS = ("upheld", "corrected", "other", "pending")
_REFUSED = (
    "属于国家秘密", "其他法律行政法规禁止公开", "危及“三安全一稳定”", "保护第三方合法权益", "属于三类内部事务信息",
    "属于四类过程性信息", "属于行政执法案卷", "属于行政查询事项",
)  # fmt: skip
_ABSENT = ("本机关不掌握相关政府信息", "没有现成信息需要另行制作", "补正后申请内容仍不明确")
_UNPROCESSED = (
    "信访举报投诉类申请",
    "重复申请",
    "要求提供公开出版物",
    "无正当理由大量反复申请",
    "要求行政机关确认或重新出具已获取信息",
)
_OTHER = (
    "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "其他",
)
# kind → the ways in which an organ of it is written, and its class
KINDS = {
    "government": (("人民政府",), "government"),
    "office": (("人民政府办公室",), "government_office"),
    "education": (("教育局", "教育局机关"), "education"),
    "civil": (("民政局",), "civil_affairs"),
    "housing": (("住房和城乡建设局", "住建局", "住房城乡建设局"), "housing"),
    "market": (("市场监督管理局", "市监局", "市场监管局"), "market"),
    "health": (("卫生健康委员会", "卫健委"), "health"),
    "police": (("公安局",), "public_security"),
    "traffic": (("公安局（交通警察支队）",), "public_security"),
    "tax": (("税务局",), "tax"),
    "system": (("教育系统",), "education"),
    "town": (("示例镇人民政府", "示例镇人民政府办公室"), "township"),
    "tourism": (("旅游局",), "culture_tourism"),
    "culture": (("文化和旅游局",), "culture_tourism"),
    "farming": (("农业局",), "agriculture"),
    "rural": (("农业农村局",), "agriculture"),
    "zone": (("示例经济开发区管理委员会", "示例经济开发区管委会"), "zone_committee"),
}
OPEN = {"城关镇人民政府": "township", "县水利局": "water", "鼓楼区民政局": "civil_affairs", "教育局": "education"}


@dataclass
class Numbers:
    """What a report's tables say; every row by applicant: natural persons, businesses."""

    received: tuple[int, int]
    carried_in: tuple[int, int]
    rows: dict[str, tuple[int, int]]  # a disposition's label → its numbers
    carried_out: tuple[int, int]
    appeals: dict[str, dict[str, int]]

    def total(self, *labels: str) -> int:
        """The sum of some dispositions."""
        return sum(sum(self.rows[label]) for label in labels)

    @property
    def closed(self) -> int:
        """All dispositions."""
        return self.total(*self.rows)


@dataclass
class Said:
    """One report: what is true of it, and its page."""

    file: str
    agency: str  # what tells it in truth
    name: str  # as printed
    place: str | None  # None where the page doesn't say
    kind: str
    year: int
    scope: str
    numbers: Numbers
    text: str = ""
    code: str | None = None
    phone: str | None = None
    replaces: str | None = None  # the file of which this is the correction


@dataclass
class World:
    """Everything."""

    reports: list[Said] = field(default_factory=list)
    merges: list[tuple[str, str]] = field(default_factory=list)  # agencies that a person makes one: of, into


class Maker:
    """Makes a world from a seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.world = World()
        self.out: dict[tuple[str, str], tuple[int, int]] = {}  # (agency, scope) → what it carried out last
        self.codes: dict[str, str] = {}

    def make(self) -> World:
        """Every place with some of its organs, the names that tell no place, corrections and merges."""
        for place in PLACES.values():
            if place.level != "national":
                self._organs(place.id)
        for name in OPEN:
            self._open(name)
        self._corrections()
        self.world.merges = [
            (f"{place}tourism", f"{place}culture")
            for place in PLACES
            if self._has(f"{place}tourism", f"{place}culture")
        ]
        return self.world

    def _has(self, *agencies: str) -> bool:
        known = {said.agency for said in self.world.reports}
        return known >= set(agencies)

    def _organs(self, place: str) -> None:
        county = PLACES[place].level == "county"
        for kind in KINDS:
            if (kind == "town" and not county) or (
                kind in {"market", "housing"} and PLACES[place].level == "provincial"
            ):
                continue
            for year in self._years(kind):
                self._report(place, kind, year)

    def _years(self, kind: str) -> list[int]:
        chance, years = self.chance, list(YEARS)
        if kind in {"tourism", "farming"}:
            return years[:2] if chance.random() < 0.4 else []
        if kind in {"culture", "rural"}:
            return years[2:] if chance.random() < 0.6 else []
        if chance.random() < {"system": 0.8, "traffic": 0.7}.get(kind, 0.2):
            return []
        return [year for year in years if chance.random() < 0.85]

    def _report(self, place: str, kind: str, year: int) -> None:
        chance = self.chance
        ways, _ = KINDS[kind]
        name = PLACES[place].name_in(year) + chance.choice(ways)
        scopes = ["own"]
        if kind == "government":
            scopes = chance.choice((["aggregate"], ["aggregate"], ["own"], ["aggregate", "own"]))
        elif kind in {"office", "zone"}:
            scopes = chance.choice((["own"], ["own"], ["aggregate"]))
        # 农业局 became 农业农村局: one code for both, theirs alone. The portal of 二七区 has one on every page.
        code = self._code("portal") if place == "二七" else None
        if kind in {"farming", "rural"} and place != "二七":
            code = self._code(f"{place}farming")
        agency = f"{place}farming" if kind == "rural" and code and place != "二七" else f"{place}{kind}"
        for scope in scopes:
            printed = name if kind != "government" or scope == "aggregate" else f"{name}（本级）"
            self._add(Said("", agency, printed, place, kind, year, scope, self._numbers(agency, scope), code=code))

    def _code(self, of: str) -> str:
        if of not in self.codes:
            body = f"11410103{self.chance.randrange(10**8):08d}{self.chance.choice('0123456789')}"
            self.codes[of] = body + uscc.calc_check_digit(body)
        return self.codes[of]

    def _open(self, name: str) -> None:
        """Several organs of one name in places that no page names; some give a telephone on every page."""
        for n in range(4):
            phone = f"0{self.chance.randrange(311, 999)}-7{n}{self.chance.randrange(10**5):05d}" if n < 2 else None
            for year in self.chance.sample(list(YEARS), 2):
                agency = f"{name}{n}" if phone else f"{name}{n}{year}"
                numbers = self._numbers(agency, "own")
                self._add(Said("", agency, name, None, "open", year, "own", numbers, phone=phone))

    def _corrections(self) -> None:
        """Some pages come again with other numbers: whose place is known, or whose prose is the same."""
        for said in self.chance.sample(self.world.reports, len(self.world.reports) // 12):
            numbers = self._invent(self._carried())
            again = Said("", said.agency, said.name, said.place, said.kind, said.year, said.scope, numbers)
            again.code, again.phone, again.replaces = said.code, said.phone, said.file
            self._add(again, prose=said.file)

    def _carried(self) -> tuple[int, int]:
        return self.chance.choice(((0, 0), (1, 0), (2, 1)))

    def _numbers(self, agency: str, scope: str) -> Numbers:
        carried = self.out.get((agency, scope), (0, 0)) if self.chance.random() < 0.7 else self._carried()
        numbers = self._invent(carried)
        self.out[agency, scope] = numbers.carried_out
        return numbers

    def _invent(self, carried: tuple[int, int]) -> Numbers:
        chance = self.chance
        labels = ("予以公开", "部分公开", *_REFUSED, *_ABSENT, *_UNPROCESSED, *_OTHER)
        rows = dict.fromkeys(labels, (0, 0))
        for label in chance.sample(labels, chance.randrange(6)):
            rows[label] = (chance.randrange(9), chance.randrange(3))
        left = (chance.randrange(3), chance.randrange(2))
        closed = [sum(row[n] for row in rows.values()) for n in (0, 1)]
        received = [closed[n] + left[n] - carried[n] for n in (0, 1)]
        for n in (0, 1):  # nothing is less than nothing
            if received[n] < 0:
                rows["予以公开"] = tuple(v - received[n] * (m == n) for m, v in enumerate(rows["予以公开"]))  # type: ignore[assignment]
                received[n] = 0
        appeals = {channel: {result: chance.choice((0, 0, 0, 1, 2)) for result in RESULTS} for channel in CHANNELS}
        return Numbers((received[0], received[1]), carried, rows, left, appeals)

    def _add(self, said: Said, prose: str | None = None) -> None:
        said.file = f"{len(self.world.reports):04d}.txt"
        said.text = page(said, prose or said.file)
        self.world.reports.append(said)


# --- pages ------------------------------------------------------------------------------------------------------------

_THINGS = (
    "河道",
    "学校",
    "道路",
    "饮水",
    "住房",
    "市场",
    "广场",
    "养老",
    "林木",
    "农机",
    "防汛",
    "疫苗",
    "图书",
    "公厕",
)
_DONE = ("按月公示", "上墙公布", "开会听取意见", "编成手册", "派人讲解", "列表登记", "答复来信", "接受查询", "逐项核对")


def _prose(seed: str) -> str:
    chance = random.Random(seed)
    said = ("、".join(chance.sample(_THINGS, 4)) + "事项" + "并".join(chance.sample(_DONE, 3)) for _ in range(14))
    return "。".join(said) + "。"


def _line(label: str, row: tuple[int, int]) -> str:
    return "\t".join((label, str(row[0]), str(row[1]), "0", "0", "0", "0", str(sum(row))))


def page(said: Said, seed: str) -> str:
    """A report as a text with tabs, in the words of the form."""
    numbers, year = said.numbers, said.year
    of = numbers.rows
    index = f"索引号：{said.code}/{year + 1}-{int(said.file[:4]):06d}\n" if said.code else ""
    phone = f"如有疑问，请与本机关办公室联系（地址：示例路1号，电话：{said.phone}）。\n" if said.phone else ""
    lines = [
        f"{index}{said.name}{year}年政府信息公开工作年度报告",
        "本报告综合各部门、各乡镇报送的情况编制。" * (said.kind in {"office", "zone"} and said.scope == "aggregate")
        + f"{phone}本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
        f"一、总体情况\n{_prose(seed)}",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\t申请人情况",
        "\t自然人\t法人或其他组织\t总计",
        "\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他",
        _line("一、本年新收政府信息公开申请数量", numbers.received),
        _line("二、上年结转政府信息公开申请数量", numbers.carried_in),
        _line("三、本年度办理结果\t（一）予以公开\t", of["予以公开"]),
        _line("\t（二）部分公开（区分处理的，只计这一情形，不计其他情形）\t", of["部分公开"]),
    ]
    groups = (
        ("（三）不予公开", _REFUSED),
        ("（四）无法提供", _ABSENT),
        ("（五）不予处理", _UNPROCESSED),
        ("（六）其他处理", _OTHER),
    )
    for head, labels in groups:
        for n, label in enumerate(labels, start=1):
            lines.append(_line(f"\t{head if n == 1 else ''}\t{n}.{label}", of[label]))
    closed = (sum(row[0] for row in of.values()), sum(row[1] for row in of.values()))
    lines += [_line("\t（七）总计\t", closed), _line("四、结转下年度继续办理", numbers.carried_out)]
    heads = "\t".join(("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    cells = [
        str(n)
        for channel in CHANNELS
        for n in (*(numbers.appeals[channel][r] for r in RESULTS), disputes(said, channel))
    ]
    lines += [
        "四、政府信息公开行政复议、行政诉讼情况",
        "行政复议\t\t\t\t\t行政诉讼",
        "\t\t\t\t\t未经复议直接起诉\t\t\t\t\t复议后起诉",
        "\t".join([heads] * 3),
        "\t".join(cells),
        "五、存在的主要问题及改进情况\n无。\n六、其他需要报告的事项\n无。",
    ]
    return "\n".join(lines) + "\n"


def disputes(said: Said, channel: str) -> int:
    """All cases of a channel."""
    return sum(said.numbers.appeals[channel].values())


REFUSED = _REFUSED
