"""Data flows one way: a room imports only what lies before it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "pacer"
# Each level may import from the levels above it; a room may also import from itself.
LEVELS = [
    {"version"},
    {"core"},
    {"render"},
    {"deck"},
    {"runs", "audio"},
    {"recording"},
    {"transcript"},
    {"pacing"},
    {"judging"},
    {"planning"},
    {"compare"},
    {"plots"},
    {"options"},
    {"project"},
    {"export"},
    {"results"},
    {"widgets"},
    {"talk"},
    {"sample"},
    {"cli"},
    {"__init__", "__main__"},
]
LEVEL = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}
LAZY = {"pptx", "pypdfium2", "highspy", "matplotlib", "rich", "anywidget", "ipywidgets",
        "sounddevice", "soundfile", "IPython", "av", "PIL"}  # fmt: skip


def room_of(path):
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def pacer_imports(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: write imports in full"
            names = [node.module]
            if node.module == "pacer":
                names = [f"pacer.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name.split(".")[0] == "pacer" and "." in name:
                yield name.split(".")[1], node.lineno


@pytest.mark.parametrize(
    "path", sorted(ROOT.rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_no_import_points_back(path):
    room = room_of(path)
    assert room in LEVEL, f"{room} has no level in LEVELS"
    for target, line in pacer_imports(path):
        if target == room:
            continue
        assert target in LEVEL, f"{path}:{line}: pacer.{target} is no room"
        assert LEVEL[target] < LEVEL[room], f"{path}:{line}: {room} imports {target}"


def module_of(path):
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_no_circle_inside_a_room():
    """A module imports only what can be read before it, in its own room too."""
    paths = {module_of(path): path for path in ROOT.rglob("*.py")}
    imports = {module: set() for module in paths}
    for module, path in paths.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                inner = {f"{node.module}.{alias.name}" for alias in node.names}
                needed = inner & set(paths) if inner <= set(paths) else inner | {node.module}
                imports[module] |= needed & set(paths) - {module}
    # Whatever needs nothing more is taken away, and whatever nothing more needs: circles are left.
    while spare := {module for module, needed in imports.items() if not needed} | (
        set(imports) - set().union(*imports.values())
    ):
        imports = {
            module: needed - spare for module, needed in imports.items() if module not in spare
        }
    assert not imports, imports


def test_importing_pacer_loads_nothing_heavy():
    code = "import sys, pacer; print(' '.join(sorted({m.split('.')[0] for m in sys.modules})))"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert not LAZY & set(out.stdout.split())


def test_the_command_line_answers_help_without_the_libraries():
    """`pacer --help` and a wrong word cost no pandas; `python -m tests.benchmarks process`."""
    code = "import sys, pacer.cli; pacer.cli.parser(); print(' '.join(sys.modules))"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = {name.split(".")[0] for name in out.stdout.split()}
    assert not (LAZY | {"pandas", "numpy", "jinja2", "markdown_it", "yaml", "lxml"}) & loaded
