"""``python -m tests.write_goldens`` (``make goldens``): the texts of `tests.test_goldens` anew."""

import contextlib
import io
import json
import os
import shutil
import tempfile
from pathlib import Path

from pacer import cli
from tests.test_goldens import COMMANDS, HERE, SAMPLES, digest


def main():
    os.environ |= {"COLUMNS": "100", "PACER_PROFILE": "off"}
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(SAMPLES, folder, dirs_exist_ok=True)
        os.chdir(folder)
        for name, arguments in COMMANDS.items():
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                assert cli.main(list(arguments)) == 0, arguments
            text = "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())
            (HERE / f"{name}.txt").write_text(text, encoding="utf-8")
        for mode in ("hide", "remove"):
            target = Path(folder) / f"{mode}.pptx"
            with contextlib.redirect_stdout(io.StringIO()):
                cli.main(
                    ["plan", "short-talk.pptx", "--slot", "20:00", "--keep", "1-5", "--cut", "6-8",
                     "--mode", mode, "--out", str(target)]
                )  # fmt: skip
            held = json.dumps(digest(target), indent=1)
            (HERE / f"export-{mode}.json").write_text(f"{held}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
