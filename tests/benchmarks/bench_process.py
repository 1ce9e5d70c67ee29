"""What a whole process costs, against one that only imports pandas."""

import sys
import tempfile
from pathlib import Path

from pacer import sample
from tests.benchmarks.timing import command, ratio, row


def main() -> None:
    print("Whole processes, in turn with `import pandas`")
    python = sys.executable
    pandas = command(python, "-c", "import pandas")
    _, _, times = ratio(command(python, "-c", "import pacer"), pandas, runs=11)
    row("import pacer / import pandas", [f"{times:.2f}"], "(at most 1.1)")
    using = command(python, "-c", "import pacer; pacer.open, pacer.Talk, pacer.Plan, pacer.Pace")
    _, _, times = ratio(using, pandas, runs=11)
    row("and its names used / import pandas", [f"{times:.2f}"])
    mine, bare, _ = ratio(
        command(python, "-m", "pacer", "--help"), command(python, "-c", "pass"), runs=11
    )
    row("pacer --help, beyond Python", [f"{mine - bare:.2f} s"], "(at most 0.3 s)")
    with tempfile.TemporaryDirectory() as folder:
        deck = sample.copy(Path(folder))
        plan = command(
            python, "-m", "pacer", "plan", str(deck), "--slot", "20:00", "--questions", "2:00"
        )
        mine, base, _ = ratio(plan, pandas, runs=5)
        row("pacer plan, beyond import pandas", [f"{mine - base:.2f} s"], "(at most 1.5 s)")


if __name__ == "__main__":
    main()
