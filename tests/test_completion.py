"""What a shell completes is what the parser knows."""

import shutil
import subprocess

import pytest

from docs import commands
from pacer import cli
from pacer.cli import completion
from pacer.deck import formats


def complete(words, folder):
    """What bash offers for the last of the words, as it calls the function."""
    script = completion.script(cli.parser(), "bash")
    drive = 'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _pacer; printf "%s\\n" "${COMPREPLY[@]}"'
    done = subprocess.run(
        ["bash", "-c", f"{script}\n{drive}", "bash", *words],
        cwd=folder, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert not done.stderr
    return [line for line in done.stdout.splitlines() if line]


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_offers_commands_options_words_and_decks(tmp_path):
    for name in ("talk.pptx", "my talk.pdf", "t*.qmd", "talk.csv"):
        (tmp_path / name).touch()
    for name in ("talk.pacer", "there"):
        (tmp_path / name).mkdir()
    assert complete(["pacer", "pl"], tmp_path) == ["plan"]
    assert complete(["pacer", "plan", "--qu"], tmp_path) == ["--questions"]
    assert complete(["pacer", "plan", "talk.pptx", "--mode", ""], tmp_path) == ["hide", "remove"]
    assert complete(["pacer", "completion", "z"], tmp_path) == ["zsh"]
    decks = complete(["pacer", "plan", "t"], tmp_path)
    assert sorted(decks) == ["t*.qmd", "talk.pptx", "there"]
    assert complete(["pacer", "plan", "my"], tmp_path) == ["my talk.pdf"]
    # a shell completes other files itself
    assert complete(["pacer", "import", "talk.pptx", "talk.c"], tmp_path) == []


@pytest.mark.parametrize("shell", completion.SHELLS)
def test_every_command_and_option_is_in_every_script(shell, capsys):
    assert cli.main(["completion", shell]) == 0
    made = capsys.readouterr().out
    for name, command in commands.commands().items():
        assert name in made
        for action in commands.options(command):
            for word in action.option_strings:
                short = word[2:] if word.startswith("--") else word[1:]
                assert (f"-l {short}" in made or f"-s {short}" in made) if shell == "fish" else (
                    word in made
                )  # fmt: skip


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_script_is_understood_by_its_shell(shell, tmp_path):
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell}")
    script = tmp_path / "pacer.sh"
    script.write_text(completion.script(cli.parser(), shell), encoding="utf-8")
    subprocess.run([shell, "-n", script], check=True, capture_output=True, timeout=60)


def test_every_ending_of_a_deck_is_offered():
    endings = {ending for those in formats.ENDINGS.values() for ending in those}
    assert {f".{ending}" for ending in completion.ENDINGS} == endings
