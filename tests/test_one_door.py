"""Every file that pacer writes goes through `pacer.core.files`, but for two that are named."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "pacer"
DOOR = ROOT / "core" / "files.py"
# Append and sync; a process that imports nothing of pacer.
NAMED = {ROOT / "runs" / "journal.py", ROOT / "audio" / "capture.py"}
METHODS = {"write_text", "write_bytes", "touch", "symlink_to", "hardlink_to", "savefig", "tofile"}
# Names whose one argument is a place; `str.replace` takes two, `frame.rename` keywords.
MOVES = {"replace", "rename"}
MODULES = {
    "os": {"open", "replace", "rename", "renames", "link", "symlink", "truncate", "mkfifo"},
    "shutil": {"copy", "copy2", "copyfile", "copymode", "copystat", "copytree", "move"},
    "tempfile": {"mkstemp", "NamedTemporaryFile", "TemporaryFile", "mktemp"},
}
TO_FILES = {"to_csv", "to_parquet", "to_json", "to_excel", "to_html", "to_pickle", "to_feather"}
# A Windows way to ask whether another process has a file open: onto its own name.
ALLOWED = {
    ("audio/takes.py", "path.rename(path)"),
    ("cli/__init__.py", "os.open(os.devnull, os.O_WRONLY)"),
    ("transcript/transcriber.py", "os.open(os.devnull, os.O_WRONLY)"),
}


def faults(text, name):
    """Where a file would be written, as the code that does it."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and (said := _fault(node)):
            code = ast.unparse(node)
            if not any(name.endswith(file) and code == allowed for file, allowed in ALLOWED):
                yield f"{name}:{node.lineno}: {said}: {code}"


def _fault(call):
    func = call.func
    if isinstance(func, ast.Attribute):
        owner, name = getattr(func.value, "id", ""), func.attr
    else:
        owner, name = "", getattr(func, "id", "")
    if owner in MODULES:
        return f"{owner}.{name}" if name in MODULES[owner] else ""
    first = call.args[0] if call.args else None
    if first is not None and _is_open_already(first):
        return ""
    if name in METHODS or (name in TO_FILES and owner and first is not None):
        return name
    if name in MOVES and len(call.args) == 1 and not call.keywords:
        # `series.rename("name")` gives a name, not a place.
        return "" if isinstance(first, ast.Constant) and name == "rename" else name
    if name in ("open", "fdopen", "SoundFile") and _mode(call) & set("wxa+"):
        return "open for writing"
    return "save to a name" if name == "save" and isinstance(first, ast.Call) else ""


def _is_open_already(node):
    """Buffers are named `out` here, and a descriptor belongs to a file that the door opened."""
    return ast.unparse(node) in ("out", "file", "plan") or ast.unparse(node).endswith(".fileno()")


def _mode(call):
    """The letters of a mode, of `open(path, "w")` and `path.open("w")`."""
    words = [*call.args, *(each.value for each in call.keywords if each.arg == "mode")]
    texts = [each.value for each in words if isinstance(each, ast.Constant)]
    return {letter for text in texts if _is_mode(text) for letter in text}


def _is_mode(text):
    return isinstance(text, str) and set(text) <= set("rwxab+t")


SOURCES = sorted(set(ROOT.rglob("*.py")) - NAMED - {DOOR})


def test_no_other_way_to_write_a_file():
    found = [
        fault
        for path in SOURCES
        for fault in faults(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "path.write_text('x')", "path.write_bytes(b'')", "open(path, 'w')", "path.open('x')",
        "path.open(mode='ab')", "open(path, 'r+b')", "part.replace(path)", "path.rename(new)",
        "os.replace(a, b)", "os.open(path, flags)", "shutil.copyfile(a, b)", "shutil.move(a, b)",
        "frame.to_csv(target)", "frame.to_parquet(path)", "tempfile.mkstemp()", "path.touch()",
        "figure.savefig(path)", "package.save(str(target))",
    ],
)  # fmt: skip
def test_the_rule_finds(code):
    assert list(faults(code, "x.py"))


@pytest.mark.parametrize(
    "code",
    ["path.open('rb')", "open(path)", "text.replace('a', 'b')", "frame.to_csv(index=False)",
     "frame.to_parquet(out)", "frame.rename(columns=names)", "zip.open(entry)"],
)  # fmt: skip
def test_the_rule_lets_through(code):
    assert not list(faults(code, "x.py"))


def test_the_exceptions_are_two_and_there():
    assert all(path.exists() for path in NAMED)
    assert len(NAMED) == 2
