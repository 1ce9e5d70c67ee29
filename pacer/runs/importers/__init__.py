"""Runs recorded elsewhere: one module a format; `pacer.runs.importers.importing` takes one in."""

from pacer.runs.importers.importing import FORMATS, ImportedRun, clicked, import_file, read_table

__all__ = ["FORMATS", "ImportedRun", "clicked", "import_file", "read_table"]
