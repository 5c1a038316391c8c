"""The errors that a user sees, each with its exit code.

Reads and writes nothing. A message says what is wrong, where, and what to do next; the command line prints it
without a traceback. Any other exception is a defect of the program.
"""

from __future__ import annotations


class LeadhouseError(Exception):
    """Something failed in a way that the user can act on; exit code 1."""

    exit_code = 1


class DiskFull(LeadhouseError):
    """A file could not grow; exit code 1."""


class UsageRefused(LeadhouseError):
    """The command was called in a way that cannot work; exit code 2."""

    exit_code = 2


class InputRefused(LeadhouseError):
    """A file, a definition or a setting cannot be used as it is; exit code 3."""

    exit_code = 3


class TestsFailed(LeadhouseError):
    """The data failed its tests and nothing was published; exit code 4."""

    __test__ = False  # pytest would collect the name
    exit_code = 4


class WarehouseBusy(LeadhouseError):
    """Another process holds the warehouse; exit code 5."""

    exit_code = 5
