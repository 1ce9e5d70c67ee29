"""No test depends on, or teaches, the profile of whoever runs it; kernels inherit this."""

import os

os.environ["PACER_PROFILE"] = "off"
