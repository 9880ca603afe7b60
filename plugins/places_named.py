"""How places are called (地名): the one resolver of names for pages, questions, feeds and comparisons.

A place is found by its code, its name, its full name, or any of these in short, wherever that names one place; a
province's short name is the province. What stands today goes before what has ended, and what ended while there were
reports before what ended earlier. Codes that one place bore in turn (``region_names.code_now``) are one place.

>>> [short(name) for name in ("河南省", "内蒙古自治区", "新疆维吾尔自治区", "瀍河回族区", "二七区", "区")]
['河南', '内蒙古', '新疆', '瀍河', '二七', '区']
"""

import re

# What kind of place it is, with the peoples that an autonomous one is named for.
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔"
    "|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
_AREAS = "自治[区州县旗]|特别行政区|地区|新区|林区|省|市|区|县|旗|盟|州"
_ENDS = re.compile(
    rf"(?<=[\u4e00-\u9fff])(?:(?:(?:{_PEOPLES})族)+(?:自治)?[区州县旗乡]|维吾尔自治区|(?:哈萨克|柯尔克孜|蒙古)自治[州县]"
    rf"|(?:{_AREAS}))$"
)
_LEVELS = ("provincial", "prefectural", "county")
_SINCE = 2006  # as ingest.places.SINCE: a place that had ended by then has none
# Every code that the place of a code bears or bore; a code that no name is known of is its own.
ALIKE = (
    "SELECT :{0} AS code UNION SELECT p.code FROM region_names h JOIN region_names p ON p.code_now = h.code_now"
    " WHERE h.code = :{0}"
)
OTHERS = (
    "SELECT DISTINCT r.code, r.full_name, r.first_year, r.last_year FROM region_names h"
    " JOIN region_names p ON p.code_now = h.code_now JOIN regions r ON r.code = p.code"
    " WHERE h.code = ? AND r.code <> h.code ORDER BY r.last_year IS NULL, r.last_year"
)
# The provinces that have reports, in the order of their codes, as every official list has them.
PROVINCES = (
    "SELECT t.province FROM (SELECT DISTINCT province FROM report_totals WHERE province IS NOT NULL) t"
    " LEFT JOIN regions n ON n.full_name = t.province AND n.level = 'provincial'"
    " GROUP BY t.province ORDER BY min(n.code)"
)
_REGIONS = (
    "SELECT r.code, r.name, r.full_name, r.parent_code, r.level, r.last_year,"
    " coalesce((SELECT max(n.code_now) FROM region_names n WHERE n.code = r.code), r.code) FROM regions r"
)


def short(name):
    """A place's name without what kind of place it is."""
    return _ENDS.sub("", name)


class Places:
    """Every way in which a place may be called, of one version of the table of regions."""

    def __init__(self, connection):
        rows = [tuple(row) for row in connection.execute(_REGIONS)]
        self.full = {row[0]: row[2] for row in rows}
        self.level = {row[0]: row[4] for row in rows}
        self.last_year = {row[0]: row[5] for row in rows}
        self.now = {row[0]: row[6] for row in rows}
        self._parents = {row[0]: (row[1], row[3]) for row in rows}
        self.exact, self.loose = {}, {}
        for code, name, full_name, *_ in rows:
            for form in (code, name, full_name):
                self.exact.setdefault(form, set()).add(code)
            for form in self._forms(code):
                self.loose.setdefault(form, set()).add(code)

    def upwards(self, code):
        """A code and those of the places in which it lies."""
        while code in self._parents:
            yield code
            code = self._parents[code][1]

    def _chain(self, code):
        chain = []
        while code in self._parents:
            name, parent = self._parents[code]
            if parent is None and chain:  # the country
                break
            chain.insert(0, name)
            code = parent
        return chain

    def _forms(self, code):
        chain = self._chain(code)
        shorts = [short(name) for name in chain]
        for first in range(len(chain)):
            yield "".join(shorts[first:])
            yield "".join([*shorts[first:-1], chain[-1]])
            yield "".join(chain[first:])

    def meant(self, codes):
        """Of codes of one name those that may be meant: 衢州 is today's, not the 衢州 that was a part of 金华."""
        today = {code for code in codes if self.last_year[code] is None}
        return today or {code for code in codes if self.last_year[code] >= _SINCE} or codes

    def by_place(self, codes):
        """Full name → codes, an entry a place; several codes of one place stand under today's name."""
        places, found = {}, {}
        for code in codes:
            places.setdefault(self.now[code], set()).add(code)
        for now, own in places.items():
            names = {self.full[code] for code in own}
            found.setdefault(names.pop() if len(names) == 1 else self.full[now], set()).update(own)
        return found


_kept = {}  # the state of the table of regions → its names


def places(connection):
    """The places of a database."""
    state = connection.execute("SELECT count(*), max(code), total(last_year) FROM regions").fetchone()
    key = tuple(state)
    if key not in _kept:
        _kept.clear()
        _kept[key] = Places(connection)
    return _kept[key]


def called(connection, typed, level=None):
    """Full name → codes of the places that are called so: one where the name is one place's, none where nobody's.

    What places of several levels are named in full is the one of the highest; a province's short name is the province
    (河南, 吉林), whatever else is called so in short. 朝阳, short for a city here and a district there, is nobody's.
    """
    known, wanted = places(connection), re.sub(r"\s", "", typed)
    for forms, levels in ((known.exact, _LEVELS), (known.loose, _LEVELS[:1])):
        codes = {found for found in forms.get(wanted, ()) if level in (None, known.level[found])}
        if codes:
            return known.by_place(_highest(known, known.meant(codes), levels))
    return {}


def lies_in(connection, inner, outer):
    """Does a place, by its code or full name, lie in another, or is it the same?"""
    known = places(connection)
    wanted = {known.now[code] for code in known.exact.get(outer, ())}
    return any(wanted & {known.now[above] for above in known.upwards(code)} for code in known.exact.get(inner, ()))


def _highest(known, codes, levels):
    """Of codes those of the first of the levels that any has; all of them where none has one."""
    at = ({code for code in codes if known.level[code] == level} for level in levels)
    return next(filter(None, at), codes)


def others(connection, code):
    """The other codes that the place of a code bears or bore, with name and years, the oldest first."""
    return [
        dict(zip(("code", "name", "first", "last"), row, strict=True)) for row in connection.execute(OTHERS, [code])
    ]


def best(connection, codes):
    """Of the codes of one place the one that most reports have, the newest among equals."""
    marks = ", ".join("?" * len(codes))
    sql = (
        f"SELECT n.code FROM regions n LEFT JOIN report_totals t ON t.region_code = n.code WHERE n.code IN ({marks})"
        " GROUP BY n.code ORDER BY coalesce(sum(t.reports), 0) DESC, n.last_year IS NOT NULL, n.code LIMIT 1"
    )
    return connection.execute(sql, sorted(codes)).fetchone()[0]
