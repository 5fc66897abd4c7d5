#!/usr/bin/env python3
"""Writes the documents of fixtures/documents whose QR code is packed as fax, JBIG2 or JPEG 2000, cut into strips, or
set in letters.

    tests/producers/packed.py FOLDER      # needs Pillow (with libtiff and OpenJPEG) and qrcode

The JBIG2 coder is a plain reading of ITU-T T.88 annex E, for one region without any dictionary.
"""

import io
import struct
import sys
from pathlib import Path

import qrcode
from PIL import Image

LINK = "https://badges.example.org/b/0123456789abcdef0123456789abcdef/credential.json"


def cells():
    code = qrcode.QRCode(border=4, error_correction=0)
    code.add_data(LINK)
    code.make()
    return code.get_matrix()


def picture(scale=3):
    dark = cells()
    image = Image.new("1", (len(dark), len(dark)), 1)
    for y, row in enumerate(dark):
        for x, is_dark in enumerate(row):
            image.putpixel((x, y), 0 if is_dark else 1)
    return image.resize((len(dark) * scale,) * 2, 0)


def document(content, objects, resources, name):
    """A page of 300 by 300 points; `objects` begin with number 5."""
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
             f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<<{resources}>>>>".encode(),
             stream("", content.encode()), *objects]
    out = b"%PDF-1.7\n"
    offsets = []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, table)
    (Path(sys.argv[1]) / name).write_bytes(out)


def stream(entries, data):
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries.encode(), len(data), data)


def image(entries, data, width, height):
    kind = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}"
    return stream(kind + entries, data)


def tiff(kind):
    """The one strip of a TIFF that libtiff packed."""
    out = io.BytesIO()
    bits = picture()
    bits.save(out, "TIFF", compression=kind, strip_size=1 << 20, tiffinfo={278: bits.height})
    file = out.getvalue()
    tags = Image.open(io.BytesIO(file)).tag_v2
    (start,), (length,) = tags[273], tags[279]
    return file[start:start + length]


# Table E.1: Qe, next after MPS, next after LPS, switch.
QE = [(0x5601, 1, 1, 1), (0x3401, 2, 6, 0), (0x1801, 3, 9, 0), (0x0AC1, 4, 12, 0), (0x0521, 5, 29, 0),
      (0x0221, 38, 33, 0), (0x5601, 7, 6, 1), (0x5401, 8, 14, 0), (0x4801, 9, 14, 0), (0x3801, 10, 14, 0),
      (0x3001, 11, 17, 0), (0x2401, 12, 18, 0), (0x1C01, 13, 20, 0), (0x1601, 29, 21, 0), (0x5601, 15, 14, 1),
      (0x5401, 16, 14, 0), (0x5101, 17, 15, 0), (0x4801, 18, 16, 0), (0x3801, 19, 17, 0), (0x3401, 20, 18, 0),
      (0x3001, 21, 19, 0), (0x2801, 22, 19, 0), (0x2401, 23, 20, 0), (0x2201, 24, 21, 0), (0x1C01, 25, 22, 0),
      (0x1801, 26, 23, 0), (0x1601, 27, 24, 0), (0x1401, 28, 25, 0), (0x1201, 29, 26, 0), (0x1101, 30, 27, 0),
      (0x0AC1, 31, 28, 0), (0x09C1, 32, 29, 0), (0x08A1, 33, 30, 0), (0x0521, 34, 31, 0), (0x0441, 35, 32, 0),
      (0x02A1, 36, 33, 0), (0x0221, 37, 34, 0), (0x0141, 38, 35, 0), (0x0111, 39, 36, 0), (0x0085, 40, 37, 0),
      (0x0049, 41, 38, 0), (0x0025, 42, 39, 0), (0x0015, 43, 40, 0), (0x0009, 44, 41, 0), (0x0005, 45, 42, 0),
      (0x0001, 45, 43, 0), (0x5601, 46, 46, 0)]


class Coder:
    """The arithmetic coder (figures E.3 to E.12 of the encoder)."""

    def __init__(self):
        self.a, self.c, self.ct, self.out, self.states = 0x8000, 0, 12, bytearray([0]), {}

    def byte_out(self):
        if self.out[-1] != 0xFF and self.c >= 0x8000000:
            self.out[-1] += 1
            self.c &= 0x7FFFFFF
        if self.out[-1] == 0xFF:
            self.out.append(self.c >> 20)
            self.c, self.ct = self.c & 0xFFFFF, 7
        else:
            self.out.append((self.c >> 19) & 0xFF)
            self.c, self.ct = self.c & 0x7FFFF, 8

    def code(self, context, bit):
        index, likely = self.states.get(context, (0, 0))
        qe, after_likely, after_other, switch = QE[index]
        self.a -= qe
        renew = True
        if bit == likely:
            if self.a & 0x8000:
                self.c += qe
                renew = False
            else:
                if self.a < qe:
                    self.a = qe
                else:
                    self.c += qe
                index = after_likely
        else:
            if self.a < qe:
                self.c += qe
            else:
                self.a = qe
            likely ^= switch
            index = after_other
        self.states[context] = (index, likely)
        while renew:
            self.a, self.c, self.ct = self.a << 1, self.c << 1, self.ct - 1
            if self.ct == 0:
                self.byte_out()
            renew = self.a < 0x8000

    def end(self):
        top = self.c + self.a
        self.c |= 0xFFFF
        if self.c >= top:
            self.c -= 0x8000
        for _ in range(2):
            self.c <<= self.ct
            self.byte_out()
        return bytes(self.out[1:]) + (b"\xac" if self.out[-1] == 0xFF else b"\xff\xac")


def jbig2():
    """One page with one region, template 0, with its usual four pixels."""
    bits = picture()
    width, height = bits.size
    black = [[0 if bits.getpixel((x, y)) else 1 for x in range(width)] for y in range(height)]
    at = lambda x, y: black[y][x] if 0 <= x < width and 0 <= y else 0
    near = [(-1, -2), (0, -2), (1, -2), (-2, -1), (-1, -1), (0, -1), (1, -1), (2, -1), (-4, 0), (-3, 0), (-2, 0),
            (-1, 0), (3, -1), (-3, -1), (2, -2), (-2, -2)]
    coder = Coder()
    for y in range(height):
        for x in range(width):
            coder.code(tuple(at(x + dx, y + dy) for dx, dy in near), black[y][x])
    adaptive = struct.pack(">8b", 3, -1, -3, -1, 2, -2, -2, -2)
    region = struct.pack(">IIIIBB", width, height, 0, 0, 0, 0) + adaptive + coder.end()
    page = struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    segments = [(48, page), (38, region)]
    return b"".join(struct.pack(">IBBBI", n, kind, 0, 1, len(data)) + data for n, (kind, data) in enumerate(segments))


def one(name, entries, data, size):
    objects = [image(entries, data, *size)]
    document("q 150 0 0 150 50 50 cm /P Do Q", objects, "/XObject<</P 5 0 R>>", name)


def strips(name):
    bits = picture()
    width, height = bits.size
    rows = 10
    objects, content = [], ""
    for number, top in enumerate(range(0, height, rows)):
        bottom = min(top + rows, height)
        piece = bits.crop((0, top, width, bottom))
        entries = "/BitsPerComponent 1/ColorSpace/DeviceGray"
        objects.append(image(entries, piece.tobytes(), width, bottom - top))
        up = 50 + 150 * (height - bottom) / height
        content += f"q 150 0 0 {150 * (bottom - top) / height:.4f} 50 {up:.4f} cm /P{number} Do Q\n"
    names = "".join(f"/P{n} {5 + n} 0 R" for n in range(len(objects)))
    document(content, objects, f"/XObject<<{names}>>", name)


def modules(name):
    """Each module is the same small picture, drawn where it is dark."""
    dark, content = cells(), ""
    for y, row in enumerate(dark):
        for x, is_dark in enumerate(row):
            if is_dark:
                content += f"q 4 0 0 4 {40 + 4 * x} {250 - 4 * y} cm /P Do Q\n"
    objects = [image("/BitsPerComponent 8/ColorSpace/DeviceGray", b"\0", 1, 1)]
    document(content, objects, "/XObject<</P 5 0 R>>", name)


def letters(name):
    """A font of which one letter is a dark module, another a light one."""
    lines = " ".join("(" + "".join("ab"[not d] for d in row) + ") Tj T*" for row in cells())
    objects = [b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar 98"
               b"/Widths[1 1]/Encoding<</Type/Encoding/Differences[97/dark/light]>>/CharProcs<</dark 6 0 R/light 7 0 R>>"
               b"/Resources<<>>>>",
               stream("", b"1 0 0 0 1 1 d1 0 0 1 1 re f"), stream("", b"1 0 d0")]
    document(f"BT /F 4 Tf 4 TL 50 250 Td {lines} ET", objects, "/Font<</F 5 0 R>>", name)


def blocks(name):
    """Two rows of modules to a line of half blocks, as programs of the terminal print them."""
    dark = cells() + [[False] * len(cells())]
    kinds = {(0, 0): "20", (1, 0): "80", (0, 1): "84", (1, 1): "88"}
    lines = ""
    for upper, lower in zip(dark[::2], dark[1::2]):
        lines += "<" + "".join(kinds[int(u), int(l)] for u, l in zip(upper, lower)) + "> Tj T* "
    table = b"4 beginbfchar <20> <0020> <80> <2580> <84> <2584> <88> <2588> endbfchar"
    cmap = b"1 begincodespacerange <00> <FF> endcodespacerange " + table
    objects = [b"<</Type/Font/Subtype/TrueType/BaseFont/DejaVuSansMono/FirstChar 32/LastChar 136/Widths[" +
               b"602 " * 105 + b"]/ToUnicode 6 0 R>>", stream("", cmap)]
    document(f"BT /F 6 Tf 7.5 TL 20 280 Td {lines} ET", objects, "/Font<</F 5 0 R>>", name)


def main():
    bits = picture()
    size = bits.size
    grey = "/BitsPerComponent 1/ColorSpace/DeviceGray"
    # Pillow has white as 1, which a fax calls black.
    parameters = f"/DecodeParms<</K -1/Columns {size[0]}/Rows {size[1]}/BlackIs1 true>>"
    one("qr-fax.pdf", grey + "/Filter/CCITTFaxDecode" + parameters, tiff("group4"), size)
    # G3 as libtiff writes it begins each row with an end of line.
    parameters = f"/DecodeParms[<</K 0/Columns {size[0]}/EndOfLine true/EndOfBlock false/BlackIs1 true>>]"
    one("qr-fax3.pdf", grey + "/Filter[/CCITTFaxDecode]" + parameters, tiff("group3"), size)
    one("qr-jbig2.pdf", grey + "/Filter/JBIG2Decode", jbig2(), size)
    out = io.BytesIO()
    bits.convert("RGB").save(out, "JPEG2000", quality_mode="rates", quality_layers=[12], irreversible=True)
    one("qr-jpx.pdf", "/Filter/JPXDecode", out.getvalue(), size)
    strips("qr-strips.pdf")
    modules("qr-modules.pdf")
    letters("qr-letters.pdf")
    blocks("qr-blocks.pdf")


if __name__ == "__main__":
    main()
