"""One LibreOffice a process (``soffice``), kept open for the next file, and gone when the process that uses it is.

Its own empty profile switches off macros, links and active contents; nothing is fetched (a test listens). A file that
takes too long ends it, and the next file starts another.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from ingest.model import Refused

TIMEOUT = 60.0  # seconds, by the clock, for one file
_START = 30.0  # seconds until LibreOffice must be there
_MEMORY = 4_000_000  # kB of address space
_USUAL = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}

# The shell that LibreOffice runs in ends it, and takes its folder away, when its own standard input ends: when this
# process is gone, however it went.
_KEEPER = (
    f'folder=$1; shift; ulimit -S -v {_MEMORY} 2>/dev/null; "$@" >/dev/null 2>&1 </dev/null &'
    ' read -r again; [ "$again" ] && kill -9 0; trap "" TERM; kill -TERM 0; sleep 1; rm -rf "$folder"; kill -9 0'
)

# An open document keeps LibreOffice running after it has converted another.
_OPEN = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document office:version="1.2"'
    ' office:mimetype="application/vnd.oasis.opendocument.text"'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<office:body><office:text><text:p/></office:text></office:body></office:document>"
)
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "2"),
)


def soffice() -> str | None:
    """The path of LibreOffice; None where it isn't installed."""
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return found
    return next((path for path in _USUAL if os.path.exists(path)), None)  # noqa: PTH110


def converted(content: bytes, suffix: str, wanted: str) -> bytes:
    """A file's bytes in another format; raises ``Refused`` where LibreOffice isn't there or can't."""
    program = soffice()
    if program is None:
        raise Refused(
            f"读取 {suffix} 需要 LibreOffice，请安装（Debian：apt install libreoffice-writer libreoffice-calc）"
            "或先另存为 .docx (reading it needs LibreOffice: install it, or save the file as .docx)"
        )
    return _office(program).convert(content, suffix, wanted)


_running: dict[int, _Office] = {}


def _office(program: str) -> _Office:
    """This process's LibreOffice (a forked process starts its own)."""
    process = os.getpid()
    if process not in _running:
        _running.clear()
        _running[process] = _Office(program)
        atexit.register(_running[process].close)
    return _running[process]


class _Office:
    """A LibreOffice with a profile of its own."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._folder = Path(tempfile.mkdtemp(prefix="ingest-office-"))
        self._keeper: subprocess.Popen[bytes] | None = None
        _profile(self._folder / "profile" / "user")

    def convert(self, content: bytes, suffix: str, wanted: str) -> bytes:
        source, out = self._folder / f"file{suffix}", self._folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        source.write_bytes(content)
        try:
            self._start()
            self._run("--convert-to", _FILTERS[wanted], "--outdir", str(out), str(source), timeout=TIMEOUT)
            return (out / f"file.{wanted}").read_bytes()
        except subprocess.TimeoutExpired:
            self.stop()
            raise Refused(f"LibreOffice 转换超过 {TIMEOUT:g} 秒 (LibreOffice took longer than that)") from None
        except OSError:
            self.stop()
            raise Refused("LibreOffice 无法打开此文件，可能已损坏或有密码 (LibreOffice can't open it)") from None
        finally:
            source.unlink(missing_ok=True)

    def _start(self) -> None:
        """Have one running, where there is a shell to keep it; elsewhere each file starts its own."""
        if os.name != "posix" or (self._keeper is not None and self._keeper.poll() is None):
            return
        kept = self._folder / "open.fodt"
        kept.write_text(_OPEN, "utf-8")
        command = [self._program, *self._options(), "--nologo", "--norestore", "--nolockcheck", str(kept)]
        self._keeper = subprocess.Popen(  # noqa: S603
            ["/bin/sh", "-c", _KEEPER, "sh", str(self._folder), *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=self._environment(),
        )
        until = time.monotonic() + _START
        while time.monotonic() < until and not (self._folder / ".~lock.open.fodt#").exists():
            time.sleep(0.1)

    def _run(self, *arguments: str, timeout: float) -> None:
        command = [self._program, *self._options(), *arguments]
        if os.name == "posix":
            command = ["/bin/sh", "-c", f'ulimit -S -v {_MEMORY} 2>/dev/null; exec "$@"', "sh", *command]
        subprocess.run(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=timeout,
            check=False,
            env=self._environment(),
        )

    def _options(self) -> list[str]:
        return [f"-env:UserInstallation={(self._folder / 'profile').as_uri()}", "--headless"]

    def _environment(self) -> dict[str, str]:
        return os.environ | {"HOME": str(self._folder)}

    def stop(self) -> None:
        """End LibreOffice; the next file starts it anew."""
        if self._keeper is not None:
            self._keeper.communicate(b"again\n")
            self._keeper = None

    def close(self) -> None:
        """End it for good."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


def _profile(folder: Path) -> None:
    """Settings that keep a document from doing anything but being converted."""
    folder.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"'
        f' xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>',
        "utf-8",
    )
