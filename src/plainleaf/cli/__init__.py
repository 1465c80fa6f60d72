"""The command line: one module per group of commands, each a thin layer over the rooms that do the work.

Exit status 0: done, no errors. 1: problems were found and printed. 2: wrong usage.
"""

from plainleaf.cli.main import main

__all__ = ["main"]
