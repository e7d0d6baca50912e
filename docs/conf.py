"""How the documentation is built: Sphinx with MyST; the reference pages are generated first."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from docutils import nodes
from docutils.utils.math import latex2mathml

from goodoffices import __version__
from tools import reference

reference.start()
reference.write_pages()

project = "Good Offices"
author = "the Good Offices contributors"
copyright = "the Good Offices contributors, Apache-2.0"
version = release = __version__
language = "en"

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "reference/generated/[!c]*", "reference/generated/cli.md"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "attrs_inline"]
myst_heading_anchors = 3

suppress_warnings = ["misc.highlighting_failure"]

html_theme = "alabaster"
html_title = "Good Offices"
html_theme_options = {
    "description": "One workspace for peace programmes",
    "fixed_sidebar": True,
    "show_powered_by": False,
}
html_copy_source = False
html_math_renderer = "mathml"


def visit_math(self: Any, node: Any) -> None:
    """Write a formula as MathML, which browsers set by themselves: nothing comes from elsewhere."""
    block = isinstance(node, nodes.math_block)
    self.body.append(latex2mathml.tex2mathml(node.astext(), as_block=block))
    raise nodes.SkipNode


def setup(app: Any) -> None:
    """Tell Sphinx of the renderer above."""
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math, None))
