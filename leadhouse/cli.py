"""The command line: `leadhouse VERB`.

Reads the arguments; each verb is a module of leadhouse/commands with a click command of its name, imported when it is
used or listed. Writes data to stdout, progress and errors to stderr.
Exit codes: 0 done, 1 failed, 2 usage, 3 input refused, 4 tests failed and nothing published, 5 busy.
"""

from __future__ import annotations

import importlib
from typing import Any

import click

from leadhouse.errors import LeadhouseError
from leadhouse.os_errors import explain

# In the order in which a newcomer meets them.
VERBS = (
    "demo", "map", "load", "build", "run", "dashboard", "query", "path", "status", "doctor", "explain", "reconcile",
    "report", "rollback",
)  # fmt: skip


class ShownError(click.ClickException):
    """An error that click prints as one message and that ends the program with the error's exit code."""

    def __init__(self, error: LeadhouseError) -> None:
        super().__init__(str(error))
        self.exit_code = error.exit_code  # type: ignore[misc]


class LazyGroup(click.Group):
    """A group that imports a verb only when it is needed, and prints errors without a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All verbs, in the order of VERBS."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The click command of a verb, imported now."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = getattr(importlib.import_module(f"leadhouse.commands.{cmd_name}"), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; an error that the user can act on becomes one message and its exit code."""
        try:
            return super().invoke(ctx)
        except LeadhouseError as error:
            raise ShownError(error) from None
        except BaseException as error:
            explained = explain(error, ctx.obj)
            if explained is None:
                raise
            raise ShownError(explained) from None


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="leadhouse")
def main() -> None:
    """The analytics and reporting warehouse for the lead funnel.

    Exports of your CRM go in; tested facts and dashboards come out.

    First steps:

    \b
        leadhouse demo                              a made-up company, from export to dashboard
        leadhouse load salesforce WE_00D.zip        your own data: load,
        leadhouse build                             build and test,
        leadhouse dashboard                         look
    """
