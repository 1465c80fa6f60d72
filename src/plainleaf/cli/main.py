"""The command `plainleaf` and its groups."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from plainleaf import __version__
from plainleaf.cli.approvals import approvals, approve
from plainleaf.cli.build import build, check
from plainleaf.cli.exchange import export_messages, import_messages
from plainleaf.cli.export import export
from plainleaf.cli.inspect import inspect
from plainleaf.cli.lint import lint
from plainleaf.cli.measure import measure
from plainleaf.cli.messages import messages
from plainleaf.cli.new import new
from plainleaf.cli.output import report_problems
from plainleaf.cli.plan import plan
from plainleaf.cli.review import review
from plainleaf.cli.scaffold import init
from plainleaf.cli.serve import serve
from plainleaf.cli.verify import verify
from plainleaf.problems import PlainleafError

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=CONTEXT)
@click.version_option(__version__)
def cli() -> None:
    """Print medicine leaflets that patients can read.

    Structured medicine content and translations go in, leaflets at three reading levels come out as PDF. Run it in a
    workspace (a folder with a plainleaf.toml) or in any folder: the library comes with the program.
    """


for command in (
    build, check, plan, messages, measure, init, approve, approvals, review, new, export, inspect, verify, serve,
):  # fmt: skip
    cli.add_command(command)
for command in (lint, export_messages, import_messages):
    messages.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point; mistakes of people end as problems with exit status 1, never as a traceback."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    try:
        status = cli.main(arguments, prog_name="plainleaf", standalone_mode=False)
    except PlainleafError as error:
        report_problems(error.problems, as_json="--json" in arguments)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; what was finished is kept", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)
    sys.exit(status if isinstance(status, int) else 0)
