"""``python -m tests.benchmarks [name ...]`` runs all the benchmarks, or those named."""

import importlib
import os
import pkgutil
import sys

from tests import benchmarks

names = [
    module.name.removeprefix("bench_")
    for module in pkgutil.iter_modules(benchmarks.__path__)
    if module.name.startswith("bench_")
]
# What is measured must not depend on, nor teach, the profile of whoever measures.
os.environ["PACER_PROFILE"] = "off"
for name in sys.argv[1:] or names:
    if name not in names:
        sys.exit(f"no benchmark {name}; there are {', '.join(names)}")
    print(f"\n# {name}", flush=True)
    importlib.import_module(f"tests.benchmarks.bench_{name}").main()
