"""Traditional-character copies and look-alike characters, by maps of the characters that these pages hold.

>>> traditional("政府信息公开")
'政府信息公開'
>>> simplified(traditional("行政强制")), pinyin("数据")
('行政强制', '數(shù)據(jù)')
"""

from __future__ import annotations

_PAIRS = """
开開 机機 关關 规規 许許 项項 务務 处處 罚罰 强強 费費 购購 总總 额額 数數 据據 业業 团團 构構 组組 织織 会會
网網 请請 况況 结結 转轉 办辦 续續 继繼 报報 维維 纠糾 诉訴 讼訟 复復 议議 经經 为為 书書 执執 询詢 宪憲 稳穩
权權 过過 内內 无無 现現 补補 确確 认認 获獲 证證 举舉 类類 应應 发發 与與 对對 时時 间間 区區 县縣 乡鄉 镇鎮
门門 统統 计計 编編 须須 级級 档檔 条條 实實 进進 动動 态態 题題 问問 员員 设設 标標 准準 决決 联聯 系係 电電
话話 号號 传傳 邮郵 热熱 点點 审審 个個 从從 优優 党黨 单單 参參 双雙 听聽 启啟 图圖 场場 坏壞 块塊 备備 夺奪
学學 宁寧 宝寶 导導 层層 岁歲 币幣 带帶 广廣 库庫 张張 归歸 录錄 户戶 扩擴 护護 担擔 择擇 损損 换換 来來 极極
样樣 检檢 欢歡 汇匯 济濟 测測 满滿 滞滯 爱愛 环環 码碼 积積 称稱 简簡 约約 纪紀 细細 终終 给給 绩績 职職 节節
范範 见見 观觀 览覽 订訂 训訓 记記 讲講 访訪 评評 词詞 译譯 该該 详詳 语語 误誤 说說 读讀 调調 谁誰 负負 责責
质質 贯貫 贸貿 资資 赔賠 较較 载載 输輸 达達 运運 还還 这這 远遠 连連 选選 遗遺 释釋 针針 钱錢 闻聞 队隊 阶階
际際 陆陸 随隨 隐隱 难難 页頁 顺順 顾顧 领領 频頻 馆館 驻駐 验驗 鲜鮮 龙龍 郑鄭 银銀 庆慶 兴興 纾紓 灾災 义義
险險 疗療 众眾 围圍 绕繞 减減 制製 历歷 岗崗 产產 价價 伤傷 侧側 储儲 农農 净淨 几幾 创創
"""

_TRADITIONAL = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}
_SIMPLIFIED = {ord(pair[1]): pair[0] for pair in _PAIRS.split()}
_PINYIN = {"数": "數(shù)", "据": "據(jù)", "总": "總(zǒng)", "计": "計(jì)", "项": "項(xiàng)", "处": "處(chǔ)"}
_RADICALS = str.maketrans("一行人民门长见齐风", "⼀⾏⼈⺠⻔⻓⻅⻬⻛")


def traditional(text: str) -> str:
    """A traditional copy (製 for every 制, as the converters of these sites have it)."""
    return text.translate(_TRADITIONAL)


def simplified(text: str) -> str:
    """The simplified text of such a copy, pinyin and radicals gone."""
    for plain, printed in _PINYIN.items():
        text = text.replace(printed, plain)
    back = {ord(radical): plain for plain, radical in zip("一行人民门长见齐风", "⼀⾏⼈⺠⻔⻓⻅⻬⻛", strict=True)}
    return text.translate(_SIMPLIFIED).translate(back)


def pinyin(text: str) -> str:
    """A traditional copy with pinyin in brackets behind some characters."""
    return traditional("".join(_PINYIN.get(char, char) for char in text))


def radicals(text: str) -> str:
    """The look-alike radicals that PDF fonts leave behind."""
    return text.translate(_RADICALS)
