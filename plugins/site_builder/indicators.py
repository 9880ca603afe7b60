"""Indicators (指标): every cell of the three tables, the form's subtotals, and rates with numerator and denominator.

They are made from the look-up tables of the database, so a new form's rows are here as soon as they are there. An
indicator is an expression over one report; what a report leaves blank is NULL, and no sum holds it.

An amount is added only where its unit is stated: 万元 and a bare number can't be.
"""

import unicodedata
from dataclasses import dataclass, field

from site_forms import measure_label

TABLES = {"disclosure": "表一 主动公开", "applications": "表二 依申请公开", "appeals": "表三 复议诉讼"}
SUMMED, RATES = "小计", "比率"
# Table 2's totals that report_stats keeps: the very cells, a hundred times as fast.
_KEPT = {"received", "carried_in", "closed", "disclosed", "partly_disclosed", "carried_out"}
_HEADS = {"refused": "不予公开", "not_available": "无法提供", "not_processed": "不予处理", "other_handling": "其他处理"}
_SUMS = {
    **{name: (f"{label}，小计", "件") for name, label in _HEADS.items()},
    "reconsiderations": ("行政复议总计", "件"),
    "suits": ("行政诉讼总计（两种途径之和）", "件"),
    "corrected": ("复议、诉讼结果纠正之和", "件"),
}
# code → (label, numerator, denominator, formula)
_RATES = {
    "disclosure_rate": ("公开率", "s.disclosed + s.partly_disclosed", "s.closed", "（予以公开 + 部分公开）÷ 办结总计"),
    "refusal_rate": ("不予公开率", "s.refused", "s.closed", "不予公开 ÷ 办结总计"),
    "not_available_rate": ("无法提供率", "s.not_available", "s.closed", "无法提供 ÷ 办结总计"),
    "not_processed_rate": ("不予处理率", "s.not_processed", "s.closed", "不予处理 ÷ 办结总计"),
    "closing_rate": ("办结率", "s.closed", "s.received + s.carried_in", "办结总计 ÷（新收 + 上年结转）"),
    "carry_over_rate": ("结转率", "s.carried_out", "s.received + s.carried_in", "结转下年度 ÷（新收 + 上年结转）"),
    "correction_rate": (
        "纠正率", "s.corrected", "s.reconsiderations + s.suits", "结果纠正 ÷（行政复议 + 行政诉讼）总计，含尚未审结",
    ),
    "decided_rate": (
        "已审结的纠正率", "s.corrected", "s.decided", "结果纠正 ÷（行政复议 + 行政诉讼 − 尚未审结）",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Join:
    """A row of a table of cells that an indicator reads of each report."""

    alias: str
    sql: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that can be shown: its address, its Chinese name, its unit and how it is read of one report."""

    code: str
    label: str
    group: str
    unit: str
    value: str  # SQL of one report; of a rate the numerator
    of: str | None = None  # of a rate the denominator
    formula: str = ""
    joins: tuple = field(default=())

    @property
    def is_rate(self):
        return self.of is not None

    @property
    def name(self):
        """What a list shows and a person may type."""
        return f"{self.group}｜{self.label}" if self.group in TABLES.values() else self.label


class Catalogue:
    """All indicators of one database."""

    def __init__(self, connection):
        found = [*_summed(), *_rates(), *_cells(connection)]
        self.by_code = {one.code: one for one in found}
        self._by_name = {}
        for one in found:
            for name in (one.name, one.label, one.code):
                self._by_name.setdefault(_fold(name), one)

    def __iter__(self):
        return iter(self.by_code.values())

    def find(self, typed):
        """The indicator that was meant, by code or name; None if there is none."""
        return self._by_name.get(_fold(typed))

    def like(self, typed, most=8):
        """Indicators whose name holds all that was typed."""
        words = [_fold(word) for word in typed.split()]
        return [one for one in self if all(word in _fold(one.name) for word in words)][:most]


def _fold(text):
    return unicodedata.normalize("NFKC", text).replace(" ", "").lower()


def _summed():
    plain = {
        "received": "新收申请", "carried_in": "上年结转", "disclosed": "予以公开", "partly_disclosed": "部分公开",
        "closed": "办结总计", "carried_out": "结转下年度",
    }  # fmt: skip
    for code, label in plain.items():
        yield Indicator(code, label, SUMMED, "件", f"s.{code}")
    for code, (label, unit) in _SUMS.items():
        yield Indicator(code, label, SUMMED, unit, f"s.{code}")


def _rates():
    for code, (label, value, of, formula) in _RATES.items():
        yield Indicator(code, label, RATES, "%", value, of, formula)


def _cells(connection):
    yield from _applications(connection)
    yield from _appeals(connection)
    yield from _disclosure(connection)


def _rows(connection, sql):
    return [tuple(row) for row in connection.execute(sql)]


def _applications(connection):
    applicants = _rows(connection, "SELECT code, label FROM applicants ORDER BY code <> 'total', id")
    for number, code, name, parent in _rows(
        connection, "SELECT id, code, name, parent FROM outcomes ORDER BY position"
    ):
        row = f"{_HEADS[parent]}·{name}" if parent in _HEADS else name
        join = _applications_join(number)
        for applicant, label in applicants:
            kept = applicant == "total" and code in _KEPT
            value, joins = (f"s.{code}", ()) if kept else (f"{join.alias}.{applicant}", (join,))
            yield Indicator(
                f"applications.{code}.{applicant}", f"{row}｜{label}", TABLES["applications"], "件", value, joins=joins
            )
        if code not in ("received", "carried_in", "carried_out", "closed", "disclosed", "partly_disclosed"):
            share = f"{join.alias}.total"
            yield Indicator(
                f"share.{code}", f"{row}占办结", RATES, "%", share, "s.closed", f"{row} ÷ 办结总计", (join,)
            )
    received = next((row for row in _rows(connection, "SELECT id FROM outcomes WHERE code = 'received'")), None)
    if received:
        join = _applications_join(received[0])
        value, of = f"{join.alias}.natural_person", f"{join.alias}.total"
        yield Indicator("natural_person_share", "自然人占新收", RATES, "%", value, of, "自然人 ÷ 新收总计", (join,))


def _applications_join(number):
    alias = f"a{number}"
    on = f"{alias}.report_id = s.report_id AND {alias}.outcome_id = {number}"
    return Join(alias, f"LEFT JOIN applications {alias} ON {on}")


def _appeals(connection):
    results = _rows(connection, "SELECT code, label FROM appeal_results ORDER BY id")
    for number, code, label in _rows(connection, "SELECT id, code, label FROM channels ORDER BY id"):
        alias = f"p{number}"
        on = f"{alias}.report_id = s.report_id AND {alias}.channel_id = {number}"
        join = Join(alias, f"LEFT JOIN appeals {alias} ON {on}")
        for result, name in results:
            yield Indicator(
                f"appeals.{code}.{result}", f"{label}｜{name}", TABLES["appeals"], "件", f"{alias}.{result}",
                joins=(join,),
            )  # fmt: skip
        formula = f"{label}结果纠正 ÷ {label}总计，含尚未审结"
        yield Indicator(
            f"correction.{code}", f"{label}纠正率", RATES, "%", f"{alias}.corrected", f"{alias}.total", formula, (join,)
        )


_PRINTED = (
    "SELECT DISTINCT k.id, k.code, k.label, m.id, m.code, m.label, m.unit FROM disclosure_totals t"
    " JOIN item_kinds k ON k.id = t.item_kind_id JOIN measures m ON m.id = t.measure_id ORDER BY k.id, m.id"
)


def _disclosure(connection):
    for kind, row, label, measure, column, name, unit in _rows(connection, _PRINTED):
        alias = f"d{kind}_{measure}"
        on = f"{alias}.report_id = s.report_id AND {alias}.item_kind_id = {kind} AND {alias}.measure_id = {measure}"
        money = unit == "万元"
        value = f"CASE WHEN {alias}.unit = '万元' THEN {alias}.value END" if money else f"{alias}.value"
        shown = measure_label(row, column, name).partition("（")[0]
        yield Indicator(
            f"disclosure.{row}.{column}", f"{label}｜{shown}", TABLES["disclosure"], unit or "", value,
            formula="只计写明单位的；没有写单位的金额不知是元还是万元" if money else "",
            joins=(Join(alias, f"LEFT JOIN disclosure_items {alias} ON {on}"),),
        )  # fmt: skip
