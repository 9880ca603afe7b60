"""What could not be told of an agency's place. The findings are made where it is told, in ``ingest.agency``."""

from __future__ import annotations

from ingest.model import Check

_BASIS = "GB/T 2260《中华人民共和国行政区划代码》"

CHECKS = (
    Check("place.undecided", "地区无法确定", "机关名称、文前、网址、正文或联系方式只指向一个地区", _BASIS, "note"),
    Check("place.credit_code", "信用代码与地区不符", "统一社会信用代码第3至8位为机关所在地", "GB 32100", "note"),
)
