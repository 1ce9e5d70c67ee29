"""The report in a real browser: it asks no network, and reads well in light, dark and narrow."""

import pytest

import pacer
from pacer import sample
from tests.e2e import lab


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The report of the sample talk cut to 20 minutes."""
    folder = tmp_path_factory.mktemp("report")
    talk = pacer.open(sample.copy(folder), slot="20:00", questions="2:00")
    return talk.report(folder / "report.html")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_report_is_accessible_and_asks_no_network(browser, report, theme, width):
    # The report forbids itself every script; axe-core is one.
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=theme, offline=True, bypass_csp=True
    )
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(report.as_uri())
    try:
        assert asked == [report.as_uri()]
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        assert lab.axe(page, "html") == []
        assert said == []
    finally:
        context.close()
