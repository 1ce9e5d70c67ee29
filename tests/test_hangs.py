"""A test that hangs is ended, and says where it stood."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_a_test_that_hangs_is_ended(tmp_path):
    (tmp_path / "test_it.py").write_text("def test_for_ever():\n    while True:\n        pass\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-c", ROOT / "pyproject.toml", "-p", "no:cacheprovider",
         "-o", "faulthandler_timeout=2", tmp_path],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "test_for_ever" in done.stderr
