"""Every setting that decides something in the models is published with its value."""

from __future__ import annotations

import re
from typing import Any

import yaml

from leadhouse.warehouse.layout import PROJECT_ROOT


def test_every_setting_of_the_project_is_published() -> None:
    project: dict[str, Any] = yaml.safe_load((PROJECT_ROOT / "dbt_project.yml").read_text(encoding="utf-8"))
    model = (PROJECT_ROOT / "models" / "meta" / "meta_settings.sql").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^    \('(\w+)'", model, flags=re.MULTILINE)) == sorted(project["vars"])
