"""Places: a name's place is right or undecided, never a near one."""

from __future__ import annotations

import re
from itertools import combinations

import facts
import place_accuracy
import pytest
from parts import in_parts, of

from ingest.places import Signs, names, resolve, successor, table
from ingest.places.reading import without_its_people


@pytest.mark.parametrize(
    ("name", "region", "level", "function"),
    [
        ("郑州市二七区示例局", "410103", "county", "示例局"),
        ("二七区示例局", "410103", "county", "示例局"),
        ("新郑市政务服务和大数据管理局", "410184", "county", "政务服务和大数据管理局"),
        ("新郑市民政局", "410184", "county", "民政局"),
        ("郑州市市场监督管理局", "410100", "prefectural", "市场监督管理局"),
        ("郑州市城市管理局", "410100", "prefectural", "城市管理局"),
        ("郑州市社区矫正管理局", "410100", "prefectural", "社区矫正管理局"),
        ("衢州市行政区划管理处", "330800", "prefectural", "行政区划管理处"),
        ("浙江省示例厅", "330000", "provincial", "示例厅"),
    ],
)
def test_a_place_and_its_organ(name: str, region: str, level: str, function: str) -> None:
    agency = resolve(name)
    assert (agency.region_code, agency.level, agency.function) == (region, level, function)


@pytest.mark.parametrize(
    "name",
    ["郑州市示例区示例局", "河南省示例县示例局", "宁夏回族自治区示例市示例局", "河南省某某市示例局", "某某县示例局"],
)
def test_a_place_that_the_table_does_not_hold_is_undecided(name: str) -> None:
    agency = resolve(name)
    assert (agency.region_code, agency.level) == (None, None)


@pytest.mark.parametrize("name", ["新郑市场监督管理局", "二七区块链管理局", "二七区域协作办公室"])
def test_a_place_does_not_end_inside_another_word(name: str) -> None:
    assert resolve(name).region_code is None


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("新郑市示例镇人民政府", "township"),
        ("新郑市新村镇人民政府", "township"),
        ("衢州市示例街道办事处", "township"),
        ("二七区示例街道", "township"),
        ("某某县示例乡便民服务中心", "township"),
        ("郑州市住房和城乡建设局", "prefectural"),
        ("衢州市城镇污水处理中心", "prefectural"),
        ("衢州市乡村振兴局", "prefectural"),
        ("衢州市乡镇企业局", "prefectural"),
    ],
)
def test_only_the_last_part_makes_a_township(name: str, level: str) -> None:
    assert resolve(name).level == level


def test_a_township_below_an_unknown_county_has_no_place() -> None:
    agency = resolve("洛阳市某某县示例镇人民政府")
    assert (agency.region_code, agency.level) == (None, "township")


@pytest.mark.parametrize(
    ("name", "code", "key"),
    [
        ("河北雄安新区容城县", "130629", "130629:"),
        ("雄安新区容城县示例局", "130629", "130629:示例局"),
        ("舟山群岛新区定海区示例局", "330902", "330902:示例局"),
        ("舟山市群岛新区定海区示例局", "330902", "330902:示例局"),
        ("浙江舟山群岛新区普陀区人民政府", "330903", "330903:人民政府"),
        ("青岛西海岸新区黄岛区示例局", "370211", "370211:示例局"),
        ("赣江新区永修县人民政府", "360425", "360425:人民政府"),
        ("西咸新区秦都区示例局", "610402", "610402:示例局"),
        ("湘江新区望城区示例局", "430112", "430112:示例局"),
        ("福州新区长乐区示例局", "350112", "350112:示例局"),
        ("江北新区浦口区示例局", "320111", "320111:示例局"),
        ("西咸新区示例局", "61Z002", "61Z002:示例局"),
        ("雄安新区示例县示例局", None, None),  # no county of that name is known
        ("舟山群岛新区示例区示例局", None, None),
        ("长春新区", "2201Z1", "2201Z1:管理委员会"),  # named alone it is its committee
        ("长春新区管委会", "2201Z1", "2201Z1:管理委员会"),
        ("衢州示例经济开发区", "330800", "330800:示例经济开发区管理委员会"),
        ("衢州示例经济开发区管委会", "330800", "330800:示例经济开发区管理委员会"),
        ("浦东新区", "310115", "310115:"),  # a district, with a government
        ("加格达奇区", "2327Z1", "2327Z1:"),
        ("第八师", "66Z008", "66Z008:"),
        ("洋浦", "46Z001", "46Z001:管理委员会"),
        ("儋州市洋浦经济开发区管委会", "46Z001", "46Z001:管理委员会"),
        ("洋浦经济开发区管理委员会", "46Z001", "46Z001:管理委员会"),
    ],
)
def test_a_zone_and_the_counties_that_it_lies_in(name: str, code: str | None, key: str | None) -> None:
    agency = resolve(name, 2021)
    assert (agency.region_code, agency.key if code else None) == (code, key)


@pytest.mark.parametrize("body", ["综合执法局", "综合行政执法局", "信访局", "综合行政执法大队"])
@pytest.mark.parametrize("government", ["人民政府", "政府"])
def test_an_organ_named_behind_its_government_is_no_government(government: str, body: str) -> None:
    agency = resolve(f"柯城区{government}{body}", 2021)
    assert agency.function_class not in ("government", "government_office", None)
    assert government == "政府" or agency.key == resolve(f"柯城区{body}", 2021).key


def test_a_school_in_a_town_is_not_the_citys() -> None:
    assert resolve("衢州市示例镇中心小学").region_code is None


@pytest.mark.parametrize(
    ("name", "year", "code", "function"),
    [
        ("福建省三明市沙县区示例局", 2020, "350405", "示例局"),  # its name of the year in which the report was written
        ("富阳市示例局", 2010, "330183", "示例局"),
        ("襄樊市示例局", 2020, "420600", "示例局"),
        ("巢湖市示例局", 2009, "341400", "示例局"),
        ("巢湖市示例局", 2015, "340181", "示例局"),
        ("国家税务总局衢州市税务局", 2020, "330800", "税务局"),
        ("新疆生产建设兵团第八师石河子市示例局", 2020, "66Z008", "示例局"),
        ("郑州市航空港区示例局", 2020, "4101Z1", "示例局"),
        ("广西北海市海城区示例局", 2020, "450502", "示例局"),
        ("衢州市示例局（衢州市某某局）", 2020, "330800", "示例局（衢州市某某局）"),
    ],
)
def test_the_table_of_the_year_and_what_stands_beside_it(name: str, year: int, code: str, function: str) -> None:
    agency = resolve(name, year)
    assert (agency.region_code, agency.function) == (code, function)


@pytest.mark.parametrize("name", ["东区示例局", "新区示例局", "东区街道办事处", "衢州市区示例局", "某某开发区管委会"])
def test_words_that_stand_everywhere_are_no_place(name: str) -> None:
    assert resolve(name, 2020).region_code is None


@pytest.mark.parametrize(
    ("signs", "code"),
    [
        (Signs(credit_code="11110105000000000X"), "110105"),
        (Signs(header=("长春市朝阳区人民政府",)), "220104"),
        (Signs(email="a@changchun.gov.cn"), "220104"),
        (Signs(text=("北京市朝阳区示例路",)), "110105"),
        (Signs(text=("北京市", "长春市")), None),
        (Signs(address="长春市朝阳区示例路1号", email="a@bj.gov.cn"), None),
        (Signs(address="长春市朝阳区示例路1号", folder="北京市"), None),
        (Signs(header=("长春市人民政府", "北京市朝阳区人民政府")), None),
        (Signs(header=("长春市人民政府",), text=("北京市朝阳区人民政府",)), None),
        (Signs(address="长春市示例路1号"), "220104"),
        (Signs(phone="0431-88880000"), "220104"),
        (Signs(address="长春市示例路1号", phone="010-88880000"), None),
        (Signs(credit_code="11110105000000000X", header=("长春市朝阳区人民政府",)), None),
    ],
)
def test_a_shared_name_is_placed_by_evidence_or_not_at_all(signs: Signs, code: str | None) -> None:
    agency = resolve("朝阳区示例局", 2020, signs)
    assert agency.region_code == code
    assert code is not None or agency.candidates == ("110105", "220104")


@pytest.mark.parametrize("year", [2020, pytest.param(2012, marks=pytest.mark.long)])
@in_parts
@pytest.mark.slow
def test_no_place_of_a_year_is_taken_for_another(year: int, part: str) -> None:
    counties = of(part, place_accuracy.counties(year))
    found = {name: place_accuracy.count(year, way, counties) for name, way in place_accuracy.WAYS.items()}
    assert [name for name, told in found.items() if told["wrong"]] == []
    whole = found["市县 with its city"]
    assert whole["right"] == whole.total() == len(counties) > {"sample": 700, "rest": 2_100}[part]


def test_the_region_data_are_small() -> None:
    assert sum(path.stat().st_size for path in place_accuracy.FOLDER.glob("*.csv")) < 220_000
    assert (place_accuracy.FOLDER / "regions.csv").stat().st_size <= 200_000


@pytest.mark.parametrize(
    ("name", "code", "level"),
    [
        ("扎赉特旗示例苏木人民政府", "152223", "township"),
        ("扎赉特旗示例苏木", "152223", "township"),
        ("柯城区示例民族乡人民政府", "330802", "township"),
        ("天门市示例市镇人民政府", "429006", "township"),
        ("第八师一四三团", "66Z008", "township"),
        ("第一师阿拉尔市十团", "66Z001", "township"),
        ("池州市公安局贵池分局", "341702", "county"),
        ("池州市公安局贵池区分局", "341702", "county"),
        ("上海市公安局浦东分局", "310115", "county"),
        ("北京市规划和自然资源委员会朝阳分局", "110105", "county"),
        ("衢州市生态环境局（柯城分局）", "330802", "county"),
        ("郑州市公安局高新分局", "4101Z2", "county"),
        ("柯城区公安局示例分局", "330802", "county"),
        ("池州市公安局示例分局", None, None),
        ("嘉兴市海宁生态环境局", "330481", "county"),
        ("赣州市信丰生态环境局", "360722", "county"),
        ("百色市隆林生态环境局", "451031", "county"),
        ("恩施土家族苗族自治州来凤公安局", "422827", "county"),
        ("湖州市南浔市场监管局", "330503", "county"),
        ("天津市河东公安分局", "120102", "county"),
        ("福州市鼓楼生态环境分局", "350102", "county"),
        ("国家税务总局上海市嘉定税务局", "310114", "county"),
        ("深圳市规划和自然资源局龙岗管理局", "440307", "county"),
        ("深圳市市场监督管理局盐田监管局", "440308", "county"),
        ("深圳市规划和自然资源局示例管理局", None, None),
        ("福州市鼓楼生态环境局", None, None),  # 鼓楼 is a word as well
        ("桂林市资源规划局", None, None),
        ("郑州市高新城管局", None, None),
        ("桂林市自然资源局", "450300", "prefectural"),
        ("荆州市公安局", "421000", "prefectural"),
        ("杭州市公安局交通管理局", "330100", "prefectural"),
        ("桂林市林业局资源管理局", "450300", "prefectural"),
        ("杭州市轨道交通公安分局", "330100", "prefectural"),
        ("柳州市城中村改造局", "450200", "prefectural"),
        ("四川省都江堰管理局", "510000", "provincial"),
        ("国家税务总局衢州市税务局第一税务分局", "330800", "prefectural"),
        ("国家统计局衢州调查队", "330800", "prefectural"),
        ("国家统计局江山调查队", "330881", "county"),
        ("国家统计局浙江调查总队", "330000", "provincial"),
        ("舟山海事局", "330900", "prefectural"),
        ("中华人民共和国杭州海关", "330100", "prefectural"),
        ("中国证券监督管理委员会浙江监管局", "330000", "provincial"),
        ("国家金融监督管理总局衢州监管分局", "330800", "prefectural"),
        ("国网衢州市柯城区供电公司", "330802", "county"),
        ("国网浙江省电力有限公司衢州供电公司", "330800", "prefectural"),
        ("国家税务总局", "100000", "national"),
        ("中国气象局机关", "100000", "national"),
        ("商务部办公厅", "100000", "national"),
        ("大兴安岭地区行政公署", "232700", "prefectural"),
        ("锡林郭勒盟行政公署", "152500", "prefectural"),
        ("衢州市示例经济开发区管理委员会", "330800", "county"),
        ("衢州市示例经济开发区财政局", "330800", "county"),
        ("苏州工业园区管理委员会", "3205Z1", "county"),
        ("郑州市二七区市监局", "410103", "county"),
        ("宜兴市市监局", "320282", "county"),
        ("宜兴市监察委员会", "320282", "county"),
    ],
)
def test_organs_whose_place_stands_inside_their_name(name: str, code: str | None, level: str | None) -> None:
    agency = resolve(name, 2021)
    assert (agency.region_code, agency.level) == (code, level)


@pytest.mark.parametrize(
    ("name", "signs", "code"),
    [
        ("区住建局", Signs(address="郑州市二七区示例路1号"), "410103"),
        ("区住建局", Signs(address="郑州市示例路1号"), None),
        ("示例镇", Signs(address="浙江省衢州市柯城区示例镇示例路1号"), "330802"),
        ("示例镇人民政府", Signs(text=("可到柯城区示例镇党政办咨询",)), "330802"),
        ("示例镇人民政府", Signs(text=("柯城区示例镇、衢江区示例镇",)), None),
        ("示例镇", Signs(address="衢州市示例路1号"), None),
        ("商务局", Signs(text=("在衢州市商务局指导下",)), None),
        ("高新区管委会", Signs(header=("衢州市人民政府",)), "330800"),
        ("高新区管委会", Signs(address="衢州市示例路1号"), "330800"),
        ("高新区管委会", Signs(), None),
    ],
)
def test_a_name_without_its_place_is_placed_by_what_the_page_says(name: str, signs: Signs, code: str | None) -> None:
    assert resolve(name, 2021, signs).region_code == code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("郑州市公安局", "郑州市公安局（交通警察支队）"),
        ("郑州市生态环境局", "郑州市生态环境局（二七分局）"),
        ("池州市公安局", "池州市公安局贵池分局"),
    ],
)
def test_a_branch_is_an_organ_of_its_own(one: str, other: str) -> None:
    assert resolve(one, 2021).key != resolve(other, 2021).key
    assert resolve(f"{one}（示例局）", 2021).key == resolve(one, 2021).key


@pytest.mark.parametrize(
    ("one", "others"),
    [
        ("芜湖市公安局镜湖分局", ("芜湖市镜湖公安分局", "芜湖市镜湖区公安分局", "芜湖市公安局镜湖区分局")),
        ("郑州市公安局高新分局", ("郑州市高新公安分局", "郑州市公安局高新区分局")),
        ("嘉兴市海宁生态环境局", ("海宁市生态环境局",)),
        ("衢州市人民政府信访局", ("衢州市信访局",)),
        ("柯城区人民政府信息街道办事处", ("柯城区信息街道办事处", "柯城区信息街道")),
        ("衢州市人民政府国资委", ("衢州市国有资产监督管理委员会", "衢州市人民政府国有资产监督管理委员会")),
    ],
)
def test_ways_of_writing_a_branch_and_a_governments_own_body_are_one(one: str, others: tuple[str, ...]) -> None:
    key = resolve(one, 2021).key
    assert [resolve(other, 2021).key for other in others] == [key] * len(others)


def test_a_branch_is_neither_its_district_nor_its_citys_bureau() -> None:
    names = (
        "芜湖市公安局",
        "芜湖市镜湖区公安局",
        "芜湖市镜湖公安分局",
        "芜湖市鸠江公安分局",
        "芜湖市镜湖区公安局示例分局",
    )
    assert len({resolve(name, 2021).key for name in names}) == len(names)
    assert resolve("衢州市人民政府办公室", 2021).key != resolve("衢州市人民政府", 2021).key


def test_no_citys_bureau_is_put_in_a_wrong_place_by_a_countys_short_name() -> None:
    organs = ("生态环境局", "市场监督管理局", "交通管理局", "公安分局", "水库管理处", "和改革局")
    wrong = []
    for code, name in table.in_force(2021):
        short = re.sub("(?:市|县|区)$", "", name)
        if "Z" in code or table.level(code) != "county" or len(short) < 2 or "自治" in name:
            continue
        outer = table.parent(code) or ""
        for organ in organs:
            found = resolve(table.name(outer) + short + organ, 2021).region_code
            wrong += [(code, organ, found)] if found not in {*table.alike(code), outer, None} else []
    assert wrong == []


# --- places that changed ----------------------------------------------------------------------------------------------


def _spans() -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for named in names():
        if (named.last_year or 9999) < 2006:
            continue  # there were no reports
        first, last = found.get(named.code, (9999, 0))
        found[named.code] = min(first, named.first_year or 0), max(last, named.last_year or 9999)
    return found


def test_every_code_that_ended_goes_on_or_says_why_not() -> None:
    """Of those that ended while reports were written."""
    ended = {code for code, (_, last) in _spans().items() if 2006 <= last < table.LAST and successor(code) == code}
    assert ended - {code for code in ended if "Z" in code} <= table.endings().keys()
    assert all(code in _spans() and why for code, why in table.endings().items())


def test_no_two_places_of_one_year_go_on_as_one() -> None:
    """Their organs of one name would be one, and their reports replace each other."""
    by_now: dict[str, list[str]] = {}
    for code in _spans():
        by_now.setdefault(successor(code), []).append(code)
    for codes in by_now.values():
        for one, other in combinations(codes, 2):
            (first, last), (other_first, other_last) = _spans()[one], _spans()[other]
            assert min(last, other_last) < max(first, other_first, 2006), (one, other)


def test_a_succession_ends_where_it_says() -> None:
    today = {code for code, (_, last) in _spans().items() if last >= table.LAST}
    assert {successor(code) for code in _spans() if successor(code) != code} <= today


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("太谷县示例局", 2017), ("晋中市太谷区示例局", 2020)),
        (("綦江县示例局", 2009), ("重庆市綦江区示例局", 2013)),
        (("大足县示例局", 2009), ("重庆市大足区示例局", 2013)),
        (("公主岭市示例局", 2018), ("长春市公主岭市示例局", 2021)),
        (("孟津县示例局", 2019), ("洛阳市孟津区示例局", 2022)),
        (("儋州市示例局", 2013), ("儋州市示例局", 2019)),
        (("莱芜市莱城区示例局", 2016), ("济南市莱芜区示例局", 2019)),
    ],
)
def test_an_organ_goes_on_over_a_change_of_its_place(before: tuple[str, int], after: tuple[str, int]) -> None:
    first, second = resolve(*before), resolve(*after)
    assert first.key == second.key and first.region_code != second.region_code


@pytest.mark.parametrize(
    ("one", "other", "year"),
    [
        ("南京市下关区示例局", "南京市鼓楼区示例局", 2011),
        ("淮安市清河区示例局", "淮安市清浦区示例局", 2014),
        ("广州市萝岗区示例局", "广州市黄埔区示例局", 2012),
        ("茂名市茂港区示例局", "茂名市电白县示例局", 2012),
        ("重庆市万盛区示例局", "綦江县示例局", 2009),
    ],
)
def test_what_was_merged_later_was_not_one_before(one: str, other: str, year: int) -> None:
    first, second = resolve(one, year), resolve(other, year)
    assert first.region_code and second.region_code and first.key != second.key
    assert first.key != resolve("重庆市綦江区示例局", 2015).key


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("杭州市下城区示例局", "330103"),  # of the year before; 城区 is no word in it
        ("大同市城区示例局", "140202"),
        ("铜陵市郊区示例局", "340711"),
        ("大连示例岛经济技术开发区管委会", "210200"),  # a zone that begins with its city's short name
        ("江苏无锡示例工业园区管委会", "320200"),
        ("朝阳工业园区管委会", None),  # of a city, a county and two districts
        ("新兴产业园区管委会", None),  # a word
        ("宁夏银保监局中卫监管分局", "640500"),
        ("郑州市公安局交通管理分局", "410100"),
        ("国家矿山安全监察局山西局", "140000"),
        ("国家能源局华东监管局", None),
        ("国家铁路局上海铁路监督管理局", None),
        ("中国证监会", "100000"),
        ("东乡县示例局", "622926"),  # 东乡族自治县; Jiangxi's 东乡县 is a district since 2016
        ("鄂温克旗示例局", "150724"),
        ("中共全椒县委机构编制委员会办公室", "341124"),
        ("共青团全椒县委", "341124"),
    ],
)
def test_where_an_organ_is(name: str, code: str | None) -> None:
    assert resolve(name, 2021).region_code == code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中国证监会大连监管局", "国家金融监督管理总局大连监管局"),
        ("国家矿山安全监察局山西局", "国家能源局山西监管办公室"),
        ("国家外汇管理局大连市分局", "中国人民银行大连市分行"),
    ],
)
def test_arms_of_two_lines_in_one_place_are_two(one: str, other: str) -> None:
    first, second = resolve(one, 2021), resolve(other, 2021)
    assert first.region_code == second.region_code is not None and first.key != second.key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("滁州市公安局（交警支队）", "滁州市公安局交通警察支队"),
        ("中国证监会大连监管局", "大连证监局"),
        ("中国银保监会大连监管局", "大连银保监局"),
        ("中国银行保险监督管理委员会大连监管局", "大连银保监局"),
    ],
)
def test_an_arm_written_short_is_the_same(one: str, other: str) -> None:
    assert resolve(one, 2021).key == resolve(other, 2021).key


def _ended(name: str, year: int) -> list[str]:
    found = facts.findings(f"年度＝{year}；机关＝{name}")
    return [one.stated or "" for one in found if one.check == "place.abolished"]


def test_the_short_name_of_an_autonomous_county_that_was_a_county_once_is_no_abolished_place() -> None:
    told = {}
    for code, name in table.in_force(2021):
        for short in without_its_people(name) if "自治县" in name or "自治旗" in name else ():
            if resolve(f"{short}示例局", 2021).region_code == code and (found := _ended(f"{short}示例局", 2021)):
                told[short] = found
    assert told == {}


@pytest.mark.parametrize(
    ("name", "year", "ended"),
    [("三明市沙县示例局", 2022, ["沙县"]), ("三明市沙县示例局", 2019, []), ("梅县示例局", 2021, ["梅县"])],
)
def test_a_place_that_was_renamed_is_told_still(name: str, year: int, ended: list[str]) -> None:
    assert _ended(name, year) == ended


@pytest.mark.parametrize(
    ("name", "year", "first"),
    [
        ("白杨市示例局", 2021, ">=2023"),
        ("白杨市示例局", 2022, None),  # written in 2023
        ("第九师白杨市示例局", 2019, ">=2023"),
        ("第九师（白杨市）示例局", 2019, ">=2023"),
        ("第九师示例局", 2019, None),
        ("昆玉市示例局", 2014, ">=2016"),
        ("杭州市钱塘区示例局", 2018, ">=2021"),
        ("长春新区示例局", 2012, ">=2016"),
        ("衢州市柯城区示例局", 2008, None),
        ("郑州市示例局", 2008, None),
    ],
)
def test_a_place_that_was_not_yet_is_told(name: str, year: int, first: str | None) -> None:
    found = facts.findings(f"年度＝{year}；机关＝{name}")
    assert [one.expected for one in found if one.check == "place.not_yet"] == ([first] if first else [])
