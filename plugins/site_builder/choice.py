"""What an address of the builder asks for (选择), and what of it can't be meant, said in one sentence.

``rows=province&show=received&show=disclosure_rate&from=2021&to=2023&scope=own&sort=received``: an address is all that
an answer follows from. Every row is of one year: stocks (现行有效件数, 结转) can't be added over years, and no sum here
is.

Sums never hold anything twice: own reports are added over a place and what lies under it; governments' aggregates,
which hold one another, only over places of one level (``level``), or aren't added at all (a place's own, an agency's).
"""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlencode

ROWS = {
    "year": "年份",
    "province": "省份",
    "prefecture": "市",
    "county": "县",
    "function": "职能类别",
    "level": "层级",
    "agency": "机关",
}
PLACES = {"province": "provincial", "prefecture": "prefectural", "county": "county"}
LEVELS = {"national": "国家", "provincial": "省级", "prefectural": "市级", "county": "县级", "township": "乡镇街道"}
SCOPES = {"own": "各机关自己的报告", "aggregate": "政府汇总报告"}
FORMS = {"2019": "2019 年表式", "2021": "2021 年表式"}
VIEWS = {"": "合适的图", "bar": "条形图", "line": "折线图", "tiles": "省份方格图", "none": "不画图"}
MOST_SHOWN = 6
PAGE = 100
_CASES = re.compile(r"[0-9]{1,7}")
_DEFAULT = ("received", "disclosure_rate")


class UnclearError(ValueError):
    """A choice that can't be answered, with the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: everything that an answer follows from, and nothing else."""

    rows: str
    show: tuple
    first: int | None
    last: int | None
    place: str = ""
    function: str = ""
    level: str = ""
    scope: str = "own"
    form: str = ""
    clean: bool = False
    least: int = 0
    sort: str = ""
    down: bool = True
    page: int = 1
    view: str = ""

    @property
    def years(self):
        return (self.last - self.first + 1) if self.first is not None else 0

    @property
    def by_year(self):
        """Does each row say its year besides what it is of?"""
        return self.rows != "year" and self.first != self.last

    def pairs(self, **changed):
        """Names and values of the address of this choice, or of one that differs in something."""
        one = replace(self, **changed)
        told = [("rows", one.rows), *(("show", item.code) for item in one.show)]
        told += [("from", one.first), ("to", one.last), ("place", one.place), ("function", one.function)]
        told += [("level", one.level), ("scope", "" if one.scope == "own" else one.scope), ("form", one.form)]
        told += [("clean", "1" if one.clean else ""), ("least", one.least or ""), ("sort", one.sort)]
        told += [("dir", "" if one.down else "up"), ("view", one.view), ("page", one.page if one.page > 1 else "")]
        return [(name, str(value)) for name, value in told if value not in ("", None)]

    def address(self, **changed):
        """The query string of an address."""
        return urlencode(self.pairs(**changed))


def read(asked, catalogue, years, functions):
    """The choice of an address.

    ``asked`` is the request's arguments, ``years`` the years that there are, ``functions`` the classes of organs, code
    to name. Raises UnclearError.
    """
    rows = _one_of(asked, "rows", ROWS, "行", "year")
    first, last = _years(asked, rows, years)
    found = Choice(
        rows=rows,
        show=_shown(asked, catalogue),
        first=first,
        last=last,
        place=asked.get("place") or "",
        function=_one_of(asked, "function", functions, "职能类别"),
        level=_one_of(asked, "level", LEVELS, "层级"),
        scope=_one_of(asked, "scope", SCOPES, "口径", "own"),
        form=_one_of(asked, "form", FORMS, "表式"),
        clean=bool((asked.get("clean") or "").strip()),
        least=_number(asked, "least"),
        down=(asked.get("dir") or "") != "up",
        page=max(_number(asked, "page"), 1),
        view=_one_of(asked, "view", VIEWS, "图"),
    )
    _answerable(found)
    return replace(found, sort=_sorted(asked, found))


def _one_of(asked, name, known, what, default=""):
    typed = (asked.get(name) or "").strip()
    if not typed:
        return default
    if typed in known:
        return typed
    for code, label in known.items():
        if typed == label:
            return code
    raise UnclearError(
        f"没有“{_short(typed)}”这种{what}，可选：{'、'.join(label for label in known.values() if label)}。"
    )


def _short(text):
    return text if len(text) <= 30 else text[:30] + "…"


def _number(asked, name):
    typed = (asked.get(name) or "").strip()
    if not typed:
        return 0
    if not _CASES.fullmatch(typed):
        raise UnclearError(f"{name}={_short(typed)}：应为数字。")
    return int(typed)


def _shown(asked, catalogue):
    typed = [name.strip() for name in asked.getlist("show") if name.strip()] or list(_DEFAULT)
    found = []
    for name in typed:
        one = catalogue.find(name)
        if one is None:
            like = catalogue.like(name)
            more = f"可能是：{'、'.join(item.name for item in like)}。" if like else "请从列表中选。"
            raise UnclearError(f"没有“{_short(name)}”这个指标。{more}")
        if one not in found:
            found.append(one)
    if len(found) > MOST_SHOWN:
        raise UnclearError(f"最多选 {MOST_SHOWN} 个指标。")
    return tuple(found)


def _years(asked, rows, years):
    if not years:
        return None, None
    typed = [(asked.get(name) or "").strip() for name in ("from", "to")]
    for year in filter(None, typed):
        if not year.isascii() or not year.isdigit() or len(year) != 4:
            raise UnclearError(f"“{_short(year)}”不是年份。")
    if not any(typed):
        return (years[0], years[-1]) if rows == "year" else (years[-1], years[-1])
    first = int(typed[0]) if typed[0] else years[0]
    last = int(typed[1]) if typed[1] else years[-1]
    return min(first, last), max(first, last)


def _answerable(choice):
    if choice.scope != "aggregate":
        return
    if choice.rows in ("function", "level"):
        raise UnclearError("政府汇总报告互相包含，不能按职能或层级相加；请按地方或机关列出。")
    if choice.rows == "year" and choice.level not in PLACES.values():
        raise UnclearError("政府汇总报告互相包含（省的含市，市的含县），只有同一层级的可以相加；请选省级、市级或县级。")


def _sorted(asked, choice):
    typed = (asked.get("sort") or "").strip()
    if not typed:
        return ""
    if typed in ("name", "year", "reports") or any(typed == one.code for one in choice.show):
        return typed
    raise UnclearError(f"不能按“{_short(typed)}”排序，它不在表中。")
