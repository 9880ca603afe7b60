"""Files elsewhere (远程文件): pages of the web; with the extra fsspec, object storage and the like.

What stands before ``://`` names the storage, and fsspec knows some thirty of them (``s3://`` with s3fs, ``oss://``
with ossfs …). Who may read there is fsspec's configuration, never the URL's: a URL is kept as the name of its source.

>>> is_url("s3://reports/2021/"), is_url("zip://a.txt::s3://reports/2021.zip"), is_url("reports/a.txt"), is_url("C:/a")
(True, True, False, False)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from ingest.model import Refused
from ingest.patterns import lazy

_URL = lazy(r"[A-Za-z][A-Za-z0-9+.-]+(?:::|://)")
_USER = lazy(r"://[^/?#]*:[^/?#]*@")
_T = TypeVar("_T")
_PATTERN = lazy(r"[*?\[]")


def is_url(path: str) -> bool:
    """Is this for fsspec to read, and no file of this machine's own naming?"""
    return _URL.match(path) is not None


def read(url: str, most: int) -> bytes:
    """The first bytes of what a URL names."""
    if is_web(url):
        return _read_web(url, most)

    def first() -> bytes:
        with _fsspec().open(url, "rb") as file:
            content: bytes = file.read(most)
        return content

    return _told(url, first)


def is_web(url: str) -> bool:
    """Is this a plain address of the web, which needs no extra?"""
    return url.lower().startswith(("http://", "https://")) and "::" not in url


def _read_web(url: str, most: int) -> bytes:
    """One page or file. Whoever names an address of a network of his own means it; a redirect from the open
    internet into it is refused."""
    from ingest.fetch.addresses import leads_outside  # noqa: PLC0415 (only who reads from the web waits for it)
    from ingest.fetch.transport import Again, Client  # noqa: PLC0415

    try:
        with Client(private=not leads_outside(url), most=most) as client:
            answer = client.get(url)
    except Again as failed:
        raise Refused(f"无法读取 (cannot be read: {failed})") from None
    if answer.status != 200:
        raise Refused(f"网站答复 HTTP {answer.status} (the site answers {answer.status})")
    return answer.content


def files(url: str, wanted: Callable[[str], bool]) -> Iterator[str]:
    """The URLs of a pattern, of the wanted files in a folder, or the one given; by name."""
    if is_web(url) or not (_PATTERN.search(url) or url.endswith("/") or _told(url, lambda: _is_folder(url))):
        yield url
        return
    for path in _told(url, lambda: _found(url)):
        if wanted(path) and not any(part.startswith(".") for part in path.split("/")):
            yield _whole(url, path)


def _fsspec() -> Any:
    import fsspec  # noqa: PLC0415 (an optional extra)

    return fsspec


def _is_folder(url: str) -> bool:
    system, path = _fsspec().core.url_to_fs(url)
    return bool(system.isdir(path))


def _found(url: str) -> list[str]:
    system, path = _fsspec().core.url_to_fs(url)
    return sorted(system.glob(path) if _PATTERN.search(url) else system.find(path))


def _whole(url: str, path: str) -> str:
    """A path that was found, as a URL again: the chain (``zip://…::s3://…``) stands behind it."""
    link, *chain = url.split("::")
    scheme = link.partition("://")[0]
    return "::".join([f"{scheme}://{path}", *chain])


def _told(url: str, action: Callable[[], _T]) -> _T:
    """Whatever a storage complains of comes out as one sentence."""
    if _USER.search(url):
        raise Refused(
            "网址不得含有密码，请写入 fsspec 配置 (no passwords in a URL: they go into fsspec's configuration)"
        )
    try:
        return action()
    except Refused:  # it took too long
        raise
    except FileNotFoundError:
        raise Refused("文件不存在 (no such file)") from None
    except ImportError as error:
        raise Refused(f"读取网址需要安装组件 (to read this URL install more: {error})") from None
    except Exception as error:  # every storage has errors of its own
        raise Refused(f"无法读取 (cannot be read: {type(error).__name__}: {error})") from None
