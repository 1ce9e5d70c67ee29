"""A report's content set as one HTML page."""

from __future__ import annotations

from pathlib import Path

from pacer.render.document import Content, Figure, Section, Table
from pacer.render.html import html_text, table_html
from pacer.render.svg import alt, finding, svg

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="pacer">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
<a class="skip" href="#answer">Skip to the answer</a>
<header>
<h1>{title}</h1>
<nav aria-label="Contents">{contents}</nav>
</header>
<main>
<p class="answer" id="answer">{answer}</p>
<p class="basis">{basis}</p>
{problems}
{sections}
</main>
</body>
</html>
"""


def escape(text: str) -> str:
    """Text for HTML; a figure and its per cent sign stay on one line."""
    return html_text(text, prose=False).replace(" %", "\u00a0%")


def prose(text: str) -> str:
    """A sentence for HTML; a deck's own terms become emphasis."""
    return html_text(text).replace(" %", "\u00a0%")


def page(content: Content) -> str:
    """The whole page; every text from outside is escaped."""
    links = (
        f'<a href="#{section.name}">{escape(section.heading)}</a>' for section in content.sections
    )
    return _PAGE.format(
        title=escape(content.title),
        style=Path(__file__).with_name("page.css").read_text(encoding="utf-8").strip(),
        contents=" ".join(links),
        answer=escape(content.answer),
        basis=escape(content.basis),
        problems="\n".join(map(_warning, content.problems)),
        sections="\n".join(map(_section, content.sections)),
    )


def _section(section: Section) -> str:
    lines = [f'<section id="{section.name}" aria-labelledby="{section.name}-heading">']
    lines += [f'<h2 id="{section.name}-heading">{escape(section.heading)}</h2>']
    lines += [f"<p>{prose(sentence)}</p>" for sentence in section.sentences]
    lines += map(_warning, section.warnings)
    for number, part in enumerate(section.parts, 1):
        name = f"{section.name}-{number}"
        lines.append(_figure(part, name) if isinstance(part, Figure) else _table(part))
    return "\n".join([*lines, "</section>"])


def _warning(text: str) -> str:
    return f'<p class="warning">{prose(text)}</p>'


def _figure(figure: Figure, name: str) -> str:
    """A drawing with its finding above, its words for the blind, and its table folded below."""
    ax = figure.draw()
    title, seen = finding(ax), alt(ax)
    return (
        f'<figure id="{name}"><figcaption>{escape(title)}</figcaption>\n'
        f'<div class="drawing" tabindex="0" role="img" aria-label="{escape(seen)}">'
        f"{svg(ax, name)}</div>\n"
        f"<details><summary>{escape(figure.table.caption)}, as a table</summary>"
        f"{_scroll(figure.table, name)}</details></figure>"
    )


def _table(table: Table) -> str:
    name = table.caption.lower().replace(" ", "-")
    return f'<h3 id="{name}">{escape(table.caption)}</h3>\n{_scroll(table, name)}'


def _scroll(table: Table, name: str) -> str:
    """A table that scrolls by itself on a narrow screen, by keyboard too."""
    label = f"{escape(table.caption)} ({name})"
    # A column of bars or notes needs no head, and an empty one only puzzles a screen reader.
    set_out = table_html(table).replace("<th scope='col'></th>", "<td></td>")
    return f'<div class="table" tabindex="0" role="region" aria-label="{label}">{set_out}</div>'
