"""README and documentation say what the code does: commands, options, names, examples, links."""

import argparse
import ast
import dataclasses
import importlib.util
import itertools
import json
import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest
import yaml

import pacer
from docs import commands, frames
from pacer import cli, sample
from pacer.core import frames as schemas

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
# Written by hand; pages of docs/tutorial are notebooks, which tests of their own run.
PAGES = [
    README,
    *(ROOT / name for name in ("CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in PAGES}
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+(?:\n[^`\n]+)?)`")
BENCHMARKS = {path.stem.removeprefix("bench_") for path in ROOT.glob("tests/benchmarks/bench_*.py")}
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def blocks(*languages):
    for page, text in TEXTS.items():
        for language, block in BLOCK.findall(text):
            if language in languages:
                yield page, block


def prose(text):
    """A page without its examples and without what is commented out."""
    return re.sub(r"<!--.*?-->", "", BLOCK.sub("", text), flags=re.DOTALL)


def shell_lines():
    for page, block in blocks("sh", "bat"):
        for line in block.splitlines():
            # what a shell script's assignments stand before is the command
            words = shlex.split(line.replace("\\", "/"), comments=True)
            while words and re.fullmatch(r"[A-Z_]+=\S*", words[0]):
                del words[0]
            # and what follows a redirection is the shell's
            words = list(itertools.takewhile(lambda word: not word.startswith(">"), words))
            if words:
                yield page, words


SHELL = list(shell_lines())
PACER = [(page, words[1:]) for page, words in SHELL if words[0] == "pacer"]
# In a sentence only what begins a whole command counts: `pacer plan DECK …` is a form of words.
SPOKEN = [
    (page, " ".join(span.split()))
    for page, text in TEXTS.items()
    for span in SPAN.findall(prose(text))
    if re.match(r"pacer \w+ [\w-]+\.\w+", span)
]


def test_examples_are_found():
    assert len(SHELL) > 50
    assert len(PACER) > 30
    assert len(SPOKEN) > 5


@pytest.mark.parametrize("name", commands.commands())
def test_each_command_is_explained_by_hand(name):
    said = "\n".join(text for page, text in TEXTS.items() if page != "CHANGELOG.md")
    assert re.search(rf"\bpacer {name}\b", said), f"no page says what `pacer {name}` is for"


def test_each_option_stands_on_the_page_made_from_the_parser():
    page = commands.page()
    for name, command in commands.commands().items():
        part = page.split(f"\n## pacer {name}\n")[1].split("\n## ")[0]
        for action in commands.options(command):
            for word in action.option_strings or [action.metavar or action.dest.upper()]:
                assert f"`{word}" in part, f"pacer {name} {word}"
            assert action.help not in (None, "", argparse.SUPPRESS), f"pacer {name} {action.dest}"


def test_no_page_names_an_option_that_there_is_not():
    known = {"--version", "--help"} | {
        word
        for command in commands.commands().values()
        for action in commands.options(command)
        for word in action.option_strings
    }
    others = re.compile(r"(pip|npm|uv|jupyter|ffprobe|make|git|pytest)\b")
    for page, text in TEXTS.items():
        if page == "CONTRIBUTING.md":
            continue
        for span in SPAN.findall(prose(text)):
            if others.match(span) or span in ("--tracking", "--require-hashes"):
                continue
            for word in re.findall(r"(?<![\w-])--[a-z][\w-]*", span):
                assert word in known, f"{page}: {word} in `{span}`"


@pytest.mark.parametrize(("page", "words"), PACER, ids=lambda value: str(value)[:70])
def test_commands_in_examples_parse(page, words):
    cli.parser().parse_args(words)


@pytest.mark.parametrize(("page", "span"), SPOKEN, ids=lambda value: str(value)[:70])
def test_commands_in_sentences_parse(page, span):
    cli.parser().parse_args(shlex.split(span)[1:])


def test_other_commands_in_examples_are_there():
    targets = set(
        re.findall(r"^([a-z0-9]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    )
    scripts = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["scripts"]
    extras = PYPROJECT["project"]["optional-dependencies"]
    said = [" ".join(words) for _, words in SHELL]
    said += [span for text in TEXTS.values() for span in SPAN.findall(prose(text))]
    for line in said:
        for target in re.findall(r"^make ((?!PY)[a-z0-9]+)$", line):
            assert target in targets, line
        for script in re.findall(r"npm run ([\w-]+)", line):
            assert script in scripts, line
        for extra in re.findall(r"talk-pacer\[([\w,-]+)\]", line):
            assert set(extra.split(",")) <= set(extras), line
        for name in re.findall(r"-m tests\.benchmarks ([a-z]\w*)", line):
            assert name in BENCHMARKS, line
        for module in re.findall(r"python -m ((?:tests|docs|sample_decks|pacer)[\w.]*)", line):
            assert importlib.util.find_spec(module), line


# --- Python ------------------------------------------------------------------------------------
def names_of(kind):
    made = (
        {field.name for field in dataclasses.fields(kind)}
        if dataclasses.is_dataclass(kind)
        else set()
    )
    return made | set(dir(kind)) | {"slot_s", "questions_s", "project"}


HOLDS = {"talk": names_of(pacer.Talk), "plan": names_of(pacer.Plan), "pacer": set(pacer.__all__)}
# talk.pptx is a file
ENDINGS = re.compile(
    r"csv|flac|html|ics|ipynb|js|json|key|md|mp4|odp|pacer|pdf|pdfpc|ppt[mx]?|py|qmd|srt|txt|vtt"
    r"|wav|xml"
    r"|budget_s"  # what stands in a notebook's metadata
)


@pytest.mark.parametrize(
    ("page", "block"), list(blocks("python")), ids=lambda value: str(value)[:40]
)
def test_python_examples_parse_and_name_what_there_is(page, block):
    for node in ast.walk(ast.parse(block)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            known = HOLDS.get(node.value.id)
            assert known is None or node.attr in known, f"{page}: {node.value.id}.{node.attr}"


def test_names_in_sentences_are_there():
    found = 0
    for page, text in TEXTS.items():
        for span in SPAN.findall(prose(text)):
            for owner, name in re.findall(r"(?<![\w./])(talk|plan|pacer)\.(\w+)", span):
                if ENDINGS.fullmatch(name) and not re.search(rf"{owner}\.{name}\(", span):
                    continue
                found += 1
                module = owner == "pacer" and importlib.util.find_spec(f"pacer.{name}")
                assert name in HOLDS[owner] or module, f"{page}: {span}"
    assert found > 30


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with what the README's examples read."""
    made = tmp_path_factory.mktemp("readme")
    for name, target in ((sample.TALK, "talk"), ("storage-talk-20.pptx", "talk-20")):
        deck = sample.copy(made, name)
        deck.with_suffix(".pacer").rename(made / f"{target}.pacer")
        deck.rename(made / f"{target}.pptx")
    dwell = pacer.open(made / "talk.pptx").dwell.query("run_id == run_id.iloc[0]")
    slides = pacer.open(made / "talk.pptx").slides.set_index("slide_key")["position"]
    rows = [f"{slides[row.slide_key]},{row.dwell_s:.0f}" for row in dwell.itertuples()]
    (made / "timings.csv").write_text("\n".join(["slide,seconds", *rows]), encoding="utf-8")
    return made


def test_the_readmes_python_runs(folder, tmp_path, monkeypatch):
    pytest.importorskip("anywidget")
    shutil.copytree(folder, tmp_path / "run")
    monkeypatch.chdir(tmp_path / "run")
    (block,) = [block for page, block in blocks("python") if page == "README.md"]
    # what has to be decided by a person is decided: the copy of the sample is in its place
    Path("talk-20.pptx").unlink()
    exec(compile(block, "README.md", "exec"), {})  # noqa: S102 - the example itself
    assert Path("talk-20.pptx").stat().st_size > 100_000
    assert Path("talk-report.html").is_file()


def test_the_readmes_commands_run(folder, tmp_path, monkeypatch, capsys):
    shutil.copytree(folder, tmp_path / "run")
    monkeypatch.chdir(tmp_path / "run")
    # these need a browser or a recorded voice and have tests of their own; a report is made above
    left_out = {"rehearse", "chair", "align", "lab", "demo", "speech", "transcribe", "report"}
    ran = set()
    for page, words in PACER:
        if page == "README.md" and words[0] not in left_out:
            ran.add(words[0])
            if "--out" in words:  # the sample's own shorter version
                Path(words[words.index("--out") + 1]).unlink()
            assert cli.main(words) == 0, (words, capsys.readouterr().err)
    assert len(ran) >= 7


# --- for those who carry it on -----------------------------------------------------------------
def test_what_a_code_host_reads_is_sound():
    targets = set(
        re.findall(r"^([a-z0-9]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    )
    check = yaml.safe_load((ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8"))
    runs = [step["run"] for job in check["jobs"].values() for step in job["steps"] if "run" in step]
    assert {run.split()[1] for run in runs if run.startswith("make ")} <= targets
    assert all((ROOT / run).is_file() for run in runs if not run.startswith("make "))
    forms = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))
    for form in forms:
        made = yaml.safe_load(form.read_text(encoding="utf-8"))
        assert form.stem == "config" or {"name", "description", "body"} <= set(made)
    assert len(forms) >= 4


def test_hooks_call_tools_that_the_project_has():
    made = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repo["repo"] for repo in made["repos"]] == ["local"], "a hook fetches nothing"
    entries = " ".join(hook["entry"] for repo in made["repos"] for hook in repo["hooks"])
    assert all(tool in entries for tool in ("ruff check", "ruff format", "eslint", "check-built"))
    assert all(hook["language"] == "system" for repo in made["repos"] for hook in repo["hooks"])


def test_the_citation_is_of_this_version():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["version"] == pacer.__version__
    assert cited["license"] == PYPROJECT["project"]["license"]


# --- what is where -----------------------------------------------------------------------------
def anchors(text):
    """The anchors that a code host and the site give to headings."""
    heads = re.findall(r"^#{1,4} (.+)$", BLOCK.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_internal_links_lead_somewhere():
    found = 0
    for page, text in TEXTS.items():
        for target in re.findall(r"\]\(([^)\s]+)\)", prose(text)):
            if re.match(r"https?:|mailto:", target):
                continue
            found += 1
            name, _, anchor = target.partition("#")
            path = (ROOT / page).parent / name if name else ROOT / page
            assert path.exists(), f"{page}: {target}"
            if anchor:
                assert anchor in anchors(path.read_text(encoding="utf-8")), f"{page}: {target}"
    assert found > 20


def test_every_public_name_has_its_place():
    pages = "\n".join(text for page, text in TEXTS.items() if page.startswith("docs/api/"))
    for name in pacer.__all__:
        if name != "__version__":
            assert re.search(rf":: pacer\.{name}$", pages, re.MULTILINE), name
    assert ".. automodule:: pacer.plots\n   :members:" in pages


def test_every_frame_stands_on_its_page():
    made = frames.page(TEXTS["docs/api/frames.md"])
    for name, schema in vars(schemas).items():
        if isinstance(schema, schemas.Schema):
            part = made.split(f"## {name}\n")[1].split("\n## ")[0]
            assert re.findall(r"^\| `(\w+)`", part, re.MULTILINE) == list(schema.columns)


def test_the_architecture_names_rooms_and_files_that_are_there():
    rows = re.findall(
        r"^\| (`.+?) \| .+? \| (.*?) ?\|$", TEXTS["docs/architecture.md"], re.MULTILINE
    )
    assert len(rows) > 15
    told = set()
    for rooms, files in rows:
        homes = [ROOT / "pacer" / room for room in re.findall(r"`(\w+)`", rooms)]
        told |= {home.name for home in homes}
        assert all(home.is_dir() or home.with_suffix(".py").is_file() for home in homes), rooms
        for name in re.findall(r"`([\w./]+)`", files):
            places = [*homes, *(home / "static" for home in homes), ROOT / "pacer"]
            assert any((place / name).exists() for place in places), name
    there = {path.name for path in (ROOT / "pacer").iterdir() if (path / "__init__.py").is_file()}
    assert there <= told


def test_figures_of_the_concepts_are_those_of_the_changelog():
    """A figure that is measured anew changes on both pages."""
    measured = TEXTS["CHANGELOG.md"].split("### Measured")[1].splitlines()
    number = re.compile(r"(?<![\w.])(?:\d+(?:\.\d+)?|\.\d+)(?!\w)")
    checked = 0
    for page, text in TEXTS.items():
        parts = re.findall(r"python -m tests\.benchmarks (\w+)", text)
        if page.startswith("docs/concepts/") and parts:
            # what is measured stands at the end, with the command beside it
            said = text.split("## How good it is")[-1].split("\n\n")
            said = [part for part in said if "How good" in text or "tests.benchmarks" in part]
            rows = " ".join(
                row for row in measured if row.startswith(tuple(f"| `{part}`" for part in parts))
            )
            for figure in number.findall(SPAN.sub("", " ".join(said)).replace("-", " ")):
                checked += 1
                assert figure in number.findall(rows.replace("-", " ")), f"{page}: {figure}"
    assert checked > 20


def test_the_plan_told_of_in_the_concepts_is_the_samples():
    (said,) = re.findall(r"(\d+:\d\d) for 18:00", TEXTS["docs/concepts/fits.md"])
    golden = (ROOT / "tests/goldens/storage-plan.txt").read_text(encoding="utf-8")
    assert golden.startswith(f"{said} of ")
