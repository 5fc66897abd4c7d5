#!/usr/bin/env python3
"""Makes PDF, DOCX and ODT documents with the programs that people use, and writes down what `badge verify` finds in them.

    BADGE=target/debug/badge tests/producers/matrix.py          # prints the matrix
    BADGE=target/debug/badge tests/producers/matrix.py --write  # writes it into docs/carrying.md
    WAY=dots BADGE=target/debug/badge tests/producers/matrix.py typst  # one way, and one maker

It needs none of the programs: each one that is not installed is skipped, and said so. It is outside the product and its
tests: those use the small documents of fixtures/documents, which are ours.
"""

import base64
import functools
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BADGES = ROOT / "fixtures" / "badges"
JSON = BADGES / "proof_good" / "badge.json"
JWS = BADGES / "jwt_good" / "badge.jws"
PNG = BADGES / "container_png" / "badge.png"
SVG = BADGES / "container_svg" / "badge.svg"
LINK = "https://badges.example.org/b/0123456789abcdef0123456789abcdef/credential.json"
LONG = "https://badges.example.org/b/" + "0123456789abcdef" * 7 + "/credential.json"
BEFORE, AFTER = 'Camille Durand, CV. Mon badge : ', ' (atelier de mars).'
ROWS = []


class Absent(Exception):
    """A program or a library is not installed."""


def tool(name):
    path = shutil.which(name)
    if not path:
        raise Absent(name)
    return path


def run(*command, **options):
    done = subprocess.run([str(c) for c in command], capture_output=True, timeout=240, **options)
    if done.returncode not in (0, 3):
        raise RuntimeError(f"{command[0]}: {done.stderr.decode(errors='replace')[-300:]}")
    return done.stdout


def module(name):
    try:
        return __import__(name, fromlist=["x"])
    except ImportError as error:
        raise Absent(name) from error


@functools.cache
def qr(text):
    code = module("qrcode").QRCode(border=4, error_correction=0)
    code.add_data(text)
    code.make()
    return code.get_matrix()


def qr_png(text, mode="1", kind="PNG"):
    image = module("PIL.Image")
    cells = qr(text)
    picture = image.new("L", (len(cells), len(cells)), 255)
    for y, row in enumerate(cells):
        for x, dark in enumerate(row):
            if dark:
                picture.putpixel((x, y), 0)
    out = io.BytesIO()
    picture.resize((len(cells) * 6,) * 2, 0).convert(mode).save(out, kind)
    return out.getvalue()


def qr_svg(text, way="QR, shapes"):
    cells = qr(text)
    size = len(cells)
    dark = [(x, y) for y, row in enumerate(cells) for x, cell in enumerate(row) if cell]
    dots = "".join(f'<circle cx="{x + .5}" cy="{y + .5}" r=".42"/>' for x, y in dark)
    shape = {
        "QR, shapes": "".join(f'<rect x="{x}" y="{y}" width="1" height="1"/>' for x, y in dark),
        "QR, lines": '<path stroke="#000" d="' + "".join(f"M{x} {y + .5}h1" for x, y in dark) + '"/>',
        "QR, dots": dots,
        "QR, squares with gaps": "".join(
            f'<rect x="{x + .1}" y="{y + .1}" width=".8" height=".8" rx=".2"/>' for x, y in dark),
        "QR, points with round ends": '<path stroke="#000" stroke-width=".9" stroke-linecap="round" d="'
            + "".join(f"M{x + .5} {y + .5}h0" for x, y in dark) + '"/>',
        "QR, clipped": f'<defs><clipPath id="c">{dots}</clipPath></defs>'
            f'<rect width="{size}" height="{size}" fill="#123" clip-path="url(#c)"/>',
        "QR, colours that flow": '<defs><linearGradient id="g" gradientUnits="userSpaceOnUse" x2="40" y2="40">'
            '<stop stop-color="#006"/><stop offset="1" stop-color="#600"/></linearGradient></defs>'
            f'<g fill="url(#g)">{dots}</g>',
    }[way]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="180" height="180" viewBox="0 0 {size} {size}">'
        f'<rect width="{size}" height="{size}" fill="#fff"/>{shape}</svg>'
    )


# --- pages of HTML, for the makers that read it -------------------------------------------------------------------


def html(folder, way):
    (folder / "badge.png").write_bytes(PNG.read_bytes())
    (folder / "qr.png").write_bytes(qr_png(LINK))
    (folder / "qr.jpg").write_bytes(qr_png(LINK, "L", "JPEG"))
    (folder / "badge.json").write_bytes(JSON.read_bytes())
    body = {
        "link": f'<a href="{LINK}">mon badge</a>',
        "text": f"<p>{BEFORE}{LINK}{AFTER}</p>",
        "text, broken": f'<p style="width:55mm;word-break:break-all">{LONG}</p>',
        "picture": '<img src="badge.png" width="90">',
        "QR, picture": '<img src="qr.png" width="180">',
        "QR, JPEG": '<img src="qr.jpg" width="180">',
        "attached JSON": f"<p>{BEFORE}</p>",
        "PDF/A-3": f"<p>{BEFORE}</p>",
        **{drawn: qr_svg(LINK, drawn) for drawn in ["QR, shapes", "QR, lines", *STYLES]},
    }[way]
    link = '<link rel="attachment" href="badge.json">' if way in ("attached JSON", "PDF/A-3") else ""
    page = folder / "cv.html"
    page.write_text(
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>CV</title>{link}</head>'
        f'<body><p>Curriculum vitae</p><p>{body}</p></body></html>'
    )
    return page


# As programs that make codes pretty draw them.
STYLES = ["QR, dots", "QR, squares with gaps", "QR, points with round ends", "QR, clipped", "QR, colours that flow"]
HTML = ["link", "text", "text, broken", "picture", "QR, picture", "QR, JPEG", "QR, shapes", "QR, lines"]


def chromium(folder, way):
    page, out = html(folder, way), folder / "out.pdf"
    run(tool("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
        f"--user-data-dir={folder}/profile", f"--print-to-pdf={out}", page.as_uri())
    return out


def weasyprint(folder, way):
    page, out = html(folder, way), folder / "out.pdf"
    more = ["--pdf-variant", "pdf/a-3b"] if way == "PDF/A-3" else []
    run(tool("weasyprint"), *more, page, out)
    return out


def libreoffice(folder, way):
    page = html(folder, way)
    program = tool("soffice")
    (folder / "qr.svg").write_text(qr_svg(LINK))
    if way == "QR, shapes":
        page.write_text(page.read_text().split("<svg")[0] + '<img src="qr.svg" width="180" height="180"></p></body></html>')
    kind = 'pdf:writer_web_pdf_Export'
    if way == "PDF/A-3":
        kind += ':{"SelectPdfVersion":{"type":"long","value":"3"}}'
        page.write_text(page.read_text().replace(BEFORE, f'<a href="{LINK}">mon badge</a>').replace("attachment", "x"))
    run(program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind,
        "--outdir", folder, page)
    return folder / "cv.pdf"


def office(kind):
    """A letter in a form that word processors keep: DOCX, ODT."""

    def make(folder, way):
        inserted = {
            "picture": PNG.read_bytes,
            "QR, picture": lambda: qr_png(LINK, "L"),
            "QR, JPEG": lambda: qr_png(LINK, "L", "JPEG"),
            "QR, shapes": lambda: qr_svg(LINK).encode(),
        }
        # From a page, pictures would stay outside; a person who inserts one puts it into the document.
        page = flat(folder, inserted[way]()) if way in inserted else html(folder, way)
        run(tool("soffice"), f"-env:UserInstallation=file://{folder}/profile", "--headless",
            *([] if way in inserted else ["--infilter=HTML (StarWriter)"]), "--convert-to", kind, "--outdir", folder, page)
        return folder / f"cv.{kind.split(':')[0]}"

    make.__name__ = f"office_{kind.split(':')[0]}"
    return make


def flat(folder, picture):
    """A document of LibreOffice in one file, with a picture in it."""
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"' for name, kind in
                      [("office", "office"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible")])
    data = base64.b64encode(picture).decode()
    page = folder / "cv.fodt"
    page.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
        '<text:p>Curriculum vitae <draw:frame svg:width="40mm" svg:height="40mm" text:anchor-type="as-char"><draw:image>'
        f'<office:binary-data>{data}</office:binary-data></draw:image></draw:frame></text:p>'
        '</office:text></office:body></office:document>'
    )
    return page


# --- makers with a language of their own ---------------------------------------------------------------------------


def pdftex(folder, way):
    (folder / "badge.png").write_bytes(PNG.read_bytes())
    (folder / "qr.png").write_bytes(qr_png(LINK))
    (folder / "badge.json").write_bytes(JSON.read_bytes())
    body = {
        "link": r"\href{" + LINK + "}{mon badge}",
        "text": r"{\ttfamily\small " + LINK + "}",
        "text, broken": r"\parbox{50mm}{\url{" + LONG + "}}",
        "picture": r"\includegraphics[width=2cm]{badge.png}",
        "QR, picture": r"\includegraphics[width=4cm]{qr.png}",
        "QR, shapes": r"\setlength{\unitlength}{1mm}\begin{picture}(60,60)"
        + "".join(
            rf"\put({x},{60 - y}){{\rule{{1mm}}{{1mm}}}}" for y, r in enumerate(qr(LINK)) for x, d in enumerate(r) if d
        )
        + r"\end{picture}",
        "attached JSON": r"\immediate\pdfobj stream attr {/Type /EmbeddedFile} file {badge.json}"
        r"\edef\f{\the\pdflastobj}\immediate\pdfobj {<</Type/Filespec/F(badge.json)/EF<</F \f\space 0 R>>>>}"
        r"\edef\s{\the\pdflastobj}\pdfnames{/EmbeddedFiles <</Names[(badge.json) \s\space 0 R]>>} CV",
    }[way]
    (folder / "cv.tex").write_text(
        r"\documentclass{article}\usepackage{graphicx}\usepackage{hyperref}\begin{document}" + body + r"\end{document}"
    )
    run(tool("pdflatex"), "-interaction=nonstopmode", "cv.tex", cwd=folder)
    return folder / "cv.pdf"


def typst(folder, way):
    compiler = module("typst")
    (folder / "badge.png").write_bytes(PNG.read_bytes())
    (folder / "badge.svg").write_bytes(SVG.read_bytes())
    (folder / "qr.png").write_bytes(qr_png(LINK))
    (folder / "qr.svg").write_text(qr_svg(LINK, way if way in STYLES else "QR, shapes"))
    (folder / "badge.json").write_bytes(JSON.read_bytes())
    attach = '#pdf.attach("badge.json", relationship: "data", mime-type: "application/json", description: "Badge")'
    body = {
        "link": f'#link("{LINK}")[mon badge]',
        "text": f'#"{LINK}"',
        "text, broken": f'#block(width: 50mm)[#"{LONG}"]',
        "picture": '#image("badge.png", width: 2cm)',
        "SVG picture": '#image("badge.svg", width: 2cm)',
        "QR, picture": '#image("qr.png", width: 4cm)',
        **dict.fromkeys(["QR, shapes", *STYLES], '#image("qr.svg", width: 4cm)'),
        "attached JSON": attach,
        "PDF/A-3": '#set document(title: "CV", date: datetime(year: 2026, month: 3, day: 1))\n' + attach + " CV",
    }[way]
    (folder / "cv.typ").write_text(body)
    more = {"pdf_standards": ["a-3b"]} if way == "PDF/A-3" else {}
    compiler.compile(str(folder / "cv.typ"), output=str(folder / "cv.pdf"), **more)
    return folder / "cv.pdf"


def reportlab(folder, way):
    canvas = module("reportlab.pdfgen.canvas")
    out = folder / "out.pdf"
    page = canvas.Canvas(str(out))
    (folder / "badge.png").write_bytes(PNG.read_bytes())
    (folder / "qr.png").write_bytes(qr_png(LINK))
    (folder / "qr.jpg").write_bytes(qr_png(LINK, "L", "JPEG"))
    if way == "link":
        page.drawString(72, 700, "mon badge")
        page.linkURL(LINK, (72, 695, 200, 715))
    elif way == "text":
        page.drawString(72, 700, BEFORE)
        page.drawString(72, 680, LINK)
    elif way == "text, broken":
        for at in range(0, len(LONG), 40):
            page.drawString(72, 700 - at / 40 * 14, LONG[at : at + 40])
    elif way == "picture":
        page.drawImage(str(folder / "badge.png"), 72, 500, 90, 90)
    elif way == "QR, picture":
        page.drawImage(str(folder / "qr.png"), 72, 500, 180, 180)
    elif way == "QR, JPEG":
        page.drawImage(str(folder / "qr.jpg"), 72, 500, 180, 180)
    elif way == "QR, shapes":
        widget = module("reportlab.graphics.barcode.qr").QrCodeWidget(LINK)
        drawing = module("reportlab.graphics.shapes").Drawing(180, 180)
        drawing.add(widget)
        module("reportlab.graphics.renderPDF").draw(drawing, page, 72, 400)
    elif way == "encrypted, no password":
        page = canvas.Canvas(str(out), encrypt=module("reportlab.lib.pdfencrypt").StandardEncryption("", "owner"))
        page.linkURL(LINK, (72, 695, 200, 715))
    page.showPage()
    page.save()
    return out


def fpdf2(folder, way):
    maker = module("fpdf").FPDF()
    maker.add_page()
    maker.set_font("Helvetica", size=11)
    (folder / "badge.json").write_bytes(JSON.read_bytes())
    (folder / "badge.png").write_bytes(PNG.read_bytes())
    (folder / "qr.png").write_bytes(qr_png(LINK))
    if way == "link":
        maker.cell(text="mon badge", link=LINK)
    elif way == "text":
        maker.write(text=BEFORE + LINK)
    elif way == "text, broken":
        maker.multi_cell(60, text=LONG)
    elif way == "attached JSON":
        maker.embed_file(folder / "badge.json")
    elif way == "note with a file":
        maker.file_attachment_annotation(folder / "badge.png", 50, 50)
    elif way == "picture":
        maker.image(folder / "badge.png", w=30)
    elif way == "QR, picture":
        maker.image(folder / "qr.png", w=60)
    elif way == "encrypted, no password":
        maker.set_encryption(owner_password="owner", encryption_method="AES-256")
        maker.embed_file(folder / "badge.json")
    maker.output(folder / "out.pdf")
    return folder / "out.pdf"


def cairo(folder, way):
    inner = {
        "link": f'<a href="{LINK}"><text x="20" y="40" font-size="12">mon badge</text></a>',
        "text": f'<text x="5" y="40" font-size="7">{LINK}</text>',
        **{drawn: qr_svg(LINK, drawn) for drawn in ["QR, shapes", "QR, lines", *STYLES]},
        "picture": f'<image href="badge.png" width="90" height="90"/>',
    }[way]
    (folder / "badge.png").write_bytes(PNG.read_bytes())
    (folder / "cv.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="500" height="300">{inner}</svg>'
    )
    run(tool("rsvg-convert"), "-f", "pdf", "-o", folder / "out.pdf", folder / "cv.svg")
    return folder / "out.pdf"


def img2pdf(folder, way):
    data = {"picture": PNG.read_bytes(), "QR, picture": qr_png(LINK), "QR, JPEG": qr_png(LINK, "L", "JPEG")}[way]
    (folder / "in.img").write_bytes(data)
    maker = module("img2pdf")
    (folder / "out.pdf").write_bytes(maker.convert(str(folder / "in.img")))
    return folder / "out.pdf"


def groff(folder, way):
    (folder / "cv.ms").write_text(f".LP\n{BEFORE}\n.br\n{LINK}\n")
    (folder / "out.pdf").write_bytes(run(tool("groff"), "-Tpdf", "-ms", folder / "cv.ms"))
    return folder / "out.pdf"


def enscript(folder, way):
    (folder / "cv.txt").write_text(f"{BEFORE}\n{LINK}\n")
    run(tool("enscript"), "-q", "-B", "-p", folder / "cv.ps", folder / "cv.txt")
    run(tool("ps2pdf"), folder / "cv.ps", folder / "out.pdf")
    return folder / "out.pdf"


# --- libraries that put things into documents ----------------------------------------------------------------------


def plain(folder):
    """A page with nothing on it but a sentence."""
    reportlab(folder, "nothing")
    return folder / "out.pdf"


def pikepdf(folder, way):
    lib = module("pikepdf")
    document = lib.open(plain(folder), allow_overwriting_input=True)
    files = {"attached JSON": JSON, "attached JWS": JWS, "attached PNG": PNG, "attached SVG": SVG}
    page, options = document.pages[0], {}
    source = files.get(way, JSON)
    if way == "stray stream":
        document.Root.Left = document.make_stream(JSON.read_bytes())
    elif way == "metadata (XMP)":
        with document.open_metadata() as meta:
            meta["{https://place.example.org/ns#}badge"] = JWS.read_text().strip()
    elif way == "metadata (old)":
        document.docinfo["/Badge"] = LINK
    else:
        spec = lib.AttachedFileSpec.from_filepath(document, source)
        if way == "associated file":
            document.Root.AF = lib.Array([document.make_indirect(spec.obj)])
        elif way == "associated file of a page":
            page.obj.AF = lib.Array([document.make_indirect(spec.obj)])
        elif way == "note with a file":
            page.obj.Annots = lib.Array([document.make_indirect(lib.Dictionary(
                Type=lib.Name.Annot, Subtype=lib.Name.FileAttachment, Rect=[0, 0, 20, 20], FS=spec.obj))])
        else:
            document.attachments[source.name] = spec
    if way == "encrypted, no password":
        options["encryption"] = lib.Encryption(user="", owner="owner", R=6)
    elif way == "encrypted, with password":
        options["encryption"] = lib.Encryption(user="secret", owner="owner", R=6)
    elif way == "object streams":
        options["object_stream_mode"] = lib.ObjectStreamMode.generate
    elif way == "linearised":
        options["linearize"] = True
    document.save(folder / "new.pdf", **options)
    return folder / "new.pdf"


def pypdf(folder, way):
    lib = module("pypdf")
    if way == "incremental update":
        writer = lib.PdfWriter(plain(folder), incremental=True)
    else:
        writer = lib.PdfWriter(clone_from=str(plain(folder)))
    source = PNG if way == "attached PNG" else JSON
    writer.add_attachment(source.name, source.read_bytes())
    if way == "encrypted, no password":
        writer.encrypt(user_password="", owner_password="owner", algorithm="RC4-128")
    writer.write(folder / "new.pdf")
    return folder / "new.pdf"


def pymupdf(folder, way):
    lib = module("pymupdf")
    document = lib.open(plain(folder))
    page = document[0]
    if way == "attached JSON" or way == "incremental update":
        document.embfile_add("badge.json", JSON.read_bytes())
    elif way == "note with a file":
        page.add_file_annot((50, 50), PNG.read_bytes(), "badge.png")
    elif way == "link":
        page.insert_link({"kind": lib.LINK_URI, "from": lib.Rect(0, 0, 90, 20), "uri": LINK})
    elif way == "text":
        page.insert_text((72, 100), BEFORE + LINK, fontsize=7)
    elif way == "text, broken":
        page.insert_textbox(lib.Rect(72, 200, 250, 500), LONG)
    elif way == "picture":
        page.insert_image(lib.Rect(72, 72, 172, 172), stream=PNG.read_bytes())
    elif way == "QR, picture":
        page.insert_image(lib.Rect(72, 72, 272, 272), stream=qr_png(LINK))
    if way == "incremental update":
        document.saveIncr()
        return folder / "out.pdf"
    document.save(folder / "new.pdf", garbage=3, deflate=True)
    return folder / "new.pdf"


# --- programs through which documents pass -------------------------------------------------------------------------


def source(folder, way):
    """What is passed through: a document that carries a badge in this way."""
    if way.startswith("QR") or way in ("link", "text", "picture"):
        return reportlab(folder, way)
    return pikepdf(folder, way)


def qpdf(folder, way):
    program, out = tool("qpdf"), folder / "passed.pdf"
    given = plain(folder)
    options = {
        "attached JSON": ["--add-attachment", JSON, "--"],
        "attached PNG": ["--add-attachment", PNG, "--"],
        "encrypted, no password": ["--add-attachment", JSON, "--", "--encrypt", "", "owner", "256", "--"],
        "object streams": ["--add-attachment", JSON, "--", "--object-streams=generate"],
        "linearised": ["--add-attachment", JSON, "--", "--linearize"],
    }[way]
    if way == "encrypted, no password":
        run(program, given, "--add-attachment", JSON, "--", folder / "a.pdf")
        run(program, "--encrypt", "", "owner", "256", "--", folder / "a.pdf", out)
    else:
        run(program, given, *options, out)
    return out


def pdftk(folder, way):
    given = plain(folder)
    run(tool("pdftk"), given, "attach_files", JSON if way == "attached JSON" else PNG, "output", folder / "passed.pdf")
    return folder / "passed.pdf"


def ghostscript(folder, way):
    given = source(folder, way)
    run(tool("gs"), "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-o", folder / "passed.pdf", given)
    return folder / "passed.pdf"


def mutool(folder, way):
    given = source(folder, way)
    run(tool("mutool"), "clean", "-gggz", given, folder / "passed.pdf")
    return folder / "passed.pdf"


def poppler(folder, way):
    given = source(folder, way)
    run(tool("pdftocairo"), "-pdf", given, folder / "passed.pdf")
    return folder / "passed.pdf"


def damaged(folder, way):
    """What happens to files on their way."""
    data = pikepdf(folder, "attached JSON").read_bytes()
    if way == "table overwritten":
        at = data.rindex(b"startxref")
        data = data[:at] + b"startxref\n1\n%%EOF\n"
    elif way == "line ends converted":
        data = data.replace(b"\nendobj\n", b"\r\nendobj\r\n")
    elif way == "cut at the end":
        data = data[: data.rindex(b"xref\n") - 40] if b"xref\n" in data else data[: len(data) * 9 // 10]
    elif way == "junk before":
        data = b"\r\nMIME-Version: 1.0\r\n\xe9\r\n" + data
    elif way == "no structure left":
        data = data.replace(b"/Type", b"/Tipe").replace(b"/Root", b"/Toor").replace(b" obj", b" jbo")
    (folder / "damaged.pdf").write_bytes(data)
    return folder / "damaged.pdf"


OFFICE = ["link", "text", "text, broken", "picture", "QR, picture", "QR, JPEG", "QR, shapes"]
PASSED = ["attached JSON", "link", "text", "picture", "QR, picture", "QR, shapes"]
MAKERS = [
    ("LibreOffice Writer", libreoffice, HTML + ["PDF/A-3"]),
    ("LibreOffice Writer, DOCX", office("docx:MS Word 2007 XML"), OFFICE),
    ("LibreOffice Writer, ODT", office("odt:writer8"), OFFICE),
    ("Chromium, print to PDF", chromium, HTML + STYLES),
    ("WeasyPrint", weasyprint, HTML + STYLES + ["attached JSON", "PDF/A-3"]),
    ("pdfTeX", pdftex, ["link", "text", "text, broken", "picture", "QR, picture", "QR, shapes", "attached JSON"]),
    ("Typst (krilla)", typst, ["link", "text", "text, broken", "picture", "SVG picture", "QR, picture", "QR, shapes",
                               *STYLES, "attached JSON", "PDF/A-3"]),
    ("ReportLab", reportlab, ["link", "text", "text, broken", "picture", "QR, picture", "QR, JPEG", "QR, shapes",
                              "encrypted, no password"]),
    ("fpdf2", fpdf2, ["link", "text", "text, broken", "attached JSON", "note with a file", "picture", "QR, picture",
                      "encrypted, no password"]),
    ("cairo (rsvg-convert)", cairo, ["link", "text", "picture", "QR, shapes", "QR, lines", *STYLES]),
    ("img2pdf", img2pdf, ["picture", "QR, picture", "QR, JPEG"]),
    ("groff", groff, ["text"]),
    ("enscript, ps2pdf", enscript, ["text"]),
    ("pikepdf (qpdf)", pikepdf, ["attached JSON", "attached JWS", "attached PNG", "attached SVG", "associated file",
                                 "associated file of a page", "note with a file", "metadata (XMP)", "metadata (old)",
                                 "stray stream", "encrypted, no password", "encrypted, with password",
                                 "object streams", "linearised"]),
    ("pypdf", pypdf, ["attached JSON", "attached PNG", "encrypted, no password", "incremental update"]),
    ("PyMuPDF", pymupdf, ["attached JSON", "note with a file", "link", "text", "text, broken", "picture",
                          "QR, picture", "incremental update"]),
    ("qpdf", qpdf, ["attached JSON", "attached PNG", "encrypted, no password", "object streams", "linearised"]),
    ("pdftk", pdftk, ["attached JSON", "attached PNG"]),
    ("through Ghostscript", ghostscript, PASSED),
    ("through MuPDF (mutool clean)", mutool, PASSED),
    ("through poppler (pdftocairo)", poppler, PASSED),
    ("damaged on the way", damaged, ["table overwritten", "line ends converted", "cut at the end", "junk before",
                                     "no structure left"]),
]


def look(path):
    """What the command says of one document."""
    command = [os.environ.get("BADGE", "badge"), "verify", "--offline", "--json", "--at", "2026-06-01T12:00:00Z", path]
    done = subprocess.run([str(c) for c in command], capture_output=True, timeout=120)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        return f"ERROR {done.stderr.decode()[-200:]}"
    text = json.dumps(report)
    badges = report.get("badges") or [b for i in report.get("inputs", []) for b in i.get("badges", [])]
    if badges:
        return "+".join(sorted(b["verdict"] for b in badges))
    for reason, word in (("only-links", "address"), ("badge-picture", "picture"), ("document-locked", "locked"), ("no-badge-inside", "nothing")):
        if f'"{reason}"' in text:
            return word
    return "nothing: " + text[:200]


def main():
    only = [a for a in sys.argv[1:] if not a.startswith("-")]
    keep = os.environ.get("KEEP")
    for producer, make, ways in MAKERS:
        if only and not any(o.lower() in producer.lower() for o in only):
            continue
        for way in ways:
            if os.environ.get("WAY", "") not in way:
                continue
            with tempfile.TemporaryDirectory() as name:
                try:
                    document = make(Path(name), way)
                    if keep:
                        shutil.copy(document, Path(keep) / f"{make.__name__}-{way.replace(' ', '_').replace('/', '-')}{document.suffix}")
                    result = look(document)
                except Absent as absent:
                    result = f"skipped: {absent} is not installed"
                except Exception as error:  # noqa: BLE001 - a maker that fails is a line in the matrix
                    result = f"not made: {type(error).__name__} {str(error)[-160:]}"
            ROWS.append((producer, way, result))
            print(f"{producer:30} {way:28} {result}", flush=True)
    if "--write" in sys.argv:
        write()


def write():
    path = ROOT / "docs" / "carrying.md"
    before, rest = path.read_text().split("<!-- made by tests/producers/matrix.py -->\n", 1)
    after = rest.split("<!-- end -->", 1)[1]
    words = {"verified": "found, verified", "address": "address found", "nothing": "lost", "locked": "locked, said so", "picture": "lost, and said so"}
    lines = ["| Made by | Way of carrying | Outcome |", "|---|---|---|"]
    last = None
    for producer, way, result in ROWS:
        lines.append(f"| {producer if producer != last else ''} | {way} | {words.get(result, result)} |")
        last = producer
    table = "\n".join(lines)
    path.write_text(f"{before}<!-- made by tests/producers/matrix.py -->\n{table}\n<!-- end -->{after}")


if __name__ == "__main__":
    main()
