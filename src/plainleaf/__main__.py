"""`python -m plainleaf`: the command, where it is not on the path."""

from plainleaf.cli import main

main()
