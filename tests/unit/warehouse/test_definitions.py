"""An upgrade brings the metrics that its pages ask for, and leaves what the company wrote."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from leadhouse.commands.build import build_and_tell
from leadhouse.warehouse import build as building
from leadhouse.warehouse.definitions import PROJECT_ROOT, add_missing_metrics, copy_missing_definitions
from leadhouse.warehouse.layout import Warehouse

SHIPPED = PROJECT_ROOT / "seeds" / "metrics.csv"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_an_earlier_release(warehouse: Warehouse) -> Path:
    """A list of metrics with a column of the company's in front, one metric renamed, and without the last two."""
    warehouse.create()
    copy_missing_definitions(warehouse)
    own, kept = warehouse.definitions / "metrics.csv", rows(SHIPPED)[:-2]
    kept[0]["label"] = "Our word, with a comma"
    with own.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["owner_of_it", *kept[0]], restval="sales")
        writer.writeheader()
        writer.writerows(kept)
    own.write_bytes(own.read_bytes().rstrip())
    return own


def test_metrics_of_a_new_release_are_added_below_the_companys_own(tmp_path: Path) -> None:
    warehouse = Warehouse.at(tmp_path / "warehouse")
    own = of_an_earlier_release(warehouse)
    before = own.read_bytes()
    assert add_missing_metrics(warehouse) == [row["metric"] for row in rows(SHIPPED)[-2:]]
    assert own.read_bytes().startswith(before)
    found = rows(own)
    assert [row["metric"] for row in found] == [row["metric"] for row in rows(SHIPPED)]
    assert found[0]["label"] == "Our word, with a comma"
    assert [{name: row[name] for name in rows(SHIPPED)[0]} for row in found[-2:]] == rows(SHIPPED)[-2:]


def test_a_list_that_lacks_nothing_stays_as_it_is(tmp_path: Path) -> None:
    warehouse = Warehouse.at(tmp_path / "warehouse")
    own = of_an_earlier_release(warehouse)
    add_missing_metrics(warehouse)
    before = own.read_bytes()
    assert add_missing_metrics(warehouse) == []
    assert own.read_bytes() == before


class Begun(Exception):
    """The build itself has begun."""


def test_a_definition_file_of_a_new_release_is_added_before_the_build_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    warehouse = Warehouse.at(tmp_path / "warehouse")
    building.prepare(warehouse)
    own = warehouse.definitions / "targets.csv"
    own.write_text(own.read_text(encoding="utf-8") + "win_rate,2026,0.3,,\n", encoding="utf-8")
    edited = own.read_bytes()
    (warehouse.definitions / "sales_costs.csv").unlink()

    def begin(*_: object) -> None:
        raise Begun

    monkeypatch.setattr(building, "build", begin)
    capsys.readouterr()
    with pytest.raises(Begun):
        build_and_tell(warehouse)
    assert capsys.readouterr().err.startswith("Wrote sales_costs.csv with the shipped definitions")
    shipped = PROJECT_ROOT / "seeds" / "sales_costs.csv"
    assert (warehouse.definitions / "sales_costs.csv").read_bytes() == shipped.read_bytes()
    assert own.read_bytes() == edited
