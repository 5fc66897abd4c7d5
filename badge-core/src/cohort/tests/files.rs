//! Files of tables: written and read back, damaged, and out of every bound.

use super::*;

#[test]
fn what_is_written_is_read_back_in_every_form() {
    let rows: Vec<Vec<String>> = [
        ["Nom", "Mail", "Badge", "Naissance", "Commentaire"],
        ["Léa « & » <b>", "lea@example.org", "Découpe laser", "2011", "deux\nlignes  et\tun; \"mot\""],
        ["=cmd()", "tom@example.org", "Impression 3D", "", "+33"],
    ]
    .iter()
    .map(|row| row.iter().map(|c| (*c).to_owned()).collect())
    .collect();
    let sheet = Sheet { name: "Inscrits [2026]".into(), rows: rows.clone(), ..Sheet::default() };
    for (form, name) in [(As::Csv { separator: b';' }, "csv"), (As::Xlsx, "xlsx"), (As::Ods, "ods")] {
        let bytes = write(std::slice::from_ref(&sheet), form, now());
        assert_eq!(bytes, write(std::slice::from_ref(&sheet), form, now()), "the same input is the same bytes");
        assert_eq!(As::of_file(&format!("a.{name}")).map(|a| a == form), Some(true));
        let (table, plan) = judged_with(&bytes, &Reading::default(), None);
        let read: Vec<Vec<String>> = table.lines().map(|(_, cells)| cells).collect();
        let bare = |cell: &String| cell.trim_start_matches('\'').to_owned();
        let read: Vec<Vec<String>> =
            read.iter().map(|r| (0..5).map(|n| r.get(n).map(bare).unwrap_or_default()).collect()).collect();
        assert_eq!(read, rows, "{name}");
        assert_eq!(plan.rows[0].wish.as_ref().unwrap().birth_year, Some(2011), "{name}");
        assert_eq!(table.sheet.is_some(), name != "csv");
    }
}

#[test]
fn a_table_that_goes_back_holds_the_same_kinds_of_values() {
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"dd/mm/yyyy\"/><numFmt numFmtId=\"171\" formatCode=\"#,##0.00\\ &quot;€&quot;\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/><xf numFmtId=\"9\"/><xf numFmtId=\"20\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>";
    let text = |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let value = |at: &str, more: &str, value: &str| format!("<c r=\"{at}\"{more}><v>{value}</v></c>");
    let titles = ["Nom", "Mail", "Badge", "Date", "Prix", "Part", "Heure", "Quand", "Là", "CP", "Long", "Fait"];
    let titles: String = ('A'..).zip(titles).map(|(column, title)| text(&format!("{column}1"), title)).collect();
    let cells = [
        text("A2", "Léa"),
        text("B2", "lea@example.org"),
        text("C2", "Découpe laser"),
        value("D2", " s=\"1\"", "46083"),
        value("E2", " s=\"2\"", "1234.5"),
        value("F2", " s=\"3\"", "0.5"),
        value("G2", " s=\"4\"", "0.6041666666"),
        value("H2", " s=\"5\"", "46083.6041666666"),
        value("I2", " t=\"b\"", "1"),
        text("J2", "75011"),
        value("K2", "", "123456789012345"),
        "<c r=\"L2\" s=\"3\"><f>F2*2</f><v>1</v></c>".to_owned(),
    ];
    let sheet = format!(
        "<worksheet><sheetData><row r=\"1\">{titles}</row><row r=\"2\">{}</row></sheetData></worksheet>",
        cells.concat()
    );
    let values = |table: &Table| -> Vec<(String, value::Is, Option<String>)> {
        let row = table.grid.row(1).unwrap();
        let format = |column| table.grid.formats.get(row.look(column).format).map(str::to_owned);
        (3..12).map(|n| (row.cell(n).text.to_owned(), row.look(n).is, format(n))).collect()
    };
    let read = |bytes: &[u8]| Table::read(bytes, &Reading::default(), &Offer::default(), &Limits::default()).unwrap();
    let back = |table: &Table, form| {
        let sheet = table.back(&["État".to_owned()], |_| Some(vec!["12".to_owned()]));
        read(&write(&[sheet], form, now()))
    };
    use value::Is::{Boolean, Currency, Day, Number, Percent, Text, Time};
    let expected = [
        ("2026-03-02", Day),
        ("1234.5", Currency),
        ("0.5", Percent),
        ("14:30:00", Time),
        ("2026-03-02 14:30:00", Day),
        ("true", Boolean),
        ("75011", Text),
        ("123456789012345", Number),
        ("1", Percent),
    ];
    let table = read(&workbook_with(&sheet, "", styles));
    let first = values(&table);
    assert_eq!(first.iter().map(|(text, is, _)| (text.as_str(), *is)).collect::<Vec<_>>(), expected);
    let formats: Vec<&str> = first.iter().filter_map(|(.., format)| format.as_deref()).collect();
    assert_eq!(formats, ["dd/mm/yyyy", "#,##0.00\\ \"€\"", "0%", "h:mm", "0%"]);
    assert_eq!(values(&back(&table, As::Xlsx)), first);
    // OpenDocument keeps what each is, and the currency.
    let ods = back(&table, As::Ods);
    let kinds = |table: &Table| values(table).into_iter().map(|(text, is, _)| (text, is)).collect::<Vec<_>>();
    assert_eq!(kinds(&ods), kinds(&table));
    assert_eq!(values(&ods)[1].2.as_deref(), Some("#,##0.00 [$€]"));
    // Programs show the sign of an amount by its style alone.
    let bytes = write(&[table.back(&[], |_| None)], As::Ods, now());
    let zip = crate::zip::entries(&bytes, &Limits::default()).unwrap();
    let content = String::from_utf8(zip.read(zip.find("content.xml").unwrap(), 1 << 20).unwrap()).unwrap();
    assert!(
        content.contains("<number:currency-symbol>€</number:currency-symbol></number:currency-style>"),
        "{content}"
    );
    assert!(content.contains("table:style-name=\"cEUR\" office:value-type=\"currency\" office:currency=\"EUR\""));
    assert_eq!(content.matches("<number:currency-style").count(), 1, "each once");
    assert_eq!(kinds(&back(&ods, As::Xlsx)), kinds(&table));
    // What is written behind is text, whatever it looks like; a table that was text has plain numbers where it can have them.
    assert_eq!(back(&table, As::Xlsx).grid.row(1).unwrap().look(12).is, Text);
    let csv = back(&table, As::Csv { separator: b';' });
    assert_eq!(back(&csv, As::Xlsx).grid.row(1).unwrap().look(9).is, Number);
}

// A text becomes a number only where every spreadsheet shows it as it was.
#[test]
fn what_a_text_file_says_is_not_rewritten_by_a_workbook() {
    let cells = [
        "2012",
        "75011",
        "-3",
        "0",
        "-0",
        "007",
        "06 12 34 56 78",
        "0612345678",
        "+33612345678",
        "612345678",
        "33612345678",
        "1e5",
        "1,50",
        "3.0",
    ];
    let text = format!(
        "Nom;{}\nLéa;{}\n",
        (0..cells.len()).map(|n| format!("c{n}")).collect::<Vec<_>>().join(";"),
        cells.join(";")
    );
    let read = |bytes: &[u8]| Table::read(bytes, &Reading::default(), &Offer::default(), &Limits::default()).unwrap();
    let table = read(text.as_bytes());
    for form in [As::Xlsx, As::Ods] {
        let again = read(&write(&[table.back(&[], |_| None)], form, now()));
        let row = again.grid.row(1).unwrap();
        let said: Vec<&str> = (1..=cells.len()).map(|n| row.cell(n).text).collect();
        assert_eq!(said, cells, "{form:?}");
        let numbers: Vec<&str> =
            (1..=cells.len()).filter(|n| row.look(*n).is == value::Is::Number).map(|n| row.cell(n).text).collect();
        assert_eq!(numbers, ["2012", "75011", "-3", "0", "612345678"], "{form:?}");
    }
}

/// A workbook of one sheet with this XML, and these strings.
pub(super) fn workbook(sheet: &str, strings: &str) -> Vec<u8> {
    workbook_with(sheet, strings, "<styleSheet/>")
}

fn workbook_and(sheet: &str, more: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut parts = parts_of(sheet, "", "");
    parts.extend(more.iter().map(|(name, content)| (*name, content.clone())));
    zipped(&parts)
}

fn workbook_with(sheet: &str, strings: &str, styles: &str) -> Vec<u8> {
    zipped(&parts_of(sheet, strings, styles))
}

fn parts_of(sheet: &str, strings: &str, styles: &str) -> Vec<(&'static str, Vec<u8>)> {
    let rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let rels = |list: &str| format!("<Relationships>{list}</Relationships>");
    let one = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{rel}/{kind}\" Target=\"{target}\"/>")
    };
    let parts = [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("_rels/.rels", rels(&one("rId1", "officeDocument", "/xl/workbook.xml"))),
        ("xl/workbook.xml", "<workbook><sheets><sheet name=\"S\" r:id=\"rId1\"/></sheets></workbook>".to_owned()),
        (
            "xl/_rels/workbook.xml.rels",
            rels(
                &(one("rId1", "worksheet", "worksheets/sheet1.xml")
                    + &one("rId2", "sharedStrings", "sharedStrings.xml")
                    + &one("rId3", "styles", "styles.xml")),
            ),
        ),
        ("xl/sharedStrings.xml", strings.to_owned()),
        ("xl/styles.xml", styles.to_owned()),
        ("xl/worksheets/sheet1.xml", sheet.to_owned()),
    ];
    parts.map(|(name, content)| (name, content.into_bytes())).to_vec()
}

fn zipped(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = crate::zip::ZipWriter::new(Vec::new(), now());
    for (name, content) in parts {
        zip.add(name, content).unwrap();
    }
    zip.finish().unwrap()
}

fn fault(bytes: &[u8], limits: &Limits) -> TableError {
    Table::read(bytes, &Reading::default(), &Offer::default(), limits).map(|_| ()).unwrap_err()
}

#[test]
fn tables_are_bounded() {
    let limits = Limits { table_bytes: 10_000_000, ..Limits::default() };
    assert_eq!(fault(&vec![b'a'; 10_000_001], &limits), TableError::OverLimit("table_bytes"));
    let head = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Nom</t></is></c></row>";
    let sheet = |rows: &str| format!("<worksheet><sheetData>{head}{rows}</sheetData></worksheet>");
    // What a file says about a number of strings costs nothing.
    let strings = "<sst count=\"18446744073709551615\" uniqueCount=\"18446744073709551615\"><si><t>Mail</t></si></sst>";
    let far = "<row r=\"4294967295\"><c r=\"A4294967295\" t=\"s\"><v>0</v></c></row>";
    let (table, plan) = judged_with(&workbook(&sheet(far), strings), &Reading::default(), None);
    assert_eq!((table.rows(), plan.rows[0].line), (1, u32::MAX));
    let wide = "<row r=\"2\"><c r=\"XFD2\"><v>1</v></c></row>";
    assert_eq!(fault(&workbook(&sheet(wide), strings), &limits), TableError::OverLimit("table_columns"));
    let endless = "<row r=\"2\"><c r=\"ZZZZZZZZZZZZZZZZZZZZ2\"><v>1</v></c></row>";
    assert_eq!(fault(&workbook(&sheet(endless), strings), &limits), TableError::OverLimit("table_columns"));
    let bomb = sheet(&"<row><c><v>1</v></c></row>".repeat(400_000));
    assert_eq!(fault(&workbook(&bomb, strings), &limits), TableError::OverLimit("zip_ratio"));
    let laughs = format!("<!DOCTYPE x [<!ENTITY a \"&b;&b;\">]>{}", sheet(""));
    assert_eq!(fault(&workbook(&laughs, strings), &limits), TableError::Entities);
    let unknown = sheet("<row r=\"2\"><c r=\"A2\" t=\"str\"><v>&lol;</v></c></row>");
    assert_eq!(fault(&workbook(&unknown, strings), &limits), TableError::Damaged);
    assert_eq!(fault(&workbook("<worksheet><sheetData><row", strings), &limits), TableError::Damaged);

    let ods = |rows: &str| {
        let content = format!(
            "<d><table:table table:name=\"S\"><table:table-row><table:table-cell><text:p>Nom</text:p></table:table-cell></table:table-row>{rows}</table:table></d>"
        );
        zipped(&[
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
            ("content.xml", content.into_bytes()),
        ])
    };
    let cell = "<table:table-cell><text:p>x</text:p></table:table-cell>";
    let rows = format!("<table:table-row table:number-rows-repeated=\"4294967295\">{cell}</table:table-row>");
    assert_eq!(fault(&ods(&rows), &limits), TableError::OverLimit("table_rows"));
    let columns = "<table:table-row><table:table-cell table:number-columns-repeated=\"4294967295\"><text:p>x</text:p></table:table-cell></table:table-row>";
    assert_eq!(fault(&ods(columns), &limits), TableError::OverLimit("table_columns"));
    // A million empty rows and columns behind the table are what every spreadsheet writes.
    let empty = "<table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let (table, _) =
        judged_with(&ods(&format!("<table:table-row>{cell}</table:table-row>{empty}")), &Reading::default(), None);
    assert_eq!(table.rows(), 1);
    // A few hundred bytes that stand for millions of cells.
    let filled = |rows: &str, columns: &str| {
        format!(
            "<table:table-row table:number-rows-repeated=\"{rows}\"><table:table-cell \
             table:number-columns-repeated=\"{columns}\"><text:p>x</text:p></table:table-cell></table:table-row>"
        )
    };
    assert_eq!(fault(&ods(&filled("199999", "40")), &limits), TableError::OverLimit("table_rows"));
    let halves = filled("600", "2").repeat(2);
    assert_eq!(fault(&ods(&halves), &limits), TableError::OverLimit("table_rows"), "together they are too many");
    // Up to a thousand are read, each with its line and its cells; of cells without a header one word is enough.
    let (table, plan) = judged_with(&ods(&filled("1000", "400")), &Reading::default(), None);
    assert_eq!((table.rows(), plan.rows.len(), plan.rows[999].line), (1_000, 1_000, 1_001));
    assert_eq!(plan.rows[999].name.as_deref(), Some("x"));
    let beyond = |row: &RowTold| row.findings.iter().filter(|f| f.trouble == super::Trouble::CellBeyond).count();
    assert!(plan.rows.iter().all(|row| beyond(row) == 1));
    assert!(table.lines().all(|(line, cells)| line == 1 || cells.len() == 400 && cells.iter().all(|c| c == "x")));
    // One long text for many cells is kept once; in cell after cell of its own it has an end.
    let long = "y".repeat(100_000);
    let once = filled("1", "400").replace(">x<", &format!(">{long}<"));
    assert_eq!(judged_with(&ods(&once), &Reading::default(), None).0.rows(), 1);
    for strange in ["-1", "18446744073709551616", "1e3", "x"] {
        assert_eq!(fault(&ods(&filled(strange, "1")), &limits), TableError::Damaged, "{strange}");
        assert_eq!(fault(&ods(&filled("1", strange)), &limits), TableError::Damaged, "{strange}");
    }
}

#[test]
fn sheets_of_people_that_nobody_reads_are_named() {
    let people = |name: &str, who: &[&str]| {
        let row = |who: &&str| vec![(*who).to_owned(), format!("{who}@example.org")];
        let rows = [vec!["Nom".to_owned(), "Courriel".to_owned()]].into_iter().chain(who.iter().map(row)).collect();
        Sheet { name: name.into(), rows, ..Sheet::default() }
    };
    let notes = vec![vec!["À faire".to_owned()], vec!["Appeler le badge".to_owned()]];
    let sheets = [
        people("Groupe A", &["a"]),
        Sheet { name: "Notes".into(), rows: notes, ..Sheet::default() },
        people("Groupe B", &["b", "c"]),
        people("Vide", &[]),
    ];
    for form in [As::Xlsx, As::Ods] {
        let bytes = write(&sheets, form, now());
        let read = |sheet: Option<&str>| {
            let reading = Reading { sheet: sheet.map(str::to_owned), ..Reading::default() };
            let table = Table::read(&bytes, &reading, &Offer::default(), &Limits::default()).unwrap();
            (table.sheet.clone().unwrap(), table.others)
        };
        assert_eq!(read(None), ("Groupe A".to_owned(), vec![("Groupe B".to_owned(), 2)]));
        assert_eq!(read(Some("Groupe B")), ("Groupe B".to_owned(), Vec::new()), "who names one knows of them");
    }
}

/// Every table cut short at every place, and with every byte changed: an answer, never a panic.
#[test]
fn damaged_tables_have_an_answer() {
    let sheet = Sheet {
        name: "S".into(),
        rows: vec![vec!["Nom".into(), "Mail".into()], vec!["Léa".into(), "lea@example.org".into()]],
        ..Sheet::default()
    };
    for form in [As::Csv { separator: b';' }, As::Xlsx, As::Ods] {
        let bytes = write(std::slice::from_ref(&sheet), form, now());
        let read = |bytes: &[u8]| drop(Table::read(bytes, &Reading::default(), &Offer::default(), &Limits::default()));
        for len in 0..bytes.len() {
            read(&bytes[..len]);
        }
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 0x55;
            read(&other);
        }
    }
}

#[test]
fn what_stands_under_a_title_stands_in_that_column() {
    let text = "Prénom;Nom;Mail;Badge;Couture;Brouillon;Niveau;Langue;Naissance;Accord parental;Date\n\
        Zoé;Grand;Zoe <zoe@example.org>;Découpe laser;;;;;;;2026-03-02\n\
        Éloïse;Martin;;Impression 3D;;;;;2014-01-01;;\n\
        Éloïse;Martin;;Impression 3D;;;;;;;\n\
        Ana;Un;ana@example.org;;;x;;;;;\n\
        Ana;Deux;ana@example.org;Impression 3D;;;je découvre;anglais;;non;\n\
        Bob;Trois;bob@example.org;Brouillon, Poterie;;;;;2012;;31/31/2026\n\
        Cid;Quatre;cid@gmial.com;Découpe laser;;;;klingon;;;\n";
    let (table, plan) = judged_with(text.as_bytes(), &Reading::default(), None);
    let cells: std::collections::HashMap<u32, Vec<String>> = table.lines().collect();
    let mut seen = std::collections::BTreeSet::new();
    for row in &plan.rows {
        for finding in &row.findings {
            seen.insert(finding.trouble.code());
            let Some(column) = finding.column else { continue };
            let cell = &cells[&row.line][column];
            assert!(cell.contains(&finding.value), "line {}, {cell:?}: {finding:?}", row.line);
            assert_eq!(cell.is_empty(), finding.value.is_empty(), "line {}: {finding:?}", row.line);
        }
    }
    for code in ["award.already", "person.duplicate", "person.other_name", "minor.no_consent", "achievement.faulty"] {
        assert!(seen.contains(code), "{code} was not met: {seen:?}");
    }
    for code in ["level.other", "language.other", "achievement.unknown", "email.typo", "language.unknown"] {
        assert!(seen.contains(code), "{code} was not met: {seen:?}");
    }
}

#[test]
fn a_formula_without_a_value_is_told_once() {
    let head = "Nom;Mail;Badge;Date;Niveau;Naissance";
    let alone = (State::Problem, vec!["cell.formula_unknown"]);
    for row in [
        "=A1;lea@example.org;impression-3d",
        "=A1;;impression-3d",
        "Léa;=A1;impression-3d",
        ";=A1;impression-3d",
        "Léa;lea@example.org;=A1",
        "Léa;lea@example.org;impression-3d;=TODAY()",
        "Léa;lea@example.org;impression-3d;;=A1",
        "Léa;lea@example.org;impression-3d;;;=A1",
        "Léa;lea@example.org;'=A1",
    ] {
        assert_eq!(one(head, row), alone, "{row}");
    }
    assert_eq!(one("Nom;Impression 3D", "Léa;=A1"), alone);
    for error in ["#N/A", "#VALEUR!", "Err:502"] {
        let told = one(head, &format!("Léa;lea@example.org;{error}"));
        assert_eq!(told, (State::Problem, vec!["cell.error"]), "{error}");
    }
}

// What people keep for themselves stays; what a plan or a run wrote gives way.
#[test]
fn a_column_of_states_with_words_of_their_own_stays() {
    let read = |bytes: &[u8]| Table::read(bytes, &Reading::default(), &Offer::default(), &Limits::default()).unwrap();
    let lines = |table: &Table| -> Vec<Vec<String>> { table.lines().map(|(_, line)| line).collect() };
    let said = |state: &str| Some(vec![state.to_owned(), "rien".to_owned()]);
    let titles = |state: &str| [state.to_owned(), "Problème".to_owned()];
    let text = "Nom;État;Mail\nLou;présent;lou@example.org\nAna;absent;ana@example.org\nZoé;exemple;zoe@example.org\n";
    let table = read(text.as_bytes());
    assert_eq!(table.unread_states(), ["présent", "absent"]);
    let back = |table: &Table| read(&write(&[table.back(&titles("État du badge"), |_| said("prêt"))], As::Ods, now()));
    let first = back(&table);
    assert_eq!(lines(&first)[0], ["Nom", "État", "Mail", "État du badge", "Problème"]);
    assert_eq!(lines(&first)[1], ["Lou", "présent", "lou@example.org", "prêt", "rien"]);
    // Read again, theirs stays and ours is written anew; what leaves a row out is still read.
    assert_eq!(first.unread_states(), ["présent", "absent"]);
    assert_eq!(lines(&back(&first)), lines(&first));
    assert!(state::leaves_out(&lines(&first)[3][1]));

    // What we wrote is nobody's own, in either language, and gives way with its problems.
    for ours in ["prêt, avec une remarque", "awarded before", "attribué, retenu : accord refusé ou retiré"] {
        let table = read(format!("Nom;Mail;État;Problème\nLou;lou@example.org;{ours};Revoir\n").as_bytes());
        assert!(table.unread_states().is_empty(), "{ours}");
        let back = read(&write(&[table.back(&titles("État"), |_| said("prêt"))], As::Ods, now()));
        assert_eq!(
            lines(&back),
            [["Nom", "Mail", "État", "Problème"], ["Lou", "lou@example.org", "prêt", "rien"]],
            "{ours}"
        );
    }
    // The server's words are its own in its results alone: people write them for other things.
    let results = "Nom;Adresse;État;Problème;Lien du badge\nLou;lou@example.org;fait;;\n";
    let table = read(results.as_bytes());
    assert!(table.unread_states().is_empty());
    let back = read(&write(&[table.back(&titles("État"), |_| said("prêt"))], As::Ods, now()));
    assert_eq!(lines(&back)[1], ["Lou", "lou@example.org", "prêt", "rien"]);
    for columns in ["État", "État;Problème"] {
        let table = read(format!("Nom;Mail;{columns}\nLou;lou@example.org;fait;allergie\n").as_bytes());
        assert_eq!(table.unread_states(), ["fait"], "{columns}");
        let back = read(&write(&[table.back(&titles("État du badge"), |_| said("prêt"))], As::Ods, now()));
        assert!(lines(&back)[1].starts_with(&["Lou".to_owned(), "lou@example.org".to_owned(), "fait".to_owned()]));
    }
    // Beside states of which none is ours, a column of problems is somebody's own, however often the table comes back.
    for state in ["", "exemple"] {
        let table = read(format!("Nom;Mail;État;Problème\nLou;lou@example.org;{state};allergie noix\n").as_bytes());
        let back = |table: &Table| read(&write(&[table.back(&titles("État"), |_| said("prêt"))], As::Ods, now()));
        let first = back(&table);
        assert_eq!(lines(&first)[0], ["Nom", "Mail", "Problème", "État", "Problème"], "{state}");
        assert_eq!(lines(&first)[1], ["Lou", "lou@example.org", "allergie noix", "prêt", "rien"], "{state}");
        assert_eq!(lines(&back(&first)), lines(&first), "{state}");
    }
    // Without a word there is nothing to keep.
    let table = read(b"Nom;Mail;\xc3\x89tat;Probl\xc3\xa8me\nLou;lou@example.org;;\n");
    let back = read(&write(&[table.back(&titles("État"), |_| said("prêt"))], As::Ods, now()));
    assert_eq!(lines(&back)[0], ["Nom", "Mail", "État", "Problème"]);
    // Of many values of their own the first are named, not whole where they are long, and all are counted.
    let many: String = (0..12).map(|n| format!("Lou{n};mot {n} {};lou{n}@example.org\n", "x".repeat(100))).collect();
    let table = read(format!("Nom;État;Mail\n{many}").as_bytes());
    assert_eq!((table.unread_states().len(), table.unread_states_count()), (8, 12));
    assert!(table.unread_states().iter().all(|value| value.chars().count() == 81 && value.ends_with('…')));
    // A column of problems without ours to its left is somebody's own.
    let table = read(b"Nom;Probl\xc3\xa8mes;Mail\nLou;allergie;lou@example.org\n");
    let back = read(&write(&[table.back(&titles("État"), |_| said("prêt"))], As::Ods, now()));
    assert_eq!(lines(&back)[1], ["Lou", "allergie", "lou@example.org", "prêt", "rien"]);
}

// What a link hides is evidence or an address where the column is about that; elsewhere it is told not to be read.
#[test]
fn addresses_behind_cells_are_read_or_told() {
    let rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let targets = ["https://example.org/photo.jpg?a=1&amp;b=2", "mailto:bob@example.org", "https://example.org/page"];
    let relations: String = targets
        .iter()
        .enumerate()
        .map(|(n, to)| {
            format!("<Relationship Id=\"r{n}\" Type=\"{rel}/hyperlink\" Target=\"{to}\" TargetMode=\"External\"/>")
        })
        .collect();
    let cell = |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let row = |line: u32, cells: [&str; 4]| {
        let cells: String = "ABCD".chars().zip(cells).map(|(c, text)| cell(&format!("{c}{line}"), text)).collect();
        format!("<row r=\"{line}\">{cells}</row>")
    };
    let rows = row(1, ["Nom", "Mail", "Badge", "Preuve"])
        + &row(2, ["Léa", "lea@example.org", "Découpe laser", "photo"])
        + &row(3, ["Bob", "Bob", "Découpe laser", "https://example.org/page/"])
        + &row(4, ["Ana", "ana@example.org", "Découpe laser", "vue"]);
    let link = |at: &str, n: u32| format!("<hyperlink ref=\"{at}\" r:id=\"r{n}\"/>");
    let links =
        link("D2", 0) + &link("B3", 1) + &link("D3", 2) + &link("A4:A9", 2) + "<hyperlink ref=\"D4\" location=\"A1\"/>";
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData><hyperlinks>{links}</hyperlinks></worksheet>");
    let relations = format!("<Relationships>{relations}</Relationships>");
    let book = workbook_and(&sheet, &[("xl/worksheets/_rels/sheet1.xml.rels", relations.into_bytes())]);

    let p = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let a = |to: &str, text: &str| p(&format!("<text:a xlink:href=\"{to}\">{text}</text:a>"));
    let rows = [
        ["Nom", "Mail", "Badge", "Preuve"].map(p).concat(),
        [p("Léa"), p("lea@example.org"), p("Découpe laser"), a(targets[0], "photo")].concat(),
        [p("Bob"), a(targets[1], "Bob"), p("Découpe laser"), a(targets[2], "https://example.org/page/")].concat(),
        [a(targets[2], "Ana"), p("ana@example.org"), p("Découpe laser"), a("#Feuille1.A1", "vue")].concat(),
    ];
    let rows = rows.map(|cells| format!("<table:table-row>{cells}</table:table-row>")).concat();
    let content = format!("<x><table:table table:name=\"S\">{rows}</table:table></x>");
    let mimetype = b"application/vnd.oasis.opendocument.spreadsheet".to_vec();
    let ods = zipped(&[("mimetype", mimetype), ("content.xml", content.into_bytes())]);

    for bytes in [book, ods] {
        let (table, plan) = judged_with(&bytes, &Reading::default(), None);
        let evidence = |row: usize| {
            let of = |e: &crate::model::Evidence| {
                (e.id.clone().unwrap_or_default(), e.narrative.clone().unwrap_or_default())
            };
            plan.rows[row].wish.as_ref().unwrap().evidence.iter().map(of).collect::<Vec<_>>()
        };
        let pair = |id: &str, text: &str| (id.to_owned(), text.to_owned());
        assert_eq!(evidence(0), [pair("https://example.org/photo.jpg?a=1&b=2", "photo")]);
        assert_eq!(evidence(1), [pair("https://example.org/page/", "")]);
        assert_eq!(plan.rows[1].email.as_deref(), Some("bob@example.org"));
        let told: Vec<_> = plan.rows.iter().map(|row| (row.state, codes(row))).collect();
        let link = (State::Warning, vec!["cell.link"]);
        // Nobody sees that address on the sheet, and it becomes public.
        let read = (State::Warning, vec!["cell.link_read"]);
        assert_eq!(told, [read, (State::Ready, vec![]), link]);
        assert_eq!(plan.rows[0].findings[0].value, "photo https://example.org/photo.jpg?a=1&b=2");
        assert_eq!(plan.rows[2].findings[0].column, Some(0));
        // It is in the table that comes back, and read from there.
        for form in [As::Csv { separator: b';' }, As::Xlsx, As::Ods] {
            let (_, again) = judged_with(&write(&[table.back(&[], |_| None)], form, now()), &Reading::default(), None);
            assert_eq!((&again.rows[0].wish, again.rows[0].state), (&plan.rows[0].wish, State::Ready));
            assert_eq!(again.rows[1].email, plan.rows[1].email);
        }
    }
}

// A few bytes put a long address behind many cells: it is kept once and compared with none of them.
#[test]
fn a_long_address_behind_many_cells_is_a_link_that_is_not_read() {
    let long = format!("https://example.org/{}", "a".repeat(1_000_000));
    let cells = |line: u32, texts: [&str; 4]| {
        let cell = |(c, text): (char, &str)| format!("<c r=\"{c}{line}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
        format!("<row r=\"{line}\">{}</row>", "ABCD".chars().zip(texts).map(cell).collect::<String>())
    };
    let row = |line: u32| cells(line, ["Léa", "lea@example.org", "Découpe laser", "photo"]);
    let rows = cells(1, ["Nom", "Mail", "Badge", "Preuve"]) + &(2..1_002).map(row).collect::<String>();
    let one = |line: u32| format!("<hyperlink ref=\"D{line}\" r:id=\"r\" location=\"x{line}\"/>");
    let links = "<hyperlink ref=\"D2:D600\" r:id=\"r\"/>".to_owned() + &(600..1_002).map(one).collect::<String>();
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData><hyperlinks>{links}</hyperlinks></worksheet>");
    let relations = format!("<Relationships><Relationship Id=\"r\" Target=\"{long}\"/></Relationships>");
    let book = workbook_and(&sheet, &[("xl/worksheets/_rels/sheet1.xml.rels", relations.into_bytes())]);
    let (table, plan) = judged_with(&book, &Reading::default(), None);
    assert_eq!((table.rows(), codes(&plan.rows[0])), (1_000, vec!["cell.link"]));
    assert!(codes(&plan.rows[999]).contains(&"cell.link"));
}

// `=HYPERLINK("https://…","photo")`: what the cell shows is the value that the program noted.
#[test]
fn an_address_in_a_formula_is_read_as_one_behind_a_word() {
    let cell = |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let row = |line: u32, texts: [&str; 3]| {
        "ABC".chars().zip(texts).map(|(c, text)| cell(&format!("{c}{line}"), text)).collect::<String>()
    };
    let formula = "HYPERLINK(&quot;https://example.org/1.jpg&quot;,&quot;photo&quot;)";
    let led = format!("<c r=\"D2\" t=\"str\"><f>{formula}</f><v>photo</v></c>");
    let head = row(1, ["Nom", "Mail", "Badge"]) + &cell("D1", "Preuve");
    let body = row(2, ["Léa", "lea@example.org", "Découpe laser"]) + &led;
    let rows = format!("<row r=\"1\">{head}</row><row r=\"2\">{body}</row>");
    let book = workbook_and(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"), &[]);

    let p = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let formula = "of:=HYPERLINK(&quot;https://example.org/1.jpg&quot;;&quot;photo&quot;)";
    let led = format!(
        "<table:table-cell table:formula=\"{formula}\" office:value-type=\"string\"><text:p>photo</text:p></table:table-cell>"
    );
    let rows = [
        ["Nom", "Mail", "Badge", "Preuve"].map(p).concat(),
        [p("Léa"), p("lea@example.org"), p("Découpe laser"), led].concat(),
    ];
    let rows = rows.map(|cells| format!("<table:table-row>{cells}</table:table-row>")).concat();
    let content = format!("<x><table:table table:name=\"S\">{rows}</table:table></x>");
    let mimetype = b"application/vnd.oasis.opendocument.spreadsheet".to_vec();
    let ods = zipped(&[("mimetype", mimetype), ("content.xml", content.into_bytes())]);

    for bytes in [book, ods] {
        let (_, plan) = judged_with(&bytes, &Reading::default(), None);
        let evidence = &plan.rows[0].wish.as_ref().unwrap().evidence[0];
        assert_eq!(evidence.id.as_deref(), Some("https://example.org/1.jpg"));
        assert_eq!(evidence.narrative.as_deref(), Some("photo"));
        assert_eq!(codes(&plan.rows[0]), ["cell.formula", "cell.link_read"]);
    }
}

#[test]
fn a_title_with_an_address_behind_it_stays_a_title_in_the_table_that_comes_back() {
    let p = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let a = |to: &str, text: &str| p(&format!("<text:a xlink:href=\"{to}\">{text}</text:a>"));
    let rows = [
        [p("Nom"), a("mailto:aide@example.org", "Mail"), p("Badge"), a("https://example.org/aide", "Preuve")].concat(),
        [p("Léa"), p("lea@example.org"), p("Découpe laser"), a("https://example.org/1.jpg", "photo")].concat(),
    ];
    let rows = rows.map(|cells| format!("<table:table-row>{cells}</table:table-row>")).concat();
    let content = format!("<x><table:table table:name=\"S\">{rows}</table:table></x>");
    let mimetype = b"application/vnd.oasis.opendocument.spreadsheet".to_vec();
    let ods = zipped(&[("mimetype", mimetype), ("content.xml", content.into_bytes())]);
    let (table, plan) = judged_with(&ods, &Reading::default(), None);
    for form in [As::Csv { separator: b';' }, As::Xlsx, As::Ods] {
        let back = write(&[table.back(&[], |_| None)], form, now());
        let (again, judged) = judged_with(&back, &Reading::default(), None);
        let titles: Vec<_> = again.columns.iter().map(|column| column.header.as_str()).collect();
        assert_eq!(titles, ["Nom", "Mail", "Badge", "Preuve"]);
        assert_eq!(judged.rows[0].wish, plan.rows[0].wish);
    }
}
