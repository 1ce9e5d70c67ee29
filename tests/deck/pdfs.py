"""PDFs written by hand: pages of text lines, with labels, bookmarks or a password."""

import zlib


def make_pdf(pages, *, labels=None, bookmarks=None, password=False, packed=False, size=(800, 600)):
    """The bytes of a PDF.

    Each page is a list of ``(text, left, top, points)`` in points from the upper left corner;
    `labels` one label a page; `bookmarks` pairs of title and 1-based page.
    """
    objects = {3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}
    kids = []
    for page in pages:
        number = max(objects) + 1
        stream = b"".join(
            b"BT /F1 %g Tf %g %g Td (%s) Tj ET\n"
            % (points, left, size[1] - top - points, _escape(text))
            for text, left, top, points in page
        )
        how = b"/Filter /FlateDecode" if packed else b""
        stream = zlib.compress(stream, 9) if packed else stream
        objects[number] = b"<< /Length %d %s >>\nstream\n%s\nendstream" % (
            len(stream), how, stream,
        )  # fmt: skip
        objects[number + 1] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (*size, number)
        )
        kids.append(number + 1)
    objects[2] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    root = b"<< /Type /Catalog /Pages 2 0 R"
    if labels:
        numbers = b" ".join(
            b"%d << /P (%s) >>" % (index, _escape(label)) for index, label in enumerate(labels)
        )
        root += b" /PageLabels << /Nums [%s] >>" % numbers
    if bookmarks:
        first = max(objects) + 2
        outline = first - 1
        last = first + len(bookmarks) - 1
        objects[outline] = b"<< /First %d 0 R /Last %d 0 R >>" % (first, last)
        for number, (title, page) in enumerate(bookmarks, first):
            links = b"" if number == last else b"/Next %d 0 R" % (number + 1)
            objects[number] = b"<< /Title (%s) /Parent %d 0 R %s /Dest [%d 0 R /Fit] >>" % (
                _escape(title), outline, links, kids[page - 1],
            )  # fmt: skip
        root += b" /Outlines %d 0 R" % outline
    objects[1] = root + b" >>"
    trailer = b"/Root 1 0 R"
    if password:
        number = max(objects) + 1
        objects[number] = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (
            b"ab" * 32,
            b"cd" * 32,
        )
        trailer += b" /Encrypt %d 0 R /ID [<00> <00>]" % number
    return _written(objects, trailer)


def _escape(text):
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("latin-1")


def _written(objects, trailer):
    out = bytearray(b"%PDF-1.7\n")
    starts = {}
    for number in sorted(objects):
        starts[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for number in sorted(objects):
        out += b"%010d 00000 n \n" % starts[number]
    size = len(objects) + 1
    out += b"trailer << /Size %d %s >>\nstartxref\n%d\n%%%%EOF" % (size, trailer, table)
    return bytes(out)


def frame(title, *lines, number=None, points=20):
    """A page: a large title, lines below it, and the page's number at the foot."""
    made = [(title, 40, 30, 40)]
    made += [(line, 60, 120 + 40 * row, points) for row, line in enumerate(lines)]
    if number is not None:
        made.append((str(number), 760, 570, 10))
    return made
