//! Cells that a sheet reckons, or that stand for several rows, where they tell who is a minor and who agreed (D-11).

use super::files::workbook;
use super::*;

/// The rows of Lou and of Sam with these cells under « Âge » and « Accord parental »: `=12` is a formula with its value, `=` one
/// without. `merged` are cells that stand for several.
fn told(rows: [[&str; 2]; 2], merged: &str) -> Told {
    let text = |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let cell = |at: &str, said: &str| match said.strip_prefix('=') {
        Some("") => format!("<c r=\"{at}\"><f>A1</f></c>"),
        Some(value) => format!("<c r=\"{at}\" t=\"str\"><f>A1</f><v>{value}</v></c>"),
        None if said.starts_with('#') => format!("<c r=\"{at}\" t=\"e\"><v>{said}</v></c>"),
        None if said.is_empty() => String::new(),
        None => text(at, said),
    };
    let line = |n: usize, cells: [&str; 5]| {
        let cells = ('A'..).zip(cells).map(|(column, said)| cell(&format!("{column}{n}"), said));
        format!("<row r=\"{n}\">{}</row>", cells.collect::<String>())
    };
    let [lou, sam] = rows;
    let body = [
        line(1, ["Nom", "Mail", "Badge", "Âge", "Accord parental"]),
        line(2, ["Lou", "lou@example.org", "Découpe laser", lou[0], lou[1]]),
        line(3, ["Sam", "sam@example.org", "Découpe laser", sam[0], sam[1]]),
    ];
    let merged = match merged {
        "" => String::new(),
        area => format!("<mergeCells count=\"1\"><mergeCell ref=\"{area}\"/></mergeCells>"),
    };
    let sheet = format!("<worksheet><sheetData>{}</sheetData>{merged}</worksheet>", body.concat());
    judged_with(&workbook(&sheet, ""), &Reading::default(), None).1
}

/// What is told of a row, whether it is about a minor, and whether somebody agreed.
fn of(told: &Told, row: usize) -> (Vec<&'static str>, bool, bool) {
    let wish = told.rows[row].wish.as_ref().unwrap();
    (codes(&told.rows[row]), wish.minor || wish.birth_year.is_some(), wish.consent.is_some())
}

#[test]
fn what_a_formula_reckoned_is_read_and_told_and_without_its_value_it_is_no_consent() {
    for (cells, codes, is_minor, is_agreed) in [
        (["=12", ""], vec!["cell.formula", "minor.no_consent"], true, false),
        (["=32", ""], vec!["cell.formula"], false, false),
        (["12", "=oui"], vec!["cell.formula"], true, true),
        (["=12", "=oui, sa mère"], vec!["cell.formula", "cell.formula"], true, true),
        (["12", "=non"], vec!["cell.formula", "minor.refused"], true, false),
        (["12", "=peut-être"], vec!["cell.formula", "consent.unclear"], true, false),
        (["12", "="], vec!["cell.formula_unknown", "minor.no_consent"], true, false),
        (["12", "#N/A"], vec!["cell.error", "consent.unclear"], true, false),
        (["=", "oui"], vec!["cell.formula_unknown"], false, true),
        (["#REF!", "non"], vec!["cell.error", "minor.refused"], true, false),
    ] {
        let told = told([cells, ["32", ""]], "");
        assert_eq!(of(&told, 0), (codes, is_minor, is_agreed), "{cells:?}");
        assert_eq!(of(&told, 1), (vec![], false, false), "{cells:?}: the row below");
    }
}

#[test]
fn what_stands_for_several_rows_is_told_and_holds_for_each() {
    for (area, rows, first, second) in [
        ("E2:E3", [["12", "oui, sa mère"], ["13", ""]], (vec![], true, true), (vec!["cell.merged"], true, true)),
        (
            "E2:E3",
            [["12", "non"], ["13", ""]],
            (vec!["minor.refused"], true, false),
            (vec!["cell.merged", "minor.refused"], true, false),
        ),
        (
            "D2:D3",
            [["12", "oui"], ["", ""]],
            (vec![], true, true),
            (vec!["cell.merged", "minor.no_consent"], true, false),
        ),
        ("D2:D3", [["32", ""], ["", ""]], (vec![], false, false), (vec!["cell.merged"], false, false)),
    ] {
        let told = told(rows, area);
        assert_eq!((of(&told, 0), of(&told, 1)), (first, second), "{area} {rows:?}");
    }
}
