"""The year of a draft, wherever it speaks of one (年度): preamble, opening, plans; and the basis of an earlier form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.checks.case import Case
from ingest.claims.sentences import Sentence
from ingest.claims.sentences import every as sentences_of
from ingest.model import Check, Finding, Section
from ingest.patterns import lazy

_BASIS = "政府信息公开条例第四十九条、第五十条（上一年度的报告）"

CHECKS = (
    Check(
        "draft.preamble_year",
        "前言的年度与标题不符",
        "前言所称“×年度政府信息公开工作……”的年度 ＝ 标题的年度",
        _BASIS,
        "warning",
        "（标题和前言都作 2025 年）",
        "（标题作 2025 年，前言作“现将2024年度政府信息公开工作情况报告如下”）",
        "与他年比较的句子、文件名称中的年份不看。",
    ),
    Check(
        "draft.opening_year",
        "正文一段以另一年开头",
        "各部分的段落所说的年度 ＝ 报告年度",
        _BASIS,
        "note",
        "正文＝2021年，本机关认真落实条例。",
        "正文＝2020年，本机关认真落实条例。",
        "只看段首的年份；同一句里又说到报告年度的（与上年比较）不看。问题与改进、其他事项两部分看每一句，只看早于报告年度的；"
        "一段里又说到报告年度、今年的，说文件施行的，说上年问题整改的，不看；其他事项以“去年”“上年”开头的，看不出是哪一年，也报。",
    ),
    Check(
        "draft.plan_year",
        "打算写的是已过去的年度",
        "改进措施、下一步打算的年份 ＞ 报告年度",
        _BASIS,
        "note",
        "（2025 年度报告写“2026年，我局将进一步加强……”）",
        "（2025 年度报告写“2025年，我局将进一步加强……”）",
        "只看“存在的主要问题及改进情况”部分里带“将”“要进一步”“下一步”“打算”等字样、或紧接“改进措施：”的句子；“将在今年”也报，看不出是哪一年。",
    ),
    Check(
        "draft.old_basis",
        "依据的是旧条款、旧格式",
        "2019 年修订的条例第五十条规定报告内容，2021 年度起用国办公开办函〔2021〕30号的格式",
        "政府信息公开条例（2019年修订）第五十条；国办公开办函〔2021〕30号",
        "note",
        "（根据条例第五十条编制）",
        "（根据条例第三十二条编制；按国办公开办函〔2019〕60号的格式）",
        "只看首部和总体情况；第三十二条在修订前是年度报告的内容条款。",
    ),
)
_REPORTED = lazy(
    r"(?<!\d)(?P<year>20\d\d)年(?:度)?(?P<between>[^。;:，,《》〔〕\d]{0,24}?)(?:政府信息公开|政务公开|信息公开)"
    r"(?:工作)?(?:年度)?(?:工作)?(?:报告|年报|情况)(?!格式)"
    r"|(?<!\d)(?P<summed>20\d\d)年(?:度)?(?:政府信息公开|政务公开|信息公开)工作(?:情况)?(?:进行|作|做)了?(?:全面|认真|系统)*(?:总结|回顾|梳理)"
    r"|(?<!\d)(?P<other>20\d\d)年(?:度)?[^。;:，,《》〔〕\d]{0,16}?(?:年度报告|年报)(?!格式)"
)
_COMPARED = lazy(r"(?:[与比较同]|相比|同比|以来|修订|施行|上年)[^，,。;]{0,4}$")
_OPENING = lazy(
    r"^(?:[(]?[一二三四五六七八九十\d]{1,2}[)、.])?(?:[^。:，,]{2,12}(?:情况|工作)?[。:])?(?:回顾|回首|纵观|在?(?:刚刚|已经)?过去的)?(?P<year>20\d\d)年"
    r"(?:度|来|以来|期间|全年)?(?:[，,]|我|本|全|共|[\u4e00-\u9fff]{2,8}(?:局|委员会|镇|乡|政府|街道|县|区|市)[认积紧坚深])"
)
_SUBJECT = (
    r"(?:我[局委办县市区镇乡院厅]|本(?:机关|单位|部门|[局委办县市区镇乡院厅])|我?街道|(?P<who>[\u4e00-\u9fff]{2,24}?))"
)
_OF_US = lazy(
    rf"^(?:[(]?[一二三四五六七八九十\d]{{1,2}}[)、.])?{_SUBJECT}(?P<year>20\d\d)年(?:度|来|期间|全年)?"
    r"(?:[，,]|紧|坚持|扎实|认真|积极|持续|深入|全面|聚焦|立足|围绕|严格|高度|切实|强化|贯彻|进一步|推进|做好|着力|始终|以|把|不断|稳步|统筹|共|全)"
)
# What an office does in a year, or has in it: 2024年收到申请……; 2024年收到的意见 is only named by its year.
_DOES = (
    r"(?:未|没有|无(?!障碍)|新收|收到|接到|受理|办理|办结|办复|承办|收取|主动公开|公开(?=政府|各类|信息|\d)|发布|制发|制定|开展|组织|举办|召开"
    r"|存在|取得|工作(?:中|存在|取得|总体)|的?(?:政府信息公开|政务公开|信息公开)?工作(?=[中，,取存总虽有还仍稳成进得较])|的工作)"
    r"(?!、|[^，,。:;]{0,4}的(?!(?:主要)?(?:问题|不足)))"
)
_US = (
    r"(?:我单位|我[局委办县市区镇乡院厅]|我?街道|本(?:机关|单位|部门|[局委办县市区镇乡院厅])"
    r"|(?P<{}>[\u4e00-\u9fff]{{2,20}}(?:局|委员会|政府|办公室|办事处|街道|中心|镇|乡|院|厅)))"
)
_LEAD = r"(?:回顾|回首|纵观|总结|虽然?|尽管|[一二三四五六]是|在(?:过去的)?|(?:根据|按照?|对照)[^，,。;:]{0,6})"
_WITHIN = lazy(
    rf"(?:^|[，,:])(?:[(]?[一二三四五六七八九十\d]{{1,2}}[)、.])?{_LEAD}?[，,]?(?:{_US.format('who')})?(?P<year>20\d\d)年(?:度|全年|[里中][，,])?"
    rf"(?:(?:{_US.format('whose')})?{_DOES}|{_US.format('ours')}(?!.{{0,5}}的))"
    r"|截[至止]到?(?P<end>20\d\d)年(?:12月(?:31日)?|末|底)[，,]?(?:我|本|共|收到|主动公开|累计)"
    r"|(?P<whole>20\d\d)年1月1日起?(?:至|到|-|—|~)+(?:20\d\d年)?12月31日"
)
_TOLD_BY_RIGHT = lazy(
    r"整改|改进|解决|完善了|报告(?!的?其?[他它]?的?事项)|年报|评估|考核|测评|指出|反映|提出|意见|建成|启用|上线|开始|起[，,]|减免|相比|[与较比同](?:上|去|20)"
)
_HEADS = lazy(
    r"^[(]?[一二三四五六七八九十\d]{1,2}[)、.][^。，,]{2,16}$"
)  # a paragraph's own heading before its first sentence
_SINCE = lazy(r"^[^。，,]{0,14}?(?P<year>20\d\d)年以来")
_NOW = r"今年|本年|当年|报告年度|报告期|目前"
_BACKGROUND = lazy(r"印发|修订|施行|颁布|出台|国务院|中央|以来|成立|组建|挂牌")
_MENDING = lazy(r"整改|上一?年度?|去年|(?<!\d)20\d\d年度")
_SHORT = 40  # characters; a line that only says what the next one is about
_DOING = (
    r"将(?:进一步|继续|不断|持续|重点|着力|加强|强化|完善|健全|优化|细化|深化|加大|严格|以|从|按照|围绕|紧|切实|认真|积极"
    r"|全面|推进|努力|做好|丰富|提升|提高|拓展|规范|加快|坚持|立足|聚焦|逐步|深入|主动|大力|进行|开展|组织|落实)"
)
_PLAN = lazy(
    rf"(?<!\d)(?P<year>20\d\d)年(?:度|来)?(?:[，,]|我|本|全)?[^。;，,]{{0,16}}?(?:[，,])?(?:{_DOING}|拟|计划|打算|力争)"
    rf"|(?<!\d)(?P<in>20\d\d)年(?:度)?的?工作[中里][，,](?:我|本)[\u4e00-\u9fff]{{1,3}}{_DOING}"
    rf"|(?:下一步|展望|今后|下阶段|打算|面向)[^。;]{{0,8}}?(?<!\d)(?P<ahead>20\d\d)年"
    r"|(?<![\u4e00-\u9fff]拟)将(?:在|于)(?P<at>20\d\d)年"
    r"|(?<!\d)(?P<must>20\d\d)年(?:度|里)?[，,]?(?:我们|我[局委办县市区镇乡]|本(?:机关|单位|部门))?要"
    r"(?:进一步|继续|不断|持续|着力|切实|重点|加强|强化)"
    r"|将(?:在|于)(?P<now>今年)"
    rf"|(?<!\d)(?P<titled>20\d\d)年(?:度)?(?:下一?步|下阶段)?(?:工作)?(?:打算|计划|思路|安排|展望|设想)"
)
# 改进措施：2025年，加强培训: what is going to be done, unless it says that it was.
_PLAN_NAMED = lazy(
    r"(?:改进(?:措施|方向|计划)|下一?步(?:工作)?(?:措施|打算|计划|安排)|整改(?:措施|计划)|工作打算)[:。]"
    r"(?:[(]?[一二三四五六七八九十\d]{1,2}[)、.])?(?:我[局委办县市区镇乡]|本(?:机关|单位))?(?P<year>20\d\d)年"
)
# 力争2025年底前建成, 打算今年年内完成, unless it says that it was so (年初计划于2025年6月…，现已…).
_MEANT = lazy(
    r"(?<![原按])(?<!年初)(?:力争|争取|打算|计划|预计)(?:在|于|到)?(?P<year>20\d\d(?=年(?:度内|年?底|年?末|内|上半年|下半年|\d{1,2}月))|今年)"
)
_IS_DONE = lazy("[已了]")
_WAS_DONE = lazy(r"[了已]|完成|实现|上年|去年|针对|整改|以来|印发")
_CHINESE_YEAR = lazy(r"二[〇零○][一二三四五六七八九〇零○]{2}(?=年)")
_DIGITS = {char: str(digit) for digit, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_LAST_YEAR = lazy(
    rf"^(?:{_US.format('whose')})?(?P<year>去年|上一?年度?)(?:度|全年)?[，,]?(?:{_US.format('who')})?(?:共)?(?:未|没有|收取|收到|办理|承办)"
)
_OLD_ARTICLE = lazy(r"(?:条例》?|规定)[^。;]{0,12}第(?:三十一|三十二|31|32)条")
_REPORTING = lazy(r"编制|报告|年报|公布|公开")
_OLD_FORM = lazy(r"国办公开办函〔\[?\(?2019\)?\]?〕?60号|〔2019〕60号")
_FIRST_OF_FORM = 2021


def find(case: Case) -> Iterator[Finding]:
    """Other years than the report's where only its own may stand."""
    yield from _preamble(case)
    yield from _opening(case)
    yield from _plans(case)
    yield from _old_basis(case)


def every(body: str) -> Iterator[Sentence]:
    """Every sentence of a section, its years in digits: 二〇二五年 is as long as 2025年."""
    for one in sentences_of(body):
        said = _CHINESE_YEAR.search(one.text)
        yield replace(one, text=_in_digits(one.text), before=_in_digits(one.before)) if said else one


def _in_digits(text: str) -> str:
    return _CHINESE_YEAR.sub(lambda found: "".join(_DIGITS[char] for char in found[0]), text)


def _head(case: Case) -> list[Section]:
    return [section for section in case.report.sections if section.heading is None]


def _preamble(case: Case) -> Iterator[Finding]:
    year = case.report.year
    told = {finding.stated for finding in case.found if finding.check in ("dates.year", "head.year")}
    for section in _head(case):
        for sentence in every(section.body):
            for found in _REPORTED.finditer(sentence.text):
                said = found["year"] or found["summed"] or found["other"]
                if int(said) == year or said in told or _COMPARED.search(sentence.text[: found.start()]):
                    continue
                line = case.line(section, sentence.line(found.start()))
                message = f"报告年度为 {year}，前言却称“{found[0]}”（第{line}行）。"
                yield Finding("draft.preamble_year", message, line, stated=said, expected=str(year))
                return


def _opening(case: Case) -> Iterator[Finding]:
    year, agency = case.report.year, case.report.agency.name
    for section in case.report.sections:
        if section.kind in ("problems", "other") and section.heading:
            told = _looking_back(section, year, agency)
        else:
            told = _openings(section, year, agency) if section.kind in _OF_THE_YEAR else iter(())
        for sentence, said in told:
            line = case.line(section, sentence.line(0))
            where = "正文一段却以“{}”开头" if said in sentence.text[:12] else "正文却在说 {}"
            named = f"{said}年" if said.isdigit() else said
            message = f"报告年度为 {year}，{where.format(named)}：“{_cut(sentence.text)}”（第{line}行）。"
            yield Finding("draft.opening_year", message, line, stated=said, expected=str(year))


_OF_THE_YEAR = ("overview", "applications", "appeals", "proactive")


def _openings(section: Section, year: int, agency: str) -> Iterator[tuple[Sentence, str]]:
    """The first sentences of paragraphs that begin with another year: (sentence, year)."""
    for sentence in _of_another_year(every(section.body), year):
        before = sentence.before.rstrip("。")
        if before and not before.endswith(("情况", "工作")) and not _HEADS.match(before):
            continue
        said = _opens_with(sentence.text, agency) or _says(sentence.text, agency, first=True)
        if said and int(said) != year and f"{year}年" not in sentence.text and not _is_long_ago(sentence.text, year):
            yield sentence, said


def _is_long_ago(text: str, year: int) -> bool:
    """Does a sentence tell of several years (2021年以来)? Since last year: that may be its own."""
    since = _SINCE.search(text)
    return since is not None and int(since["year"]) < year - 2


def _of_another_year(told: Iterable[Sentence], year: int) -> Iterator[Sentence]:
    """The sentences that name one; what else is asked of them takes longer."""
    return (one for one in told if set(re.findall(r"20\d\d(?=年)", one.text)) - {str(year)})


def _looking_back(section: Section, year: int, agency: str) -> Iterator[tuple[Sentence, str]]:
    """Sentences that begin with an earlier year, in paragraphs that never speak of the report's own: (sentence, year).

    What a law did and what became of last year's problems is told of earlier years by right.
    """
    now = re.compile(rf"{year}年|{_NOW}")
    before = section.heading or ""
    for paragraph in _paragraphs(section):
        whole = "".join(sentence.text for sentence in paragraph)
        under = before if len(before) <= _SHORT else ""
        before = whole
        if now.search(whole) or _MENDING.search(under):
            continue
        if section.kind == "other" and (found := _LAST_YEAR.search(paragraph[0].text)):
            yield paragraph[0], found["year"]
        for sentence in _of_another_year(paragraph, year):
            said = _opens_with(sentence.text, agency) or _says(sentence.text, agency)
            if said and int(said) < year and not _BACKGROUND.search(sentence.text):
                yield sentence, said


def _opens_with(text: str, agency: str) -> str | None:
    """The year that a sentence begins with, or that follows what the agency calls itself: 我局2024年紧盯……."""
    if found := _OPENING.search(text):
        return found["year"]
    found = _OF_US.search(text)
    return found["year"] if found and (found["who"] or "") in agency else None


def _says(text: str, agency: str, *, first: bool = False) -> str | None:
    """The year in which a sentence (or only how it begins: ``first``) says that something was so."""
    found = None if _TOLD_BY_RIGHT.search(text) else _WITHIN.search(text)
    if found is None or (first and re.search("[，,]", text[: found.start() + 1])):
        return None
    named = {found["who"], found["whose"], found["ours"]} - {None, ""}
    return found["year"] or found["end"] or found["whole"] if all(str(name) in agency for name in named) else None


def _paragraphs(section: Section) -> Iterator[list[Sentence]]:
    """The sentences of a section, a list for each paragraph."""
    paragraph: list[Sentence] = []
    for sentence in every(section.body):
        if not sentence.before and paragraph:
            yield paragraph
            paragraph = []
        paragraph.append(sentence)
    if paragraph:
        yield paragraph


def _plans(case: Case) -> Iterator[Finding]:
    year = case.report.year
    for section in case.report.sections:
        if section.kind != "problems":
            continue
        for sentence in every(f"{section.heading}\n{section.body}"):
            found = _PLAN.search(sentence.text) or _led(sentence.text)
            said = found and next(filter(None, found.groups()))
            if found and said and (said == "今年" or int(said) <= year):
                line = case.line(section, sentence.line(found.start()))
                named = f" {said} 年" if said.isdigit() else f"“{said}”，请写明年份"
                message = f"{year} 年度报告的打算写的是{named}：“{_cut(sentence.text)}”（第{line}行）。"
                yield Finding("draft.plan_year", message, line, stated=said, expected=f">{year}")


def _led(text: str) -> re.Match[str] | None:
    """The year in which something is meant to be done, or that of what stands behind 改进措施：; not what was done."""
    meant = None if _IS_DONE.search(text) else _MEANT.search(text)
    return meant or (None if _WAS_DONE.search(text) else _PLAN_NAMED.search(text))


def _old_basis(case: Case) -> Iterator[Finding]:
    if case.report.year < _FIRST_OF_FORM:
        return
    for section in (*_head(case), *(s for s in case.report.sections if s.kind == "overview")):
        for sentence in every(section.body):
            old = _OLD_FORM.search(sentence.text)
            article = _OLD_ARTICLE.search(sentence.text) if _REPORTING.search(sentence.text) else None
            if found := old or article:
                line = case.line(section, sentence.line(found.start()))
                right = "2021 年度起的格式是国办公开办函〔2021〕30号" if old else "修订后报告内容在第五十条"
                message = f"依据写作“{found[0]}”，{right}（第{line}行）。"
                yield Finding("draft.old_basis", message, line, stated=found[0])


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
