#!/usr/bin/env python3
"""Attaches badges to documents made with the programs that people use, and asks other readers what they think of it.

    BADGE=target/debug/badge tests/producers/attach.py          # prints the table
    BADGE=target/debug/badge tests/producers/attach.py --write  # writes it into docs/attach.md

For each document: `qpdf --check` and `mutool info` have nothing to say that they did not say before, poppler draws the old
pages with the same pixels and gives the same files back, and `badge verify` finds every badge. Programs that are not
installed are skipped, and said so.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from matrix import Absent, ROOT, run, tool  # noqa: E402

BADGE = os.environ.get("BADGE", str(ROOT / "target" / "debug" / "badge"))
HTML = "<html lang=fr><h1>Camille Durand</h1><p>Vingt ans de métier, à l’atelier.</p><ul><li>Découpe</ul></html>"


def soffice(folder, options):
    tool("soffice")
    (folder / "cv.html").write_text(HTML)
    run("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
        f"pdf:writer_web_pdf_Export:{options}", "--outdir", folder, folder / "cv.html")


def libreoffice(folder):
    soffice(folder, "{}")


def libreoffice_pdfa3(folder):
    soffice(folder, '{"SelectPdfVersion":{"type":"long","value":"3"},"UseTaggedPDF":{"type":"boolean","value":"true"}}')


def libreoffice_pdfa1(folder):
    soffice(folder, '{"SelectPdfVersion":{"type":"long","value":"1"}}')


def chromium(folder):
    tool("chromium")
    (folder / "cv.html").write_text(HTML)
    run("chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile",
        f"--print-to-pdf={folder}/cv.pdf", folder / "cv.html")


def weasyprint(folder):
    tool("weasyprint")
    (folder / "cv.html").write_text(HTML)
    run("weasyprint", folder / "cv.html", folder / "cv.pdf")


def pdftex(folder):
    tool("pdflatex")
    (folder / "cv.tex").write_text(r"\documentclass{article}\begin{document}Camille Durand\newpage Suite\end{document}")
    run("pdflatex", "-interaction=batchmode", "cv.tex", cwd=folder)


def groff(folder):
    tool("groff")
    (folder / "cv.pdf").write_bytes(run("groff", "-Tpdf", "-ms", input=b".LP\nCamille Durand\n"))


def cairo(folder):
    tool("rsvg-convert")
    (folder / "cv.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="595" height="842"><circle r="99"/></svg>')
    run("rsvg-convert", "-f", "pdf", "-o", folder / "cv.pdf", folder / "cv.svg")


def img2pdf(folder):
    tool("img2pdf")
    run("img2pdf", "--pagesize", "A4", "-o", folder / "cv.pdf", ROOT / "fixtures/badges/container_png/badge.png")


def ghostscript(folder):
    weasyprint(folder)
    tool("gs")
    run("gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite", f"-sOutputFile={folder}/out.pdf", folder / "cv.pdf")
    (folder / "out.pdf").rename(folder / "cv.pdf")


def through(*command):
    def make(folder):
        weasyprint(folder)
        tool(command[0])
        run(*[{"IN": folder / "cv.pdf", "OUT": folder / "out.pdf"}.get(part, part) for part in command])
        (folder / "out.pdf").rename(folder / "cv.pdf")
    return make


DOCUMENTS = [
    ("LibreOffice Writer", libreoffice),
    ("LibreOffice Writer, PDF/A-3, tagged", libreoffice_pdfa3),
    ("LibreOffice Writer, PDF/A-1", libreoffice_pdfa1),
    ("Chromium, print to PDF", chromium),
    ("WeasyPrint", weasyprint),
    ("pdfTeX", pdftex),
    ("groff", groff),
    ("cairo (rsvg-convert)", cairo),
    ("img2pdf", img2pdf),
    ("through Ghostscript", ghostscript),
    ("through MuPDF (mutool clean)", through("mutool", "clean", "-gg", "IN", "OUT")),
    ("through pdftk", through("pdftk", "IN", "output", "OUT")),
    ("through qpdf, linearised", through("qpdf", "--linearize", "IN", "OUT")),
    ("through qpdf, object streams", through("qpdf", "--object-streams=generate", "IN", "OUT")),
    ("through qpdf, table", through("qpdf", "--object-streams=disable", "IN", "OUT")),
    ("through qpdf, attached file", through("qpdf", "IN", "--add-attachment", ROOT / "README.md", "--", "OUT")),
    ("through qpdf, encrypted", through("qpdf", "--encrypt", "", "owner", "256", "--", "IN", "OUT")),
]


def pixels(pdf, pages):
    return run("pdftoppm", "-r", "50", "-l", str(pages), pdf)


def said(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True, timeout=60)
    lines = (done.stdout + done.stderr).decode(errors="replace").splitlines()
    return done.returncode, {line.split(":", 1)[-1] for line in lines if "warn" in line.lower() or "error:" in line.lower()}


def judge(folder, badges, more):
    before, after = folder / "cv.pdf", folder / f"out{len(more)}.pdf"
    done = subprocess.run([BADGE, "--lang", "en", "attach", before, *badges, "-o", after, *more], capture_output=True, timeout=60)
    if done.returncode:
        return "refused, encrypted" if b"(encrypted)" in done.stderr else "REFUSED: " + done.stderr.decode()[:200]
    if not after.read_bytes().startswith(before.read_bytes()):
        return "NOT ONLY APPENDED TO"
    for command in (["qpdf", "--check"], ["mutool", "info"]):
        code, words = said(*command, after)
        code_before, words_before = said(*command, before)
        if code > code_before or words - words_before:
            return f"{command[0].upper()}: {words - words_before}"
    pages = int(run("pdfinfo", before).decode().split("Pages:")[1].split()[0])
    if pixels(before, pages) != pixels(after, pages):
        return "OTHER PIXELS"
    files = folder / f"files{len(more)}"
    files.mkdir()
    run("pdfdetach", "-saveall", "-o", files, after)
    contents = [path.read_bytes() for path in files.iterdir()]
    if any(badge.read_bytes() not in contents for badge in badges):
        return "FILES ARE NOT GIVEN BACK"
    found = subprocess.run([BADGE, "verify", "--offline", "--json", after], capture_output=True, timeout=60).stdout.decode()
    verdicts = [badge["verdict"] for badge in json.loads(found)["inputs"][0]["badges"]]
    if verdicts != ["verified"] * len(badges):
        return f"VERDICTS: {verdicts}"
    remarks = [line.split("(")[0].split(",")[0].strip() for line in done.stderr.decode().splitlines() if "PDF/A" in line]
    return "verified" + (", " + "; ".join("told about PDF/A" for _ in remarks[:1]) if remarks else "")


def place(folder):
    """A place that is known by its key: its badges verify without a network."""
    env = dict(os.environ, BADGE_PLACE=str(folder / "place"))
    run(BADGE, "init", "--name", "La Fabrique", "--email", "badges@example.org", "--no-passphrase", "--examples", folder / "place")
    for slug in ("decoupe-laser", "impression-3d"):
        run(BADGE, "issue", slug, "--to", "lea@example.org", env=env)
    awards = sorted((folder / "place" / "awards").iterdir())
    return [awards[0] / "badge.png", awards[1] / "credential.json"]


def main():
    rows = []
    with tempfile.TemporaryDirectory() as root:
        badges = place(Path(root))
        for name, make in DOCUMENTS:
            folder = Path(root) / str(len(rows))
            folder.mkdir()
            try:
                make(folder)
            except Absent as absent:
                print(f"{name}: {absent} is not installed", file=sys.stderr)
                continue
            rows.append((name, judge(folder, badges, []), judge(folder, badges, ["--page"])))
            shutil.rmtree(folder)
    table = "| Document | Files | Files and page |\n|---|---|---|\n"
    table += "".join(f"| {name} | {files} | {page} |\n" for name, files, page in rows)
    print(table)
    if "--write" in sys.argv:
        doc = ROOT / "docs" / "attach.md"
        before, rest = doc.read_text().split("<!-- made by tests/producers/attach.py -->\n")
        doc.write_text(before + "<!-- made by tests/producers/attach.py -->\n" + table + "<!-- end -->" + rest.split("<!-- end -->", 1)[1])
    if any(word.isupper() for _, *outcomes in rows for text in outcomes for word in text.split(":")[0].split()[:1]):
        sys.exit(1)


if __name__ == "__main__":
    main()
