"""How the documentation is built: ``make docs``, or ``sphinx-build -W docs site``.

Nothing is fetched while building or reading: formulas become MathML, fonts and scripts are the
theme's own.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE.parent)]

import toolkit  # noqa: E402 - the line above makes it this checkout's

project = "theme-toolkit"
author = "The theme-toolkit developers"
copyright = "the theme-toolkit developers, BSD-3-Clause"
release = version = toolkit.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.napoleon",
    "api_entries",
    "formulas",
    "name_links",
    "notebook_pages",
]
exclude_patterns = ["_ext", "_static"]
suppress_warnings = ["config.cache"]
nitpicky = False

myst_enable_extensions = ["dollarmath", "amsmath", "deflist"]
myst_heading_anchors = 3
myst_dmath_allow_digits = False  # $400bn is money
myst_dmath_allow_space = False

autosummary_generate = False  # a page per step, not a page per name
autodoc_typehints = "none"  # types are in the docstrings, with shapes, units and ranges
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_param = True
napoleon_use_ivar = True
python_maximum_signature_line_length = 88
add_module_names = False
toc_object_entries_show_parents = "hide"
default_role = "api"  # `name` in a docstring is a link where it is a public name

pygments_style = "a11y-high-contrast-light"
highlight_language = "none"
html_theme = "pydata_sphinx_theme"
html_title = "theme-toolkit"
html_static_path = ["_static"]
html_css_files = ["house.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_sidebars = {"index": [], "quick-start": [], "gallery": []}
html_theme_options = {
    "logo": {"text": "theme-toolkit"},
    "header_links_before_dropdown": 8,
    "navbar_align": "left",
    "navbar_persistent": ["search-button"],
    "navbar_end": ["theme-switcher"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "secondary_sidebar_items": ["page-toc"],
    "show_toc_level": 2,
    "show_prev_next": True,
    "navigation_with_keys": False,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
