"""Printing in processes of its own: what happens to them never happens to the build."""

import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.documents import document
from tests.support.library import language, leaflet, library
from tests.support.workspace import REPOSITORY

from plainleaf.build import workers
from plainleaf.build.crew import Crew
from plainleaf.build.finishing import put_in_place
from plainleaf.build.index_words import ENGLISH
from plainleaf.build.plan import Agenda, Batch, Sheet, Target
from plainleaf.build.run import compare, run_build
from plainleaf.build.store import LocalFolder
from plainleaf.build.workers import print_document, print_sheets
from plainleaf.content.grammar import Level
from plainleaf.press.child import Reply
from plainleaf.press.html import HtmlDocument
from plainleaf.press.limits import LIMITS, Limits
from plainleaf.press.pdf_document import PdfDocument
from plainleaf.press.theme import read_theme
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.localize import localize
from plainleaf.workspace import find_workspace, read_files


def sheet(page: HtmlDocument, number: int = 0) -> Sheet:
    target = Target(f"leaflet-{number}", "en", "easy", "a4", "us")
    words = localize(leaflet(), library(), language("en"), "us", Level.EASY, ClinicFacts())
    return Sheet(target, words, page, source_hash="", title="", names=(), status="draft", reading={})


def test_prints_are_the_same_in_whatever_process() -> None:
    sheets = [sheet(document(body=f"<p>{number}</p>"), number) for number in range(5)]
    alone = {one.target: answer for one, answer in print_sheets(sheets, 1)}
    together = {one.target: answer for one, answer in print_sheets(sheets, 3)}
    assert alone == together
    assert len({answer.data for answer in alone.values() if isinstance(answer, PdfDocument)}) == len(sheets)


def test_nothing_to_print_starts_no_process() -> None:
    assert list(print_sheets([], 4)) == []


def test_the_problems_of_a_sheet_have_its_path() -> None:
    ((_, answer),) = print_sheets([sheet(document(body="<p>\U0001f9ff</p>"))], 1)
    assert not isinstance(answer, PdfDocument)
    assert {problem.position.file for problem in answer} == {"us/en/leaflet-0/easy-a4.pdf"}
    assert {problem.code for problem in answer} == {"P010"}


def test_a_process_that_is_killed_costs_time_only() -> None:
    sheets = [sheet(document(body=f"<p>{number}</p>"), number) for number in range(4)]
    printed = print_sheets(sheets, 1)
    answers = [next(printed)]
    (child,) = multiprocessing.active_children()
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    answers += printed
    assert len(answers) == len(sheets)
    assert all(isinstance(answer, PdfDocument) for _, answer in answers)


def test_a_process_that_always_dies_is_one_problem_for_each_sheet(capfd: pytest.CaptureFixture[str]) -> None:
    """With so little memory not even the engine can be loaded."""
    little = Limits(memory=40 << 20)
    answers = [answer for _, answer in print_sheets([sheet(document(), number) for number in range(2)], 1, little)]
    capfd.readouterr()  # what the dying processes said
    codes = [[problem.code for problem in answer] for answer in answers if not isinstance(answer, PdfDocument)]
    assert codes == [["P019"], ["P019"]]


def test_when_nobody_listens_any_more_all_work_stops() -> None:
    printed = print_sheets([sheet(document(), number) for number in range(9)], 2)
    next(printed)
    assert multiprocessing.active_children()
    printed.close()  # type: ignore[attr-defined] # a generator, as an interrupted build leaves it
    assert not multiprocessing.active_children()


def test_one_document_is_printed_with_the_same_care() -> None:
    assert print_document(document()).pages == 1
    with pytest.raises(PlainleafError, match="P011"):
        print_document(document(body='<img alt="x" src="file:///etc/hostname">'))


def test_the_process_that_plans_never_loads_the_engine(tmp_path: Path) -> None:
    code = "import sys; import plainleaf.build.run; print([n for n in ('weasyprint', 'pikepdf') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


GUARDED = """
import socket, subprocess, sys
from pathlib import Path
from plainleaf.press.limits import Guard, readable_folders
guard = Guard(readable_folders([]))
guard.install()
path = Path(sys.argv[1])
def attempt(what):
    try:
        with guard.arm():
            what()
    except PermissionError:
        print(bool(guard.refused))
    else:
        print("done")
attempt(lambda: path.read_text())
attempt(lambda: (path.parent / "new").write_text("x"))
attempt(lambda: socket.create_connection(("127.0.0.1", 9)))
attempt(lambda: subprocess.run(["true"]))
attempt(lambda: list(path.parent.iterdir()))
attempt(lambda: Path(socket.__file__).read_text())
attempt(lambda: list(Path(socket.__file__).parent.iterdir()))
print(path.read_text())
"""


def test_what_python_opens_while_printing_is_guarded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("readable again")
    done = subprocess.run(
        [sys.executable, "-c", GUARDED, str(secret)], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout.split("\n")[:-1] == [*["True"] * 5, "done", "done", "readable again"]
    assert [path.name for path in tmp_path.iterdir()] == ["secret.txt"]


IMPORTING = """
import os, sys
from pathlib import Path
from plainleaf.press.limits import Guard, forget_working_folder, readable_folders
forget_working_folder()
guard = Guard(readable_folders([]))
guard.install()
Path("new").touch()  # Python looks into a changed folder again at its next import
with guard.arm():
    import this
print(list(guard.refused), os.path.abspath("secret.txt").startswith(guard.folders))
"""


@pytest.mark.parametrize("first", ["", "."])
def test_imports_while_printing_do_not_look_where_the_user_works(tmp_path: Path, first: str) -> None:
    code = f"import sys; sys.path.insert(0, {first!r});{IMPORTING}"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[] False"


def test_the_limits_leave_room_for_real_leaflets() -> None:
    assert LIMITS.seconds >= 60
    assert LIMITS.pages >= 40


def test_a_lower_limit_of_the_system_is_kept(tmp_path: Path) -> None:
    code = (
        "import resource; from plainleaf.press.limits import LIMITS, allow_seconds, hold_to;"
        "hold_to(LIMITS); allow_seconds(LIMITS);"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0])"
    )
    shell = f"ulimit -v 2500000; ulimit -t 60; exec {sys.executable} -c '{code}'"
    done = subprocess.run(["sh", "-c", shell], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(2_500_000 * 1024), "60"]


class Talker:
    """A pipe with a process at its end that says what it likes."""

    def __init__(self, *messages: bytes) -> None:
        self.messages = list(messages)

    def recv_bytes(self, _most: int) -> bytes:
        return self.messages.pop(0)


@pytest.mark.parametrize("head", [b"not json", b"[]", b"{}", b'{"pages": 1, "problems": [{}]}', b"\xff"])
def test_a_process_that_talks_nonsense_has_no_answer(head: bytes) -> None:
    assert Crew._receive(Talker(head, b"%PDF")) is None  # type: ignore[arg-type]


def test_what_does_not_forbid_a_print_is_told_with_its_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lost = Problem(Position("a title"), "P059", "letters are lost", strength="warning")
    monkeypatch.setattr(workers, "_print_documents", lambda *_: iter([(0, PdfDocument(b"%PDF", 1, (lost,)))]))
    ((_, answer),) = print_sheets([sheet(document())], 1)
    assert isinstance(answer, PdfDocument)
    theme = read_theme(read_files(find_workspace(REPOSITORY)).texts, "plain")
    target = sheet(document()).target
    agenda = Agenda("us", (Batch((target,), {}),), (), (), {"en": ENGLISH}, theme, frozenset())
    reply = Reply(answer, sheet(document()).about)
    output = LocalFolder(tmp_path)
    result = run_build(
        agenda,
        compare(agenda, output),
        output,
        lambda orders: (put_in_place(one, reply, output) for order in orders for one in order.targets),
    )
    assert [str(problem) for problem in result.problems] == [
        "us/en/leaflet-0/easy-a4.pdf: P059 warning: letters are lost"
    ]
    assert result.succeeded
