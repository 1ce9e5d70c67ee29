"""The harness itself: cells run in a real JupyterLab, in the theme that was asked for."""

import pytest

from tests.e2e import lab


@pytest.mark.parametrize(("theme", "light"), [(lab.LIGHT, "true"), (lab.DARK, "false")])
def test_cells_run_in_the_theme_asked_for(notebook, theme, light):
    opened = notebook("answer = 6 * 7", "answer", theme=theme)
    assert opened.page.locator(".jp-OutputArea-output").inner_text() == "42"
    assert opened.page.locator("body").get_attribute("data-jp-theme-light") == light
    assert opened.kernel("print(answer + 1)") == "43"


def test_a_failing_cell_fails_the_test(notebook):
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        notebook("1 / 0")
