//! Tables written again: CSV, XLSX and ODS with the same values. Where it is known what a cell holds, it is a text, a
//! number, a day, a time or a yes and no as before; styles are those of a plain table with a bold first row.
//!
//! A writer of our own, since a table needs four small parts of each format, and the same input has to be the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::escape::protected;
use super::value::{Is, Look, Values, fraction, is_by, is_number, seconds_of, serial_of};
use crate::time::Timestamp;
use crate::zip::ZipWriter;

/// A sheet to write.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Its name; at most 31 characters are kept.
    pub name: String,
    /// Its rows, of any length.
    pub rows: Vec<Vec<String>>,
    /// The row that holds the titles, counted from 0: written in bold, and kept in sight.
    pub header: usize,
    /// What its cells hold, where that is known: see [`Table::back`](super::Table::back). Without it every cell is a text, or a
    /// number that no spreadsheet would write otherwise.
    pub values: Option<Values>,
}

impl Sheet {
    /// What a cell is written as: a number only where its text is one, and so on.
    fn look(&self, row: usize, column: usize, cell: &str) -> Look {
        let Some(values) = &self.values else {
            return Look::of(if as_number(cell) { Is::Number } else { Is::Text });
        };
        let look = values.look(row, column);
        let holds = match look.is {
            Is::Text => true,
            Is::Number | Is::Percent | Is::Currency => is_number(cell),
            Is::Day => serial_of(cell).is_some(),
            Is::Time => seconds_of(cell).is_some(),
            Is::Boolean => matches!(cell, "true" | "false"),
        };
        if holds { look } else { Look::default() }
    }

    fn format(&self, look: Look) -> Option<&str> {
        self.values.as_ref()?.formats.get(look.format)
    }
}

/// As which kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum As {
    /// Text with this separator, UTF-8 with a mark (spreadsheets need it), CR LF. Only the first sheet is written.
    Csv {
        /// What parts the cells.
        separator: u8,
    },
    /// An Excel workbook.
    Xlsx,
    /// An OpenDocument spreadsheet.
    Ods,
}

impl As {
    /// The kind that the name of a file asks for: `.csv`, `.tsv`, `.txt`, `.xlsx`, `.ods`.
    #[must_use]
    pub fn of_file(name: &str) -> Option<Self> {
        match name.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv { separator: b';' }),
            "tsv" | "txt" => Some(Self::Csv { separator: b'\t' }),
            "xlsx" => Some(Self::Xlsx),
            "ods" => Some(Self::Ods),
            _ => None,
        }
    }
}

/// The bytes of a file with these sheets. A packed one is dated `at`, and holds nothing else of the machine.
#[must_use]
pub fn write(sheets: &[Sheet], form: As, at: Timestamp) -> Vec<u8> {
    let written = match form {
        As::Csv { separator } => Ok(csv(sheets.first(), separator)),
        As::Xlsx => xlsx(sheets, at),
        As::Ods => ods(sheets, at),
    };
    // Into memory, under names of our own: there is nothing that could refuse.
    written.unwrap_or_default()
}

fn csv(sheet: Option<&Sheet>, separator: u8) -> Vec<u8> {
    let mut out = String::from("\u{feff}");
    for row in sheet.map(|s| s.rows.as_slice()).unwrap_or_default() {
        for (n, cell) in row.iter().enumerate() {
            if n > 0 {
                out.push(char::from(separator));
            }
            let inert = inert(cell);
            if inert.contains(['"', '\r', '\n', char::from(separator)]) || inert.trim() != inert {
                out.push('"');
                out.push_str(&inert.replace('"', "\"\""));
                out.push('"');
            } else {
                out.push_str(&inert);
            }
        }
        out.push_str("\r\n");
    }
    out.into_bytes()
}

/// A text that no spreadsheet computes. The reader takes the apostrophe off again.
fn inert(cell: &str) -> std::borrow::Cow<'_, str> {
    let computed = |c: char| "=+-@\t\r＝＋－＠".contains(c);
    let lone = matches!(cell.trim(), "-" | "+");
    if cell.trim_start_matches(' ').starts_with(computed) && !lone { format!("'{cell}").into() } else { cell.into() }
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn xlsx(sheets: &[Sheet], at: Timestamp) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Vec::new(), at);
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let mut types = format!(
        "{XML}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{kind}.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{kind}.styles+xml\"/>"
    );
    let (mut list, mut rels) = (String::new(), String::new());
    for (n, sheet) in (1..).zip(sheets) {
        types += &format!("<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"{kind}.worksheet+xml\"/>");
        list += &format!("<sheet name=\"{}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>", escaped(&sheet_name(&sheet.name)));
        rels +=
            &format!("<Relationship Id=\"rId{n}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>");
    }
    zip.add("[Content_Types].xml", format!("{types}</Types>").as_bytes())?;
    let root = format!(
        "{XML}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    zip.add("_rels/.rels", root.as_bytes())?;
    let book = format!("{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{list}</sheets></workbook>");
    zip.add("xl/workbook.xml", book.as_bytes())?;
    let rels = format!(
        "{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">{rels}<Relationship Id=\"rIdStyles\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
    );
    zip.add("xl/_rels/workbook.xml.rels", rels.as_bytes())?;
    let mut styles = Styles::default();
    let written: Vec<String> = sheets.iter().map(|sheet| xlsx_sheet(sheet, &mut styles)).collect();
    zip.add("xl/styles.xml", styles.xml().as_bytes())?;
    for (n, sheet) in (1..).zip(&written) {
        zip.add(&format!("xl/worksheets/sheet{n}.xml"), sheet.as_bytes())?;
    }
    zip.finish()
}

/// The styles of a workbook: three of every one, and one for each format of numbers that is used.
#[derive(Default)]
struct Styles(BTreeMap<Format, usize>);

/// By which format a number is shown: one that is everywhere the same, by its number, or one of the table's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Format {
    BuiltIn(u8),
    Own(String),
}

impl Styles {
    /// A text, so that what is typed later (dates, numbers with zeros in front) stays as it is typed.
    const TEXT: usize = 2;
    const BOLD: usize = 1;
    const PLAIN: usize = 0;

    fn of(&mut self, format: Format) -> usize {
        let next = self.0.len() + 3;
        *self.0.entry(format).or_insert(next)
    }

    fn xml(&self) -> String {
        let mut own = String::new();
        let mut all: Vec<(usize, usize)> = Vec::new();
        for (n, (format, style)) in self.0.iter().enumerate() {
            match format {
                Format::BuiltIn(id) => all.push((*style, usize::from(*id))),
                Format::Own(code) => {
                    // The numbers below are taken.
                    own += &format!("<numFmt numFmtId=\"{}\" formatCode=\"{}\"/>", 164 + n, escaped(code));
                    all.push((*style, 164 + n));
                }
            }
        }
        all.sort_unstable();
        let own = match own.matches("<numFmt ").count() {
            0 => own,
            count => format!("<numFmts count=\"{count}\">{own}</numFmts>"),
        };
        let more: String = all
            .iter()
            .map(|(_, id)| {
                format!(
                    "<xf numFmtId=\"{id}\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
                )
            })
            .collect();
        let count = all.len() + 3;
        format!(
            "{XML}<styleSheet xmlns=\"{MAIN}\">{own}<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"{count}\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/><xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/><xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>{more}</cellXfs></styleSheet>"
        )
    }
}

/// The style of a cell, its type where it is not a number, and its value; nothing for a text.
fn xlsx_value(sheet: &Sheet, look: Look, cell: &str, styles: &mut Styles) -> Option<(usize, &'static str, String)> {
    let usual = match look.is {
        Is::Text => return None,
        Is::Number => None,
        Is::Percent => Some(Format::BuiltIn(if cell.contains('.') { 10 } else { 9 })),
        Is::Currency => Some(Format::BuiltIn(4)),
        Is::Day => Some(Format::BuiltIn(if cell.contains(' ') { 22 } else { 14 })),
        // Beyond a day, hours are counted on.
        Is::Time => Some(Format::BuiltIn(if seconds_of(cell)? < 86_400 { 21 } else { 46 })),
        Is::Boolean => None,
    };
    let style = match sheet.format(look).map(|code| Format::Own(code.to_owned())).or(usual) {
        Some(format) => styles.of(format),
        None => Styles::PLAIN,
    };
    Some(match look.is {
        Is::Boolean => (style, " t=\"b\"", if cell == "true" { "1" } else { "0" }.to_owned()),
        Is::Day => (style, "", serial_of(cell)?),
        Is::Time => (style, "", fraction(0, seconds_of(cell)?)),
        _ => (style, "", cell.to_owned()),
    })
}

fn xlsx_sheet(sheet: &Sheet, styles: &mut Styles) -> String {
    let below = sheet.header + 1;
    let mut out = format!(
        "{XML}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"{below}\" topLeftCell=\"A{}\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>",
        below + 1
    );
    for (n, width) in (1..).zip(widths(sheet)) {
        out += &format!("<col min=\"{n}\" max=\"{n}\" width=\"{width}\" customWidth=\"1\" style=\"2\"/>");
    }
    if sheet.rows.iter().all(Vec::is_empty) {
        out += "<col min=\"1\" max=\"1\" width=\"10\"/>";
    }
    out += "</cols><sheetData>";
    for (n, row) in sheet.rows.iter().enumerate() {
        out += &format!("<row r=\"{}\">", n + 1);
        let style = if n == sheet.header { Styles::BOLD } else { Styles::TEXT };
        for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let at = format!("{}{}", letters(column), n + 1);
            let look = sheet.look(n, column, cell);
            out += &match xlsx_value(sheet, look, cell, styles) {
                Some((style, kind, value)) => format!("<c r=\"{at}\" s=\"{style}\"{kind}><v>{value}</v></c>"),
                None => format!(
                    "<c r=\"{at}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                    escaped(&protected(cell))
                ),
            };
        }
        out += "</row>";
    }
    out + "</sheetData></worksheet>"
}

fn ods(sheets: &[Sheet], at: Timestamp) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Vec::new(), at);
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    zip.add("mimetype", kind.as_bytes())?;
    let manifest = format!(
        "{XML}<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\"><manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.3\" manifest:media-type=\"{kind}\"/><manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>"
    );
    zip.add("META-INF/manifest.xml", manifest.as_bytes())?;
    let ns = "urn:oasis:names:tc:opendocument:xmlns";
    let mut out = format!(
        "{XML}<office:document-content xmlns:office=\"{ns}:office:1.0\" xmlns:table=\"{ns}:table:1.0\" xmlns:text=\"{ns}:text:1.0\" xmlns:style=\"{ns}:style:1.0\" xmlns:fo=\"{ns}:xsl-fo-compatible:1.0\" xmlns:number=\"{ns}:datastyle:1.0\" office:version=\"1.3\"><office:automatic-styles>{DAYS}<style:style style:name=\"h\" style:family=\"table-cell\"><style:text-properties fo:font-weight=\"bold\"/></style:style>"
    );
    for (s, sheet) in sheets.iter().enumerate() {
        for (n, width) in widths(sheet).into_iter().enumerate() {
            out += &format!(
                "<style:style style:name=\"w{s}.{n}\" style:family=\"table-column\"><style:table-column-properties style:column-width=\"{}mm\"/></style:style>",
                width * 2
            );
        }
    }
    let formats = sheets.iter().filter_map(|sheet| sheet.values.as_ref()).flat_map(|values| values.formats.all());
    for letters in formats.filter(|code| is_by(code) == Is::Currency).filter_map(currency).collect::<BTreeSet<_>>() {
        out += &currency_style(letters);
    }
    out += "</office:automatic-styles><office:body><office:spreadsheet>";
    for (s, sheet) in sheets.iter().enumerate() {
        out += &format!("<table:table table:name=\"{}\">", escaped(&sheet_name(&sheet.name)));
        let columns = widths(sheet).len();
        for n in 0..columns {
            out += &format!("<table:table-column table:style-name=\"w{s}.{n}\"/>");
        }
        if columns == 0 {
            out += "<table:table-column/>";
        }
        for (n, row) in sheet.rows.iter().enumerate() {
            out += "<table:table-row>";
            let style = if n == sheet.header { " table:style-name=\"h\"" } else { "" };
            for (column, cell) in row.iter().enumerate() {
                let look = sheet.look(n, column, cell);
                if let Some(value) = ods_value(sheet, look, cell) {
                    out += &format!("<table:table-cell {value}><text:p>{cell}</text:p></table:table-cell>");
                } else if cell.is_empty() {
                    out += "<table:table-cell/>";
                } else {
                    out += &format!("<table:table-cell{style} office:value-type=\"string\">");
                    for line in cell.lines() {
                        out += &format!("<text:p>{}</text:p>", spaced(&escaped(line)));
                    }
                    out += "</table:table-cell>";
                }
            }
            if row.is_empty() {
                out += "<table:table-cell/>";
            }
            out += "</table:table-row>";
        }
        if sheet.rows.is_empty() {
            out += "<table:table-row><table:table-cell/></table:table-row>";
        }
        out += "</table:table>";
    }
    out += "</office:spreadsheet></office:body></office:document-content>";
    zip.add("content.xml", out.as_bytes())?;
    zip.finish()
}

/// Days as everybody reads them alike, wherever the table is opened; with the time of day where there is one.
const DAYS: &str = "<number:date-style style:name=\"dn\"><number:year number:style=\"long\"/><number:text>-</number:text><number:month number:style=\"long\"/><number:text>-</number:text><number:day number:style=\"long\"/></number:date-style><number:date-style style:name=\"mn\"><number:year number:style=\"long\"/><number:text>-</number:text><number:month number:style=\"long\"/><number:text>-</number:text><number:day number:style=\"long\"/><number:text> </number:text><number:hours number:style=\"long\"/><number:text>:</number:text><number:minutes number:style=\"long\"/><number:text>:</number:text><number:seconds number:style=\"long\"/></number:date-style><style:style style:name=\"d\" style:family=\"table-cell\" style:data-style-name=\"dn\"/><style:style style:name=\"m\" style:family=\"table-cell\" style:data-style-name=\"mn\"/>";

/// An amount with its sign, which programs show by its style alone.
fn currency_style(letters: &str) -> String {
    let sign = SIGNS.iter().find(|(_, known)| *known == letters).map_or(letters, |(sign, _)| sign);
    let number = "<number:number number:decimal-places=\"2\" number:min-decimal-places=\"2\" number:min-integer-digits=\"1\" number:grouping=\"true\"/>";
    let symbol = format!("<number:currency-symbol>{sign}</number:currency-symbol>");
    let shown = match sign {
        "£" | "$" => symbol + number,
        _ => format!("{number}<number:text> </number:text>{symbol}"),
    };
    format!(
        "<number:currency-style style:name=\"n{letters}\">{shown}</number:currency-style><style:style style:name=\"c{letters}\" style:family=\"table-cell\" style:data-style-name=\"n{letters}\"/>"
    )
}

/// The type and value of a cell; nothing for a text. How it is shown is left to the program but for days and amounts: it
/// knows what it is.
fn ods_value(sheet: &Sheet, look: Look, cell: &str) -> Option<String> {
    Some(match look.is {
        Is::Text => return None,
        Is::Number => format!("office:value-type=\"float\" office:value=\"{cell}\""),
        Is::Percent => format!("office:value-type=\"percentage\" office:value=\"{cell}\""),
        Is::Currency => {
            let code = sheet.format(look).and_then(currency);
            let style = code.map(|code| format!("table:style-name=\"c{code}\" ")).unwrap_or_default();
            let code = code.map(|code| format!(" office:currency=\"{code}\"")).unwrap_or_default();
            format!("{style}office:value-type=\"currency\"{code} office:value=\"{cell}\"")
        }
        Is::Day => {
            let style = if cell.contains(' ') { "m" } else { "d" };
            let value = cell.replace(' ', "T");
            format!("table:style-name=\"{style}\" office:value-type=\"date\" office:date-value=\"{value}\"")
        }
        Is::Time => {
            let seconds = seconds_of(cell)?;
            let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
            format!("office:value-type=\"time\" office:time-value=\"PT{hours:02}H{minutes:02}M{seconds:02}S\"")
        }
        Is::Boolean => format!("office:value-type=\"boolean\" office:boolean-value=\"{cell}\""),
    })
}

/// The three letters of the currency that a format shows.
fn currency(code: &str) -> Option<&str> {
    let known = |sign: &str| SIGNS.iter().find(|(known, _)| *known == sign).map(|(_, letters)| *letters);
    if let Some((_, inside)) = code.split_once("[$") {
        // `[$€-40C]`: a sign and a language; `[$-409]` is a language alone.
        let sign = inside.split(['-', ']']).next().unwrap_or_default();
        if sign.len() == 3 && sign.bytes().all(|b| b.is_ascii_uppercase()) {
            return Some(sign);
        }
        if !sign.is_empty() {
            return known(sign);
        }
    }
    let outside = code.replace("[$", "[");
    SIGNS.iter().find(|(sign, _)| outside.contains(sign)).map(|(_, letters)| *letters)
}

/// Currencies that have a sign of their own.
const SIGNS: [(&str, &str); 3] = [("€", "EUR"), ("£", "GBP"), ("$", "USD")];

/// Columns as wide as what stands in them, within reason: 8 to 48 letters.
fn widths(sheet: &Sheet) -> Vec<usize> {
    let columns = sheet.rows.iter().map(Vec::len).max().unwrap_or(0);
    let longest = |n: usize| {
        let lengths = sheet.rows.iter().skip(sheet.header).take(200).filter_map(|r| Some(r.get(n)?.chars().count()));
        lengths.max().unwrap_or(0)
    };
    (0..columns).map(|n| (longest(n) + 2).clamp(8, 48)).collect()
}

/// A number that no spreadsheet would write otherwise: `2012`, but not `007`, `-0`, nor a telephone number.
fn as_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    (1..=9).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && (cell == "0" || !digits.starts_with('0'))
}

/// `0` → `A`, `54` → `BC`.
fn letters(column: usize) -> String {
    let mut left = column + 1;
    let mut out = Vec::new();
    while left > 0 {
        // At most 25 above A.
        out.push(b'A' + u8::try_from((left - 1) % 26).unwrap_or(0));
        left = (left - 1) / 26;
    }
    out.reverse();
    String::from_utf8(out).unwrap_or_default()
}

/// Without what Excel refuses in the name of a sheet.
fn sheet_name(name: &str) -> String {
    let name: String = name.chars().filter(|c| !"[]:*?/\\".contains(*c) && !c.is_control()).take(31).collect();
    if name.trim().is_empty() { "1".to_owned() } else { name }
}

/// For XML 1.0: signs that it cannot hold are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            // A bare CR would be read as a line feed.
            '\r' => {}
            '\t' | '\n' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// OpenDocument joins spaces unless they are counted.
fn spaced(text: &str) -> String {
    text.replace("  ", " <text:s/>").replace('\t', "<text:tab/>")
}

#[cfg(test)]
mod tests {
    use super::currency;

    #[test]
    fn a_currency_is_that_of_its_sign_and_no_other() {
        for (code, letters) in [
            ("#,##0.00 [$€-40C]", Some("EUR")),
            ("[$CHF-807] 0.00", Some("CHF")),
            ("[$-409]$#,##0.00", Some("USD")),
            ("[$£-809]#,##0", Some("GBP")),
            ("[$¥-411]#,##0", None),
            ("#,##0 [$kr-414]", None),
            ("#,##0 [$zł-415]", None),
            ("[$R$-416] #,##0", None),
            ("[$-409]0.00", None),
        ] {
            assert_eq!(currency(code), letters, "{code}");
        }
    }
}
