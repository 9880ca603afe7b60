"""Whatever is fed in becomes a report or a clear refusal, in bounded time, and no number comes from nowhere."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
import truth
from fuzzing import examples
from hypothesis import given
from hypothesis import strategies as st

from ingest.forms import forms
from ingest.model import Refused, Report
from ingest.parse import parse
from ingest.source import source_of
from ingest.text import fold

PAGES = [path.read_text("utf-8") for path in sorted(truth.EXAMPLES.glob("*.txt"))]
WORDS = [label for form in forms().values() for outcome in form.outcomes for label in outcome.printed]
WORDS += [item.label for form in forms().values() for band in form.bands for item in band.items]
WORDS += [
    "总计",
    "其他",
    "自然人",
    "行政复议",
    "结果维持",
    "信息内容",
    "本年新",
    "一、总体情况",
    "0",
    "12",
    "增",
    "—",
    " ",
]
PIECES = st.one_of(
    st.sampled_from(WORDS), st.sampled_from(["\t", "|", "\n", "\n\n", " | ", "\n\t", "||||"]), st.text(max_size=8)
)


def outcome(content: bytes) -> Report | None:
    """The report in some bytes, None for a refusal that says why in both languages; anything else fails."""
    began = time.process_time()
    try:
        report = parse(source_of("fuzz.txt", content))
    except Refused as refused:
        assert re.search(r"[\u4e00-\u9fff].* \(.*[a-z].*\)$", str(refused), re.DOTALL)
        return None
    finally:
        assert time.process_time() - began < 5  # a bound against blow-ups, no benchmark
    return report


def printed_numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d{3})", "", fold(text))))


def assert_nothing_invented(report: Report, text: str) -> None:
    printed = printed_numbers(text)
    for row in report.rows:
        for value in row.values:
            if value.number is not None and not value.unit:
                assert (
                    re.sub(r"\.0$", "", f"{abs(value.number)}") in printed or value.raw.strip("+-增减加少") in printed
                ), row


@pytest.mark.fuzz
@examples(60)
@given(st.binary(max_size=3000))
def test_any_bytes_end_in_a_report_or_a_refusal(content: bytes) -> None:
    outcome(content)


@pytest.mark.fuzz
@examples(60)
@given(st.lists(PIECES, max_size=120))
def test_any_mix_of_labels_and_delimiters_is_read(pieces: list[str]) -> None:
    text = "衢州市示例局2021年政府信息公开工作年度报告\n统计期限2021年1月1日至2021年12月31日\n" + "".join(pieces)
    report = outcome(text.encode("utf-8", "replace"))
    if report:
        assert_nothing_invented(report, text)


@pytest.mark.fuzz
@examples(60)
@given(st.sampled_from(PAGES), st.data())
def test_a_mutated_page_invents_no_number(page: str, data: st.DataObject) -> None:
    lines = page.split("\n")
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(lines) - 1))
        what = data.draw(st.sampled_from(["drop", "double", "swap", "cut", "join", "blank"]))
        other = data.draw(st.integers(0, len(lines) - 1))
        if what == "drop" and len(lines) > 2:
            del lines[at]
        elif what == "double":
            lines.insert(at, lines[at])
        elif what == "swap":
            lines[at], lines[other] = lines[other], lines[at]
        elif what == "cut":
            middle = data.draw(st.integers(0, len(lines[at])))
            lines[at : at + 1] = [lines[at][:middle], lines[at][middle:]]
        elif what == "join" and at + 1 < len(lines):
            lines[at : at + 2] = [lines[at] + lines[at + 1]]
        else:
            lines[at] = ""
    text = "\n".join(lines)
    report = outcome(text.encode())
    if report:
        assert_nothing_invented(report, text)


@pytest.mark.parametrize(
    "text",
    [
        "请与" * 20000,
        "2020年1月1日至" * 5000,
        "（" * 50000,
        "|" * 90000,
        "\t\n" * 40000,
        "一、本年新收政府信息公开申请数量\t" * 2000,
        "索引号：" * 20000,
        "其他\n" * 20000,
        ("行政许可 | " + "1 | " * 200 + "\n") * 50,
        "+--+\n" * 20000,
        "------\nx\n" * 10000,
        "(三)不予公开0" * 10000,
        "行政复议\n" * 20000,
        "规章 | |\n" * 5 + "行政复议\n" * 20000,
    ],
    ids=[
        *("contact", "period", "brackets", "pipes", "blank cells", "labels", "fields", "columns", "long rows"),
        *("borders", "rulers", "glued rows", "torn headers", "closed rows"),
    ],
)
def test_hostile_repetition_ends_in_time(text: str, tmp_path: Path) -> None:
    outcome((truth.source("").text + "衢州市示例局2021年政府信息公开工作年度报告\n一、总体情况\n" + text).encode())
