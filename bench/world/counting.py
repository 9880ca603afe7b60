"""The independent count (另算一遍): what must come out of the world's reports, by plain loops over what is true.

No table, view or module of the project is looked at. What two reports say of one thing is never added: a government's
own and its office's, a whole 系统 and the organ in charge of it, several aggregates of one place, an aggregate and
what is part of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from world.making import CHANNELS, KINDS, OPEN, REFUSED, RESULTS, Said, disputes
from world.places import PLACES, outward

Row = dict[str, Any]
Rows = dict[tuple[Any, ...], Row]
_SUMS = (
    "received",
    "closed",
    "disclosed",
    "partly_disclosed",
    "refused",
    "carried_out",
    "reconsiderations",
    "suits",
    "corrected",
)


class Count:
    """What must come out of the reports that stand, given who is one with whom."""

    def __init__(self, reports: Iterable[Said], joined: dict[str, str]) -> None:
        """``joined``: agency → the one that a person made it part of."""
        self.reports = list(reports)
        self.joined = joined
        self.left_out = {said.file for said in self.reports if self._is_left_out(said)}

    # --- of one report ----------------------------------------------------------------------------------------

    def agency(self, said: Said) -> str:
        """Whose it is."""
        return self.joined.get(said.agency, said.agency)

    def last(self, said: Said) -> Said:
        """The latest report of its agency, as which the agency is known."""
        return max((one for one in self.reports if self.agency(one) == self.agency(said)), key=lambda one: one.year)

    def level(self, said: Said) -> str | None:
        """The level."""
        if said.kind == "town" or OPEN.get(said.name) == "township":
            return "township"
        if said.kind == "zone":
            return {"provincial": "prefectural"}.get(PLACES[said.place or ""].level, "county")
        return PLACES[said.place].level if said.place else None

    def kind(self, said: Said) -> str:
        """The class of its agency, as its latest report has it."""
        last = self.last(said)
        return OPEN[last.name] if last.place is None else KINDS[last.kind][1]

    def numbers(self, said: Said) -> Row:
        """The headline numbers."""
        of = said.numbers
        suits = sum(disputes(said, channel) for channel in CHANNELS[1:])
        pending = sum(of.appeals[channel]["pending"] for channel in CHANNELS)
        row = {
            "received": sum(of.received), "carried_in": sum(of.carried_in), "closed": of.closed,
            "disclosed": of.total("予以公开"), "partly_disclosed": of.total("部分公开"), "refused": of.total(*REFUSED),
            "carried_out": sum(of.carried_out), "reconsiderations": disputes(said, CHANNELS[0]), "suits": suits,
            "corrected": sum(of.appeals[channel]["corrected"] for channel in CHANNELS),
        }  # fmt: skip
        return row | {"decided": row["reconsiderations"] + suits - pending}

    def report(self, said: Said) -> Row:
        """What stands of it in report_stats."""
        code = PLACES[said.place].code_in(said.year) if said.place else None
        return {"region_code": code, "scope": said.scope, "level": self.level(said)} | self.numbers(said)

    def _is_whole(self, said: Said) -> bool:
        return said.scope == "aggregate" and said.kind != "zone"

    def _is_left_out(self, said: Said) -> bool:
        beside = [one for one in self.reports if one.place == said.place and one.year == said.year and said.place]
        if said.scope == "aggregate":
            whole = sum(self._is_whole(one) for one in beside)
            if said.kind == "zone":  # a county's zone stands on the county's level, and is a part of it
                return whole > 0 and self.level(said) == PLACES[said.place or ""].level
            return whole > 1
        if said.kind == "government":
            return any(one.kind == "office" and one.scope == "own" for one in beside)
        kinds = {self.kind(one) for one in beside if one.scope == "own" and one.kind != "system"}
        return said.kind == "system" and self.kind(said) in kinds

    # --- sums -------------------------------------------------------------------------------------------------

    def summed(self, found: list[Said]) -> Row:
        """Reports added, those that nothing may hold twice left out and counted."""
        added = [self.numbers(said) for said in found if said.file not in self.left_out]
        row: Row = {"reports": len(added), "left_out": len(found) - len(added)}
        for name in _SUMS:
            row[name] = sum(one[name] for one in added) if added else None
        rates = {
            "disclosure": (lambda one: one["disclosed"] + one["partly_disclosed"], lambda one: one["closed"]),
            "refusal": (lambda one: one["refused"], lambda one: one["closed"]),
            "correction": (lambda one: one["corrected"], lambda one: one["reconsiderations"] + one["suits"]),
            "decided": (lambda one: one["corrected"], lambda one: one["decided"]),
            "closing": (lambda one: one["closed"], lambda one: one["received"] + one["carried_in"]),
        }
        for name, (above, below) in rates.items():
            row |= self._rate(name, added, above, below)
        return row

    def _rate(self, name: str, added: list[Row], above: Callable[[Row], int], below: Callable[[Row], int]) -> Row:
        over, under = sum(map(above, added)), sum(map(below, added))
        return {
            f"{name}_numerator": over if added else None, f"{name}_denominator": under if added else None,
            f"{name}_reports": len(added), f"{name}_rate": over / under if under else None,
        }  # fmt: skip

    def by_level(self) -> Rows:
        """yearly_by_level."""
        groups: dict[tuple[Any, ...], list[Said]] = defaultdict(list)
        for said in self.reports:
            groups[said.year, self.level(said), said.scope].append(said)
        return {key: self.summed(found) for key, found in groups.items()}

    def applicants(self) -> dict[tuple[Any, ...], tuple[int, ...]]:
        """Requests received by natural persons, businesses, and all, with the number of reports."""
        sums: dict[tuple[Any, ...], tuple[int, ...]] = {}
        for said in self.reports:
            if said.file not in self.left_out:
                key = (said.year, self.level(said), said.scope)
                of = said.numbers.received
                row = (1, *of, sum(of))
                sums[key] = tuple(a + b for a, b in zip(sums.get(key, (0,) * len(row)), row, strict=True))
        return sums

    def by_function(self) -> Rows:
        """yearly_by_function."""
        groups: dict[tuple[Any, ...], list[Said]] = defaultdict(list)
        for said in self.reports:
            if said.scope == "own" and said.file not in self.left_out:
                groups[said.year, self.kind(said), self.level(said)].append(said)
        rows = {key: self.summed(found) for key, found in groups.items()}
        return {key: {name: value for name, value in row.items() if name != "left_out"} for key, row in rows.items()}

    def by_region(self) -> Rows:
        """yearly_by_region: own reports of a place and all below, aggregates of the highest places that have any."""
        groups: dict[tuple[Any, ...], list[Said]] = defaultdict(list)
        whole = {(said.place, said.year) for said in self.reports if self._is_whole(said)}
        for said in self.reports:
            for place in outward(said.place, said.year) if said.place else ():
                code = PLACES[place].code_in(said.year)
                mine = place == said.place and said.kind != "zone"
                if said.scope == "aggregate" and not mine and (place, said.year) in whole:
                    break
                groups[said.year, code, said.scope].append(said)
        rows = {key: self.summed(found) for key, found in groups.items()}
        for (year, code, scope), row in rows.items():
            open_ = sum(said.place is None and (said.year, said.scope) == (year, scope) for said in self.reports)
            row["undecided"] = open_ if code == "100000" else None
        return rows

    def by_channel(self) -> Rows:
        """yearly_by_channel."""
        rows: Rows = {}
        for said in self.reports:
            if said.file in self.left_out:
                continue
            for channel in CHANNELS:
                row = rows.setdefault(
                    (said.year, self.level(said), said.scope, channel),
                    dict.fromkeys((*RESULTS, "total", "decided_denominator", "decided_reports"), 0),
                )
                of = said.numbers.appeals[channel]
                for result in RESULTS:
                    row[result] += of[result]
                row["total"] += disputes(said, channel)
                row["decided_denominator"] += disputes(said, channel) - of["pending"]
                row["decided_reports"] += 1
        return rows

    # --- a government and its organs --------------------------------------------------------------------------

    def _organs(self, said: Said, *, towns: bool) -> list[Said]:
        """The own reports of the organs of a government's place, in its year."""
        apart = {"government", "tax", "system", *(() if towns else ("town",))}
        return [
            one
            for one in self.reports
            if one.place == said.place and one.year == said.year and one.scope == "own" and one.kind not in apart
        ]

    def reconciliation(self) -> Rows:
        """reconciliation, by file."""
        rows: Rows = {}
        for said in self.reports:
            if said.scope != "aggregate":
                continue
            organs = self._organs(said, towns=False) if said.kind != "zone" else []
            received = sum(self.numbers(one)["received"] for one in organs) if organs else None
            mine = self.numbers(said)["received"]
            known = {self.agency(one) for one in self.reports if one.place == said.place and one.scope == "own"
                     and one.kind not in {"government", "tax", "system", "town"} and said.kind != "zone"}  # fmt: skip
            there = {self.agency(one) for one in organs}
            rows[said.file,] = {
                "departments": len(organs), "departments_received": received, "expected": len(known | there),
                "difference": None if received is None else mine - received,
                "short_of": None if received is None else max(0, received - mine),
                "coverage": len(organs) / len(known | there) if known | there else None,
            }  # fmt: skip
        return rows

    def findings(self) -> dict[tuple[str, str, str | None], int]:
        """(file, check, row) → how many findings: what was carried over, and what a government falls short of."""
        found: dict[tuple[str, str, str | None], int] = {}
        for said in self.reports:
            before = self._before(said)
            if before is not None:
                differ = [a != b for a, b in zip(said.numbers.carried_in, before.numbers.carried_out, strict=True)]
                differ.append(sum(said.numbers.carried_in) != sum(before.numbers.carried_out))
                found[said.file, "across.carried", "carried_in"] = sum(differ)
            if self._is_whole(said):
                organs = [self.numbers(one) for one in self._organs(said, towns=True)]
                for name in ("received", "closed"):
                    short = self.numbers(said)[name] < sum(one[name] for one in organs)
                    found[said.file, "across.children", name] = int(short)
            if said.place is None:
                twins = [one for one in self.reports if one.place is None and one.name == said.name]
                several = sum((one.year, one.scope) == (said.year, said.scope) for one in twins) > 1
                found[said.file, "place.same_name", None] = int(several)
        return {key: count for key, count in found.items() if count}

    def _before(self, said: Said) -> Said | None:
        mine = (self.agency(said), said.scope, said.year - 1)
        found = [one for one in self.reports if (self.agency(one), one.scope, one.year) == mine]
        return found[0] if found else None

    # --- coverage ---------------------------------------------------------------------------------------------

    def coverage(self) -> Rows:
        """coverage_by_region: agencies by place and year; a year outside an agency's own is not known."""
        years = sorted({said.year for said in self.reports})
        rows: Rows = {}
        for agency in {self.agency(said) for said in self.reports}:
            mine = [said for said in self.reports if self.agency(said) == agency]
            place = mine[0].place
            for year in years if place else ():
                there = any(said.year == year for said in mine)
                within = min(said.year for said in mine) <= year <= max(said.year for said in mine)
                status = "partial" if there else "missing" if within else "unknown"
                for outer in outward(place or "", year):
                    row = rows.setdefault(
                        (year, PLACES[outer].code_in(year)), dict.fromkeys(("partial", "missing", "unknown"), 0)
                    )
                    row[status] += 1
        for row in rows.values():
            row["expected"] = row["partial"] + row["missing"]
            if row["unknown"] and not row["missing"]:
                row["missing"] = None
        return rows
