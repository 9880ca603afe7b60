"""Several drafts at once: the list of who is expected, the year asked for, verdicts, and what shows beside others."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from drafts import page

from ingest import drafts, pipeline
from ingest.cli import main
from ingest.model import Refused

NAMES = (
    ("云岭县水利局", "水利局", "我局"),
    ("云岭县民政局", "民政局", "我局"),
    ("云岭县大营乡人民政府", "大营乡", "本机关"),
)


def made(seed: int, name: tuple[str, str, str] = NAMES[0], year: int = page.YEAR) -> page.Draft:
    return page.right(Random(seed), name, year)


def saved(folder: Path, draft: page.Draft, name: str) -> Path:
    (folder / name).write_bytes(page.text(draft))
    return folder / name


def listed(folder: Path, *names: str) -> Path:
    (folder / "list.csv").write_text("机关\n" + "\n".join(names) + "\n", "utf-8")
    return folder / "list.csv"


def checked(paths: Sequence[Path], roster: Path | None = None, **asked: Any) -> drafts.Run:
    expected = drafts.read_roster(str(roster), page.YEAR) if roster else ()
    given = drafts.Asked(asked.get("year", page.YEAR), expected, asked.get("deadline"))
    with pipeline.Interrupts() as interrupts:
        return drafts.check(list(pipeline.inputs(map(str, paths))), given, None, interrupts)


def told(draft: drafts.Draft) -> set[str]:
    return {one.finding.check for one in draft.told} - {"place.undecided"}


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_drafts_stand_in_the_lists_order_and_those_that_lack_are_named(tmp_path: Path) -> None:
    roster = listed(tmp_path, "云岭县审计局", NAMES[1][0], NAMES[0][0])
    paths = [saved(tmp_path, made(n, NAMES[n]), f"{n}.txt") for n in (0, 1, 2)]
    found = checked(paths, roster)
    assert [one.agency for one in found.drafts] == [NAMES[1][0], NAMES[0][0], NAMES[2][0]]
    assert [one.name for one in found.missing] == ["云岭县审计局"]
    assert "draft.not_listed" in told(found.drafts[2]) and found.drafts[2].expected is None


def test_verdicts(tmp_path: Path) -> None:
    wrong = made(5, NAMES[1])
    wrong.cells["applications", "received", "total"] = "7777"
    (tmp_path / "c.txt").write_text("什么也不是", "utf-8")
    paths = [saved(tmp_path, made(4), "a.txt"), saved(tmp_path, wrong, "b.txt"), tmp_path / "c.txt"]
    states = {Path(one.path).name: one.state for one in checked(paths).drafts}
    assert states == {"a.txt": "ready", "b.txt": "mend", "c.txt": "unchecked"}
    assert drafts.VERDICTS == {"ready": "可发布", "confirm": "请核对", "mend": "请修改", "unchecked": "无法校验"}


def test_two_files_of_one_agency_are_not_ready_before_somebody_has_chosen(tmp_path: Path) -> None:
    paths = [saved(tmp_path, made(4), "初稿.txt"), saved(tmp_path, made(6), "修改稿.txt")]
    paths.append(saved(tmp_path, made(8, NAMES[1]), "c.txt"))
    assert [one.state for one in checked(paths).drafts] == ["confirm", "confirm", "ready"]
    assert [one.state for one in checked(paths[1:]).drafts] == ["ready", "ready"]


def _speaks_of_another(draft: page.Draft) -> None:
    draft.sections[0][1].append("下一步，云岭县审计局将进一步加强公开。")


def _bare(draft: page.Draft) -> None:
    draft.signed = draft.dated = ""


def _of_last_year(draft: page.Draft) -> None:
    draft.sections[0][1].insert(0, f"{page.YEAR - 1}年，我局扎实做好各项公开工作。")


@pytest.mark.parametrize("change", [_speaks_of_another, _bare, _of_last_year])
def test_what_nobody_may_publish_unseen_is_not_ready_and_dismissed_it_is(tmp_path: Path, change: Any) -> None:
    draft = made(4)
    change(draft)
    saved(tmp_path, draft, "a.txt")
    found = run("check", str(tmp_path), "--draft", "--year", str(page.YEAR))
    assert found.exit_code == 0 and "请核对" in found.stdout and "可发布" not in found.stdout
    assert "请核对" in found.stdout.splitlines()[1]
    for line in [one for one in found.stdout.splitlines() if "[draft." in one]:
        assert run("review", line.split()[1].rstrip("]"), "--dismiss", "--drafts", str(tmp_path)).exit_code == 0
    again = run("check", str(tmp_path), "--draft", "--year", str(page.YEAR)).stdout
    assert "可发布" in again and "请核对" not in again


def test_what_is_told_by_the_way_holds_nothing_back(tmp_path: Path) -> None:
    draft = made(4)
    draft.sections[0][1].append("编发办事指南。" * 160)
    [one] = checked([saved(tmp_path, draft, "a.txt")]).drafts
    assert "draft.overview_long" in told(one) and one.state == "ready"


def test_a_file_that_cannot_be_checked_says_why_among_the_others(tmp_path: Path) -> None:
    saved(tmp_path, made(4), "a.txt")
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 cut short")
    out = run("check", str(tmp_path), "--draft", "--year", str(page.YEAR)).stdout
    assert "（未能读出）" in out and "坏.docx  无法校验" in out
    assert "Word 文件（docx）已损坏或不完整：请用 Word 或 WPS 打开，另存为新文件" in out.replace("\n", "").replace(
        " " * 4, ""
    )
    roster = listed(tmp_path, NAMES[0][0], NAMES[1][0])
    (tmp_path / "坏.docx").rename(tmp_path / f"{NAMES[1][0]}.docx")
    out = run("check", str(tmp_path), "--draft", "--year", str(page.YEAR), "--roster", str(roster)).stdout
    assert any(line.startswith(NAMES[1][0]) and "无法校验" in line for line in out.splitlines())


def test_blank_cells_are_counted(tmp_path: Path) -> None:
    draft = made(6)
    for column in ("natural_person", "business", "total"):
        draft.cells["applications", "duplicate", column] = ""
    [found] = checked([saved(tmp_path, draft, "a.txt")]).drafts
    assert found.blanks == 3 and found.counts["warning"] == 1


def test_a_short_name_is_the_one_on_the_list_and_a_slip_of_the_pen_is_not(tmp_path: Path) -> None:
    roster = listed(tmp_path, "云岭县卫生健康委员会", "云岭县应急管理局")
    short = made(7, ("云岭县卫健委", "卫健委", "我委"))
    slip = made(8, ("云岭县应急管里局", "应急管里局", "我局"))
    found = checked([saved(tmp_path, short, "a.txt"), saved(tmp_path, slip, "b.txt")], roster)
    by_name = {Path(one.path).name: one for one in found.drafts}
    assert by_name["a.txt"].agency == "云岭县卫生健康委员会" and "draft.not_listed" not in told(by_name["a.txt"])
    [words] = [one.finding for one in by_name["b.txt"].told if one.finding.check == "draft.not_listed"]
    assert (words.stated, words.expected) == ("云岭县应急管里局", "云岭县应急管理局")


def test_a_list_may_be_a_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["机关", "年份"], [NAMES[0][0], 2025], [NAMES[1][0], 2019]):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    assert [one.name for one in drafts.read_roster(str(tmp_path / "list.xlsx"), 2025)] == [NAMES[0][0]]
    assert len(drafts.read_roster(str(tmp_path / "list.xlsx"))) == 2
    with pytest.raises(Refused, match="没有这一年度"):
        drafts.read_roster(str(tmp_path / "list.xlsx"), 2030)


def test_two_drafts_of_one_agency_and_one_file_twice(tmp_path: Path) -> None:
    first = made(9)
    paths = [saved(tmp_path, first, "a.txt"), saved(tmp_path, made(10), "b.txt"), saved(tmp_path, first, "c.txt")]
    found = {Path(one.path).name: one for one in checked(paths).drafts}
    assert {"draft.same_agency", "draft.same_file"} <= told(found["a.txt"])
    assert "draft.same_file" not in told(found["b.txt"]) and "draft.same_agency" in told(found["b.txt"])
    assert found["b.txt"].others == (str(paths[0]), str(paths[2]))


def test_the_local_deadline(tmp_path: Path) -> None:
    draft = made(11)
    draft.dated = "2026年1月20日"
    path = saved(tmp_path, draft, "a.txt")
    assert "draft.deadline" in told(checked([path], deadline=(1, 18)).drafts[0])
    assert "draft.deadline" not in told(checked([path], deadline=(1, 20)).drafts[0])


def test_another_year_than_the_one_asked_for(tmp_path: Path) -> None:
    path = saved(tmp_path, made(12, year=2024), "a.txt")
    [found] = checked([path]).drafts
    [words] = [one.finding for one in found.told if one.finding.check == "draft.other_year"]
    assert (words.stated, words.expected, words.line) == ("2024", "2025", 1)
    assert "draft.other_year" not in told(checked([path], year=2024).drafts[0])


def test_rules_for_drafts_are_asked_of_drafts_alone(tmp_path: Path) -> None:
    draft = made(13)
    draft.sections.pop(4)
    path = saved(tmp_path, draft, "a.txt")
    strict = json.loads(run("check", "--draft", "--format", "json", str(path)).stdout.splitlines()[0])
    plain = json.loads(run("check", "--format", "json", str(path)).stdout.splitlines()[0])
    assert "draft.section_missing" in {finding["check"] for finding in strict["findings"]}
    assert not [finding for finding in plain["findings"] if finding["check"].startswith("draft.")]
    run("add", "--db", str(tmp_path / "r.db"), str(path))
    shown = run("check", "--db", str(tmp_path / "r.db"), "--format", "json", str(path)).stdout
    assert "draft." not in shown


@pytest.mark.parametrize("deadline", ["13-01", "tomorrow", "01-32", "1"])
def test_a_deadline_that_is_no_day_is_wrong_usage(tmp_path: Path, deadline: str) -> None:
    result = run("check", "--draft", "--deadline", deadline, str(saved(tmp_path, made(1), "a.txt")))
    assert result.exit_code == 2 and "01-28" in result.stderr


def test_what_belongs_to_drafts_needs_draft(tmp_path: Path) -> None:
    result = run("check", "--year", "2025", str(saved(tmp_path, made(1), "a.txt")))
    assert result.exit_code == 2 and "--draft" in result.stderr


@pytest.mark.parametrize(
    ("old", "new", "mark"),
    [
        (NAMES[0][0], "云岭县××局", "××"),
        (NAMES[0][0], "[单位名称]", "[单位名称]"),
        (str(page.YEAR), "20XX", "20XX"),
    ],
)
def test_a_title_with_a_placeholder_is_told_if_the_rest_says_whose_it_is(
    tmp_path: Path, old: str, new: str, mark: str
) -> None:
    draft = made(14)
    draft.preamble = f"现公布{NAMES[0][0]}2025年政府信息公开工作年度报告。统计期限为2025年1月1日至2025年12月31日。"
    draft.title = draft.title.replace(old, new)
    [found] = checked([saved(tmp_path, draft, "a.txt")]).drafts
    assert found.report is not None and found.report.agency.printed == NAMES[0][0]
    [words] = [one.finding for one in found.told if one.finding.check == "draft.placeholder"]
    assert mark in words.message and words.line == 1


@pytest.mark.parametrize("printed", ["2026.2.30", "2026-01-32", "2026/2/30", "2026年2月30日", "2026-13-5"])
def test_a_signature_of_a_day_that_is_none_is_told(tmp_path: Path, printed: str) -> None:
    draft = made(18)
    draft.dated = printed
    [found] = checked([saved(tmp_path, draft, "a.txt")]).drafts
    assert [one.finding.stated for one in found.told if one.finding.check == "dates.calendar"] == [printed]
    assert found.report is not None and found.report.head.signed_date is None


@pytest.mark.parametrize("printed", ["2026.1.30", "2026-01-31", "2026/1/5"])
def test_a_signature_in_digits_is_a_day(tmp_path: Path, printed: str) -> None:
    draft = made(18)
    draft.dated = printed
    [found] = checked([saved(tmp_path, draft, "a.txt")]).drafts
    assert "dates.calendar" not in told(found)


@pytest.mark.parametrize(
    ("printed", "check", "stated"),
    [
        ("为2025年1月至11月", "draft.period", "2025年1月至11月"),
        ("为2025年2—12月", "draft.period", "2025年2—12月"),
        ("截至2025年11月底", "draft.period", "截至2025年11月底"),
        ("为2024年度", "dates.period", "2024-01-01/2024-12-31"),
        ("为2025年1月至12月", None, None),
        ("截至2025年12月底", None, None),
        ("为2025年度", None, None),
    ],
)
def test_a_period_of_months_is_held_against_the_year(
    tmp_path: Path, printed: str, check: str | None, stated: str | None
) -> None:
    draft = made(19)
    draft.preamble = f"{NAMES[0][0]}编制了2025年政府信息公开工作年度报告。本报告所列数据的统计期限{printed}。"
    [found] = checked([saved(tmp_path, draft, "a.txt")]).drafts
    periods = [one.finding for one in found.told if one.finding.check in ("draft.period", "dates.period")]
    assert [(one.check, one.stated) for one in periods] == ([(check, stated)] if check else [])


def test_a_template_that_nothing_is_filled_in_is_not_checked(tmp_path: Path) -> None:
    draft = made(15)
    for field in ("title", "preamble", "signed"):
        setattr(draft, field, getattr(draft, field).replace(NAMES[0][0], "××局"))
    [found] = checked([saved(tmp_path, draft, "a.txt")]).drafts
    assert found.state == "unchecked" and "模板" in (found.result.refused or "")


def test_what_the_prose_says_of_last_year_is_held_against_its_report(tmp_path: Path) -> None:
    last = made(16, year=page.YEAR - 1)
    draft = page.right(Random(17), NAMES[0], page.YEAR, last.facts.cells)
    now, then = draft.facts.n("received"), last.facts.n("received")
    paths = [saved(tmp_path, last, "2024.txt")]
    for name, said in (("right", then), ("wrong", then + 9)):
        more = "增加" if now >= said else "减少"
        words = f"与2024年收到申请{said}件相比，{more}{abs(now - said)}件。"
        draft.sections[0] = (draft.sections[0][0], ["2025年，我局收到政府信息公开申请" + f"{now}件。{words}"])
        paths[1:] = [saved(tmp_path, draft, f"{name}.txt")]
        mine = next(one for one in checked(paths).drafts if one.path.endswith(f"{name}.txt"))
        assert ("draft.last_said" in told(mine)) == (name == "wrong")
        assert "draft.growth" not in told(mine)


def _opens_wrongly(folder: Path, section: int, paragraphs: Sequence[str]) -> bool:
    """Is another year told of a draft with these paragraphs in a section (0 overview, 4 problems, 5 other matters)?"""
    draft = made(4)
    years = {"y": page.YEAR, "l": page.YEAR - 1, "n": page.YEAR + 1}
    draft.sections[section][1][:] = [words.format(**years) for words in paragraphs]
    [one] = checked([saved(folder, draft, "a.txt")]).drafts
    return "draft.opening_year" in told(one)


@pytest.mark.parametrize(
    ("section", "words"),
    [
        (4, ("{l}年，我局政务公开存在更新不及时的问题，已加以改进。",)),
        (4, ("解读形式不够丰富。", "{l}年，我局组织培训3次。")),
        (4, ("我局{l}年坚持问题导向，公开实效有所提升。",)),
        (5, ("{l}年，我局收取信息处理费0元。",)),
        (5, ("云岭县水利局{l}年全年未收取信息处理费。",)),
        (0, ("我局{l}年紧盯群众关切，公开有力有序。", "全年发布信息31条。")),
        (5, ("办理人大建议5件。{l}年，我局收取信息处理费0元。",)),
        (5, ("无其他事项。", "{l}年度，本机关未收取信息处理费。")),
        (4, ("{l}年工作中存在问题：栏目不规范。下一步将规范栏目。",)),
        (4, ("虽然{l}年政府信息公开工作取得了成绩，但与群众要求仍有差距。",)),
        (4, ("回顾{l}年的工作，仍存在解读不足问题。",)),
        (4, ("{l}年存在的主要问题：一是更新慢。",)),
        (4, ("一是{l}年我局未开展培训，业务能力不足。",)),
        (5, ("{l}年度未收取信息处理费。",)),
        (5, ("我局{l}年收取信息处理费0元。",)),
        (5, ("截至{l}年12月31日，本机关未收取信息处理费。",)),
        (5, ("根据要求，{l}年我局没有收取信息处理费情况。",)),
        (5, ("依据《政府信息公开信息处理费管理办法》收取信息处理费的情况：{l}年本单位没有收取。",)),
        (5, ("{l}年办理人大建议5件，办复率100%。",)),
        (5, ("{l}年度无其他需要报告的事项。",)),
        (0, ("全年工作有序。", "（二）依申请公开。{l}年收到申请12件。")),
        (0, ("全年工作有序。", "（一）主动公开。{l}年主动公开信息141条。")),
        (0, ("全年工作有序。", "（一）主动公开。截至{l}年12月31日，共发布信息141条。")),
        (0, ("在过去的{l}年里，我局认真落实条例。", "全年发布信息31条。")),
        (0, ("全年工作有序。", "{l}年1月1日至12月31日，收到申请12件。")),
        (5, ("{l}年1月1日至12月31日，本机关未收取信息处理费。",)),
        (5, ("我单位{l}年度无信息处理费收取情况。",)),
    ],
)
def test_a_paragraph_of_another_year_is_told(section: int, words: tuple[str, ...], tmp_path: Path) -> None:
    assert _opens_wrongly(tmp_path, section, words)


@pytest.mark.parametrize(
    ("section", "words"),
    [
        (4, ("针对{l}年度报告指出的更新不及时问题，{y}年已整改到位；今年发现部分目录与实际脱节，下步将逐条核对。",)),
        (4, ("{l}年，我局在第三方评估中被指出解读偏少。{y}年，我局增加了图解。",)),
        (4, ("{l}年，我局存在更新不及时的问题，目前已建立台账。",)),
        (4, ("（一）{l}年度报告所列问题的整改情况", "{l}年，我局存在更新不及时的问题，已改进。")),
        (4, ("{n}年，我局将继续完善制度。",)),
        (5, ("{n}年1月1日起，本机关公开栏目迁移至新平台。",)),
        (5, ("{n}年，我局公开栏目迁移至新平台。",)),
        (5, ("2019年，国务院修订《中华人民共和国政府信息公开条例》，信息处理费另有规定。",)),
        (5, ("{l}年报告提出的“栏目更新慢”问题已解决。",)),
        (5, ("与{l}年相比，收取信息处理费持平。",)),
        (5, ("按规定，{y}年收取信息处理费0元。办理建议5件。",)),
        (5, ("收取信息处理费共计0元。{l}年，我局减免3元，本年度无减免。",)),
        (5, ("我局{l}年建成的公开专区继续运行。",)),
        (0, ("县人民政府{l}年全面部署政务公开，我局认真落实。", "全年发布信息31条。")),
        (4, ("{l}年存在的问题已全部整改到位。当前仍有解读偏少的问题。",)),
        (4, ("{l}年第三方评估中发现的问题已全部解决。",)),
        (4, ("{l}年开展的栏目优化工作仍需深化，个别栏目信息更新不及时。",)),
        (4, ("对{l}年以前形成的存量信息清理不够及时。",)),
        (4, ("与{l}年相比，解读数量有所增加，但形式仍单一。",)),
        (5, ("{l}年结转的申请1件，已办结。",)),
        (5, ("{l}年度收到的1件行政诉讼案件尚在二审。",)),
        (5, ("我局{l}年收到的表彰未列入本报告。",)),
        (5, ("{l}年起本县统一由行政审批局受理申请。",)),
        (0, ("全年工作有序。", "（一）主动公开。{l}年制定的公开目录继续执行。")),
        (0, ("2021年以来，我局逐年完善公开制度。",)),
        (0, ("{y}年，我局认真落实{l}年政务公开工作要点。",)),
        (0, ("全年工作有序。", "截至{l}年底建成的专区12个，{y}年新增3个。")),
        (5, ("自{l}年1月1日起本机关停收工本费。",)),
        (5, ("按照{l}年机构改革方案，原科技局并入本机关。",)),
    ],
)
def test_other_years_that_belong_there_are_left_alone(section: int, words: tuple[str, ...], tmp_path: Path) -> None:
    assert not _opens_wrongly(tmp_path, section, words)


@pytest.mark.parametrize(
    ("words", "told_of"),
    [
        ("{l}年，我局存在更新不及时的问题，将在{y}年加以改进。", True),
        ("在{y}年的工作中，我局将进一步强化责任。", True),
        ("针对上述问题，我局将于{y}年一季度完成目录修订。", True),
        ("我局将在{n}年一季度完成目录修订。", False),
        ("在{n}年的工作中，我局将进一步强化责任。", False),
        ("在{y}年的工作中，我局仍存在解读不足的问题。", False),
        ("{y}年，我局将公开要求纳入考核，但落实不均衡。", False),
    ],
)
def test_a_plan_is_for_a_year_that_is_still_to_come(words: str, told_of: bool, tmp_path: Path) -> None:
    draft = made(4)
    draft.sections[4][1][:] = [words.format(y=page.YEAR, l=page.YEAR - 1, n=page.YEAR + 1)]
    [one] = checked([saved(tmp_path, draft, "a.txt")]).drafts
    assert ("draft.plan_year" in told(one)) == told_of


@pytest.mark.parametrize("with_heading", [True, False])
def test_an_absent_table_is_named_and_the_others_are_not_denied(with_heading: bool, tmp_path: Path) -> None:
    draft = made(4)
    draft.without.add("appeals")
    if not with_heading:
        del draft.sections[3]
    [one] = checked([saved(tmp_path, draft, "a.txt")]).drafts
    [said] = [given.finding.message for given in one.told if given.finding.check == "draft.table_absent"]
    assert said.startswith("缺少表三（复议诉讼）：") and "没有这张表格" in said and "没有法定表格" not in said


@pytest.mark.parametrize("strict", [[], ["--draft"]])
def test_a_file_that_passes_is_named(strict: list[str], tmp_path: Path) -> None:
    path = saved(tmp_path, made(4), "水利局报送稿.txt")
    result = run("check", str(path), *strict)
    assert result.exit_code == 0
    assert f"{path}  误 0  疑 0" in result.output


def _numbers(draft: page.Draft, given: dict[str, int]) -> None:
    """Tables of zeros, but for some cells of table 1 and for applications of one person each, closed and disclosed."""
    draft.cells = dict.fromkeys(draft.cells, "0")
    for row in ("licensing", "penalties", "coercion"):
        draft.cells["disclosure_items", row, "decisions"] = str(given.get(row, 0))
    for row in ("received", "closed", "disclosed"):
        for column in ("natural_person", "total"):
            draft.cells["applications", row, column] = str(given.get("received", 0))
    draft.sections[0][1][:] = ["2025年，公开工作有序。"]
    draft.sections[3][1][:] = []


@pytest.mark.parametrize(
    ("first", "second", "equal"),
    [
        ({"licensing": 720, "penalties": 35, "received": 3}, {"licensing": 720, "penalties": 35, "received": 3}, True),
        ({"licensing": 720, "penalties": 35, "received": 3}, {"licensing": 720, "penalties": 35, "received": 9}, True),
        ({"licensing": 720, "penalties": 35, "received": 3}, {"licensing": 721, "penalties": 35, "received": 3}, False),
        ({}, {}, False),
        ({"received": 1}, {"received": 1}, False),
        ({"penalties": 2, "received": 1}, {"penalties": 2, "received": 1}, False),
        ({"licensing": 720}, {"licensing": 720}, False),
    ],
)
def test_the_tables_of_two_agencies_are_not_the_same_unless_they_say_nothing(
    first: dict[str, int], second: dict[str, int], equal: bool, tmp_path: Path
) -> None:
    paths = []
    for number, given in enumerate((first, second)):
        draft = made(20 + number, NAMES[number])
        _numbers(draft, given)
        paths.append(saved(tmp_path, draft, f"{number}.txt"))
    for one, other in zip(checked(paths).drafts, (NAMES[1][0], NAMES[0][0]), strict=True):
        said = [given.finding.message for given in one.told if given.finding.check == "draft.twin_tables"]
        assert [other in message for message in said] == [True] * equal
        assert one.state == ("confirm" if equal else "ready"), [given.finding for given in one.told]
    tables = "表一（主动公开）" + ("、表二（依申请公开）" if first == second else "")
    assert not equal or tables in said[0]


def test_two_files_of_one_agency_may_share_their_tables(tmp_path: Path) -> None:
    paths = []
    for number in (0, 1):
        draft = made(20 + number)
        _numbers(draft, {"licensing": 720, "penalties": 35})
        paths.append(saved(tmp_path, draft, f"{number}.txt"))
    assert all("draft.twin_tables" not in told(one) for one in checked(paths).drafts)
