"""How the documentation is built: ``make docs``, warnings are errors."""

import doctest

import matchaudit

project = "matchaudit"
author = "the matchaudit contributors"
version = release = matchaudit.__version__
project_copyright = "the matchaudit contributors. Licence: Apache-2.0"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.doctest",
    "numpydoc",
    "sphinx_copybutton",
]
exclude_patterns = ["_build", "decisions/template.md"]
suppress_warnings = ["toc.empty_glob"]  # a folder may have no page yet

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
numpydoc_show_class_members = False
# Names of this project must resolve. Types of other packages have no pages here, for
# the build uses no network.
nitpick_ignore_regex = [
    (r"py:.*", r"(?!matchaudit\.).*"),
    (r"py:.*", r"matchaudit\..*(Array|Key|Status|Scores)"),  # type aliases
]

# The same options as in pyproject.toml.
doctest_default_flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
doctest_test_doctest_blocks = ""  # pytest runs the examples of docstrings
doctest_global_setup = """
import os, tempfile
_folder = tempfile.TemporaryDirectory()
os.chdir(_folder.name)
"""
doctest_global_cleanup = """
os.chdir("/")
_folder.cleanup()
"""

highlight_language = "none"  # most blocks are commands; Python ones say so
html_theme = "furo"
html_title = f"matchaudit {version}"
html_show_sphinx = False
copybutton_exclude = ".linenos, .gp, .go"
