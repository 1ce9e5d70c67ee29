"""The one place that knows the version, and the name to install by."""

__version__ = "0.1.0"
# On PyPI `pacer` is another project's: it is the import and the command, never what is installed.
DISTRIBUTION = "talk-pacer"
