"""``ingest serve``: the site over a database, wherever the package is installed."""

# ruff: noqa: PLC0415
from __future__ import annotations

import ipaddress
import os
import threading
from pathlib import Path
from typing import Any

import click

from ingest.cli.terminal import clean
from ingest.model import Refused

_LOOPBACK_NAMES = ("localhost", "")
_SOON = 2.0  # seconds after which the page is opened


def site_folder() -> Path:
    """Where the site's files lie: in the package as installed, at the top of the project where that is worked on."""
    package = Path(__file__).parent.parent
    for folder in (package / "site", package.parent):
        if (folder / "metadata.yml").is_file() and (folder / "plugins").is_dir():
            return folder
    raise Refused("没有随程序安装网站文件 (the site's files aren't installed with the program)")


def is_loopback(host: str) -> bool:
    """Is an address reached from this machine alone?

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0"), is_loopback("example.org")
    (True, True, False, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in _LOOPBACK_NAMES


@click.command("serve")
@click.option("--db", default="reports.db", show_default=True, metavar="FILE", help="The database (数据库).")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at (监听地址).")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535), help="The port (端口).")
@click.option("--open", "opens", is_flag=True, help="Open it in the browser (在浏览器中打开).")
def serve_command(db: str, host: str, port: int, opens: bool) -> None:
    """Show the database in the browser (在浏览器中浏览数据库) until Ctrl-C.

    \b
    Example:
      ingest serve --open
    """
    if not Path(db).is_file():
        raise click.UsageError(f"There is no database {clean(db)}: ingest add makes one (没有这个数据库).")
    is_own = is_loopback(host)
    if is_own:
        os.environ.setdefault("DRAFT_CHECK", "on")  # as `make serve` has it: nobody else can reach it
    else:
        click.echo(
            f"注意：{host} 可能被其他机器访问；公开的网站请看 docs/deploy.md"
            " (others may reach this address; for an open site see docs/deploy.md)",
            err=True,
        )
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::', '') else host}:{port}/"  # noqa: S104
    if opens:
        import webbrowser

        opening = threading.Timer(_SOON, webbrowser.open, [address])
        opening.daemon = True
        opening.start()
    click.echo(f"{address}  (Ctrl-C 结束)")
    _run(Path(db), host, port)


def _run(db: Path, host: str, port: int) -> None:
    import uvicorn

    datasette = made(db)
    try:
        uvicorn.run(datasette.app(), host=host, port=port, lifespan="on", log_level="warning")
    except (OSError, SystemExit) as error:
        if isinstance(error, SystemExit) and not error.code:
            return
        raise Refused(f"无法监听 {host}:{port} (can't listen at {host}:{port})") from None


def made(db: Path) -> Any:
    """Datasette on the site's folder, with the database under the name that its pages know."""
    from datasette.app import Datasette
    from datasette.database import Database

    datasette = Datasette(config_dir=site_folder())
    if "reports" in datasette.databases:
        datasette.remove_database("reports")  # the one beside the site, where the project is worked on
    datasette.add_database(Database(datasette, path=str(db.resolve()), is_mutable=True), name="reports")
    return datasette
