"""An invented reports.db for the tests of the site: many years and places, a few findings, no parser needed.

It is filled straight from the form definitions, so that the site can be tested on gaps, errors, aggregates and
hostile text that no example report holds. Every name in it is invented; numbers come from a fixed seed.
"""

from __future__ import annotations

import hashlib
import random
import sqlite3
import zlib
from pathlib import Path
from typing import Any

from ingest.forms import Form, forms
from ingest.places import regions
from ingest.store import summaries
from ingest.store.schema import connect

FUNCTIONS = ("示例局", "示例委员会", "示例中心")
PLACES = ("410103", "410184", "410304", "330800", "330802", "640104")
YEARS = range(2018, 2026)
HOSTILE = '<script>alert("政府")</script>'
CHECKS = (
    ("applications.balance", "收到与办理不相等", "一 + 二 = 三（七） + 四", "表二勾稽关系", "error"),
    ("invented.places", "位置无法确定", "数字个数等于栏数", "表二", "warning"),
    ("applications.row_total", "行合计不符", "总计 = 自然人 + 五类组织", "表二", "error"),
)
PROSE = {
    "overview": "{name}认真贯彻落实《政府信息公开条例》，全年主动公开信息{n}条，GDP数据按季发布。",
    "problems": "主要问题：一是基层力量薄弱，档案数字化不足；二是解读材料偏少。下一步将加强培训，完善制度。",
    "other": "本年度没有收取信息处理费。",
}


def build(path: Path) -> None:
    """Write the database of about forty reports to a path."""
    db = connect(str(path))
    db.execute("BEGIN")
    _look_ups(db)
    chance = random.Random(20190515)
    for region_code in PLACES:
        for function in FUNCTIONS[: chance.randint(1, 2)]:
            _agency(db, chance, region_code, function)
    _hostile(db)
    _unsure(db)
    summaries.refresh(db)
    db.commit()
    db.close()


def _insert(db: sqlite3.Connection, table: str, **row: Any) -> int:
    columns = ", ".join(row)
    marks = ", ".join(f":{key}" for key in row)
    return db.execute(f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})", row).lastrowid or 0


def _look_ups(db: sqlite3.Connection) -> None:
    for row in CHECKS:
        _insert(db, "checks", **dict(zip(("id", "title", "formula", "basis", "severity"), row, strict=True)))


def _agency(db: sqlite3.Connection, chance: random.Random, region_code: str, function: str) -> None:
    region = regions()[region_code]
    name = region.full_name.removeprefix("河南省").removeprefix("浙江省").removeprefix("宁夏回族自治区") + function
    kind = ("education", "finance", None)[FUNCTIONS.index(function)]
    place = {"region_code": region_code, "level": region.level}
    agency_id = _insert(db, "agencies", name=name, **place, function=function, function_class=kind)
    carried = 0
    for year in YEARS:
        if chance.random() < 0.25:
            continue
        carried = _report(db, chance, agency_id, name, year, carried)
    if region_code == "330800" and function == FUNCTIONS[0]:
        aggregate = _insert(db, "agencies", name="衢州市人民政府", **place, function_class="government")
        _report(db, chance, aggregate, "衢州市人民政府", 2023, 3, scope="aggregate")


def _report(
    db: sqlite3.Connection,
    chance: random.Random,
    agency_id: int,
    name: str,
    year: int,
    carried: int,
    scope: str = "own",
) -> int:
    form = None if year < 2019 else forms()["2019" if year < 2021 else "2021"]
    title = f"{name}{year}年政府信息公开工作年度报告"
    lines = [f"索引号：11{agency_id:016d}/{year + 1}-{agency_id:05d}", title]
    report_id = _insert(
        db,
        "reports",
        agency_id=agency_id,
        year=year,
        title=title,
        form_id=form and form.id,
        index_number=lines[0].removeprefix("索引号："),
        publisher=name,
        document_date=f"{year + 1}-01-{chance.randint(10, 31)}",
        disclosure_method="主动公开",
        category="政府信息公开年报",
        period_start=f"{year}-01-01",
        period_end=f"{year}-12-31",
        contact_office=f"{name}办公室",
        contact_phone="0000-1234567",
        contact_email="office@example.com",
        scope=scope,
        completeness="complete" if form else "narrative",
        source_id=_insert(
            db,
            "sources",
            sha256=hashlib.sha256(title.encode()).hexdigest(),
            name=f"examples/{agency_id}-{year}.txt",
            media_type="text/plain",
            encoding="utf-8",
            size=0,
            content=b"",
            added_at="2026-01-01T00:00:00+00:00",
            parser_version="synthetic",
        ),
    )
    for position, (kind, body) in enumerate(PROSE.items(), start=1):
        heading = f"{'一五六'[position - 1]}、{kind}"
        text = body.format(name=name, n=chance.randint(50, 900))
        lines += [heading, text]
        _section(db, report_id, position, kind, heading, text, len(lines) - 1)
    stats: dict[str, Any] = {"errors": 0, "warnings": 0}
    if form:
        _disclosure(db, chance, report_id, form, lines)
        stats |= _applications(db, chance, report_id, form, lines, carried)
        stats |= _appeals(db, chance, report_id, form, lines)
    _finish(db, report_id, "\n".join(lines), stats)
    return int(stats.get("carried_out", 0))


def _section(
    db: sqlite3.Connection, report_id: int, position: int, kind: str, heading: str, body: str, line: int
) -> None:
    rowid = _insert(
        db, "sections", report_id=report_id, position=position, kind=kind, heading=heading, body=body, line=line
    )
    db.execute(
        "INSERT INTO sections_fts (rowid, heading, body) VALUES (?, ?, ?)", (rowid, " ".join(heading), " ".join(body))
    )


def _disclosure(db: sqlite3.Connection, chance: random.Random, report_id: int, form: Form, lines: list[str]) -> None:
    for band in form.bands:
        for item in band.items:
            numbers = [chance.randint(0, 40) for _ in band.measures]
            lines.append("\t".join([item.label, *map(str, numbers)]))
            for measure, number in zip(band.measures, numbers, strict=True):
                blank = chance.random() < 0.1
                db.execute(
                    "INSERT INTO disclosure_items SELECT ?, k.id, m.id, ?, ?, ?, ? FROM item_kinds k, measures m"
                    " WHERE k.code = ? AND m.code = ?",
                    (
                        report_id,
                        None if blank else number,
                        "万元" if measure.money and not blank else None,
                        "" if blank else f"{number}万元" if measure.money else str(number),
                        len(lines),
                        item.code,
                        measure.code,
                    ),
                )


def _applications(
    db: sqlite3.Connection, chance: random.Random, report_id: int, form: Form, lines: list[str], carried: int
) -> dict[str, Any]:
    received, out = chance.randint(5, 60), chance.randint(0, 4)
    totals = {"received": received, "carried_in": carried, "closed": received + carried - out, "carried_out": out}
    left = totals["closed"]
    for code in chance.sample(form.leaves, 8):
        totals[code] = chance.randint(0, left)
        left -= totals[code]
    totals["disclosed"] = totals.get("disclosed", 0) + left
    wrong = chance.random() < 0.2
    for row in form.rows:
        if row.code == "other_handling" and form.children("other_handling"):
            continue
        total = totals.get(row.code, 0)
        people = chance.randint(0, total)
        cells = [people, total - people, 0, 0, None if total == 0 else 0, 0, total]
        if row.code == "received" and wrong:
            cells[-1] = total + 1
        lines.append("\t".join([row.label, *("" if cell is None else str(cell) for cell in cells)]))
        db.execute(
            "INSERT INTO applications SELECT ?, id, ?, ?, ?, ?, ?, ?, ?, ? FROM outcomes WHERE code = ?",
            (report_id, *cells, len(lines), row.code),
        )
        if row.code == "received" and wrong:
            _insert(
                db,
                "findings",
                report_id=report_id,
                check_id="applications.row_total",
                severity="error",
                table_name="applications",
                row_code="received",
                column_name="total",
                stated=str(total + 1),
                expected=str(total),
                message=f"一、本年新收一行：各栏合计 {total} ≠ 总计 {total + 1}（第 {len(lines)} 行）",
                line=len(lines),
            )

    def group(code: str) -> int:
        return sum(totals.get(child, 0) for child in form.children(code))

    stats: dict[str, Any] = {key: totals[key] for key in ("received", "carried_in", "closed", "carried_out")}
    stats |= {"disclosed": totals["disclosed"], "partly_disclosed": totals.get("partly_disclosed", 0)}
    stats |= {code: group(code) for code in ("refused", "not_available", "not_processed")}
    closed = totals["closed"]
    stats["other_handling"] = totals.get("other_handling", 0) + group("other_handling")
    stats["disclosure_rate"] = (stats["disclosed"] + stats["partly_disclosed"]) / closed if closed else None
    stats["refusal_rate"] = stats["refused"] / closed if closed else None
    stats["errors"] = int(wrong)
    return stats


def _appeals(
    db: sqlite3.Connection, chance: random.Random, report_id: int, form: Form, lines: list[str]
) -> dict[str, Any]:
    totals = {}
    corrected = 0
    for channel in form.channels:
        cells = [chance.randint(0, 3) for _ in range(4)]
        totals[channel.code] = sum(cells)
        corrected += cells[1]
        lines.append("\t".join([channel.label, *map(str, [*cells, sum(cells)])]))
        db.execute(
            "INSERT INTO appeals SELECT ?, id, ?, ?, ?, ?, ?, ? FROM channels WHERE code = ?",
            (report_id, *cells, sum(cells), len(lines), channel.code),
        )
    return {
        "reconsiderations": totals["reconsideration"],
        "suits": totals["direct_litigation"] + totals["litigation_after_reconsideration"],
        "corrected": corrected,
        "correction_rate": corrected / sum(totals.values()) if sum(totals.values()) else None,
    }


def _finish(db: sqlite3.Connection, report_id: int, text: str, stats: dict[str, Any]) -> None:
    db.execute(
        "UPDATE sources SET content = ?, size = ? WHERE id = (SELECT source_id FROM reports WHERE id = ?)",
        (zlib.compress(text.encode()), len(text.encode()), report_id),
    )
    agency_id, year, form_id, scope, completeness, region_code, level, function = db.execute(
        "SELECT agency_id, year, form_id, scope, completeness, region_code, level, function"
        " FROM reports JOIN agencies ON agencies.id = agency_id WHERE reports.id = ?",
        (report_id,),
    ).fetchone()
    known = regions()
    province, city = (known.get(region_code[:size].ljust(6, "0")) for size in (2, 4))
    _insert(
        db,
        "report_stats",
        report_id=report_id,
        agency_id=agency_id,
        year=year,
        region_code=region_code,
        province=province and province.name,
        city=city and city.name,
        county=known[region_code].name if level == "county" else None,
        level=level,
        function=function,
        form_id=form_id,
        scope=scope,
        completeness=completeness,
        **stats,
    )


def _hostile(db: sqlite3.Connection) -> None:
    """One report whose agency, title and prose are a script: strangers write these."""
    agency_id = _insert(
        db, "agencies", name=f"二七区{HOSTILE}局", region_code="410103", level="county", function=HOSTILE
    )
    _report(db, random.Random(1), agency_id, f"二七区{HOSTILE}局", 2022, 0)


def _unsure(db: sqlite3.Connection) -> None:
    """One row whose numbers could not be placed: all NULL, with a finding that says so."""
    report_id, line = db.execute(
        "SELECT report_id, line FROM applications JOIN outcomes ON id = outcome_id WHERE code = 'duplicate' LIMIT 1"
    ).fetchone()
    columns = ", ".join(f"{column.code} = NULL" for column in forms()["2021"].applicants)
    db.execute(f"UPDATE applications SET {columns} WHERE report_id = ? AND line = ?", (report_id, line))
    _insert(
        db,
        "findings",
        report_id=report_id,
        check_id="invented.places",
        severity="warning",
        table_name="applications",
        row_code="duplicate",
        message=f"“2.重复申请”一行应有7栏，印有6个，无法确定各属哪一栏（第 {line} 行）",
        line=line,
    )
