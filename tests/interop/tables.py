"""Tables of invented people, written by other people's libraries, and read by them.

    tables.py make DIR          the same people in each file, written by openpyxl and XlsxWriter
    tables.py fill MODEL OUT    opens our model with openpyxl, fills two rows in, saves it as OUT
    tables.py values FILE       one person with a value of each kind, written by XlsxWriter
    tables.py kinds FILE        the type, value and format of each cell of its second row, as openpyxl reads them
    tables.py read FILE         the cells of its first sheet as JSON, as openpyxl reads them
"""

import datetime
import json
import os
import sys

import openpyxl
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

TITLES = ["Nom complet", "Mail", "Badge", "Date", "Preuve", "Commentaire", "Découpe laser", "Année de naissance", "Téléphone"]
DAY = datetime.date(2026, 3, 2)
RICH = ("A imprimé ", "une pièce", " & l’a limée")
# A day, a text that is a day, a moment; true, false, words; a number, a number as text; letters of every kind.
PEOPLE = [
    ["Léa Martin", "lea@example.org", "impression-3d", DAY, "https://www.example.org/lea.jpg", RICH, True, 1990, "0612345678"],
    ["Tom Petit", "tom@example.org", "Impression 3D", "2026-03-02", "Vu à l'atelier", "42", False, "1991", 612345678],
    ["Zoé O'Neill <3", "zoe@example.org", "impression-3d", datetime.datetime(2026, 3, 2, 14, 30), None, "Ligne 1\nLigne 2", None, None, None],
    ["Ana Dupré 😀", "ana@example.org", None, "2 mars 2026", "https://www.example.org/a?b=1&c=2", None, "x", None, "+33 6"],
]


def write_openpyxl(path, epoch=None, write_only=False, rich=True):
    book = openpyxl.Workbook(write_only=write_only)
    if epoch:
        book.epoch = epoch
    sheet = book.create_sheet("Inscrits") if write_only else book.active
    sheet.append(TITLES)
    for person in PEOPLE:
        row = list(person)
        if row[5] is RICH:
            bold = CellRichText(RICH[0], TextBlock(InlineFont(b=True), RICH[1]), RICH[2])
            row[5] = bold if rich else "".join(RICH)
        sheet.append(row)
    book.save(path)


def write_xlsxwriter(path, options):
    book = xlsxwriter.Workbook(path, options)
    sheet = book.add_worksheet("Inscrits")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, TITLES)
    for n, person in enumerate(PEOPLE, 1):
        for column, value in enumerate(person):
            if value is RICH and not options.get("constant_memory"):
                sheet.write_rich_string(n, column, RICH[0], bold, RICH[1], RICH[2])
            elif value is RICH:
                sheet.write_string(n, column, "".join(RICH))
            elif isinstance(value, datetime.date):
                sheet.write_datetime(n, column, value, day)
            elif isinstance(value, str):
                sheet.write_string(n, column, value)
            else:
                sheet.write(n, column, value)
    book.close()


def write_odd(path, library):
    """What sheets can do besides: notes in front, a hidden sheet, formulas, an error, a merged area, a hidden row."""
    titles = ["Nom", "Mail", "Badge", "Date", "Lieu", "Commentaire"]
    rows = [
        ["Un", "un@example.org", "premiers-pas", DAY, "Caen", None],
        ["Deux", "deux@example.org", "premiers-pas", DAY, None, None],
        ["Trois", "trois@example.org", "premiers-pas", DAY, None, "caché"],
        ["Quatre", "quatre@example.org", "premiers-pas", DAY, None, None],
        ["Cinq", "cinq@example.org", "premiers-pas", DAY, None, None],
    ]
    if library == "openpyxl":
        book = openpyxl.Workbook()
        old = book.active
        old.title = "Ancien"
        old.append(titles)
        old.append(["Zéro", "zero@example.org", "premiers-pas"])
        old.sheet_state = "hidden"
        book.create_sheet("Notes")["B2"] = "À lire avant"
        sheet = book.create_sheet("Mars")
        book.active = 2
        sheet.append(titles)
        for row in rows:
            sheet.append(row)
        sheet.merge_cells("E2:E3")
        sheet.row_dimensions[4].hidden = True
        sheet["F5"] = '="Calc"&"ulé"'
        sheet["F6"] = "=1/0"
        book.save(path)
        return
    book = xlsxwriter.Workbook(path)
    old = book.add_worksheet("Ancien")
    old.write_row(0, 0, titles)
    old.write_row(1, 0, ["Zéro", "zero@example.org", "premiers-pas"])
    notes = book.add_worksheet("Notes")
    notes.write("B2", "À lire avant")
    sheet = book.add_worksheet("Mars")
    sheet.activate()
    sheet.set_first_sheet()
    old.hide()
    day = book.add_format({"num_format": "d mmm yyyy"})
    sheet.write_row(0, 0, titles)
    for n, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            sheet.write(n, column, value, day if column == 3 else None)
    sheet.merge_range("E2:E3", "Caen")
    sheet.set_row(3, None, None, {"hidden": True})
    sheet.write_formula("F5", '="Calc"&"ulé"', None, "Calculé")
    sheet.write_formula("F6", "=1/0", None, "#DIV/0!")
    book.close()


def make(folder):
    at = lambda name: os.path.join(folder, name)
    write_openpyxl(at("openpyxl.xlsx"))
    write_openpyxl(at("openpyxl-1904.xlsx"), epoch=CALENDAR_MAC_1904)
    write_openpyxl(at("openpyxl-write-only.xlsx"), write_only=True, rich=False)
    write_xlsxwriter(at("xlsxwriter.xlsx"), {})
    write_xlsxwriter(at("xlsxwriter-1904.xlsx"), {"date_1904": True})
    write_xlsxwriter(at("xlsxwriter-inline.xlsx"), {"constant_memory": True})
    write_odd(at("odd-openpyxl.xlsx"), "openpyxl")
    write_odd(at("odd-xlsxwriter.xlsx"), "xlsxwriter")


def fill(model, out):
    book = openpyxl.load_workbook(model)
    sheet = book.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    for name, mail, badge in [("Léa Martin", "lea@example.org", "premiers-pas"), ("Tom Petit", "tom@example.org", "impression-3d")]:
        row = dict.fromkeys(titles)
        row.update({"Nom complet": name, "Adresse e-mail": mail, "Badge": badge, "Date": DAY})
        sheet.append([row[title] for title in titles])
    book.save(out)


def read(path):
    sheet = openpyxl.load_workbook(path).worksheets[0]
    print(json.dumps([["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)]))


VALUES = [
    ("Date", DAY, "dd/mm/yyyy"),
    ("Prix", 1234.5, "#,##0.00 €"),
    ("Part", 0.5, "0%"),
    ("Heure", datetime.time(14, 30), "hh:mm"),
    ("Quand", datetime.datetime(2026, 3, 2, 14, 30), "dd/mm/yyyy hh:mm"),
    ("Là", True, None),
    ("Code postal", "75011", None),
    ("Long", 123456789012345, None),
    ("Mesure", 0.125, None),
]


def values(path):
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Nom", "Mail", "Badge"] + [title for title, _, _ in VALUES])
    sheet.write_row(1, 0, ["Léa Martin", "lea@example.org", "impression-3d"])
    for column, (_, value, form) in enumerate(VALUES, 3):
        look = book.add_format({"num_format": form}) if form else None
        if isinstance(value, str):
            sheet.write_string(1, column, value, look)
        elif isinstance(value, bool):
            sheet.write_boolean(1, column, value, look)
        elif isinstance(value, (int, float)):
            sheet.write_number(1, column, value, look)
        else:
            sheet.write_datetime(1, column, value, look)
    book.close()


def kinds(path):
    row = openpyxl.load_workbook(path).worksheets[0][2]
    print(json.dumps([[type(cell.value).__name__, str(cell.value), cell.number_format] for cell in row]))


LINKED = ["Nom", "Mail", "Badge", "Preuve"]
LINK = "https://example.org/album/1.jpg?a=1&b=2"


def links(folder):
    """What shows a word and opens a page or a mailbox; by XlsxWriter also by a formula with the value that it shows."""
    book = xlsxwriter.Workbook(f"{folder}/links-xlsxwriter.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, LINKED)
    sheet.write_row(1, 0, ["Léa Martin", "lea@example.org", "impression-3d"])
    sheet.write_url(1, 3, LINK, string="photo")
    sheet.write_row(2, 0, ["Tom Petit", "tom@example.org", "impression-3d"])
    sheet.write_formula(2, 3, f'=HYPERLINK("{LINK}","photo")', None, "photo")
    sheet.write_string(3, 0, "Ana Dupré")
    sheet.write_url(3, 1, "mailto:ana@example.org", string="Ana")
    sheet.write_row(3, 2, ["impression-3d", "vu à l’atelier"])
    book.close()
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [LINKED, ["Léa Martin", "lea@example.org", "impression-3d", "photo"], ["Ana Dupré", "Ana", "impression-3d", "vu"]]:
        sheet.append(row)
    sheet["D2"].hyperlink = LINK
    sheet["B3"].hyperlink = "mailto:ana@example.org"
    book.save(f"{folder}/links-openpyxl.xlsx")


if __name__ == "__main__":
    {"make": make, "fill": fill, "read": read, "values": values, "kinds": kinds, "links": links}[sys.argv[1]](*sys.argv[2:])
