"""What a page says of its organ's own place, and what only of others': the first decides, the second never does."""

from __future__ import annotations

import pytest
import truth

from ingest.model import Refused, Report

HEADINGS = (
    "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
)  # fmt: skip
PLACES = ("top", "preamble", *HEADINGS, "foot")  # where a page may say something
SHARED, TOWN, RELATIVE = "朝阳区示例局", "城关镇人民政府", "县示例局"  # of 北京 or 长春; of dozens of counties; of any


def page(agency: str, where: str, said: str, *, instead: bool = False) -> Report:
    """A report that says something in one place; ``instead``: of the section's own sentence."""
    lines = [said] if where == "top" else []
    lines.append(f"{agency}2022年政府信息公开工作年度报告")
    lines += [said] if where == "preamble" else []
    for heading in HEADINGS:
        lines += [heading, *([said] if heading == where and instead else ["工作有序。"])]
        lines += [said] if heading == where and not instead else []
    return truth.read("\n".join([*lines, *([said] if where == "foot" else [])]) + "\n")


OWN = [
    ("top", "长春市朝阳区人民政府"),
    ("top", "长春市人民政府"),
    ("top", "首页 > 长春市朝阳区人民政府 > 政府信息公开年报"),
    ("top", "当前位置：首页>政务公开>长春市朝阳区>示例局"),
    ("top", "来源：长春市朝阳区示例局　发布时间：2023-01-10"),
    ("top", "发布机构\t长春市朝阳区示例局\t成文日期\t2023-01-10"),
    ("top", "欢迎访问长春市朝阳区人民政府网站"),
    ("top", "http://www.changchun.gov.cn/example/1.html"),
    ("preamble", "地址：长春市朝阳区示例路1号"),
    ("preamble", "如有疑问，请与朝阳区示例局联系（地址：长春市朝阳区示例路1号，电话：85091234）。"),
    ("preamble", "如有疑问，请与朝阳区示例局联系（地址：示例路1号，电话：0431-85091234）。"),
    ("preamble", "本报告电子版可在长春市朝阳区人民政府网站（www.example.cn）下载。"),
    ("preamble", "本报告电子版可在区政府网站（www.changchun.gov.cn）查阅。"),
    ("preamble", "公众可到长春市朝阳区示例中心咨询。"),
    (HEADINGS[0], "地址：长春市朝阳区示例路1号。"),
    (HEADINGS[5], "本报告可在长春市朝阳区人民政府网站下载。"),
    ("foot", "长春市朝阳区示例局"),
    ("foot", "长春市朝阳区示例局（盖章）"),
    ("foot", "主办：长春市朝阳区人民政府　承办：示例中心　地址：长春市朝阳区示例路1号"),
    ("foot", "长春市朝阳区人民政府主办"),
    ("foot", "版权所有 长春市朝阳区人民政府"),
    ("foot", "Copyright © 2022 长春市朝阳区人民政府"),
    ("foot", "联系地址：吉林省长春市示例路1号"),
    ("foot", "电子邮箱：a@changchun.gov.cn"),
    ("top", "长春市朝阳区示例局文件"),
    ("top", "| 索引号 | 发布机构 | 成文日期 |\n| 1133/2023-1 | 长春市朝阳区示例局 | 2023-01-22 |"),
    ("preamble", "本报告数据截至2022年12月31日。联系地址：长春市朝阳区示例路1号。"),
    ("preamble", "如有疑问，请与我局联系（长春市朝阳区示例局办公室，85091234）。"),
    ("preamble", "根据《条例》，长春市朝阳区示例局编制2022年年报。"),
    ("preamble", "电子版可在“长春市朝阳区人民政府”网站查看和下载。"),
    ("foot", "联系方式：长春市朝阳区示例局办公室，电话85091234"),
    ("foot", "监督电话：85091234（长春市朝阳区示例局）"),
    ("foot", "信息公开单位：长春市朝阳区示例局"),
    ("foot", "报告机关：长春市朝阳区示例局"),
    ("foot", "地 址：长春市朝阳区示例路1号"),
    ("foot", "我局地址：长春市朝阳区示例路1号"),
    ("foot", "长春市朝阳区示例局办公室　　2023年1月2日印发"),
    ("foot", "（长春市朝阳区示例局）"),
]


@pytest.mark.parametrize(("where", "said"), OWN)
def test_a_sign_of_its_own_places_an_organ(where: str, said: str) -> None:
    assert page(SHARED, where, said).agency.region_code == "220104"


@pytest.mark.parametrize("verb", ["认真贯彻落实《条例》", "严格按照《条例》的要求开展工作"])
def test_the_subject_of_the_first_sentence_is_its_organ(verb: str) -> None:
    said = f"2022年，长春市朝阳区示例局{verb}。"
    assert page(SHARED, HEADINGS[0], said, instead=True).agency.region_code == "220104"
    assert page(SHARED, HEADINGS[1], said, instead=True).agency.region_code is None


@pytest.mark.parametrize(
    ("agency", "where", "said"),
    [
        (TOWN, "top", "首页 > 临泉县人民政府 > 城关镇"),
        (TOWN, "preamble", "可到临泉县城关镇党政办咨询。"),
        (TOWN, "foot", "主办：临泉县人民政府"),
        (TOWN, "foot", "地址：安徽省临泉县城关镇示例路1号"),
        (TOWN, "foot", "临泉县城关镇人民政府"),
        (RELATIVE, "top", "来源：临泉县示例局"),
        (RELATIVE, "preamble", "地址：临泉县示例路1号"),
        (RELATIVE, "foot", "主办：临泉县人民政府"),
    ],
)
def test_it_places_a_name_that_leaves_its_place_out(agency: str, where: str, said: str) -> None:
    assert page(agency, where, said).agency.region_code == "341221"


# --- others' places ---------------------------------------------------------------------------------------------

OTHERS = [
    "收到北京市某公司提交的申请3件，北京市某事务所提交的申请1件。",
    "组织赴北京市朝阳区示例局学习，又赴北京市朝阳区示例局交流。",
    "委托北京市朝阳区某评估公司开展第三方评估。",
    "北京市朝阳区示例局与我局交流。",
    "北京市朝阳区示例局积极支持我局工作。",
    "转发《关于北京市朝阳区示例局政务公开做法的通报》。",
    "《北京市朝阳区示例局2021年政府信息公开工作年度报告》值得借鉴。",
    "不服的，可向北京市朝阳区人民法院提起诉讼。",
    "申请人可到北京市朝阳区示例局查询的做法值得学习。",
    "学习首都之窗（www.bj.gov.cn）的栏目。",
    "来函单位：北京市朝阳区示例局",
    "学习地点：北京市朝阳区示例路1号",
    "评估机构地址：北京市朝阳区示例路1号",
    "与北京市朝阳区示例局（地址：北京市朝阳区示例路1号）交流。",
    "监督机构：示例部门\n地址：北京市朝阳区示例路1号",
    "查阅点：北京市朝阳区档案馆\n地址：北京市朝阳区示例路1号",
    "转载自：北京市朝阳区人民政府网",
    "技术支持：北京市某公司\n地址：北京市朝阳区示例路1号",
    "组织干部赴\n北京市朝阳区示例局\n学习考察。",
    "申请人\t地址\n北京市某公司\t北京市朝阳区示例路1号",
    "结对单位\t北京市朝阳区示例局",
    "上一篇：北京市朝阳区示例局2021年政府信息公开工作年度报告",
    "友情链接：北京市朝阳区人民政府",
    "友情链接：\n北京市朝阳区人民政府",
    "尊敬的北京市朝阳区示例局：",
    "评估报告由北京市朝阳区示例局编制。",
    "单位\t申请件数\n北京市朝阳区示例局\t3",
    "北京市朝阳区 张先生 申请公开",
    "例如：\n地址：北京市朝阳区示例路1号",
    "北京市朝阳区示例局、北京市海淀区示例局",
    "被申请人：北京市朝阳区示例局",
    "北京市朝阳区示例局公布了2021年政府信息公开工作年度报告。",
    "学习交流事宜请与北京市朝阳区示例局联系，电话：010-12345678。",
    "相关链接：\n北京市朝阳区人民政府\n北京市朝阳区示例局",
    "友情链接\n北京市示例局\n北京市朝阳区示例局",
    "热点推荐\n北京市朝阳区示例局\n2023年1月20日",
    "附来信：\n感谢你们的支持。\n北京市朝阳区示例局\n2022年6月1日",
    "感谢贵局的支持。\n北京市朝阳区示例局\n2022年6月1日",
    "不属于本机关公开的，告知申请人可向北京市朝阳区示例中心咨询。",
    "涉及其他部门的，请向北京市朝阳区示例中心咨询。",
    "北京市朝阳区示例局严格按照《条例》答复的做法，值得我局学习。",
    "征地项目信息：\n地址：北京市朝阳区示例路1号\n面积：10亩",
    "交流单位：北京市朝阳区示例局",
    "参观考察联系单位（北京市朝阳区示例局）已复电。",
]


@pytest.mark.parametrize("said", OTHERS)
def test_what_is_said_of_others_places_nobody(said: str) -> None:
    for where in PLACES:
        report = page(SHARED, where, said)
        assert (where, report.agency.region_code) == (where, None)
        assert report.agency.candidates == ("110105", "220104")
        assert "place.undecided" in {finding.check for finding in report.findings}


@pytest.mark.parametrize("agency", [TOWN, RELATIVE])
@pytest.mark.parametrize(
    "said",
    [
        "与临泉县{}结对。",
        "先后赴临泉县{}、临泉县{}学习。",
        "临泉县{}来访。",
        "学习《临泉县{}2021年政府信息公开工作年度报告》。",
        "结对单位：临泉县{}",
        "友情链接：临泉县人民政府",
        "收到临泉县某公司的申请。",
        "不服的，可向临泉县人民法院起诉。",
    ],
)
def test_nor_a_name_that_leaves_its_place_out(agency: str, said: str) -> None:
    for where in PLACES[1:]:
        report = page(agency, where, said.replace("{}", agency.removeprefix("县")))
        assert (where, report.agency.region_code) == (where, None)


@pytest.mark.parametrize("agency", [SHARED, TOWN])
def test_a_letter_in_the_text_is_signed_by_another(agency: str) -> None:
    for where in HEADINGS[:-1]:
        report = page(agency, where, f"来函如下：\n北京市朝阳区{agency.removeprefix('朝阳区')}\n2022年5月1日")
        assert (where, report.agency.region_code, report.agency.printed) == (where, None, agency)


def test_a_neighbour_that_helps_is_not_the_reports_own() -> None:
    text = "\n工作有序。\n".join(
        ["2022年政府信息公开工作年度报告\n长春市朝阳区示例局积极支持我局工作。", *HEADINGS, ""]
    )
    with pytest.raises(Refused):
        truth.read(text)


# --- contradictions ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("top", "foot"),
    [
        ("北京市朝阳区人民政府", "地址：长春市朝阳区示例路1号"),
        ("来源：北京市朝阳区人民政府", "长春市朝阳区示例局\n2023年1月10日"),
        ("发布机构：北京市朝阳区示例局", "长春市朝阳区示例局\n2023年1月10日"),
        ("http://www.changchun.gov.cn/example/1.html", "主办：北京市朝阳区人民政府"),
    ],
)
def test_signs_that_contradict_each_other_decide_nothing(top: str, foot: str) -> None:
    one, other = page(SHARED, "top", top), page(SHARED, "foot", foot)
    assert {one.agency.region_code, other.agency.region_code} == {"110105", "220104"}
    text = f"{top}\n{SHARED}2022年政府信息公开工作年度报告\n" + "\n无。\n".join((*HEADINGS, foot)) + "\n"
    both = truth.read(text)
    assert (both.agency.region_code, both.agency.printed) == (None, SHARED)
    (finding,) = [one for one in both.findings if one.check == "place.undecided"]
    assert "各处所说不一" in finding.message


def test_the_end_of_a_broken_title_is_no_title_of_another_organ() -> None:
    title = "中宁县示例镇人\n民政府2022年政府信息公开工作年度报告"
    report = truth.read("\n".join([title, *HEADINGS, "中宁县示例镇人民政府", "2023年1月9日", ""]))
    assert report.agency.printed == "中宁县示例镇人民政府"
    assert not {"head.conflict", "head.year"} & {finding.check for finding in report.findings}


@pytest.mark.parametrize(
    "title",
    [
        "中宁县示例局20\n22年政府信息公开工作年度报告",
        "三明市将乐县示例局2022年政府信息公开工作年度报告\n三明市将乐县示例局2022年政府信息公开工作年度报告",
        "石林彝族自治县由良乡人民政府2022年政府信息公开工作年度报告\n石林彝族自治县由良乡人民政府编制了2022年政府信息公开工作年度报告。",
        "中宁县示例开发区\n管委会2022年政府信息公开工作年度报告",
    ],
)
def test_what_a_line_or_a_verb_seems_to_end_contradicts_nobody(title: str) -> None:
    report = truth.read("\n".join([title, *HEADINGS, ""]))
    assert not {"head.conflict", "head.year"} & {finding.check for finding in report.findings}
