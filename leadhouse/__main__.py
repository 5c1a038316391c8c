"""`python -m leadhouse`: the command line without its console script."""

from __future__ import annotations

from leadhouse.cli import main

if __name__ == "__main__":
    main(prog_name="leadhouse")
