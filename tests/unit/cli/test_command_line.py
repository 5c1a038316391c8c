"""The command line: fast help, an example in every verb, exit codes, data on stdout and the rest on stderr."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from leadhouse.cli import VERBS, main
from leadhouse.warehouse.layout import PROJECT_ROOT

HEAVY = ("dbt", "streamlit", "polars", "duckdb", "pyarrow", "numpy", "holidays")


def run_cli(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from leadhouse.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"
    assert all(verb in ran.stdout for verb in VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_documented(verb: str):
    guide = (PROJECT_ROOT / "docs" / "operating.md").read_text()
    listed = guide.split("## The verbs")[1].split("## ")[0]
    assert f"leadhouse {verb} " in listed


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself_with_an_example(verb: str):
    code, out, _ = run_cli(verb, "--help")
    assert code == 0
    assert "Example" in out
    assert f"leadhouse {verb}" in out
    assert "--warehouse" in out


def test_an_unknown_verb_or_option_is_a_usage_error():
    assert run_cli("bild")[0] == 2
    assert run_cli("build", "--as-of", "yesterday")[0] == 2


@pytest.mark.parametrize("verb", ["path", "rollback", "dashboard"])
def test_nothing_published_yet_is_said_with_the_next_step(verb: str, tmp_path: Path):
    code, out, err = run_cli(verb, "--warehouse", str(tmp_path))
    assert (code, out) == (1, "")
    assert "Nothing is published in" in err
    assert "leadhouse build" in err


def test_a_query_before_the_first_build_says_the_next_step(tmp_path: Path):
    code, _, err = run_cli("query", "select 1", "--warehouse", str(tmp_path))
    assert code == 1
    assert "leadhouse build" in err


def test_a_build_before_the_first_load_is_refused(tmp_path: Path):
    code, _, err = run_cli("build", "--warehouse", str(tmp_path))
    assert code == 3
    assert "leadhouse load" in err


def test_status_of_a_new_warehouse_says_what_to_do(tmp_path: Path):
    code, out, _ = run_cli("status", "--warehouse", str(tmp_path))
    assert code == 0
    assert "nothing yet. Next: leadhouse load" in out


def test_it_works_from_any_folder(demo_warehouse: Path, tmp_path: Path):
    command = [sys.executable, "-m", "leadhouse", "path"]
    ran = subprocess.run(
        [*command, "--warehouse", str(demo_warehouse)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert Path(ran.stdout.strip()).is_absolute()
    assert Path(ran.stdout.strip()).is_file()


def test_the_warehouse_comes_from_the_option_then_the_environment(
    demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("LEADHOUSE_WAREHOUSE", str(demo_warehouse))
    assert run_cli("path")[0] == 0
    assert run_cli("path", "--warehouse", str(tmp_path))[0] == 1


def test_a_taken_port_is_named_with_a_free_one(demo_warehouse: Path):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, err = run_cli("dashboard", "--port", str(port), "--warehouse", str(demo_warehouse))
    assert code == 5
    assert f"Port {port} is in use" in err


def test_a_demo_is_not_mixed_with_other_data(tmp_path: Path):
    (tmp_path / "landing.duckdb").touch()
    code, _, err = run_cli("demo", "--warehouse", str(tmp_path))
    assert code == 2
    assert "--warehouse" in err


def test_a_demo_of_another_size_is_not_mixed_in(demo_warehouse: Path):
    code, _, err = run_cli("demo", "--leads", "777", "--warehouse", str(demo_warehouse))
    assert code == 2
    assert "holds a demo with --leads" in err


def test_exports_only_writes_them_and_nothing_else(tmp_path: Path):
    code, out, _ = run_cli("demo", "--leads", "200", "--exports", str(tmp_path / "exports"))
    assert code == 0
    archives = [Path(line) for line in out.splitlines()]
    assert archives
    assert all(archive.is_file() for archive in archives)
