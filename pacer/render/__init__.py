"""A document, printed for a terminal, Markdown and HTML."""
