"""`serve`: the clinic desk in a browser."""

from __future__ import annotations

import os
from pathlib import Path

import click

from plainleaf.workspace import find_workspace


@click.command()
@click.option("--host", default=None, metavar="ADDRESS", help="Address to listen on. Default: 127.0.0.1.")
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="Port to listen on. Default: 8760.")
@click.option("--allow-drafts", is_flag=True, default=None, help="Print leaflets that no clinician has approved.")
@click.option("--print-config", is_flag=True, help="Print the settings that hold, and stop.")
def serve(host: str | None, port: int | None, allow_drafts: bool | None, print_config: bool) -> None:
    """Open the clinic desk: find a leaflet, see it, print it.

    It answers on this machine alone unless --host says otherwise. Settings stand under [desk] in plainleaf.toml, and
    in variables such as PLAINLEAF_DESK_PORT.
    """
    # The desk loads only where it is opened.
    from plainleaf.desk.server import run_server
    from plainleaf.desk.settings import read_desk_settings, write_desk_settings

    workspace = find_workspace(Path.cwd())
    said = {"host": host, "port": port, "allow_drafts": allow_drafts}
    settings = read_desk_settings(workspace.settings.desk, os.environ, said)
    if print_config:
        click.echo(write_desk_settings(settings), nl=False)
        return
    click.echo(f"the desk is at http://{settings.host}:{settings.port}{settings.root_path}/ (Ctrl-C ends it)", err=True)
    run_server(workspace.root, settings)
