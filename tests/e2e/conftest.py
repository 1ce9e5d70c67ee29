"""A real JupyterLab in a real browser, one for all tests; each test has its own notebook."""

import importlib.util
import os

import pytest

from tests.e2e import lab


def _missing():
    if lab.chromium() is None:
        return "no Chromium: apt-get install chromium"
    if importlib.util.find_spec("playwright") is None:
        return "no playwright: pip install playwright"
    if not lab.AXE.is_file():
        return "no axe-core: npm ci"
    return ""


@pytest.fixture(scope="session")
def browser():
    missing = _missing()
    if missing and "browser" in os.environ.get("PACER_REQUIRE", "").split(","):
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    from playwright.sync_api import expect

    # A busy machine is no failure; what is measured is measured in the benchmarks.
    expect.set_options(timeout=20_000)
    with lab.browser() as made:
        yield made


@pytest.fixture(scope="session")
def server(browser, tmp_path_factory):
    with lab.Server(tmp_path_factory.mktemp("lab")) as made:
        yield made


@pytest.fixture
def context(browser):
    """A browser profile of its own, with a window of a usual size."""
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    made.set_default_timeout(20_000)
    yield made
    made.close()


@pytest.fixture
def notebook(server, context):
    """Open a notebook made of the given cells and run it: ``notebook("1 + 1", theme=...)``."""

    def make(*cells, **options):
        return lab.Notebook.open(server, context, cells, **options)

    yield make
    server.end_kernels()
