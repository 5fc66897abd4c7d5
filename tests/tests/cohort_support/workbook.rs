//! The table as a workbook.

use std::fmt::Write as _;

use badge_core::time::Timestamp;
use badge_core::zip::ZipWriter;

use super::faults::{AT, Row, TITLES};

/// The workbook as a spreadsheet program would write it: a line of words, the titles, the rows, the titles again.
pub fn workbook(rows: &[Row]) -> Vec<u8> {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let name = |column: usize, line: usize| format!("{}{line}", char::from(b'A' + u8::try_from(column).unwrap()));
    let (mut sheet, mut merged, mut links) = (String::new(), String::new(), String::new());
    let mut put = |line: usize, cells: Vec<String>, hidden: bool| {
        let _ = write!(sheet, "<row r=\"{line}\"{}>", if hidden { " hidden=\"1\"" } else { "" });
        for (column, text) in cells.iter().enumerate().filter(|(_, t)| !t.is_empty()) {
            let at = name(column, line);
            let _ = match (text.get(..2).unwrap_or(text), text.get(2..).unwrap_or_default()) {
                ("f:", "") => write!(sheet, "<c r=\"{at}\"><f>A1</f></c>"),
                ("f:", value) => write!(sheet, "<c r=\"{at}\" t=\"str\"><f>A1</f><v>{}</v></c>", escaped(value)),
                ("l:", value) => {
                    let _ = write!(links, "<hyperlink ref=\"{at}\" r:id=\"r1\"/>");
                    write!(sheet, "<c r=\"{at}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(value))
                }
                ("e:", value) => write!(sheet, "<c r=\"{at}\" t=\"e\"><v>{value}</v></c>"),
                ("^", _) => write!(merged, "<mergeCell ref=\"{}:{at}\"/>", name(column, line - 1)),
                _ => write!(sheet, "<c r=\"{at}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(text)),
            };
        }
        sheet += "</row>";
    };
    put(1, vec!["Atelier du 2 mars".to_owned()], false);
    put(2, TITLES.map(str::to_owned).to_vec(), false);
    for (n, row) in rows.iter().enumerate() {
        let mut cells: Vec<String> = TITLES.iter().map(|t| row.get(*t).cloned().unwrap_or_default()).collect();
        // The value of a merged area stands above.
        if rows.get(n + 1).is_some_and(|next| next.get("Lieu").is_some_and(|t| t == "^")) {
            cells[7] = "Caen".to_owned();
        }
        cells.extend(row.get("+").cloned());
        put(3 + n, cells, row.contains_key("hidden"));
    }
    put(3 + rows.len(), TITLES.map(str::to_owned).to_vec(), false);
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let packages = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut zip = ZipWriter::new(Vec::new(), Timestamp::parse(AT).unwrap());
    for (name, text) in [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>".to_owned(),
        ),
        ("_rels/.rels", format!("<Relationships xmlns=\"{packages}\"><Relationship Id=\"r\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")),
        ("xl/workbook.xml", format!("<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets><sheet name=\"Mars\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships xmlns=\"{packages}\"><Relationship Id=\"r1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>")),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData><mergeCells>{merged}</mergeCells><hyperlinks xmlns:r=\"{relations}\">{links}</hyperlinks></worksheet>")),
        ("xl/worksheets/_rels/sheet1.xml.rels", format!("<Relationships xmlns=\"{packages}\"><Relationship Id=\"r1\" Type=\"{relations}/hyperlink\" Target=\"https://example.org/album\" TargetMode=\"External\"/></Relationships>")),
    ] {
        zip.add(name, text.as_bytes()).unwrap();
    }
    zip.finish().unwrap()
}
