"""What a message says to install is this project, and a part that it has."""

import ast
import re
from importlib import metadata
from pathlib import Path

import pacer
from pacer.core.errors import install_line
from pacer.version import DISTRIBUTION

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "pacer").rglob("*.py"))
# What a user or a developer reads: code, pages, scripts, notebooks.
SHIPPED = [
    path
    for pattern in ("pacer/**/*.py", "pacer/**/*.js", "pacer/**/*.j2", "*.md", "docs/**/*.md",
                    "notebooks/*.ipynb", ".ci/*", "Makefile", "tests/**/*.py")
    for path in sorted(ROOT.glob(pattern))
    if path.is_file() and path != Path(__file__) and "node_modules" not in path.parts
]  # fmt: skip
OTHERS = re.compile(r"""pip3? install (-\S+ )*\\?['"]?pacer\b|['"]pacer\\?\[""")


def test_the_installed_package_has_the_name_that_messages_print():
    meta = metadata.metadata(DISTRIBUTION)
    assert meta["Name"] == DISTRIBUTION != "pacer"
    assert meta["Version"] == pacer.__version__
    scripts = metadata.distribution(DISTRIBUTION).entry_points.select(group="console_scripts")
    assert [script.name for script in scripts] == ["pacer"]


def test_every_install_line_names_a_part_that_there_is():
    extras = set(metadata.metadata(DISTRIBUTION).get_all("Provides-Extra"))
    asked = {
        (path.name, ast.literal_eval(node.args[0]))
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "install_line"
    }
    assert len(asked) >= 6
    assert {extra for _, extra in asked} <= extras
    assert install_line("audio") == f'pip install "{DISTRIBUTION}[audio]"'


def test_no_line_installs_the_other_pacer():
    assert OTHERS.search('pip install "pacer[audio]"')
    assert OTHERS.search("pip install pacer")
    assert OTHERS.search("pip install -q --user pacer")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in SHIPPED
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if OTHERS.search(line)
    ]
    assert found == []


def test_every_dash_install_in_a_message_goes_through_the_one_function():
    """Other projects' names may stand in a message; ours is written nowhere by hand."""
    found = [
        path.name
        for path in SOURCES
        if DISTRIBUTION in path.read_text(encoding="utf-8") and path.name != "version.py"
    ]
    assert found == []
