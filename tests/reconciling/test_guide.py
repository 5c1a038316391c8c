"""docs/reconciling.md says what the command says: every kind of difference, every role of a column, every option."""

from __future__ import annotations

import pytest

from leadhouse.commands.reconcile import ROLES as OFFERED
from leadhouse.commands.reconcile import reconcile
from leadhouse.reconciling.kinds import KINDS, Kind
from leadhouse.reconciling.systems import ROLES
from leadhouse.warehouse.layout import PROJECT_ROOT

GUIDE = (PROJECT_ROOT / "docs" / "reconciling.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_is_documented_with_its_label(kind: Kind) -> None:
    (line,) = (line for line in GUIDE.splitlines() if line.startswith(f"| {kind.label} | `{kind.name}` |"))
    assert ("**residual**" in line) != kind.is_explained


@pytest.mark.parametrize("role", ROLES)
def test_every_role_of_a_column_is_documented(role: str) -> None:
    assert f"\n| `{role}` |" in GUIDE


def test_the_command_offers_the_roles_that_there_are() -> None:
    assert OFFERED == ROLES


@pytest.mark.parametrize("option", [each.opts[0] for each in reconcile.params if each.opts[0].startswith("--")])
def test_every_option_is_documented(option: str) -> None:
    assert option == "--warehouse" or option in GUIDE
