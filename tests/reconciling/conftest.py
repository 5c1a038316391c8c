"""The company whose CRM holds every hard case, built once."""

from __future__ import annotations

import pytest

from tests.reconciling import company as company_module
from tests.reconciling.company import Company


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Its warehouse, built, and the records of its export; tests must not write to it."""
    return company_module.make(tmp_path_factory.mktemp("company"))
