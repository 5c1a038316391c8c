"""Renders the macros of the models without dbt, by Jinja alone.

Reads `macros/`. The engine is DuckDB: what dbt would dispatch to is its macro, else the default one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2

MACROS = Path(__file__).resolve().parents[1] / "macros"


class Adapter:
    """Stands in for dbt's: hands out the macro of the engine."""

    def __init__(self, module: Callable[[], Any]) -> None:
        self.module = module

    def dispatch(self, name: str) -> Any:
        macros = self.module()
        return getattr(macros, f"duckdb__{name}", None) or getattr(macros, f"default__{name}")


def rendered(**settings: Any) -> tuple[jinja2.Environment, Any]:
    """Return an environment as dbt's, and in it the module of all macros.

    Args:
        settings: the variables of the project, by name.
    """
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], undefined=jinja2.StrictUndefined)
    given = {"adapter": Adapter(lambda: module), "return": lambda value: value, "var": settings.__getitem__}
    environment.globals.update(given)
    texts = (file.read_text(encoding="utf-8") for file in sorted(MACROS.glob("*.sql")))
    module: Any = environment.from_string("\n".join(texts)).module
    return environment, module
