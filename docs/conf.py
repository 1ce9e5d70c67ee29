"""The documentation's settings: ``make docs`` builds it into ``build/docs``, without a network."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from numpydoc import xref  # noqa: E402

import pacer  # noqa: E402 - found in the checkout
from docs import commands, frames  # noqa: E402

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "pacer"
author = "The pacer developers"
copyright = author  # noqa: A001 - Sphinx's name
version = release = pacer.__version__

extensions = ["sphinx.ext.autodoc", "numpydoc", "myst_nb", "sphinx_design"]
exclude_patterns = ["Thumbs.db", ".DS_Store", "**.ipynb_checkpoints"]
nitpicky = True
# Every reference is to a name of pacer's own and has to be found: types of other projects stay
# words, since their inventories lie on the network. So no reference is ignored.
nitpick_ignore: list[tuple[str, str]] = []

# --- what is read ------------------------------------------------------------------------
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
nb_execution_mode = "off"  # the notebooks' kept outputs are shown
nb_merge_streams = True

# --- the interface, from docstrings ------------------------------------------------------
default_role = "py:obj"
autodoc_typehints = "none"  # the docstrings say them in words
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False
xref.DEFAULT_LINKS.clear()  # str and float stay words
numpydoc_xref_param_type = True
numpydoc_xref_ignore = "all"
numpydoc_xref_aliases = {name: f"pacer.{name}" for name in pacer.__all__ if name != "__version__"}

# --- how it looks ------------------------------------------------------------------------
html_theme = "pydata_sphinx_theme"
html_title = f"pacer {release}"
html_theme_options = {
    "navigation_with_keys": False,
    "show_toc_level": 2,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
}
html_sidebars = {page: [] for page in ("commands", "formats", "architecture", "changelog")}
html_show_sourcelink = False


def _notebooks(_: Sphinx) -> None:
    """Put the notebooks where Sphinx looks; they live beside the package, which ships them."""
    for path in sorted((HERE.parent / "notebooks").glob("*.ipynb")):
        text = path.read_text(encoding="utf-8").replace(
            "](../sample_decks/", "](../../sample_decks/"
        )
        target = HERE / "tutorial" / path.name
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")


def _made(_: Sphinx, name: str, source: list[str]) -> None:
    """Write into their pages what the code itself says."""
    if name == "commands":
        source[0] += commands.page()
    elif name == "api/frames":
        source[0] = frames.page(source[0])


def setup(app: Sphinx) -> None:
    """Hook them in."""
    app.connect("builder-inited", _notebooks)
    app.connect("source-read", _made)
