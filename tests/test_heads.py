"""Whose report it is, of which year: pages that name their organ in every way, and pages that name nobody.

Names, years and pages are invented; places are real where the place is the point.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import place_names
import pytest
import truth
from click.testing import CliRunner

from ingest import read
from ingest.cli import main
from ingest.containers import source_of
from ingest.containers.texts import read as read_document
from ingest.front import read_front
from ingest.model import Origin, Refused, Report
from ingest.parse import parse
from ingest.places.table import every_name

S = (
    "\n一、总体情况\n工作有序。\n二、主动公开政府信息情况\n见表。\n三、收到和处理政府信息公开申请情况\n无。\n"
    "四、政府信息公开行政复议、行政诉讼情况\n无。\n五、存在的主要问题及改进情况\n无。\n六、其他需要报告的事项\n无\n"
)
P = "本报告所列数据的统计期限自2021年1月1日起至2021年12月31日止。"
T = "2021年政府信息公开工作年度报告"


def sig(name: str) -> str:
    return f"{name}\n2022年1月12日\n"


def named(report: Report) -> str:
    return report.agency.printed or report.agency.name


# (page, agency, year); None: the page is refused
HEADS = [
    ("衢州市\n示例局\n2021年\n政府信息公开工作年度报告\n" + P + S, "衢州市示例局", 2021),
    ("衢州市柯城区\n人民政府办公室\n" + T + S, "衢州市柯城区人民政府办公室", 2021),
    (f"衢州市妇联{T}{S}", "衢州市妇联", 2021),
    (f"衢州市残联{T}{S}", "衢州市残联", 2021),
    (f"衢州市总工会{T}{S}", "衢州市总工会", 2021),
    (f"共青团衢州市委员会{T}{S}", "共青团衢州市委员会", 2021),
    (f"中共衢州市委机构编制委员会办公室{T}{S}", "中共衢州市委机构编制委员会办公室", 2021),
    (f"衢州市机构编制委员会办公室{T}{S}", "衢州市机构编制委员会办公室", 2021),
    (f"中华人民共和国杭州海关{T}{S}", "中华人民共和国杭州海关", 2021),
    (f"杭州海关{T}{S}", "杭州海关", 2021),
    (f"萧山机场海关{T}{S}", "萧山机场海关", 2021),
    (f"大兴安岭地区行政公署{T}{S}", "大兴安岭地区行政公署", 2021),
    (f"锡林郭勒盟行政公署{T}{S}", "锡林郭勒盟行政公署", 2021),
    (f"阿里地区行署{T}{S}", "阿里地区行署", 2021),
    (f"喀什地区{T}{S}", "喀什地区行政公署", 2021),
    (f"新疆生产建设兵团{T}{S}", "新疆生产建设兵团", 2021),
    (f"第一师阿拉尔市十团{T}{S}", "第一师阿拉尔市十团", 2021),
    (f"第八师一四三团{T}{S}", "第八师一四三团", 2021),
    (f"国家统计局衢州调查队{T}{S}", "国家统计局衢州调查队", 2021),
    (f"国家统计局江山调查队{T}{S}", "国家统计局江山调查队", 2021),
    (f"舟山海事局{T}{S}", "舟山海事局", 2021),
    (f"中国证券监督管理委员会浙江监管局{T}{S}", "中国证券监督管理委员会浙江监管局", 2021),
    (f"国家金融监督管理总局衢州监管分局{T}{S}", "国家金融监督管理总局衢州监管分局", 2021),
    (f"衢州市高新技术产业园区管委会{T}{S}", "衢州市高新技术产业园区管委会", 2021),
    (f"衢州市公安局高新分局{T}{S}", "衢州市公安局高新分局", 2021),
    (f"国网衢州市柯城区供电公司{T}{S}", "国网衢州市柯城区供电公司", 2021),
    (f"国务院办公厅{T}{S}", "国务院办公厅", 2021),
    (f"生态环境部{T}{S}", "生态环境部", 2021),
    (f"国家税务总局{T}{S}", "国家税务总局", 2021),
    (f"中国气象局机关{T}{S}", "中国气象局机关", 2021),
    (f"衢州市人民政府本级机关{T}{S}", "衢州市人民政府本级机关", 2021),
    (f"[单位名称]{T}{S}", None, 0),
    (f"【单位名称】{T}{S}", None, 0),
    (f"××县{T}{S}", None, 0),
    (f"XX县商务局{T}{S}", None, 0),
    (f"X县X局{T}{S}", None, 0),
    (f"×××局{T}{S}{sig('衢州市人民政府办公室')}", None, 0),
    (f"（单位名称）{T}{S}", None, 0),
    (f"××市××局\n{T}{S}", None, 0),
    (f"衢州市示例局二〇二一年政府信息公开工作年度报告{S}", "衢州市示例局", 2021),
    (f"衢州市示例局二○二一年度政府信息公开工作报告{S}", "衢州市示例局", 2021),
    (f"衢州市示例局政府信息公开工作2021年度报告{S}", "衢州市示例局", 2021),
    (f"衢州市示例局2021 年度政府信息公开工作报告{S}", "衢州市示例局", 2021),
    (f"衢州市示例局政府信息公开工作年度报告——2021年度{S}", "衢州市示例局", 2021),
    (f"衢州市示例局——2021年政府信息公开工作年度报告{S}", "衢州市示例局", 2021),
    (f"衢州市示例局政府信息公开工作年度报告\n（2021年度）{S}", "衢州市示例局", 2021),
    (f"衢州市示例局政府信息公开工作年度报告\n2021年度\n{S}", "衢州市示例局", 2021),
    (f"衢州市示例局202年政府信息公开工作年度报告\n{P}{S}", "衢州市示例局", 2021),
    (f"衢州市示例局202年政府信息公开工作年度报告\n{S}", None, 0),
    (f"衢州市示例局20212年政府信息公开工作年度报告\n{S}", None, 0),
    (f"衢州市示例中学2020-2021学年信息公开年度报告\n{S}", "衢州市示例中学", 2021),
    (f"示例大学2020—2021学年度信息公开工作年度报告\n{S}", "示例大学", 2021),
    (f"本报告由衢州市示例局编制。{P}{S}", "衢州市示例局", 2021),
    (
        f"本报告由衢州市示例局根据《中华人民共和国政府信息公开条例》（国务院令第711号）、《国务院办公厅关于印发的通知》要求，结合实际编制而成。{P}{S}",
        "衢州市示例局",
        2021,
    ),
    (f"根据《条例》，现编制2021年衢州市示例局政府信息公开工作年度报告。{S}", "衢州市示例局", 2021),
    (f"根据《条例》规定，特向社会公布2021年度衢州市示例局政府信息公开工作年度报告。{S}", "衢州市示例局", 2021),
    (f"根据《条例》规定，现将《衢州市示例局2021年度政府信息公开工作年度报告》进行公开。{P}{S}", "衢州市示例局", 2021),
    (f"现就衢州市示例局2021年政府信息公开工作情况报告如下：{S}", "衢州市示例局", 2021),
    (f"衢州市示例局（以下简称“我局”）根据《条例》，编制了2021年度政府信息公开工作年度报告。{S}", "衢州市示例局", 2021),
    (f"按照《条例》，衢州市示例局现将2021年政府信息公开工作情况公布如下。{S}", "衢州市示例局", 2021),
    (f"根据《中华人民共和国政府信息公开条例》的规定，衢州市示例局特编制本年度报告。{P}{S}", "衢州市示例局", 2021),
    (f"现向社会公布衢州市2021年政府信息公开工作年度报告。{P}{S}", "衢州市人民政府", 2021),
    (f"现公布衢州市示例局2021年政府信息\n公开工作年度报告。{S}", "衢州市示例局", 2021),
    (f"2021年，衢州市示例局认真贯彻《条例》。{P}{S}{sig('衢州市示例局')}", "衢州市示例局", 2021),
    (f"{P}{S}{sig('衢州市示例局')}", "衢州市示例局", 2021),
    (
        f"{P}\n一、总体情况\n2021年，衢州市示例局认真落实《条例》。\n二、主动公开政府信息情况\n见表。\n三、收到和处理政府信息公开申请情况\n无。\n四、政府信息公开行政复议、行政诉讼情况\n无。\n五、存在的主要问题及改进情况\n无。\n",
        "衢州市示例局",
        2021,
    ),
    (f"区住建局{T}\n{P}{S}{sig('二七区住房和城乡建设局')}", "二七区住房和城乡建设局", 2021),
    (f"衢州市审计局{T}\n本报告由衢州市统计局编制。{P}{S}", "衢州市审计局", 2021),
    (f"衢州市审计局{T}\n{P}{S}{sig('衢州市统计局')}", "衢州市审计局", 2021),
    (f"衢州市审计局\n{T}\n本报告由衢州市统计局编制。{P}{S}", None, 0),
    (f"衢州市审计局\n{T}\n本报告由衢州市统计局编制。{P}{S}{sig('衢州市审计局')}", "衢州市审计局", 2021),
    (f"{T}\n本报告由衢州市审计局编制，现公布衢州市统计局2021年政府信息公开工作年度报告。{P}{S}", None, 0),
    (
        f"关于做好2021年政府信息公开工作年度报告编制工作的通知\n各单位：\n附件：\n{T}\n{P}{S}{sig('衢州市人民政府办公室')}",
        None,
        0,
    ),
    (
        f"关于做好2021年政府信息公开工作年度报告编制工作的通知\n各单位：\n附件：\nXX局{T}\n{P}{S}{sig('衢州市人民政府办公室')}",
        None,
        0,
    ),
    (f"《衢州市示例局{T}》解读\n衢州市示例局{T}\n{P}{S}", None, 0),
    (f"关于公布衢州市示例局{T}的通知\n衢州市示例局{T}\n{P}{S}", "衢州市示例局", 2021),
    ("衢州市示例局法治政府建设年度报告\n2021年\n一、总体情况\n好\n二、存在的问题\n无", None, 0),
    (f"信息公开年报\n衢州市示例局\n{T}{S}", "衢州市示例局", 2021),
    (f"政府信息公开\n衢州市示例局{T}{S}", "衢州市示例局", 2021),
    (f"政府信息公开年报 衢州市示例局{T}{S}", "衢州市示例局", 2021),
    (f"大 中 小 小金县人民政府{T}{S}", "小金县人民政府", 2021),
    (f"字体：大 中 小  打印\n中卫市示例局{T}{S}", "中卫市示例局", 2021),
    (f"大 同 市 示 例 局 {T}{S}", "大同市示例局", 2021),
    (f"大桥镇人民政府{T}{S}", "大桥镇人民政府", 2021),
    (f"小 河 镇 人 民 政 府{T}{S}", "小河镇人民政府", 2021),
    (f"和平镇人民政府{T}{S}", "和平镇人民政府", 2021),
    (f"从善乡人民政府{T}{S}", "从善乡人民政府", 2021),
    (f"扎赉特旗示例苏木{T}{S}", "扎赉特旗示例苏木", 2021),
    (f"柯城区示例街道{T}{S}", "柯城区示例街道", 2021),
    (f"衢州市经济技术开发区{T}{S}", "衢州市经济技术开发区", 2021),
    (f"衢州市示例局（衢州市示例二局）{T}{S}", "衢州市示例局（衢州市示例二局）", 2021),
    (f"洛阳市2023年全市政府信息公开工作年度报告{S}", "洛阳市人民政府", 2023),
    (f"洛阳市人民政府（全市）2022年政府信息公开工作年度报告{S}", "洛阳市人民政府", 2022),
    (f"2021年浙江省政府信息公开年报{S}", "浙江省人民政府", 2021),
    (f"浙江省人民政府办公厅\n{T}{S}{sig('浙江省人民政府办公厅')}", "浙江省人民政府办公厅", 2021),
    (f"衢州市柯城区人民政府\n{T}\n本报告由柯城区示例段编制。{P}{S}", "柯城区示例段", 2021),
    (f"衢州市柯城区示例局|\n2021年政府信息公开工作年度报告|\n{S}", "衢州市柯城区示例局", 2021),
    (f"首页 > 政府信息公开 > 年度报告 > 2021年\n衢州市示例局{T}{S}", "衢州市示例局", 2021),
    (f"来源：衢州市政府办\n浏览次数：12\n衢州市示例局{T}{S}", "衢州市示例局", 2021),
    (f"衢州市示例局{T}\n\n2020年衢州市示例局政府信息公开工作年度报告 2021-01-20\n{P}{S}", "衢州市示例局", 2021),
    (f"各乡镇人民政府、区直各部门：\n柯城区示例局{T}{S}", "柯城区示例局", 2021),
    (f"柯城区第一中学{T}{S}", "柯城区第一中学", 2021),
    (f"衢州市自来水有限公司{T}{S}", "衢州市自来水有限公司", 2021),
    (f"衢州市示例局政务公开工作2021年度总结{S}", "衢州市示例局", 2021),
    (f"{T}\n我局根据条例编制本报告。{P}如有疑问，请与衢州市示例局办公室联系。{S}", "衢州市示例局", 2021),
    (f"天全县{T}{S}", "天全县人民政府", 2021),
    (f"现公布将乐县审计局{T}。{P}{S}", "将乐县审计局", 2021),
    (f"现将将乐县审计局{T}公布如下。{P}{S}", "将乐县审计局", 2021),
    (
        f"本报告由中国（上海）自由贸易试验区临港新片区管委会编制。{P}{S}",
        "中国（上海）自由贸易试验区临港新片区管委会",
        2021,
    ),
    (f"分享到： 中宁县审计局{T}{S}", "中宁县审计局", 2021),
    (f"[打印] [关闭] 小河区民政局{T}{S}", "小河区民政局", 2021),
    (f"【大】【中】【小】\n中卫市民政局{T}{S}", "中卫市民政局", 2021),
    (f"附：大同市审计局{T}{S}", "大同市审计局", 2021),
    (f"大中小学校管理中心{T}{S}", "大中小学校管理中心", 2021),
    (f"巢湖市民政局2021、2022年政府信息公开工作年度报告{S}", None, 0),
    (f"2022年巢湖市民政局2021年政府信息公开工作年度报告{S}", None, 0),
    (f"主题词 信息公开\n体裁分类 其他\n巢湖市公安局示例分局\n{T}{S}", "巢湖市公安局示例分局", 2021),
    (f"名  称 国家税务总局巢湖市税务局{T}\n2021年政府信息公开年报\n{P}{S}", "国家税务总局巢湖市税务局", 2021),
    (f"无障碍 | 登录 | 注册 | 长者模式 | 简体\n按照《条例》要求，盂县人民政府编制了{T}。{S}", "盂县人民政府", 2021),
    (f"本报告是巢湖市民政局根据《条例》编制的{T}。{P}{S}", "巢湖市民政局", 2021),
    (f"以下是巢湖市民政局2021年度政府信息公开工作年度报告。{P}{S}", "巢湖市民政局", 2021),
    (f"{T}\n请与第八师、石河子市财政局办公室联系（电话：0993-2012345）。{P}{S}", "第八师、石河子市财政局", 2021),
    (f"{T}\n请与第八师（石河子市）财政局联系（电话：0993-2012345）。{P}{S}", "第八师（石河子市）财政局", 2021),
    (f"{T}\n请与巢湖市文化、广电和旅游局联系（电话：0551-82312345）。{P}{S}", "巢湖市文化、广电和旅游局", 2021),
    (f"{T}\n{P}{S}{sig('兵团第十四师')}", "兵团第十四师", 2021),
    (f"现将阿勒泰地区行署办公室2021年政府信息公开工作情况报告如下。{S}", "阿勒泰地区行署办公室", 2021),
    # The organ stands below the title, or behind it on its line; a site's name behind it is nobody's.
    (f"{T}\n滁州市示例局\n{P}{S}", "滁州市示例局", 2021),
    (f"政府信息公开工作年度报告\n（2021）\n\n滁州市示例局\n\n二〇二二年一月\n{S}", "滁州市示例局", 2021),
    (f"2 0 2 1 年 政 府 信 息 公 开 工 作 年 度 报 告\n滁 州 市 示 例 局\n{S}", "滁州市示例局", 2021),
    (f"滁州市示例局\n政府信息公开\n工作年度报告\n（2021年度）{S}", "滁州市示例局", 2021),
    (f"政府信息公开年度报告（2021年）——滁州市示例局{S}", "滁州市示例局", 2021),
    (f"{T}（滁州市示例局）{S}", "滁州市示例局", 2021),
    (f"{T}-滁州市示例局{S}", "滁州市示例局", 2021),
    (f"滁州市示例局{T}-滁州市人民政府门户网站{S}", "滁州市示例局", 2021),
    (f"滁州市示例局{T}_全椒县人民政府{S}", "滁州市示例局", 2021),
    (f"{T}_滁州市人民政府\n本报告由滁州市示例局编制。{P}{S}", "滁州市示例局", 2021),
    (f"{T}\n滁州市示例局\n滁州市示例二局\n滁州市示例三局\n{P}{S}", None, 0),
    # Preambles: the name ends where the sentence goes on.
    (f"滁州市示例局现向社会公布{T}。{P}{S}", "滁州市示例局", 2021),
    (f"为做好政府信息公开工作，滁州市示例局结合工作实际，编制本年度报告。{P}{S}", "滁州市示例局", 2021),
    (f"示例乡人民政府根据《条例》要求，特制作本单位2021年政府信息公开年度报告。{P}{S}", "示例乡人民政府", 2021),
    (f"根据《条例》，由示例乡人民政府负责编制{T}。{P}{S}", "示例乡人民政府", 2021),
    (
        f"2021年，在市委市政府的坚强领导下，滁州市示例局认真落实《条例》，现将工作情况报告如下。{P}{S}",
        "滁州市示例局",
        2021,
    ),
    (f"滁州市示例局信息公开目录\n滁州市示例局{T}{S}", "滁州市示例局", 2021),
    (f"滁州市示例局信息公开目录\n{T}\n{P}{S}{sig('滁州市示例局')}", "滁州市示例局", 2021),
    (f"滁州市人民政府 政府信息公开年度报告\n{T}\n{P}{S}{sig('滁州市示例局')}", "滁州市示例局", 2021),
    # Words between year and subject, letters in the year, months; a half of the year is no year.
    (f"滁州市示例公司2021年度企业信息公开年度报告{S}", "滁州市示例公司", 2021),
    (f"滁州市示例局2O21年政府信息公开工作年度报告\n{P}{S}", "滁州市示例局", 2021),
    (f"滁州市示例局2021年1-12月政府信息公开工作年度报告\n{P}{S}", "滁州市示例局", 2021),
    (f"滁州市示例局2021年上半年政府信息公开工作报告\n{P}{S}", None, 0),
    (f"滁州市示例局2021年第三季度政府信息公开工作报告\n{P}{S}", None, 0),
    # 政府 only where there is one; 恩施州 and 内蒙古 are names, too.
    (f"河北雄安新区{T}{S}", "河北雄安新区", 2021),
    (f"恩施州{T}{S}", "恩施州人民政府", 2021),
    (f"内蒙古{T}{S}", "内蒙古人民政府", 2021),
    (f"全椒县政府{T}{S}", "全椒县政府", 2021),
    # The office of a committee without other staff is the organ.
    (f"{T}\n{P}{S}{sig('中共全椒县委机构编制委员会办公室')}", "中共全椒县委机构编制委员会办公室", 2021),
    (f"{T}\n{P}{S}{sig('全椒县爱国卫生运动委员会办公室')}", "全椒县爱国卫生运动委员会办公室", 2021),
    (f"{T}\n{P}{S}{sig('全椒县卫生健康委员会办公室')}", "全椒县卫生健康委员会", 2021),
    # Whose report an office sends, the page says below.
    (f"柯城区人民政府办公室关于发布{T}的公告\n柯城区人民政府\n{T}\n{P}{S}", "柯城区人民政府", 2021),
    (f"柯城区政府办公室关于公布{T}的公告\n柯城区\n{T}\n{P}{S}", "柯城区人民政府", 2021),
    (f"河北雄安新区容城县{T}\n{P}{S}", "河北雄安新区容城县人民政府", 2021),
    (f"加格达奇区{T}\n{P}{S}", "加格达奇区人民政府", 2021),
    # What stands around a name is none of it.
    (f"衢州市审计局汇总{T}\n{P}{S}", "衢州市审计局", 2021),
    (f"衢州市审计局汇总表{T}\n{P}{S}", "衢州市审计局", 2021),
    (f"汇总衢州市审计局{T}\n{P}{S}", "衢州市审计局", 2021),
    (f"柯城区2021年汇总政府信息公开工作年度报告\n{P}{S}", "柯城区人民政府", 2021),
    (f"{T}\n现由衢州市审计局根据条例编制2021年度报告。{S}", "衢州市审计局", 2021),
    (f"{T}\n特由示例县审计局编制并公布2021年政府信息公开年度报告。{S}", "示例县审计局", 2021),
    (f"衢州市审计局（公开稿）（第3号）{T}\n{P}{S}", "衢州市审计局", 2021),
    (f"衢州市审计局{T}（公开稿）（第3号）\n{P}{S}", "衢州市审计局", 2021),
    (f"衢州市审计局政府信息公开工作年度报告（公开稿）（2021年度）\n{P}{S}", "衢州市审计局", 2021),
    # Who answers for the text gives way to the publisher.
    (f"责任部门：衢州市统计局\n发布机构：衢州市审计局\n{T}\n{P}{S}", "衢州市审计局", 2021),
    (f"责任部门：衢州市统计局\n{T}\n{P}{S}", "衢州市统计局", 2021),
    # Ornaments and numbers before a title; a list of titles says nothing, and one entry gives way to the page's own.
    (f"【2021年】【衢州市审计局】政府信息公开工作年度报告\n{P}{S}", "衢州市审计局", 2021),
    (f"◇衢州市审计局{T}◇\n{P}{S}", "衢州市审计局", 2021),
    (f"△ 衢州市审计局{T}\n{P}{S}", "衢州市审计局", 2021),
    (f"「衢州市审计局{T}」\n{P}{S}", "衢州市审计局", 2021),
    (f"1.衢州市审计局{T}\n{P}{S}", "衢州市审计局", 2021),
    (f"①衢州市审计局{T}\n{P}{S}", "衢州市审计局", 2021),
    (f"(1)衢州市审计局{T}\n{P}{S}", "衢州市审计局", 2021),
    (f"（一）衢州市审计局{T}\n{P}{S}", "衢州市审计局", 2021),
    (f"1.{T}\n{P}{S}{sig('衢州市审计局')}", "衢州市审计局", 2021),
    (f"1.衢州市审计局{T}\n2.衢州市统计局{T}\n{P}{S}", None, 0),
    (f"1.衢州市审计局{T}\n衢州市统计局{T}\n{P}{S}", "衢州市统计局", 2021),
    (f"1.衢州市审计局{T}\n{T}\n{P}{S}{sig('衢州市统计局')}", "衢州市统计局", 2021),
    (f"△△局{T}\n{P}{S}", None, 0),
    # A title of a bare place with another organ behind it or below: what signs decides, or nothing does.
    (f"衢州市{T}（衢州市教育局）\n{P}{S}", None, 0),
    (f"衢州市{T}\n（衢州市教育局）\n{P}{S}", None, 0),
    (f"衢州市{T}\n衢州市教育局\n{P}{S}{sig('衢州市教育局')}", "衢州市教育局", 2021),
    (f"衢州市{T}\n衢州市人民政府办公室\n{P}{S}", "衢州市人民政府", 2021),
    (f"政府信息公开工作年度报告\n（2021年度）\n衢州市教育局（盖章）\n{S}", "衢州市教育局", 2021),
    (f"【XX局】{T}\n{P}{S}", None, 0),
]


@pytest.mark.parametrize(("page", "agency", "year"), HEADS)
def test_whose_report_it_is(page: str, agency: str | None, year: int) -> None:
    if agency is None:
        with pytest.raises(Refused):
            truth.read(page)
        return
    report = truth.read(page)
    assert (named(report), report.year) == (agency, year)


@pytest.mark.parametrize("way", place_names.WAYS)
def test_a_place_name_comes_out_as_it_went_in(way: str) -> None:
    places = sorted(every_name())
    start = sorted(place_names.WAYS).index(way)  # each way has places of its own
    assert list(place_names.faults(places[start::173], [way])) == []


def test_a_place_that_is_called_like_an_address_signs() -> None:
    assert list(place_names.faults(["贵县", "贵定县"], ["signature"])) == []  # 贵县, 贵局: your county, your bureau


@pytest.mark.parametrize("place", sorted(name for name in every_name() if name[0] in "大中小附无和本从向如")[::9])
def test_a_report_of_a_place_whose_name_begins_like_a_word_is_taken(place: str) -> None:
    report = truth.read(f"{place}示例局{T}\n{P}{S}{sig(place + '示例局')}")
    assert (named(report), report.head.agency_evidence) == (f"{place}示例局", "title:1 signature:15")


def test_both_forms_of_a_name_are_kept() -> None:
    report = truth.read(f"区住建局{T}\n{P}{S}{sig('二七区住房和城乡建设局')}")
    assert named(report) == "二七区住房和城乡建设局"
    assert report.head.agency_evidence == "title:1=区住建局 signature:15"
    assert report.head.year_evidence == "title:1 period:2"


def test_show_says_where_the_page_names_its_agency(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_text(f"区住建局{T}\n{P}{S}{sig('二七区住房和城乡建设局')}", "utf-8")
    shown = CliRunner().invoke(main, ["show", str(file)]).stdout
    assert "机关依据    标题第1行（区住建局）、落款第15行" in shown
    assert "年度依据    标题第1行、统计期限" in shown


@pytest.mark.parametrize(
    ("name", "kind"),
    [("柯城区示例医院", "institution"), ("衢州市自来水有限公司", "enterprise"), ("衢州市医院管理局", "organ")],
)
def test_the_kind_of_body_is_kept(tmp_path: Path, name: str, kind: str) -> None:
    file, db = tmp_path / "page.txt", tmp_path / "x.db"
    file.write_text(f"{name}{T}\n{P}{S}", "utf-8")
    assert CliRunner().invoke(main, ["add", "--db", str(db), str(file)]).exit_code == 0
    with closing(sqlite3.connect(db)) as connection:
        query = "SELECT a.kind, r.agency_evidence, r.year_evidence FROM reports r JOIN agencies a ON a.id = r.agency_id"
        assert connection.execute(query).fetchall() == [(kind, "title:1", "title:1 period:2")]


def told(page: str) -> dict[str, tuple[str | None, str | None, int | None]]:
    findings = truth.read(page).findings
    return {one.check: (one.stated, one.expected, one.line) for one in findings if one.check.startswith("head.")}


@pytest.mark.parametrize(
    ("page", "findings"),
    [
        (f"衢州市审计局{T}\n{P}{S}{sig('衢州市审计局')}", {}),
        (f"衢州市审计局{T}\n{P}{S}{sig('审计局')}", {}),
        (f"衢州市人民政府{T}\n{P}{S}{sig('衢州市政府办')}", {}),
        (f"兴安盟行政公署{T}\n{P}{S}{sig('兴安盟行署办公室')}", {}),
        (f"衢州市统计局关于公布衢州市各部门{T}的公告\n衢州市审计局{T}\n{P}{S}", {}),
        (f"衢州市人民政府{T}\n本报告由衢州市人民政府办公室编制。{P}{S}{sig('衢州市人民政府办公室')}", {}),
        (f"衢州市环境保护局{T}\n{P}{S}{sig('衢州市生态环境局')}", {}),
        (f"衢州市审计局{T}\n{P}{S}{sig('衢州市统计局')}", {"head.conflict": ("衢州市统计局", "衢州市审计局", 15)}),
        (
            f"衢州市审计局{T}\n本报告由衢州市统计局编制。{P}{S}",
            {"head.conflict": ("衢州市统计局", "衢州市审计局", 2)},
        ),
        (
            f"衢州市审计局{T}\n请与衢州市统计局办公室联系（电话：0000-1234567）。{S}",
            {"head.contact": ("衢州市统计局", "衢州市审计局", 2)},
        ),
        (f"衢州市示例局202年政府信息公开工作年度报告\n{P}{S}", {"head.year": ("202年", "2021", 1)}),
        (
            f"衢州市示例局{T}\n现将衢州市示例局2020年政府信息公开工作情况报告如下。{P}{S}",
            {"head.year": ("2020", "2021", 2)},
        ),
        (f"衢州市示例局-{T}\n{P}{S}", {}),  # a dash before the year is none of a damaged one
        (f"衢州市示例局{T}\n{P}{S}2020年政府信息公开情况统计表\n", {"head.year": ("2020", "2021", 15)}),
        (
            f"衢州市示例中学2020-2021学年信息公开年度报告{S}",
            {"head.school_year": ("2020-2021学年", "2021", 1)},
        ),
        # A government that signs owns the portal, but not where it governs another place: a copied draft.
        (f"龙游县{T}\n{P}{S}{sig('江山市人民政府')}", {"head.conflict": ("江山市人民政府", "龙游县人民政府", 15)}),
        (f"龙游县审计局{T}\n{P}{S}{sig('江山市人民政府')}", {"head.conflict": ("江山市人民政府", "龙游县审计局", 15)}),
        # a footer of a portal has its date in digits; a signature of those above is told
        (f"龙游县审计局{T}\n{P}{S}衢州市人民政府\n2022-01-12\n", {}),
        (
            f"龙游县审计局{T}\n{P}{S}{sig('衢州市人民政府')}",
            {"head.conflict": ("衢州市人民政府", "龙游县审计局", 15)},
        ),
        (
            f"龙游县人民政府{T}\n{P}{S}{sig('衢州市人民政府办公室')}",
            {"head.conflict": ("衢州市人民政府办公室", "龙游县人民政府", 15)},
        ),
        (f"龙游县人民政府（本级）{T}\n{P}{S}{sig('龙游县人民政府')}", {}),
        (f"长春新区{T}\n{P}{S}{sig('长春新区管理委员会')}", {}),
        (f"衢州示例经济开发区{T}\n{P}{S}{sig('衢州示例经济开发区管委会')}", {}),
        (f"衢州市审计局{T}\n{P}{S}龙游县人民政府\n2022-01-12\n", {}),
        # What only looks like another name: 就 and 把 inside one, a menu above a sentence, a sentence's second line.
        (f"巢湖市公共就业服务中心{T}\n现就巢湖市公共就业服务中心2021年政府信息公开工作报告如下：{P}{S}", {}),
        (f"2021年度白沙黎族自治县把什乡人民政府政府信息公开年报\n{P}{S}", {}),
        (
            f"巢湖市示例局{T}\n首页 机构概况 新闻中心 政务公开 互动交流 办事服务\n"
            f"巢湖市示例局依据《条例》，编制了《巢湖市示例局{T}》。{P}{S}",
            {},
        ),
        (f"拉萨海事局政府信息公开工作年报（2021年度）\n现公开拉萨海事局2021年度政府信息公开工作年度报告\n。{P}{S}", {}),
        (
            f"{'　'.join('苏州市姑苏区规划和自然资源分局')}\n2021年政府信息公开工作报告\n"
            "苏州市姑苏区规划和自然资源分局依据《中华人民共和国政府信息公开条例》，编制了《苏州市姑苏区规划和\n"
            f"自然资源分局{T}》\n。{P}{S}",
            {},
        ),
        # The country in a name (海关, 海事局) is no other place; an inner office's name is cut behind the organ's.
        (
            f"发布机构：中华人民共和国韶关海关\n中华人民共和国韶关海关{T}\n{P}请与中华人民共和国韶关海关政务公开科联系（电话：0751-2345678）。{S}",
            {},
        ),
        (f"蚌埠市自然资源局禹会分局{T}\n{P}请与蚌埠市自然资源局禹会分局政务公开科联系（电话：0552-2345678）。{S}", {}),
        (f"发布机构：蓬莱区新区街道办事处\n山东省烟台市蓬莱区新区街道办事处{T}\n{P}{S}", {}),
        (
            f"衢州市审计局{T}\n{P}{S}{sig('衢州市审计局').replace('2022年', '202年')}",
            {"head.date": ("202年1月12日", None, 16)},
        ),
        (
            f"衢州市审计局{T}\n{P}{S}{sig('衢州市审计局').replace('2022年', '2062年')}",
            {"head.date": ("2062年1月12日", None, 16)},
        ),
        (f"当前位置：首页 > 衢州市审计局 > 年报\n{T}\n{P}{S}", {"head.file": (None, None, None)}),
    ],
)
def test_what_contradicts_itself_is_told(page: str, findings: dict[str, object]) -> None:
    assert told(page) == findings


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("芜湖市公安局", "芜湖市公安局镜湖分局"),
        ("衢州市市场监管局", "衢州市市场监督管理局示例新城分局"),
        ("衢州市生态环境局江山分局", "衢州市生态环境局"),
        ("衢州市财政局", "衢州市财政局国库支付局"),
        ("芜湖市公安局镜湖分局", "鸠江分局"),
    ],
)
def test_a_bureau_and_what_belongs_to_it_are_two(name: str, other: str) -> None:
    found = told(f"{name}{T}\n本报告由{other}编制。{P}{S}{sig(other)}")
    assert found == {"head.conflict": (other, name, 2)}


@pytest.mark.parametrize(
    "title",
    [
        "衢州市审计局2020年政府信息公开工作年度报告（2021年）",
        "衢州市审计局政府信息公开工作年度报告（2020年度、2021年度）",
    ],
)
def test_two_years_of_a_title_decide_none(title: str) -> None:
    found = truth.read(f"{title}\n统计期限自2021年1月1日至2021年12月31日。{S}")
    assert found.year == 2021
    [said] = [one for one in found.findings if one.check == "head.year"]
    assert said.stated == "2020年、2021年"


@pytest.mark.parametrize("remark", ["（汇总）", "(送审稿)", "（不含下属单位）", "（盖章）"])
def test_what_a_bracket_says_of_the_paper_is_no_part_of_the_name(remark: str) -> None:
    found = truth.read(f"衢州市审计局{remark}{T}\n{P}{S}{sig(f'衢州市审计局{remark}')}")
    assert (found.agency.name, found.agency.key) == ("衢州市审计局", "330800:审计局")


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("衢州市人民政府（汇总）", "aggregate"),
        ("衢州市人民政府办公室（汇总）", "aggregate"),
        ("衢州市人民政府（不含下属单位）", "own"),
        ("衢州市审计局（汇总）", "own"),
    ],
)
def test_what_a_bracket_says_of_the_paper_tells_whose_numbers_they_are(name: str, scope: str) -> None:
    assert truth.read(f"{name}{T}\n{P}{S}").head.scope == scope


@pytest.mark.parametrize("day", ["2022.2.30", "2022年1月32日", "二〇二二年二月三十日"])
def test_a_published_reports_impossible_day_is_told(day: str) -> None:
    found = truth.read(f"衢州市审计局{T}\n{P}{S}\n衢州市审计局\n{day}\n")
    assert [one.stated for one in found.findings if one.check == "dates.calendar"] == [day]
    assert found.head.signed_date is None


@pytest.mark.parametrize(
    ("name", "spoken", "office"),
    [
        ("国家税务总局江山市税务局", "江山市税务局", "江山市税务局办公室"),
        ("国家统计局江山调查队", "江山调查队", "江山调查队办公室"),
        ("紫云苗族布依族自治县水务局", "紫云自治县水务局", "紫云自治县水务局办公室"),
        ("鄂伦春自治旗教育局", "鄂旗教育局", "鄂旗教育局办公室"),
        ("芜湖市公安局镜湖分局", "镜湖公安分局", "镜湖分局办公室"),
        ("芜湖市镜湖区公安分局", "芜湖市公安局镜湖分局", "芜湖市公安局镜湖分局指挥中心"),
        ("柯城区人民政府信安街道办事处", "柯城区信安街道办事处", "信安街道综合办公室"),
        ("江山市公安局", "江山市公安局", "江山市公安局指挥中心"),
        ("江山市示例开发区管理委员会", "江山市示例开发区管委会", "开发区管委会办公室"),
        ("江山市教育体育局", "江山市教体局", "江山市教体局政务公开办"),
        ("江山市贺村镇", "江山市贺村镇", "江山市贺村镇办公室"),
        ("衢州市水利局", "衢州市水利局", "衢州市水利局信息中心"),
        ("江山市退役军人事务局", "江山市退役军人事务局", "市退役军人服务中心"),
        ("衢州市人民政府外事办公室", "衢州市外办", "衢州市外事办秘书科"),
        ("衢州市人民政府侨务办公室", "衢州市政府侨务办公室", "衢州市侨办综合科"),
        ("芜湖市公安局镜湖分局", "镜湖分局", "镜湖分局办公室"),
        ("衢州市公安局交通警察支队", "衢州市交警支队", "衢州市交警支队办公室"),
        ("衢州市审计局（本级）", "衢州市审计局（本级）", "衢州市审计局"),
    ],
)
def test_what_an_agency_is_called_for_short_and_its_own_offices_are_no_others(
    name: str, spoken: str, office: str
) -> None:
    found = truth.read(f"{name}{T}\n本报告由{spoken}编制。{P}请与{office}联系（电话：0000-1234567）。{S}{sig(spoken)}")
    assert found.agency.name in (name, spoken)
    assert [one.message for one in found.findings if one.check in ("head.conflict", "head.contact")] == []


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("国家税务总局江山市税务局", "龙游县税务局"),
        ("紫云苗族布依族自治县水务局", "关岭自治县水务局"),
        ("敖汉旗教育局", "莫旗教育局"),
        ("芜湖市公安局镜湖分局", "鸠江公安分局"),
        ("江山市教育局", "江山市水利局信息中心"),
        ("江山市公安局", "江山市公安局交通警察大队"),
        ("江山市水利局", "市退役军人服务中心"),
    ],
)
def test_another_agency_that_is_asked_is_told_still(name: str, other: str) -> None:
    assert "head.contact" in told(f"{name}{T}\n{P}请与{other}办公室联系（电话：0000-1234567）。{S}")


def test_a_files_name_is_asked_last() -> None:
    page = f"{T}\n{P}{S}"
    named_by_file = read_front(read_document(page), "reports/衢州市示例局2021年政府信息公开工作年度报告.txt")
    assert (named_by_file.head.agency, named_by_file.head.agency_evidence) == ("衢州市示例局", "file")
    assert [one.check for one in named_by_file.findings] == ["head.file"]
    signed = read_front(read_document(page + sig("衢州市样例局")), "衢州市示例局2021年政府信息公开工作年度报告.txt")
    assert signed.head.agency == "衢州市样例局"


def dated(page: str, origin: Origin | None = None, html: bool = False) -> Report:
    name = "a.html" if html else "a.txt"
    return parse(replace(source_of(name, page.encode()), origin=origin))


DATED = f"成文日期：2022-01-12\n衢州市示例局{T}\n{P}{S}衢州市示例局\n"


@pytest.mark.parametrize(
    ("page", "date", "evidence", "findings"),
    [
        (DATED + "2022年1月12日\n", "2022-01-12", "field:1 signature:17=2022年1月12日", []),
        (DATED + "2022 年 1 月 18 日\n", "2022-01-12", "field:1", [("2022 年 1 月 18 日", "2022-01-12", 17)]),
        (DATED[16:] + "2022.1.18\n", "2022-01-18", "signature:16=2022.1.18", []),
        (f"生成日期：2022-01-15\n{DATED}", "2022-01-15", "field:1", [("2022-01-12", "2022-01-15", 2)]),
        (f"发布时间：2022-02-03\n{DATED}2022-01-12\n", "2022-01-12", "field:2 signature:18", []),
        (DATED[16:], "None", None, []),
    ],
)
def test_dates_are_told_with_their_places(page: str, date: str, evidence: str | None, findings: list[object]) -> None:
    report = dated(page)
    assert (str(report.head.document_date), report.head.document_date_evidence) == (date, evidence)
    told = [(one.stated, one.expected, one.line) for one in report.findings if one.check == "head.date"]
    assert told == findings


PAGE = f"<html><head>{{metas}}</head><body><h1>衢州市示例局{T}</h1>{{header}}<p>{P}</p>" + "".join(
    f"<p>{line}</p>" for line in S.strip().split("\n")
)
_META = '<meta name="PubDate" content="'
LISTED = Origin(published="2022-01-25")


@pytest.mark.parametrize(
    ("metas", "header", "origin", "date", "evidence"),
    [
        (_META + '2022-01-20 10:11">', "", None, "2022-01-20", "meta"),
        ('<META NAME="pubdate" CONTENT="2022-01-20"/>', "", LISTED, "2022-01-20", "meta"),
        (
            '<meta property="article:published_time" content="2022-01-20T10:11:00+08:00">',
            "",
            None,
            "2022-01-20",
            "meta",
        ),
        (_META + '2022-01-20">', "<p>发布日期：2022-01-19</p>", None, "2022-01-19", "field:2"),
        (
            _META + '2022-01-20">',
            "<p>发布日期：2022-01-20</p>",
            None,
            "2022-01-20",
            "field:2 meta",
        ),
        (_META + '2021-03-20">', "", None, "None", None),
        (_META + '2021-03-20">', "", LISTED, "2022-01-25", "manifest"),
        (
            _META + '2022-01-20">' + _META + '2022-01-21">',
            "",
            None,
            "None",
            None,
        ),
        (_META + '"><meta name="Date" content="2022-01-20">', "", None, "None", None),
        ("", "<p>" + _META + '2022-01-20">见下。</p>', None, "None", None),
        ("", "", LISTED, "2022-01-25", "manifest"),
    ],
)
def test_the_day_of_publication_is_the_headers_else_what_the_page_tells_programs(
    metas: str, header: str, origin: Origin | None, date: str, evidence: str | None
) -> None:
    head = dated(PAGE.replace("{metas}", metas).replace("{header}", header), origin, html=True).head
    assert (str(head.published_date), head.published_date_evidence) == (date, evidence)


CONTACT = "如有疑问，请与示例局联系（地址：{address}，电话：0570-1234567）。"


@pytest.mark.parametrize(
    ("head", "address", "sources", "findings"),
    [
        ("", "衢州市示例路1号", "title:1=衢州市柯城区 address:2=衢州市", []),
        ("", "江山市示例路1号", "title:1=衢州市柯城区", []),
        ("", "郑州市示例路1号", "title:1=衢州市柯城区", [("郑州市", "浙江省衢州市柯城区", 2)]),
        ("发布机构：杭州市商务局\n", "示例路1号", "title:2=衢州市柯城区", [("杭州市", "浙江省衢州市柯城区", 1)]),
        ("发布机构：浙江省商务厅\n", "示例路1号", "title:2=衢州市柯城区 field:1=浙江省", []),
    ],
)
def test_places_are_told_with_their_words(head: str, address: str, sources: str, findings: list[object]) -> None:
    report = truth.read(f"{head}衢州市柯城区示例局{T}\n{CONTACT.format(address=address)}{P}{S}")
    assert (report.agency.region_code, report.head.place_sources) == ("330802", sources)
    told = [(one.stated, one.expected, one.line) for one in report.findings if one.check == "head.place"]
    assert told == findings


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("国家金融监督管理总局黄南监管分局", "632300"),
        ("梅县海事局", "441403"),
        ("巢湖海关", "340181"),
        ("榕城海关", None),  # 福州 is called so: not the district of 揭阳
        ("芜湖市生态环境局繁昌分局", "340212"),
        ("东乌珠穆沁旗满都胡宝拉格苏木人民政府", "152525"),
        ("审计署机关", "100000"),
        ("兵团第七师一二五团三连", "66Z007"),
        ("芜湖市鸠江经济开发区管委会", "340200"),
    ],
)
def test_organs_beside_the_departments_have_their_places(name: str, code: str | None) -> None:
    report = truth.read(f"{name}{T}\n{P}{S}")
    assert (named(report), report.agency.region_code) == (name, code)


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("索引号：X7/2022-3\n公开方式：\n", {"disclosure_method": None, "index_number": "X7/2022-3"}),
        ("公开方式：\n", {"disclosure_method": None}),
        ("文号：〔〕号 公开形式：依申请公开 责任部门：巢湖市民政局\n", {"disclosure_method": "依申请公开"}),
        ("| 发布机构 | 文号 | 主题分类 |\n| 〔〕号 | 年度报告 | |\n", {"publisher": None}),
        ("主题词：\n索引号：X7/2022-3\n附件：\n成文日期：\n公开方式：主动公开\n来自：\n", {"document_date": None}),
    ],
)
def test_an_empty_label_takes_nobodys_value(header: str, fields: dict[str, str | None]) -> None:
    report = truth.read(f"{header}巢湖市民政局\n{T}\n现公布巢湖市民政局{T}。{P}{S}")
    assert named(report) == "巢湖市民政局"
    assert {name: getattr(report.head, name) for name in fields} == fields


@pytest.mark.parametrize(
    ("head", "agency"),
    [
        (f"<title>滁州市示例局{T}</title>", "滁州市示例局"),
        (f"<title>滁州市示例局{T}-滁州市人民政府门户网站</title>", "滁州市示例局"),
        (f'<meta name="ArticleTitle" content="滁州市示例局{T}">', "滁州市示例局"),
        (f"<title>{T}_滁州市人民政府门户网站</title>", None),
        ("<title>滁州市人民政府门户网站</title>", None),
    ],
)
def test_a_windows_title_names_the_organ_that_the_page_doesnt(head: str, agency: str | None) -> None:
    sections = "".join(f"<p>{line}</p>" for line in S.strip().split("\n"))
    page = f"<html><head>{head}</head><body><h1>{T}</h1><p>{P}</p>{sections}</body></html>"
    if agency is None:
        with pytest.raises(Refused):
            read(page.encode(), name="page.html")
        return
    report = read(page.encode(), name="page.html")
    assert report.agency.name == agency and report.head.agency_evidence == "meta"
    assert [finding.check for finding in report.findings if finding.check.startswith("head.")] == ["head.file"]
