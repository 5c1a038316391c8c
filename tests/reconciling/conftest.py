"""The company whose CRM holds every hard case, built once, however many processes run the tests."""

from __future__ import annotations

import fcntl
import os
import shutil

import pytest

from tests.reconciling import company as company_module
from tests.reconciling.company import Company


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Its warehouse, built, and the records of its export; tests must not write to it."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, built = shared / "company", shared / "company.built"
    with (shared / "company.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            company_module.make(folder)
            built.touch()
    return company_module.opened(folder)
