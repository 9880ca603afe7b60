"""What goes wrong with a database, said in one sentence (Chinese, then English in brackets)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


class StoreError(Exception):
    """The database can't be used or written; nothing half-written stays in it."""


_SENTENCES = (
    ("locked", "数据库正被其他程序占用，请稍后再试 (the database is locked by another program)"),
    ("busy", "数据库正被其他程序占用，请稍后再试 (the database is locked by another program)"),
    ("readonly", "数据库不可写 (the database is read-only)"),
    ("read-only", "数据库不可写 (the database is read-only)"),
    ("unable to open", "无法打开数据库，请检查路径和权限 (the database can't be opened, check path and permissions)"),
    ("not a database", "不是 SQLite 数据库 (not an SQLite database)"),
    ("malformed", "数据库已损坏 (the database is damaged)"),
    ("full", "磁盘空间不足 (the disk is full)"),
    (
        "disk I/O",
        "磁盘读写出错，可能空间不足或已成只读 (disk I/O error: no room left, or the disk has become read-only)",
    ),
)


@contextmanager
def told() -> Iterator[None]:
    """Whatever SQLite complains of in the block comes out as a ``StoreError``."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(_sentence(str(error))) from error


def _sentence(message: str) -> str:
    for word, sentence in _SENTENCES:
        if word in message:
            return sentence
    return f"数据库出错 (database error: {message})"
