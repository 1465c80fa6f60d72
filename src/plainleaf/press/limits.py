"""What a process that lays out pages may use: memory, time, pages; and nothing of the machine but fonts and programs.

Text of leaflets is escaped, so only themes, logos and the engine itself could do harm. These limits are for mistakes
and for hostile files of that kind; a fault in a C library under the engine can go round them (SECURITY.md).
"""

from __future__ import annotations

import ctypes
import os
import sys
import zoneinfo
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

if sys.platform != "win32":
    import resource

_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "ftplib.",
    "urllib.",
)
_READING = frozenset({"open", "os.listdir", "os.scandir"})
MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one sheet may cost.

    Attributes:
        seconds: by the clock, from the moment a process begins with it.
        memory: bytes of address space of the process; ten times what the largest real sheet was measured to need.
        resident: bytes of memory in use after which a process gives its place to a new one.
        pages: more than any leaflet has.
        characters: of HTML and style together.
    """

    seconds: float = 90.0
    memory: int = 3072 * MEBIBYTE
    resident: int = 400 * MEBIBYTE
    pages: int = 120
    characters: int = 4_000_000


LIMITS = Limits()


def hold_to(limits: Limits) -> None:
    """Bind this process to its memory, for good. Where a system cannot (Windows, macOS), the clock is what is left."""
    if sys.platform != "win32" and sys.platform != "darwin":
        memory = _at_most(resource.RLIMIT_AS, limits.memory)
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_seconds(limits: Limits) -> None:
    """Give this process the time of one more sheet: it ends by itself even when nobody is left to end it."""
    if sys.platform != "win32":
        usage = resource.getrusage(resource.RUSAGE_SELF)
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        used = usage.ru_utime + usage.ru_stime
        seconds = _at_most(resource.RLIMIT_CPU, int(used + limits.seconds * 2) + 1)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, most))


def resident_bytes() -> int:
    """Memory that this process has in use; where the system does not say, the most it ever had, or nothing."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        if sys.platform == "win32":
            return 0
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024
    return pages * os.sysconf("SC_PAGE_SIZE")


def give_back_memory() -> None:
    """Hand memory back to the system that the C library keeps for later; where it can be told to, as glibc can."""
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)


def _at_most(kind: int, wanted: int) -> int:
    """The limit that is wanted, or a lower one that this process is under already and may not raise."""
    _, most = resource.getrlimit(kind)
    return wanted if most == resource.RLIM_INFINITY else min(wanted, most)


@dataclass(slots=True)
class Guard:
    """Refuses, while it is armed, every file outside some folders, the network and other programs.

    It is an audit hook of Python: it sees what Python opens, and not what a C library opens by itself.

    Attributes:
        folders: that may be read.
        refused: what was asked for in vain, once each.
    """

    folders: tuple[str, ...]
    refused: dict[str, None] = field(default_factory=dict)
    armed: bool = False

    def install(self) -> None:
        """Begin to watch; a hook stays for the life of the process."""
        sys.addaudithook(self._watch)

    @contextmanager
    def arm(self) -> Iterator[None]:
        """Refuse inside this block."""
        self.refused.clear()
        self.armed = True
        try:
            yield
        finally:
            self.armed = False

    def _watch(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.armed:
            return
        if event in _READING:
            path = arguments[0] if arguments else None
            if isinstance(path, str | bytes | os.PathLike) and not self._may_read(os.fspath(path)):
                self._refuse(os.fsdecode(path))
            if event == "open" and self._writes(arguments):
                self._refuse(f"writing {path!r}")
        elif event.startswith(_FORBIDDEN):
            self._refuse(event)

    def _may_read(self, path: str | bytes) -> bool:
        whole = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - called very often
        return f"{whole}{os.sep}".startswith(self.folders)  # a folder is among what it holds: imports list it

    @staticmethod
    def _writes(arguments: tuple[object, ...]) -> bool:
        flags = arguments[2] if len(arguments) > 2 else 0  # noqa: PLR2004 - path, mode, flags
        return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC))

    def _refuse(self, what: str) -> None:
        self.refused[what] = None
        raise PermissionError(what)


def forget_working_folder() -> None:
    """Let no import look where the user works: Python puts that folder first when it is started as `python -m`."""
    here = os.getcwd()  # noqa: PTH109 - compared with what Python holds as text
    sys.path[:] = [path for path in sys.path if path and os.path.abspath(path) != here]  # noqa: PTH100


def readable_folders(fonts: Iterable[Path]) -> tuple[str, ...]:
    """What printing reads: Python and its packages, time zones, this program, fonts and what describes them."""
    python = (sys.prefix, sys.base_prefix, sys.exec_prefix, os.path.dirname(os.__file__), *sys.path)  # noqa: PTH120
    own = Path(__file__).parents[1]
    zones = zoneinfo.TZPATH  # PyThaiNLP asks for that of Bangkok as it is loaded
    folders = [os.path.abspath(path) for path in (*python, str(own), *zones, *map(str, fonts)) if path]  # noqa: PTH100
    return tuple(dict.fromkeys(os.path.join(folder, "") for folder in folders))  # noqa: PTH118
