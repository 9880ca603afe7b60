"""What reading met: rows and cells that could not be understood as the form prints them."""

from __future__ import annotations

from ingest.model import Check

_BASIS = "国办公开办函〔2019〕60号、〔2021〕30号所附表式"

CHECKS = (
    Check("cells.unreadable", "单元格无法识别", "单元格为数字或空白", _BASIS, "error"),
    Check("cells.annotated", "数字带有附注", "单元格只有数字", _BASIS, "note"),
    Check("rows.unmatched", "表中有无法对应的行或内容", "每一行对应法定表格的一行", _BASIS, "warning"),
    Check("rows.short", "一行的数字少于栏数，位置无法确定", "每一栏都有单元格", _BASIS, "warning"),
    Check("rows.long", "一行的数字多于栏数，位置无法确定", "每一栏只有一个单元格", _BASIS, "warning"),
    Check("rows.missing", "缺少法定表格的行", "法定表格的每一行都有", _BASIS, "warning"),
    Check("rows.repeated", "同一行出现多次", "法定表格的每一行只出现一次", _BASIS, "warning"),
    Check("rows.cut", "行名称残缺", "行名称完整", _BASIS, "warning"),
    Check("tables.unread", "表格可见而数字读不出", "表格的数字有确定的位置", _BASIS, "warning"),
    Check("unit.not_stated", "金额未标明单位", "金额注明“万元”或“元”", _BASIS, "note"),
    Check("form.mixed", "两种表式的栏目混用", "一份报告只用一种表式", _BASIS, "warning"),
)
