"""What an office writes about its year: many wordings for one fact, and numbers of other things beside them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from drafts.numbers import OTHERS, REFUSED, UNAVAILABLE, UNPROCESSED, Cells

Text = Callable[["Facts", Random], str]
_CHINESE = "零一二三四五六七八九十"


class Facts:
    """What the prose tells: the office and the numbers of its tables."""

    def __init__(self, name: str, short: str, us: str, year: int, cells: Cells, before: Cells | None) -> None:
        self.name, self.short, self.us, self.year, self.cells, self.before = name, short, us, year, cells, before

    def n(self, row: str, column: str = "total", table: str = "applications") -> int:
        """A count."""
        return int(self.cells[table, row, column])

    def group(self, rows: tuple[str, ...]) -> int:
        """The sum of some rows' totals."""
        return sum(self.n(row) for row in rows)

    def item(self, row: str, measure: str = "decisions") -> int:
        """A count of table 1."""
        return self.n(row, measure, "disclosure_items")

    @property
    def fees(self) -> str:
        """The fees as printed."""
        return f"{self.cells['disclosure_items', 'fees', 'amount']:.2f}"

    @property
    def reviews(self) -> int:
        """Reconsiderations in all."""
        return self.n("reconsideration", "total", "appeals")

    @property
    def direct(self) -> int:
        """Suits without a review before them."""
        return self.n("direct_litigation", "total", "appeals")

    @property
    def after(self) -> int:
        """Suits after a review."""
        return self.n("litigation_after_reconsideration", "total", "appeals")


def said(number: int, rng: Random) -> str:
    """A number as people write it."""
    if 0 < number <= 10 and rng.random() < 0.15:
        return _CHINESE[number]
    return f"{number:,}" if number >= 1000 and rng.random() < 0.3 else str(number)


def opening(f: Facts, rng: Random) -> str:
    """How the overview begins."""
    return rng.choice(
        [
            f"{f.year}年，{f.us}坚持以习近平新时代中国特色社会主义思想为指导，认真执行《中华人民共和国政府信息公开条例》。",
            f"本年度{f.us}聚焦群众关心的事项，把公开贯穿决策、执行、管理、服务全过程。",
            f"{f.year}年度，在县政务公开办的指导下，{f.short}稳步推进各项公开任务，现将有关情况说明如下。",
            "过去一年，政务公开工作按照年初部署有序推进，机制更加健全，渠道更加畅通。",
            f"自2019年修订的《条例》施行以来，{f.us}逐年完善公开制度，{f.year}年又有新进展。",
            f"{f.us}高度重视政府信息公开，主要负责同志年内两次听取汇报，{f.year}年各项任务如期完成。",
        ]
    )


def proactive(f: Facts, rng: Random) -> str:
    """On what was published unasked."""
    site, media = rng.randint(20, 400), rng.randint(5, 200)
    texts = [
        f"全年主动公开各类信息{site + media}条，其中门户网站{site}条，微信公众号{media}条。",
        f"在县政府网站更新信息{site}条，政策解读{rng.randint(1, 9)}篇，回应关切{rng.randint(1, 20)}次。",
        f"公开财政预决算、重大项目、民生保障等重点领域信息{media}条，举办新闻发布会{rng.randint(1, 4)}场。",
        f"全年累计公开信息{site + media}余条，较上年增长约{rng.randint(5, 40)}%。",
        f"通过政务新媒体发布动态{media}条，阅读量超过{rng.randint(2, 9)}万次，回复网民留言{rng.randint(3, 60)}条。",
    ]
    items = [
        f"作出行政许可决定{said(f.item('licensing'), rng)}件、行政处罚决定{f.item('penalties')}件、"
        f"行政强制决定{f.item('coercion')}件，均在规定时限内公示。",
        f"制发行政规范性文件{f.item('normative_documents', 'issued')}件，"
        f"废止{f.item('normative_documents', 'repealed')}件，同步做好解读。",
        f"现行有效的行政规范性文件{f.item('normative_documents', 'in_force')}件，已全部在专栏集中展示。",
        f"全年制定印发行政规范性文件{f.item('normative_documents', 'issued')}件，"
        f"废止{f.item('normative_documents', 'repealed')}件，"
        f"清理后现行有效{f.item('normative_documents', 'in_force')}件。",
        f"至年底，共有行政规范性文件{f.item('normative_documents', 'in_force')}件现行有效。",
        f"收取行政事业性收费共计{f.fees}万元，全部上缴财政。",
        f"公示行政许可{f.item('licensing')}件、行政处罚{f.item('penalties')}件。",
        f"全年行政事业性收费{f.fees}万元，收费项目和标准已向社会公布。",
        f"受理行政许可申请{f.item('licensing') + rng.randint(1, 90)}件，群众满意率{rng.choice(['98.6%', '100%'])}。",
        f"梳理行政处罚事项{rng.randint(20, 300)}项，培训执法人员{rng.randint(10, 80)}人次。",
    ]
    return "".join([rng.choice(texts), *rng.sample(items, rng.randint(0, 2))])


def received(f: Facts, rng: Random) -> str:
    """How many applications came, were closed and went on."""
    got, old, done, left = (f.n(row) for row in ("received", "carried_in", "closed", "carried_out"))
    if not got and not old:
        return rng.choice(
            [
                "本年度未收到政府信息公开申请，无上年结转的申请。",
                f"{f.year}年，{f.us}未收到公民、法人或者其他组织提出的政府信息公开申请。",
                "全年收到政府信息公开申请0件。",
                f"{f.us}全年政府信息公开申请量为零，接听咨询电话{rng.randint(3, 50)}次。",
            ]
        )
    a, b, c, d = (said(number, rng) for number in (got, old, done, left))
    online = rng.randint(0, got)
    ways = [
        f"{f.year}年，{f.us}新收政府信息公开申请{a}件，上年结转{b}件；本年度办结{c}件，结转下年度继续办理{d}件。",
        f"全年接到信息公开申请{a}件（网络{online}件，信函及当面{got - online}件），加上{f.year - 1}年结转的{b}件，"
        f"已办理完毕{c}件，结转{f.year + 1}年{d}件。",
        f"共登记政府信息公开申请{a}宗，上年度结转{b}宗，答复办结{c}宗，结转下一年度{d}宗。",
        f"全年依申请公开申请总量{a}件，按期办结{c}件。",
        f"受理政府信息公开申请{said(got + old, rng)}件（其中上年结转{b}件），办结{c}件，结转至下年度{d}件。",
        f"通过线上线下多种渠道收到公民、法人和其他组织提出的政府信息公开申请{a}件。",
        f"收到政府信息公开申请{a}件，其中自然人{f.n('received', 'natural_person')}件，"
        f"法人或其他组织{got - f.n('received', 'natural_person')}件，均依法办理。",
        f"经统计，全年收到来自公民、法人及其他组织的政府信息公开申请{a}件，办结{c}件。",
        f"全年线上线下收到公开申请{a}件，均已登记。",
        f"{f.us}全年收到的政府信息公开申请，总数为{a}件。",
        f"{f.year}年新收件数为{a}件，上年结转件数为{b}件，申请办结数为{c}件。",
        f"各类主体向{f.us}提出政府信息公开申请{a}次，截至年底，{c}件申请已办毕。",
        f"上年遗留的政府信息公开申请{b}件；从数量上看，全年申请为{a}件，办结{c}件。",
        f"依申请公开稳步推进，全年接件{a}件，年末在办{d}件，办结{c}件。",
        f"{a}件申请逐件建立台账，{d}件未到答复期限，{c}件已办毕。",
        f"年初在办{b}件，年内新收{a}件，年末在办{d}件，共办结{c}件。",
        f"依申请公开工作平稳有序。全年收到{a}件，办结{c}件。",
        f"本年新收申请{a}件，期末尚有{d}件正在办理并结转下年度。"
        if left
        else f"本年新收政府信息公开申请{a}件，已全部办结。",
    ]
    if not left and not old:
        ways.append(f"收到政府信息公开申请{a}件，全部按时办结，无结转下年度的申请。")
        ways.append(f"全年收到依申请公开件{a}件，办结率100%。")
    return rng.choice(ways)


def outcomes(f: Facts, rng: Random) -> str:
    """What came of them."""
    if not f.n("closed"):
        return ""
    sums = [f.n("disclosed"), f.n("partly_disclosed"), *map(f.group, (REFUSED, UNAVAILABLE, UNPROCESSED, OTHERS))]
    names = ("予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理")
    share = f"{sums[0] / f.n('closed') * 100:.1f}%"
    return rng.choice(
        [
            "",
            "按办理结果分：" + "，".join(f"{name}{number}件" for name, number in zip(names, sums, strict=True)) + "。",
            "其中，"
            + "、".join(f"{name}的{number}件" for name, number in zip(names[:3], sums[:3], strict=True))
            + "。",
            f"办结的政府信息公开申请中，{sums[0]}件予以公开，{sums[1]}件部分公开，{sums[3]}件因本机关不掌握等原因无法提供。",
            f"按照答复类型统计，“予以公开”{sums[0]}件、“部分公开”{sums[1]}件，不予公开类答复{sums[2]}件。",
            f"从答复情况看，予以公开的占比较高，为{sums[0]}件；对{sums[1]}件申请部分予以公开。",
            f"因本机关不掌握相关政府信息无法提供的{f.n('not_held')}件，没有现成信息需要另行制作的{f.n('needs_compilation')}件。",
            f"办结的{f.n('closed')}件中，予以公开{sums[0]}件，占{share}。",
            f"共办结政府信息公开申请{f.n('closed')}件。其中予以公开{sums[0]}件，占办结总数的{share}。",
        ]
    )


def appeals(f: Facts, rng: Random) -> str:
    """Reviews and suits."""
    suits = f.direct + f.after
    results = {
        name: f.n("reconsideration", code, "appeals")
        for name, code in (("维持", "upheld"), ("纠正", "corrected"), ("其他结果", "other"), ("尚未审结", "pending"))
    }
    if not f.reviews and not suits:
        return rng.choice(
            [
                "",
                "未发生因政府信息公开引起的行政复议和行政诉讼。",
                "全年没有因信息公开被申请行政复议或提起行政诉讼的情况。",
                "因政府信息公开引发的行政复议、行政诉讼均为0件。",
            ]
        )
    split = "、".join(f"{name}{number}件" for name, number in results.items())
    return rng.choice(
        [
            "",
            f"因政府信息公开被申请行政复议{f.reviews}件、被提起行政诉讼{suits}件。",
            f"全年政府信息公开行政复议案件{f.reviews}件，其中{split}。",
            f"涉及政府信息公开的行政诉讼{suits}件，其中未经复议直接起诉{f.direct}件，复议后起诉{f.after}件。",
            f"全年被申请行政复议{f.reviews}件、被提起行政诉讼{suits}件（均涉政府信息公开）。",
            f"因信息公开引发的诉讼案件共{suits}件，其中直接起诉{f.direct}件，经复议后起诉{f.after}件。",
            f"涉及政府信息公开的行政复议{f.reviews}起，复议机关维持{results['维持']}起、纠正{results['纠正']}起。",
            f"收到政府信息公开类行政复议{f.reviews}起，行政诉讼{suits}起，案件均按要求答复应诉。",
        ]
    )


def others(f: Facts, rng: Random) -> str:
    """Numbers of other things, which the tables don't have."""
    last = int(f.before["applications", "received", "total"]) if f.before else None
    texts = [
        "",
        f"办理人大代表建议{rng.randint(1, 9)}件、政协委员提案{rng.randint(1, 9)}件，办结率100%。",
        f"受理12345热线工单{rng.randint(30, 900)}件，按时办结率{rng.choice(['99.2%', '100%'])}。",
        f"接待群众来访{rng.randint(2, 40)}批次，处理信访件{rng.randint(2, 60)}件，均已答复。",
        f"政务服务大厅接受现场咨询{rng.randint(100, 900)}人次。",
        "申请内容主要涉及征地补偿、规划许可、社会保障等领域。",
        f"配合县审计局完成专项检查，向县统计局报送数据{rng.randint(2, 12)}次。",
    ]
    if last:
        got = f.n("received")
        way = "增加" if got >= last else "减少"
        texts.append(f"与{f.year - 1}年收到申请{last}件相比，{way}{abs(got - last)}件。")
    return rng.choice(texts)


def managed(f: Facts, rng: Random) -> str:
    """On records, platforms and supervision."""
    return rng.choice(
        [
            f"严格执行“三审三校”，全年审核信息{rng.randint(20, 300)}条，未发生失泄密事件。",
            f"动态调整主动公开基本目录，对{rng.randint(10, 80)}份历史文件重新审定公开属性。",
            f"召开专题推进会{rng.randint(1, 4)}次，开展业务培训{rng.randint(1, 5)}次，参训{rng.randint(20, 120)}人次。",
            "将政务公开纳入年度绩效考核，分值占比不低于4%。",
            f"对所属{rng.randint(3, 9)}个单位开展检查，发现问题{rng.randint(4, 20)}个，均已督促整改。",
            "优化网站栏目设置，完善检索功能，无障碍浏览全面上线。",
            f"更新政府信息公开指南，公布受理机构地址和电话，设立公开查阅点{rng.randint(1, 6)}处。",
        ]
    )


def problems(f: Facts, rng: Random) -> list[str]:
    """What is wanting, and what is going to be done."""
    wants = rng.sample(
        [
            "政策解读形式不够丰富，图文、视频类解读偏少",
            "个别科室公开意识不强，信息报送不够及时",
            "业务人员变动较多，能力有待提升",
            "公开内容与群众需求仍有差距",
            "依申请公开答复的规范性还需加强",
        ],
        2,
    )
    ahead = rng.choice(
        [
            f"{f.year + 1}年，{f.us}将重点做好以下工作：一是丰富解读方式；二是加强业务培训；三是完善考核机制。",
            f"下一步，{f.us}将对照问题逐项整改，健全长效机制，进一步提高公开质量。",
            "针对上述问题，已采取的措施有：明确专人负责，按月通报进度；下阶段继续加强队伍建设。",
            f"改进情况：{f.year}年针对上年问题完善了审核流程，今后将持续优化专栏，拓宽公开渠道。",
        ]
    )
    return [f"存在的问题：一是{wants[0]}；二是{wants[1]}。", ahead]


def six(f: Facts, rng: Random) -> str:
    """Other matters."""
    return rng.choice(
        [
            "无。",
            "无其他需要报告的事项。",
            f"{f.year}年，{f.us}未收取信息处理费，未发出收费通知。",
            "本年度依据《政府信息公开信息处理费管理办法》收取信息处理费0元。",
            "没有需要报告的其他事项。",
        ]
    )
