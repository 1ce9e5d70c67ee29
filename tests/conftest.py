"""What holds for every test."""

import os

from hypothesis import settings

# No test depends on, or teaches, the profile of whoever runs it; kernels inherit this.
os.environ["PACER_PROFILE"] = "off"

# A gate asks whether the change is sound, so it tries the same examples each time; those who
# write the change get new ones with every run.
settings.register_profile("gate", derandomize=True)
if "PACER_REQUIRE" in os.environ:
    settings.load_profile("gate")
