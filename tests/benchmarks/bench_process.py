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
    row("import pacer / import pandas", [f"{times:.2f}"], "(at most 1.15)")
    with tempfile.TemporaryDirectory() as folder:
        deck = sample.copy(Path(folder))
        plan = command(
            python, "-m", "pacer", "plan", str(deck), "--slot", "20:00", "--questions", "2:00"
        )
        mine, base, _ = ratio(plan, pandas, runs=5)
        row("pacer plan, beyond import pandas", [f"{mine - base:.2f} s"], "(at most 1.5 s)")


if __name__ == "__main__":
    main()
