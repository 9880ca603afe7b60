"""Front matter and sections: what a page says of its report, in every kind of header, title and signature."""

from __future__ import annotations

import time
from datetime import date

import pytest
import truth
from parts import sampled

from ingest.containers.texts import read as read_document
from ingest.front import Front, read_front
from ingest.front.contact import read_contact
from ingest.front.page import line_of
from ingest.model import Head, Refused
from ingest.places import names
from ingest.sections import read_sections
from ingest.text import fold, simplified

NAME = "衢州市示例局"
TITLE = f"{NAME}2020年政府信息公开工作年度报告"
BARE = "2020年政府信息公开工作年度报告"
BODY = "\n一、总体情况\n工作有序。\n二、主动公开政府信息情况\n见表。\n六、其他需要报告的事项\n无\n"
SIGNED = f"{NAME}\n2021年1月15日\n"


def front(text: str) -> Front:
    return read_front(read_document(text))


def head(text: str) -> Head:
    return front(text).head


# --- titles -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        TITLE,
        f"{NAME}\n{BARE}",
        f"{NAME}\n\n{BARE}",
        f"{NAME} |\n{BARE} |",
        f"2020年{NAME}政府信息公开工作年度报告",
        f"{NAME} 2020 年政府信息公开工作年度报告",
        f"{NAME}2020年度政府信息公开工作年度报告",
        f"{NAME}2020年政府信息\n公开工作年度报告",
        f"{NAME}2020年\n政府信息公开工作年度报告",
        f"{NAME}\n2020年\n政府信息公开工作年度报告",
        f"{NAME}2020年政府信息公开工作\n年度报告",
        f"{TITLE}\n\n{TITLE}",
        f"{NAME}政府信息公开工作年度报告\n{TITLE}",
        f"{TITLE}\n{NAME}\n{BARE}",
        f"# {TITLE}",
        f"**{TITLE}**",
        f"《{TITLE}》",
        f"{NAME}2020年政府信息公开年报",
        f"{NAME}2020年度信息公开工作报告",
        f"{NAME}2020年政务公开工作年度报告",
        f"{NAME}2020年政府信息公开工作告年度报",
        f"{NAME}政府信息公开2020年年度报告",
        f"{NAME}2020年政府信息公开和政务公开工作年度报告",
        f"{NAME}二〇二〇年政府信息公开工作年度报告",
        f"{TITLE}（机关）",
        f"{NAME}关于2020年政府信息公开工作年度报告",
        f"关于公布{TITLE}的公告\n{TITLE}",
        f"首页\n{TITLE}",
        f"附件1\n{TITLE}",
        f"附件1：\n{TITLE}",
        f"打印\n{TITLE}",
        f"示例市人民政府门户网站\n{TITLE}",
        f"索引号 330800 {TITLE}",
        f"来源 {TITLE}",
        f"政府信息公开\n{TITLE}",
        f"政府信息公开年报\n{TITLE}",
        f"首页 > 政府信息公开 > 年度报告\n{TITLE}",
        f"首页 > 政府信息公开 > {TITLE}",
        f"2021-01-15 {TITLE}",
        f"2021-01-15\n{TITLE}",
        f"衢示办〔2021〕5号\n{TITLE}",
        f"衢示办〔2021〕5号        签发人：张三\n市政府办公室：\n{TITLE}",
        f"{TITLE} 发布时间：2021-01-15 来源：示例网",
        f"{TITLE}.docx",
        f"{TITLE}.docx\n{TITLE}",
        f"名称：{TITLE}",
        "衢州市示例局2020年政府信息公開工作年度報告\n請與某某聯繫",
    ],
)
def test_agency_and_year_whatever_the_title_looks_like(lines: str) -> None:
    said = head(lines + BODY)
    assert (said.agency, said.year) == (NAME, 2020)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (f"首页\n{TITLE}", TITLE),
        (f"来源 {TITLE}", TITLE),
        (f"{NAME}\n{BARE}", TITLE),
        (f"{NAME}2020年政府信息公开\n工作年度报告", TITLE),
        (f"{NAME} 2020 年政府信息公开工作年度报告", f"{NAME} 2020 年政府信息公开工作年度报告"),
        (f"２０２０年{NAME}政府信息公开年报", f"２０２０年{NAME}政府信息公开年报"),
        (f"衢州市\u200b示例局{BARE}", TITLE),
        (f"{TITLE}.docx", TITLE),
        ("首页 > 政府信息公开年报", None),
    ],
)
def test_a_title_is_kept_as_printed(lines: str, title: str | None) -> None:
    assert head(lines + BODY).title == title


@pytest.mark.parametrize(
    ("name", "paper"),
    [
        ("示例区示例镇人民政府", "政府信息公开年报"),
        ("示例区人民政府", "信息公开年度报告"),
        ("示例市政务公开办公室", "政府信息公开年报"),
        ("示例县教育系统", "政府信息公开年报"),
        ("示例区住建局（人民防空办公室）", "政府信息公开年报"),
        ("示例高新技术产业开发区管理委员会", "政府信息公开年报"),
        ("示例市公安局示例分局", "政府信息公开年报"),
        ("示例镇", "政府信息公开年报"),
    ],
)
def test_names_of_every_kind(name: str, paper: str) -> None:
    assert head(f"{name}2021年{paper}{BODY}").agency == name


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"发布机构：示例市人民政府\n{BARE}\n现公布{TITLE}。请与{NAME}办公室联系。{BODY}", NAME),
        (f"发布机构：办公室\n{BARE}\n本报告由{NAME}编制。{BODY}", NAME),
        (f"{BARE}\n根据条例要求，{NAME}编制了2020年度政府信息公开工作年度报告。{BODY}", NAME),
        (f"{BARE}\n填报单位：{NAME}  填报人：张三{BODY}", NAME),
        (f"{BARE}{BODY}\n填报单位：{NAME} 填报日期：2021年1月5日\n", NAME),
        (f"{BARE}\n如有疑问，请与{NAME}办公室联系（电话：0570-1234567）。{BODY}", NAME),
        (f"{BARE}{BODY}{SIGNED}", NAME),
        (f"示例市人民政府\n{BARE}{BODY}{SIGNED}", NAME),
        (f"抄送市府办\n{BARE}{BODY}{SIGNED}", NAME),
        (f"示例市\n{BARE}{BODY}{SIGNED}", NAME),
        (f"示例市人民政府\n{BARE}{BODY}", "示例市人民政府"),
        (f"{BARE}{BODY}{SIGNED}示例市人民政府办公室\n2023-03-05\n", NAME),
        (f"发布机构：{NAME}\n{BARE}{BODY}", NAME),
        (f"发布机构：示例市人民政府\n{BARE}{BODY}{SIGNED}", NAME),
        (f"衢州市示例和大数\n据管理局{BARE}{BODY}衢州市示例和大数据管理局\n2021年1月5日\n", "衢州市示例和大数据管理局"),
        (f"示例市人民政府\n{BARE}{BODY}示例市人民政府办公室\n2021年3月5日\n", "示例市人民政府"),
        (f"示例区住建局\n{BARE}{BODY}示例区住房和城乡建设局\n2021年3月5日\n", "示例区住房和城乡建设局"),
        (f"{BARE}{BODY}{NAME}办公室\n2021年1月5日\n", NAME),
        (f"示例区{BARE}{BODY}示例区人民政府办公室\n2021年3月5日\n", "示例区人民政府"),
    ],
)
def test_where_the_title_names_nobody_the_page_does(text: str, agency: str) -> None:
    assert head(text).agency == agency


@pytest.mark.parametrize(
    "text",
    [
        f"办公室\n{BARE}{BODY}",
        f"示例市\n{BARE}{BODY}",
        f"首页\n{BARE}{BODY}",
        f"发布机构：办公室（政策法规处）\n{BARE}{BODY}",
        f"示例区{BARE}{BODY}",
        f"现公布我局{BARE}。{BODY}",
        f"衢州市示例局\n{BARE}{BODY}衢州市样例委员会\n2021年1月5日\n",
    ],
)
def test_no_agency_rather_than_a_wrong_one(text: str) -> None:
    assert head(text).agency is None
    with pytest.raises(Refused):
        truth.read(text)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (f"{NAME}政府信息公开工作年度报告\n与2019年政府信息公开工作年度报告相比，有进步。{BODY}", None),
        (f"{NAME}政府信息公开工作年度报告\n现公布{NAME}2020年政府信息公开工作年度报告。{BODY}", 2020),
        (f"{NAME}政府信息公开工作年度报告\n统计期限自2020年1月1日至2020年12月31日。{BODY}", 2020),
        (f"{NAME}政府信息公开工作年度报告\n统计期限自202011日至20201231日。{BODY}", None),
        (f"{NAME}2021年政府信息公开工作年度报告\n统计期限自2020年1月1日至2020年12月31日。{BODY}", 2021),
        (f"{NAME}202020年政府信息公开工作年度报告{BODY}", None),
    ],
)
def test_the_year_is_the_reports_own(text: str, year: int | None) -> None:
    assert head(text).year == year


# --- metadata fields --------------------------------------------------------------------------------------------

_LABELS = ("索引号", "发布机构", "成文日期", "公开方式")
_VALUES = ("X1/2021-00003", "{}", "2021-01-15", "主动公开")
_PAIRS = tuple(zip(_LABELS, _VALUES, strict=True))
_ROW = "成文日期: | 2021-01-15 | 公开方式: | 主动公开 |"
HEADERS = {
    "a line each": "\n".join(f"{label}：{value}" for label, value in _PAIRS),
    "several a line": "    ".join(f"{label}:{value}" for label, value in _PAIRS).replace("-15", "-15 17时23分"),
    "one space": " ".join(f"{label}：{value}" for label, value in _PAIRS),
    "pipes": "索引号: | X1/2021-00003 | 成文日期: | 2021-01-15 |\n发布机构: | {} | 公开方式: | 主动公开 |",
    "squeezed": "文 号: | 索引号: | X1/2021-00003 | |\n发布机构: | {} | ||\n" + _ROW,
    "ruler": "索引号: | X1/2021-00003 | 发布机构: | {} |\n---|---|---|---\n" + _ROW,
    "no colons": "| 索引号 | X1/2021-00003 | 成文日期 | 2021-01-15 |\n| 发布机构 | {} | 公开方式 | 主动公开 |",
    "wide": "\n".join(f"{'  '.join(label)}： {value}" for label, value in _PAIRS),
    "brackets": "\n".join(f"[ {' '.join(label)} ]{value}" for label, value in _PAIRS),
    "heavy brackets": " ".join(f"【{label}】{value}" for label, value in _PAIRS),
    "bullets": "\n".join(f"· {label}：\n\n{value}" for label, value in [*_PAIRS, ("文  号", "")]),
    "by turns": "\n".join(f"{label}：\n{value}" for label, value in [("关键词", " "), *_PAIRS]),
    "glued": "".join(f"{label}:{value}" for label, value in [("关 键 词", ""), *_PAIRS, ("文    号", "无")]),
    "tabs": "\n".join(f"{' '.join(label)}\t{value}" for label, value in [*_PAIRS, ("文号", "")]),
    "spaces": "\n".join(f"{' '.join(label)} {value}" for label, value in _PAIRS),
    "two columns of tabs": "索引号\tX1/2021-00003\t成文日期\t2021-01-15\n发布机构\t{}\t公开方式\t主动公开",
    "labels over values": "索引号 | 发布机构 | 文号 |\nX1/2021-00003 | {} | 〔〕号 |\n"
    "成文日期\t体裁\t公开方式\n2021-01-15\t\t主动公开",
    "marks of Markdown": "\n".join(f"-   **{label}：**{value}" for label, value in _PAIRS),
    "definitions": "\n".join(f"{label}：\n\n:   {value}\n" for label, value in _PAIRS),
    "twice": "\n".join(f"{label}：{value}" for label, value in [*_PAIRS, ("索引号", "X9"), ("成文日期", "2022-01-15")]),
    "unknown labels": "\n".join(f"{label}：{value} 公文种类：年报" for label, value in _PAIRS),
}


@pytest.mark.parametrize("kind", HEADERS)
def test_fields_of_every_kind_of_header(kind: str) -> None:
    said = head(HEADERS[kind].format(NAME) + f"\n{TITLE}{BODY}")
    got = (said.index_number, said.publisher, str(said.document_date), said.disclosure_method, said.agency, said.title)
    assert got == ("X1/2021-00003", NAME, "2021-01-15", "主动公开", NAME, TITLE)


@pytest.mark.parametrize("kind", HEADERS)
def test_the_organ_above_a_title_is_no_fields_value(kind: str) -> None:
    said = head(HEADERS[kind].format("示例市人民政府") + f"\n关键词：\n{NAME}\n{BARE}{BODY}")
    assert (said.agency, said.publisher, said.title) == (NAME, "示例市人民政府", TITLE)


@pytest.mark.parametrize(
    ("line", "index_number"),
    [
        ("索引号：330800-2021-00001主题分类：年报", "330800-2021-00001"),
        ("索引号：330800/2021-1 公文种类：年报", "330800/2021-1"),
        ("索引号：330800/2021-1公文种类：年报", "330800/2021-1"),
        ("索引号：Ｘ１/２０２１-００００３", "Ｘ１/２０２１-００００３"),
        ("索引号：11330800002618197P/2021-None", "11330800002618197P/2021-None"),
        ("索引号：无", None),
        ("索引号：主动公开", None),
        ("索引号：330800主动公开", None),
        ("索引号：", None),
        ("索引号：年报", None),
    ],
)
def test_an_index_number_is_whole_or_none(line: str, index_number: str | None) -> None:
    assert head(f"{line}\n{TITLE}{BODY}").index_number == index_number


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("成文日期：2021年1月1日1", None),
        ("成文日期：2021-1-1-5", None),
        ("成文日期：20211月1日", None),
        ("成文日期：二〇二一年十十月五日", None),
        ("成文日期：二〇二一年元元月一日", None),
        ("成文日期：二〇二一年元月二十一日", date(2021, 1, 21)),
        ("成文日期：2021年01月15日15:52", date(2021, 1, 15)),
        ("成文日期：2021年1月15日（星期五）", date(2021, 1, 15)),
        ("成文日期：2021/1/15 12:33:21", date(2021, 1, 15)),
        ("发文日期:2021-1-12 局成文日期:2021-1-13", date(2021, 1, 12)),
    ],
)
def test_a_damaged_date_is_none(line: str, when: date | None) -> None:
    assert head(f"{line}\n{TITLE}{BODY}").document_date == when


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("公开方式：主动公开责任部门：示例市水务局", (None, "示例市水务局", date(2021, 1, 15))),
        ("公开方式：主动公开信息发布机构：示例市水务局", ("主动公开", "示例市水务局", date(2021, 1, 15))),
        ("发布日期 | 成文日期 | 公开方式 |\n2021-01-20 | 主动公开 | |", ("主动公开", None, None)),
        ("成文日期 | 有效性 | 公开方式 |\n | 有效 | 主动公开 |", ("主动公开", None, date(2021, 1, 15))),
        ("成文日期：20211月1日", (None, None, None)),
        ("公开方式：主动公开名  称：甲局年报", (None, None, date(2021, 1, 15))),
        ("责任部门：第九师（白杨市）水利局关键词：年报", (None, None, date(2021, 1, 15))),
        ("发布机构\t公开方式\n成文日期\t2021-01-13", (None, None, date(2021, 1, 13))),
        ("标题 | 发布日期\n甲局年报 | 2021-01-20\n乙局年报 | 2021-01-21", (None, None, date(2021, 1, 15))),
    ],
)
def test_what_may_be_anothers_is_nobodys(header: str, expected: tuple[str | None, str | None, date | None]) -> None:
    said = head(f"{header}\n{TITLE}{BODY}{SIGNED}")
    assert (said.disclosure_method, said.publisher, said.document_date) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("请致电示例县水务局办公室，电话：0570-7654321转802。", ("示例县水务局办公室", None, "0570-7654321转802")),
        (
            "可与示例县水务局联系（示例街9号（3号楼），0570—7654321）",
            ("示例县水务局", "示例街9号(3号楼)", "0570—7654321"),
        ),
        ("请与示例县水务局法规股李某联系，电话：13900001111。", ("示例县水务局法规股", None, None)),
        ("联系部门：示例县水务局\n联系电话：0570-7654321、7654322", ("示例县水务局", None, "0570-7654321、7654322")),
        (
            "请与示例县水务\n局联系（地址：示例街9号，\n行政中心2楼；监督电话：12388）",
            ("示例县水务局", "示例街9号,行政中心2楼", None),
        ),
        ("欢迎向有关部门咨询，请勿拨打传真电话：0570-7654321。", (None, None, None)),
        # several telephones, one below the other
        (
            "请与示例县水务局联系。\n电话：0570-7654321\n电话：0570-7654322\n传真：0570-7654323",
            ("示例县水务局", None, "0570-7654321、0570-7654322"),
        ),
        (
            "请与示例县水务局联系。\n电话：0570-7654321\n监督电话：0570-7654322",
            ("示例县水务局", None, "0570-7654321"),
        ),
        # a line's end is no comma, and an office no part of an address
        (
            "请与示例县水务局联系。\n地址：示例县示例街9号\n示例县水务局办公室\n电话：0570-7654321",
            ("示例县水务局", "示例县示例街9号", "0570-7654321"),
        ),
        (
            "联系地址：示例县示例街\n行政中心2楼\n联系电话：0570-7654321",
            (None, "示例县示例街行政中心2楼", "0570-7654321"),
        ),
        (
            "请与示例县水务局联系。\n地址：示例县示例街\n行政中心2楼\n电话：0570-7654321",
            ("示例县水务局", "示例县示例街行政中心2楼", "0570-7654321"),
        ),
    ],
)
def test_whom_to_ask(sentence: str, expected: tuple[str | None, ...]) -> None:
    said = head(f"{TITLE}\n{sentence}{BODY}")
    assert (said.contact_office, said.contact_address, said.contact_phone) == expected


@pytest.mark.parametrize("end", ["\n2022年1月12日", " 2022年1月12日"])
def test_of_two_organs_that_sign_on_one_line_the_reports_own_signed(end: str) -> None:
    title = "中宁县人民政府办公室2021年政府信息公开工作年度报告"
    assert head(f"{title}{BODY}中共中宁县委办公室 中宁县人民政府办公室{end}").signed_by == "中宁县人民政府办公室"


def test_whom_to_ask_in_a_pages_last_words() -> None:
    said = head(f"{TITLE}{BODY}如有疑问，请与示例县水务局联系（电话：0570-7654321）。")
    assert (said.contact_office, said.contact_phone) == ("示例县水务局", "0570-7654321")


@pytest.mark.parametrize("printed", ["shuiwu\n@example.cn", "shuiwu@\nexample.cn", "shuiwu@example.cn"])
@pytest.mark.parametrize("clause", ["请与示例县水务局联系。\n", "请与示例县水务局联系（地址：示例街9号，", ""])
def test_an_e_mail_address_that_breaks_is_whole(clause: str, printed: str) -> None:
    said = head(f"{TITLE}\n{clause}电话：0570-7654321，\n电子邮箱：{printed}{'）' * clause.count('（')}{BODY}")
    assert said.contact_email == "shuiwu@example.cn"


@pytest.mark.parametrize(
    ("printed", "when"),
    [
        ("2022年元月12日", date(2022, 1, 12)),
        ("2022 年 元 月 12 日", date(2022, 1, 12)),
        ("二〇二二年元月十二日", date(2022, 1, 12)),
        ("二0二二年一月廿五日", date(2022, 1, 25)),
        ("2022年元月", None),
        ("2022年元月中旬", None),
    ],
)
def test_the_first_month_and_old_numerals(printed: str, when: date | None) -> None:
    said = head(
        f"示例市示例局2021年政府信息公开工作年度报告\n成文日期：{printed}\n发布日期：{printed}{BODY}示例市示例局\n{printed}\n"
    )
    assert (said.document_date, said.published_date, said.signed_date) == (when, when, when)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("数据统计时间为二〇二〇年一月一日至二〇二〇年十二月三十一日。", (date(2020, 1, 1), date(2020, 12, 31))),
        ("统计期限：2020-01-01至2020-12-30", (date(2020, 1, 1), date(2020, 12, 30))),
        ("所列数据的统计期限自2020年1月\n1日起，至2020年12月31日止。", (date(2020, 1, 1), date(2020, 12, 31))),
        ("统计数据截止到2020年12月31日。", (None, date(2020, 12, 31))),
        ("据统计，截至2020年6月30日，公开信息30条。", (None, None)),
        ("统计期限自202011日至20201231日。", (None, None)),
    ],
)
def test_the_period_as_printed(sentence: str, expected: tuple[date | None, date | None]) -> None:
    said = head(f"{TITLE}\n{sentence}{BODY}")
    assert (said.period_start, said.period_end) == expected


def test_a_document_number_stands_alone() -> None:
    said = head(f"衢示办〔2021〕5号        签发人：张三\n{TITLE}{BODY}")
    assert said.document_number == "衢示办〔2021〕5号"


def test_values_without_labels_are_nothing() -> None:
    said = head(f"X1/2021-00003\n示例市人民政府\n2021-01-15\n主动公开\n{TITLE}{BODY}")
    assert (said.index_number, said.publisher, said.document_date, said.agency) == (None, None, None, NAME)


# --- signatures -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ending",
    [
        SIGNED,
        f"{NAME}\n\n二〇二一年一月十五日\n",
        f"{NAME} 2021年1月15日\n",
        f"{NAME}（盖章）\n2021年1月15日\n",
        f"{SIGNED}示例市人民政府办公室\n2023-03-05\n",
        f"{SIGNED}\n政府信息公开情况统计表\n序号 | 统计指标 | 单位 | 统计数 |\n",
    ],
)
@pytest.mark.parametrize("opening", [TITLE, BARE])
def test_who_signed_and_when(opening: str, ending: str) -> None:
    said = head(opening + BODY + ending)
    assert (said.agency, said.signed_by, said.signed_date) == (NAME, NAME, date(2021, 1, 15))


def test_a_whole_page_on_one_line_ends_with_its_signature() -> None:
    line = f"一、总体情况{'工作有序。' * 20} 二、主动公开政府信息情况见表。六、其他事项无{NAME}2021年1月15日"
    said = head(f"{TITLE}\n{line}\n")
    assert (said.signed_by, said.signed_date) == (NAME, date(2021, 1, 15))


def test_a_footers_date_years_later_is_no_signature() -> None:
    said = head(f"{TITLE}{BODY}示例市人民政府办公室\n2023-03-05\n")
    assert (said.signed_by, said.signed_date, said.document_date) == (None, None, None)


# --- sections ---------------------------------------------------------------------------------------------------


def kinds(text: str) -> list[tuple[str, str | None, str]]:
    return [(section.kind, section.heading, section.body) for section in read_sections(read_document(text), ())]


def test_a_heading_may_be_split() -> None:
    assert kinds("一、\n总体情况\n好。\n二、\n\n主动公开政府信息情况\n见表。\n") == [
        ("overview", "一、总体情况", "好。"),
        ("proactive", "二、主动公开政府信息情况", "见表。"),
    ]


@pytest.mark.parametrize(
    "inner",
    [
        "一、加强领导\n二、主动公开情况\n三、依申请公开情况",
        "一、加强领导。成立小组。\n二、完善制度\n三、强化监督",
        "1. 主动公开情况\n2. 依申请公开\n3. 平台建设",
        "（一）主动公开情况\n多。\n（二）依申请公开情况\n少。",
    ],
)
def test_a_count_inside_a_section_opens_nothing(inner: str) -> None:
    text = f"一、总体情况\n{inner}\n二、主动公开政府信息情况\n见表。\n三、收到和处理政府信息公开申请情况\n见表。\n"
    assert [kind for kind, _, _ in kinds(text)] == ["overview", "proactive", "applications"]


@pytest.mark.parametrize(
    "heading",
    [
        "概 述",
        "引言",
        "一、2020年政府信息公开工作总体情况",
        "1、 总体情况",
        "一 总体情况",
        "—、总体情况",
        "# 一. 总体情况",
        "#### **一、总体情况**",
        "第一部分 总体情况",
        "一、总体情况（宋体加粗小四号字）",
        "政府信息总体公开情况：",
        "（一）总体情况",
    ],
)
def test_headings_of_the_overview(heading: str) -> None:
    assert [kind for kind, _, _ in kinds(f"{heading}\n好。\n")] == ["overview"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "一、总体情况\n主动公开情况\n好\n二、主动公开政府信息情况\n三、依申请公开情况",
            "overview proactive applications",
        ),
        (
            "一、概述\n★主动公开情况\n二、主动公开情况\n三、收费及减免情况\n四、复议、诉讼情况",
            "overview proactive other appeals",
        ),
        ("◆总体情况\n好\n◆主动公开政府信息情况\n◆存在的问题", "overview proactive problems"),
        ("一、2022年度总体情况\n二、重点领域信息公开\n三、社会评议\n四、咨询处理", "overview proactive other other"),
        ("一、总体情况\n二、推进主动公开工作存在的不足\n三、下一步打算", "overview problems other"),
    ],
)
def test_what_opens_a_section_and_of_which_kind(text: str, expected: str) -> None:
    assert " ".join(kind for kind, _, _ in kinds(text)) == expected


def test_a_heading_may_stand_before_its_first_sentence() -> None:
    text = f"一、总体情况。2021年{'工作有序，' * 30}\n二、主动公开政府信息情况：见表。\n三、依申请公开情况\n无"
    assert [(kind, heading) for kind, heading, _ in kinds(text)] == [
        ("overview", "一、总体情况"),
        ("proactive", "二、主动公开政府信息情况"),
        ("applications", "三、依申请公开情况"),
    ]
    assert kinds(text)[1][2] == "见表。"


def test_an_annex_counts_from_one_again() -> None:
    text = (
        "一、概述\n好。\n二、存在的问题\n有。\n三、下一年工作计划\n做。\n一、主动公开政府信息情况\n二、依申请公开情况\n"
    )
    assert [kind for kind, _, _ in kinds(text)] == ["overview", "problems", "other", "proactive", "applications"]


def test_headings_inside_a_long_line_cut_it() -> None:
    text = f"标题 |\n{'说明。' * 20} 一、总体情况 好。 二、主动公开政府信息情况 见表。 六、其他需要报告的事项 无 |\n"
    assert [kind for kind, _, _ in kinds(text)] == ["other", "overview", "proactive"]
    text = text.replace("六、", "三、")
    assert kinds(text)[1:] == [
        ("overview", "一、总体情况", "好。"),
        ("proactive", "二、主动公开政府信息情况", "见表。"),
        ("other", "三、其他需要报告的事项", "无"),
    ]


def test_a_list_of_the_parts_is_no_heading() -> None:
    text = f"{'说明，' * 20}本报告包括：一、总体情况；二、主动公开政府信息情况；三、收到和处理政府信息公开申请情况。\n"
    assert [heading for _, heading, _ in kinds(text)] == [None]


def test_marks_and_words_of_a_table_stay_out_of_the_prose() -> None:
    header = "申请人情况\n\t自然人\t法人或其他组织\t\t\t\t\t总计\n"
    text = (
        f"## 一、总体情况\n### **1. 公开**\n好。\n## 三、收到和处理政府信息公开申请情况\n{header}---|---|---\nR\t1\t2\n"
    )
    document = read_document(text)
    bodies = [section.body for section in read_sections(document, {6, 8})]
    assert bodies == ["1. 公开\n好。", ""]


# --- characters and time ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("printed", ["發佈機構：數(shù)據(jù)局", "发布\u200b机构：ＡＢ", "【索引号】⼀⾏"])
def test_what_is_read_can_be_cut_as_printed(printed: str) -> None:
    line = line_of(1, printed, simplified(fold(printed)))
    assert len(line.text) == len(line.places)
    assert simplified(fold(line.cut(0, len(line.text)))) == line.text


def test_every_places_name_keeps_its_characters() -> None:
    changed = []
    for place in {named.name for named in names()}:
        prose = f"{place}统计局2021年政府信息公开工作年度报告, 本縣数据以实际为准"
        full = simplified(f"{place}縣政府信息公開年報, 統計數據")
        if simplified(prose) != prose.replace("縣", "县") or full != f"{place}县政府信息公开年报, 统计数据":
            changed.append(place)
    assert changed == []


def test_one_traditional_character_does_not_turn_the_page() -> None:
    said = head(f"乾安县商务局2021年政府信息公开工作年度报告\n本縣统计期限自2021年1月1日起至2021年12月31日止。{BODY}")
    assert (said.agency, said.title) == ("乾安县商务局", "乾安县商务局2021年政府信息公开工作年度报告")


@pytest.mark.parametrize(
    "piece",
    sampled(
        [
            *("请与 ", "请与", " ", "索 ", "索引号:", "政府信息公开", "一、总体情况", "统计期限"),
            *("2020年1月1日至", "由甲", "公布", "甲乙:"),
        ]
    ),
)
def test_a_megabyte_of_anything_takes_no_time(piece: str) -> None:
    document = read_document(f"索引号{piece * (1_000_000 // len(piece))}")
    began = time.process_time()
    read_front(document)
    read_sections(document, ())
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "number", ["11330800002618197P/2021-00003", "00261819-7/2021-00003", "11330800002618197P/2021-None"]
)
def test_an_index_number_of_code_year_and_serial_needs_no_label(number: str) -> None:
    assert head(f"{number}\n主动公开\n2021-01-15\n{TITLE}\n{BODY}").index_number == number


@pytest.mark.parametrize("text", ["2021-00003", "57012345678/2021-00003", "324000", "11330800002618197P"])
def test_other_numbers_without_a_label_are_no_index_number(text: str) -> None:
    assert head(f"{text}\n{TITLE}\n{BODY}").index_number is None


def test_a_text_may_end_with_its_contact_clause() -> None:
    found = read_contact("如有疑问，请与示例县示例局办公室联系（电话：0999-3558588）。")
    assert found["contact_office"] == "示例县示例局办公室"
