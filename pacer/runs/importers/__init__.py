"""Runs recorded elsewhere: one module a format; `pacer.runs.importers.importing` takes one in."""

from pacer.runs.importers.importing import FORMATS, Imported, import_file, read_table

__all__ = ["FORMATS", "Imported", "import_file", "read_table"]
