"""What tests of the verbs share: the known answers, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.known_answers import test_known_answers


@pytest.fixture(scope="session")
def known_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a warehouse with the known answers published; tests must not write to it."""
    folder = tmp_path_factory.mktemp("known")
    test_known_answers.built(folder)
    return folder
