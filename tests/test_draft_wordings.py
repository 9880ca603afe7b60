"""Sentences of drafts beside the same tables: those that contradict them, those left unfinished, those to be left."""

from __future__ import annotations

from pathlib import Path

import pytest
from parts import sampled

from ingest.checks import checks
from ingest.containers import source_of
from ingest.drafts import holds_back
from ingest.model import Finding
from ingest.parse import parse

_HERE = Path(__file__).parent
_DRAFT = (_HERE / "cases" / "clerk" / "50-right.txt").read_text("utf-8")
_NAME = "示例县示例委员会"


def lines(name: str) -> list[str]:
    """Sentences, one a line."""
    return (_HERE / "sentences" / name).read_text("utf-8").splitlines()


def told(draft: str) -> list[Finding]:
    """What must be looked at before a draft is published."""
    found = parse(source_of("draft.txt", draft.encode()), draft=True).findings
    return [one for one in found if checks()[one.check].severity != "note" or holds_back(one.check)]


def with_words(words: str) -> str:
    """The right draft with some words more in its overview."""
    return _DRAFT.replace("二、主动公开政府信息情况", f"{words}\n二、主动公开政府信息情况", 1)


@pytest.mark.parametrize("words", sampled(lines("draft-wrong.txt"), 2))
def test_sentences_that_are_wrong_are_told(words: str) -> None:
    assert told(with_words(words))


@pytest.mark.parametrize("words", sampled(lines("draft-right.txt"), 2))
def test_sentences_that_are_right_are_left_alone(words: str) -> None:
    assert told(with_words(words)) == []


@pytest.mark.parametrize("signed", ["示例县人民政府", "示例县人民政府办公室", "示 例 县 人 民 政 府"])
def test_a_government_under_a_bureaus_draft(signed: str) -> None:
    text = _DRAFT.replace(f"\n{_NAME}\n", f"\n{signed}\n")
    [found] = told(text)
    assert found.check == "head.conflict" and found.stated == signed.replace(" ", "") and _NAME in found.message


@pytest.mark.parametrize("dated", ["2026年元月8日", "二〇二六年元月八日", "2026年正月"])
def test_the_first_month_has_other_names(dated: str) -> None:
    found = parse(source_of("draft.txt", _DRAFT.replace("二〇二六年一月八日", dated).encode()), draft=True).findings
    assert "draft.no_date" not in {one.check for one in found}


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ("在2025年，要进一步强化培训。", "2025"),
        ("二〇二五年，本机关将完善制度。", "2025"),
        ("改进措施：2025年，加强培训。", "2025"),
        ("以上问题，将在今年逐项解决。", "今年"),
        ("力争2025年底前建成统一平台。", "2025"),
        ("打算今年年内完成改版。", "今年"),
    ],
)
def test_plans(plan: str, said: str) -> None:
    [found] = told(_DRAFT.replace("六、其他需要报告的事项", f"{plan}\n六、其他需要报告的事项", 1))
    assert (found.check, found.stated) == ("draft.plan_year", said)


@pytest.mark.parametrize(
    "plan",
    [
        "改进措施：2025年已完成目录修订。",
        "2025年，本机关公开工作还需要持续加强。",
        "二〇二六年，本机关将完善制度。",
        "改进措施：2026年，加强培训。",
        "年初计划于2025年6月完成的改版，现已上线。",
    ],
)
def test_what_is_no_plan_of_the_year(plan: str) -> None:
    assert told(_DRAFT.replace("六、其他需要报告的事项", f"{plan}\n六、其他需要报告的事项", 1)) == []
