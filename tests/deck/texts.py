"""Small decks in each format that is kept as text, written the way their authors do."""

MARP = """\
---
marp: true
headingDivider: 1
---

# Logs <!-- fit -->

<!-- greet, then wait -->

---

* one
* two

```
---
```

# Why

text
---

<!-- _class: lead -->
<!-- it is *slow* -->
"""

SLIDEV = """\
---
theme: seriph
duration: 25min
---

# Logs

<!-- not this -->

<!--
say this
---
and that
-->

---
layout: section
timesplit: 1m30s
---

# Why

<v-clicks>

- a
- b

</v-clicks>

---
hide: true
---

# Hidden

-----

# Last

```md
---
```
"""

QUARTO = """\
---
title: Logs
format:
  revealjs:
    incremental: true
---

## Why

- a
- b

. . .

::: {.notes}
say this
:::

# Part two

## Hidden {visibility="hidden"}

---

no title
"""

REVEAL = """\
<!doctype html><html><body><div class="reveal"><div class="slides">
<section data-timing="30s"><h1>Logs &amp; more</h1><aside class="notes">say this</aside></section>
<section>
  <section id="why"><h2>Why</h2><p class="fragment">a</p><p class="fragment">b</p></section>
  <section data-visibility="hidden"><h2>Hidden</h2></section>
</section>
<section data-markdown><textarea data-template>
  ## Markdown
  Note: and that

  ---

  <!-- .slide: data-timing="90" -->
  ## Last <!-- .element: class="fragment" -->
</textarea></section>
</div></div><script>alert(1); Reveal.initialize({ totalTime: 20 * 60 });</script></body></html>
"""

REVEAL_MD = """\
# Logs

Note: say this

---

<!-- .slide: data-visibility="hidden" -->
# Hidden

----

# Below
"""

REMARK = """\
class: center

# Logs

--

more

???
say this

---
name: why

# Why

.left[boxed text]

---
exclude: true

# Hidden
"""

NOTEBOOK = """\
{
 "cells": [
  {
   "cell_type": "markdown",
   "id": "one",
   "metadata": {},
   "source": ["# Logs\\n", "text"]
  },
  {
   "cell_type": "markdown",
   "id": "two",
   "metadata": {"slideshow": {"slide_type": "notes"}},
   "source": "say this"
  },
  {
   "cell_type": "code",
   "id": "three",
   "execution_count": null,
   "metadata": {
    "slideshow": {
     "slide_type": "slide"
    }
   },
   "outputs": [],
   "source": "x = 1"
  },
  {
   "cell_type": "markdown",
   "id": "four",
   "metadata": {"slideshow": {"slide_type": "fragment"}},
   "source": "## Why"
  },
  {
   "cell_type": "markdown",
   "id": "five",
   "metadata": {"slideshow": {"slide_type": "skip"}},
   "source": "# Skipped"
  },
  {
   "cell_type": "markdown",
   "id": "six",
   "metadata": {"slideshow": {"slide_type": "subslide"}},
   "source": "# Last"
  }
 ],
 "metadata": {},
 "nbformat": 4,
 "nbformat_minor": 5
}
"""

# Name of the file -> text, format, and of each slide: title, notes, builds, hidden.
DECKS = {
    "marp.md": (MARP, "marp", [
        ("Logs", "fit\ngreet, then wait", 0, False), ("", "", 2, False),
        ("Why", "it is *slow*", 0, False),
    ]),
    "slidev.md": (SLIDEV, "slidev", [
        ("Logs", "say this\n---\nand that", 0, False), ("Why", "", 2, False),
        ("Hidden", "", 0, True), ("Last", "", 0, False),
    ]),
    "deck.qmd": (QUARTO, "quarto", [
        ("Logs", "", 0, False), ("Why", "say this", 3, False), ("Part two", "", 0, False),
        ("Hidden", "", 0, True), ("", "", 0, False),
    ]),
    "deck.html": (REVEAL, "reveal", [
        ("Logs & more", "say this", 0, False), ("Why", "", 2, False), ("Hidden", "", 0, True),
        ("Markdown", "and that", 0, False), ("Last", "", 1, False),
    ]),
    "reveal.md": (REVEAL_MD, "reveal", [
        ("Logs", "say this", 0, False), ("Hidden", "", 0, True), ("Below", "", 0, False),
    ]),
    "remark.md": (REMARK, "remark", [
        ("Logs", "say this", 1, False), ("Why", "", 0, False), ("Hidden", "", 0, True),
    ]),
    "deck.ipynb": (NOTEBOOK, "ipynb", [
        ("Logs", "say this", 0, False), ("Why", "", 1, False), ("Last", "", 0, False),
    ]),
}  # fmt: skip


def write(folder, name):
    """One of `DECKS` as a file."""
    path = folder / name
    path.write_bytes(DECKS[name][0].encode())
    return path
